package io.atoms.async.scenario;

import io.atoms.StreamPolicy;
import io.atoms.StreamPolicy.Completed;
import io.atoms.StreamPolicy.Errored;
import io.atoms.StreamPolicy.Overflow;
import io.atoms.async.scenario.GraphSpec.Form;
import io.atoms.async.scenario.GraphSpec.Node;
import io.atoms.async.scenario.Operation.Signal;
import io.atoms.async.scenario.Work.Source;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes scripts from seeds. The seed also chooses the profile, if none is given. */
final class Generator {

    /** What a script may contain beyond the simplest. */
    enum Feature {
        /** Sync atoms over loadables, and async atoms that read them. */
        DERIVED,
        STREAMS,
        AWAITS,
        LATE_READS,
        LATE_AWAITS,
        THROWS,
        /** Reads, refreshes and signals inside transactions. */
        INSIDE,
        ROLLBACKS,
        EFFECTS,
        SNAPSHOTS,
        CLOSE
    }

    /** What kind of scenario. */
    enum Profile {
        PLAIN,
        CLOSING(Feature.CLOSE, Feature.THROWS, Feature.STREAMS),
        DERIVING(Feature.DERIVED, Feature.EFFECTS),
        STREAMING(Feature.STREAMS, Feature.EFFECTS),
        AWAITING(Feature.AWAITS, Feature.THROWS, Feature.EFFECTS),
        AWAITING_STREAMS(Feature.AWAITS, Feature.STREAMS),
        LATE(Feature.LATE_READS, Feature.STREAMS, Feature.THROWS),
        LATE_DERIVING(Feature.LATE_READS, Feature.DERIVED),
        LATE_AWAITING(Feature.AWAITS, Feature.LATE_AWAITS, Feature.LATE_READS),
        TRANSACTIONS(Feature.INSIDE, Feature.DERIVED),
        ROLLING_BACK(Feature.INSIDE, Feature.ROLLBACKS, Feature.AWAITS, Feature.STREAMS),
        SNAPSHOTS(Feature.SNAPSHOTS, Feature.DERIVED, Feature.AWAITS),
        MIXED(Feature.values());

        @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
        private final Set<Feature> features = EnumSet.noneOf(Feature.class);

        Profile(Feature... features) {
            this.features.addAll(List.of(features));
        }

        boolean has(Feature feature) {
            return features.contains(feature);
        }
    }

    private static final int MAX_LIVE = 6;

    private final Random random;
    private final Profile profile;
    private GraphSpec graph;
    private final List<Integer> primitives = new ArrayList<>();
    private final List<Integer> asyncs = new ArrayList<>();
    private final List<String> observers = new ArrayList<>();
    private final List<String> snapshots = new ArrayList<>();
    private int ids;
    private int values = 1_000;

    Generator(long seed, List<Profile> profiles) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        profile = pick(profiles);
    }

    Profile profile() {
        return profile;
    }

    Script script(int operations) {
        graph = new GraphSpec(nodes());
        List<Operation> list = new ArrayList<>();
        int end = profile.has(Feature.CLOSE) && random.nextInt(3) != 0 ? operations - 6 : operations;
        for (int i = 0; i < end; i++) {
            list.add(operation());
        }
        if (end < operations) {
            list.add(new Operation.CloseStore());
            for (int i = end + 1; i < operations; i++) {
                list.add(random.nextInt(4) == 0 ? new Operation.Advance(1 + random.nextInt(3)) : signal());
            }
        }
        return new Script(graph, list);
    }

    // ---- graphs ---------------------------------------------------------------------------------------------------

    private List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            primitives.add(nodes.size());
            nodes.add(Node.primitive(random.nextInt(4)));
        }
        int async = 1 + random.nextInt(5);
        for (int i = 0; i < async; i++) {
            Work work = work(nodes.size());
            asyncs.add(nodes.size());
            nodes.add(Node.async(work));
            if (profile.has(Feature.DERIVED) && random.nextInt(2) == 0) {
                nodes.add(derived(nodes.size()));
            }
        }
        return nodes;
    }

    private Node derived(int limit) {
        Form form = pick(List.of(Form.values()));
        int count = form == Form.SWITCH ? 3 : 1 + random.nextInt(3);
        List<Integer> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(random.nextInt(3) == 0 ? pick(primitives) : random.nextInt(limit));
        }
        return Node.derived(form, reads);
    }

    private Work work(int limit) {
        Source source = source();
        List<Integer> reads = new ArrayList<>();
        for (int i = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(2); i > 0; i--) {
            boolean any = profile.has(Feature.DERIVED) && random.nextInt(3) == 0;
            reads.add(any ? random.nextInt(limit) : pick(primitives));
        }
        List<Integer> awaits = new ArrayList<>();
        while (awaits.size() < source.awaited) {
            int other = pick(asyncs);
            if (!awaits.contains(other)) {
                awaits.add(other);
            }
        }
        int modulus = profile.has(Feature.THROWS) && random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 0;
        int late = profile.has(Feature.LATE_READS) && random.nextInt(3) != 0 ? late(limit) : -1;
        int linger = random.nextInt(5) - 1;
        return new Work(source, reads, modulus, awaits, late, policy(), linger);
    }

    private int late(int limit) {
        return profile.has(Feature.DERIVED) && random.nextInt(2) == 0 ? random.nextInt(limit) : pick(primitives);
    }

    private StreamPolicy policy() {
        return new StreamPolicy(
                pick(List.of(Completed.values())), pick(List.of(Errored.values())), pick(List.of(Overflow.values())));
    }

    private Source source() {
        List<Source> sources = new ArrayList<>(List.of(Source.HAND, Source.HAND, Source.JUST));
        if (random.nextInt(4) == 0) {
            sources.addAll(List.of(Source.FAIL, Source.EMPTY));
        }
        if (profile.has(Feature.STREAMS)) {
            sources.addAll(List.of(Source.STREAM, Source.STREAM));
        }
        if (profile.has(Feature.AWAITS) && !asyncs.isEmpty()) {
            sources.addAll(List.of(Source.AWAIT, Source.AWAIT, Source.RECOVER, Source.WHEN));
            if (asyncs.size() > 1) {
                sources.addAll(List.of(Source.ZIP, Source.ZIP));
            }
        }
        if (profile.has(Feature.LATE_AWAITS) && !asyncs.isEmpty()) {
            sources.addAll(List.of(Source.THEN, Source.THEN, Source.DEFER));
        }
        return pick(sources);
    }

    // ---- operations -----------------------------------------------------------------------------------------------

    private Operation operation() {
        int dice = random.nextInt(100);
        if (dice < 22) {
            return write();
        } else if (dice < 36) {
            return new Operation.Read(random.nextInt(graph.size()));
        } else if (dice < 58) {
            return signal();
        } else if (dice < 66) {
            return transaction(0);
        } else if (dice < 76) {
            return observers.size() < MAX_LIVE ? observe() : dispose();
        } else if (dice < 85) {
            return dispose();
        } else if (dice < 89) {
            return new Operation.Refresh(pick(asyncs));
        } else if (dice < 93 || !profile.has(Feature.SNAPSHOTS)) {
            return new Operation.Advance(1 + random.nextInt(2));
        }
        return snapshot();
    }

    private Operation write() {
        boolean adds = random.nextInt(4) == 0;
        return new Operation.Write(pick(primitives), random.nextInt(4), adds);
    }

    private Operation signal() {
        int dice = random.nextInt(10);
        Signal.Kind kind = dice < 7 ? Signal.Kind.VALUE : dice < 9 ? Signal.Kind.ERROR : Signal.Kind.END;
        int back = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
        return new Signal(driven(), back, kind, ++values);
    }

    private int driven() {
        int atom = pick(asyncs);
        for (int i = 0; i < 5 && !graph.work(atom).source().driven; i++) {
            atom = pick(asyncs);
        }
        return atom;
    }

    private Operation transaction(int depth) {
        List<Operation> body = new ArrayList<>();
        int length = 1 + random.nextInt(5);
        for (int i = 0; i < length; i++) {
            body.add(inside(depth));
        }
        boolean fails = profile.has(Feature.ROLLBACKS) && random.nextInt(5) < 2;
        return new Operation.Transaction(body, fails);
    }

    private Operation inside(int depth) {
        int dice = random.nextInt(20);
        if (dice < 11 || !profile.has(Feature.INSIDE)) {
            return write();
        } else if (dice < 15) {
            return new Operation.Read(random.nextInt(graph.size()));
        } else if (dice < 17) {
            return signal();
        } else if (dice < 18) {
            return new Operation.Refresh(pick(asyncs));
        }
        return depth < 2 && profile.has(Feature.ROLLBACKS) ? transaction(depth + 1) : write();
    }

    private Operation observe() {
        boolean effect = profile.has(Feature.EFFECTS) && random.nextInt(4) == 0;
        int atom = random.nextInt(4) == 0 ? random.nextInt(graph.size()) : pick(asyncs);
        return effect
                ? new Operation.Start(id("e", observers), atom)
                : new Operation.Subscribe(id("s", observers), atom);
    }

    private Operation dispose() {
        if (observers.isEmpty()) {
            return write();
        }
        String id = pick(observers);
        observers.remove(id);
        return id.startsWith("s") && random.nextInt(5) == 0
                ? new Operation.Swap(id, id("s", observers))
                : new Operation.Dispose(id);
    }

    private Operation snapshot() {
        if (snapshots.isEmpty() || snapshots.size() < 3 && random.nextInt(4) == 0) {
            return new Operation.Open(id("v", snapshots));
        }
        String id = pick(snapshots);
        return switch (random.nextInt(6)) {
            case 0 -> new Operation.Restore(id);
            case 1 -> {
                snapshots.remove(id);
                yield new Operation.Close(id);
            }
            default -> new Operation.Look(id, random.nextInt(graph.size()));
        };
    }

    private String id(String prefix, List<String> live) {
        String id = prefix + ++ids;
        live.add(id);
        return id;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
