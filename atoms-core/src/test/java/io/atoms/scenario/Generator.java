package io.atoms.scenario;

import io.atoms.scenario.Expression.Kind;
import io.atoms.scenario.GraphSpec.Node;
import io.atoms.scenario.Operation.EffectSpec;
import io.atoms.scenario.Operation.Reaction;
import io.atoms.scenario.Operation.Write.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes scripts from seeds. The seed also chooses the profile. */
final class Generator {

    /** What kind of graph. */
    enum Profile {
        STATIC(5, 8, Kind.SUM, Kind.COMBINE, Kind.REPEAT),
        DYNAMIC(5, 9, Kind.SWITCH, Kind.SWITCH, Kind.SCAN, Kind.SUM, Kind.CUT),
        DEEP(3, 60, Kind.SUM, Kind.SUM, Kind.COMBINE, Kind.SWITCH),
        WIDE(8, 12, Kind.REPEAT, Kind.SUM, Kind.SCAN),
        THROWING(4, 9, Kind.GUARD, Kind.CATCH, Kind.SUM, Kind.SWITCH, Kind.FRESH),
        CUT_OFF(4, 9, Kind.CUT, Kind.CUT, Kind.SUM, Kind.SWITCH),
        MIXED(6, 14, Kind.values()),
        SMALL(2, 3, Kind.values());

        final int primitives;
        final int derived;

        @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
        final List<Kind> kinds;

        Profile(int primitives, int derived, Kind... kinds) {
            this.primitives = primitives;
            this.derived = derived;
            this.kinds = List.of(kinds);
        }
    }

    private static final int MAX_LIVE = 8;

    private final Random random;
    private final Profile profile;
    private final boolean readsInside;
    private final boolean reactive;
    private GraphSpec graph;
    private final List<String> observers = new ArrayList<>();
    private final List<String> snapshots = new ArrayList<>();
    private int ids;

    Generator(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        profile = pick(List.of(Profile.values()));
        readsInside = random.nextBoolean();
        reactive = random.nextInt(3) != 0;
    }

    Script script(int operations) {
        graph = new GraphSpec(nodes());
        List<Operation> list = new ArrayList<>();
        for (int i = 0; i < operations; i++) {
            list.add(operation(0));
        }
        return new Script(graph, list);
    }

    // ---- graphs ---------------------------------------------------------------------------------------------------

    private List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        int primitives = 1 + random.nextInt(profile.primitives);
        int derived = 1 + random.nextInt(profile.derived);
        for (int i = 0; i < primitives; i++) {
            nodes.add(new Node(null, random.nextInt(10) == 0 ? null : (Integer) random.nextInt(6), grain()));
        }
        for (int i = primitives; i < primitives + derived; i++) {
            nodes.add(new Node(expression(i), null, grain()));
        }
        return nodes;
    }

    private int grain() {
        return random.nextInt(8) == 0 ? 3 : 1;
    }

    /** An expression over nodes below the limit. */
    private Expression expression(int limit) {
        Kind kind = pick(profile.kinds);
        int count = kind == Kind.SWITCH ? 3 : kind == Kind.CATCH ? 2 : kind == Kind.CUT ? 1 : 1 + random.nextInt(3);
        if (profile == Profile.WIDE) {
            count += random.nextInt(12);
        }
        if (kind == Kind.FRESH && readsInside) {
            kind = Kind.GUARD; // a new error for each run of a body is a change for each
        }
        List<Integer> reads = new ArrayList<>();
        for (int i = 0; i < count || reads.size() < required(kind); i++) {
            boolean near = profile == Profile.DEEP ? random.nextInt(10) < 8 : random.nextInt(3) == 0;
            reads.add(near ? Math.max(0, limit - 1 - random.nextInt(2)) : random.nextInt(limit));
        }
        return new Expression(kind, reads, parameter(kind));
    }

    private static int required(Kind kind) {
        return kind == Kind.SWITCH ? 3 : kind == Kind.CATCH ? 2 : 1;
    }

    private int parameter(Kind kind) {
        return switch (kind) {
            case CUT -> 2 + random.nextInt(3);
            case GUARD, FRESH -> 2 + random.nextInt(2);
            case SCAN -> random.nextInt(12);
            default -> random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 50;
        };
    }

    // ---- operations -----------------------------------------------------------------------------------------------

    private Operation operation(int depth) {
        int dice = random.nextInt(100);
        if (dice < 34) {
            return write();
        } else if (dice < 54) {
            return depth == 0 || readsInside ? read(depth) : write();
        } else if (dice < 68) {
            return depth < 3 ? transaction(depth) : write();
        } else if (dice < 76) {
            boolean may = observers.size() < MAX_LIVE && (depth == 0 || readsInside);
            return may ? subscribe(depth) : dispose();
        } else if (dice < 83) {
            return observers.size() < MAX_LIVE ? start() : dispose();
        } else if (dice < 91) {
            return dispose();
        }
        return snapshot();
    }

    private Operation read(int depth) {
        return depth == 0 && random.nextInt(6) == 0
                ? new Operation.ReadAll()
                : new Operation.Read(random.nextInt(graph.size()));
    }

    private Operation write() {
        int dice = random.nextInt(10);
        Verb verb = dice < 7 ? Verb.SET : dice < 9 ? Verb.UPDATE : Verb.RESET;
        Integer value = random.nextInt(30) == 0 ? null : (Integer) random.nextInt(random.nextInt(4) == 0 ? 30 : 4);
        return new Operation.Write(verb, primitive(), value);
    }

    private int primitive() {
        return random.nextInt(graph.primitives());
    }

    private Operation transaction(int depth) {
        List<Operation> body = new ArrayList<>();
        int length = 1 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            body.add(operation(depth + 1));
        }
        boolean fails = random.nextInt(10) < 3;
        return new Operation.Transaction(random.nextBoolean(), body, fails, depth > 0 && random.nextInt(4) != 0);
    }

    private Operation subscribe(int depth) {
        String id = id("s", observers);
        Reaction reaction = depth > 0 || !reactive ? Reaction.NONE : reaction();
        return new Operation.Subscribe(id, random.nextInt(graph.size()), reaction);
    }

    private Reaction reaction() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> new Reaction(Reaction.Kind.RAISE, primitive(), "");
            case 2 -> new Reaction(Reaction.Kind.READ, random.nextInt(graph.size()), "");
            case 3 -> new Reaction(Reaction.Kind.DISPOSE, 0, pick(observers));
            case 4 -> new Reaction(Reaction.Kind.SUBSCRIBE, random.nextInt(graph.size()), "x" + random.nextInt(3));
            case 5 -> new Reaction(Reaction.Kind.THROW, 0, "");
            default -> Reaction.NONE;
        };
    }

    private Operation start() {
        return new Operation.Start(id("e", observers), effect(0));
    }

    private EffectSpec effect(int depth) {
        Expression expression = expression(graph.size());
        int raise = reactive && random.nextInt(3) == 0 ? primitive() : -1;
        String disposes = reactive && random.nextInt(8) == 0 && !observers.isEmpty() ? pick(observers) : "";
        EffectSpec child = depth < 2 && random.nextInt(4) == 0 ? effect(depth + 1) : null;
        return new EffectSpec(expression, raise, random.nextInt(4) == 0, disposes, child);
    }

    private Operation dispose() {
        if (observers.isEmpty()) {
            return write();
        }
        String id = pick(observers);
        switch (random.nextInt(8)) {
            case 0:
                return new Operation.Dispose(id + ".c");
            case 1:
                return new Operation.Dispose("x" + random.nextInt(3));
            default:
                observers.remove(id); // only what is gone may be followed by another one: long scripts must not pile up
                return new Operation.Dispose(id);
        }
    }

    private Operation snapshot() {
        if (snapshots.isEmpty() || (snapshots.size() < 3 && random.nextInt(4) == 0)) {
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
