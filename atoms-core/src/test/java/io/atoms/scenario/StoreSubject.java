package io.atoms.scenario;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomListener;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.EffectContext;
import io.atoms.Getter;
import io.atoms.InvariantsAccess;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.StoreSnapshot;
import io.atoms.scenario.Operation.EffectSpec;
import io.atoms.scenario.Operation.Reaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Runs a scenario on a real store. */
final class StoreSubject implements Subject {
    private static final int MAX_LINES = 2_000;

    private final GraphSpec graph;
    private final AtomStore store = AtomStore.create();
    private final List<Atom<Integer>> atoms = new ArrayList<>();
    private final List<AtomHandle<Integer>> handles = new ArrayList<>();
    private final Map<String, AtomSubscription> subscriptions = new HashMap<>();
    private final Map<String, StoreSnapshot> snapshots = new HashMap<>();
    private final Map<String, int[]> snapshotRuns = new HashMap<>();
    private final Set<Integer> mounted = new TreeSet<>();
    private final List<String> log = new ArrayList<>();
    private int[] runs;
    private int[] counter;

    StoreSubject(GraphSpec graph) {
        this.graph = graph;
        runs = new int[graph.size()];
        counter = runs;
        for (int i = 0; i < graph.size(); i++) {
            atoms.add(atom(i));
            handles.add(i % 2 == 0 ? null : store.handle(atoms.get(i)));
        }
    }

    // ---- atoms ----------------------------------------------------------------------------------------------------

    private Atom<Integer> atom(int node) {
        GraphSpec.Node spec = graph.node(node);
        Atom<Integer> atom =
                (spec.expression() == null ? Atom.of(spec.initial()) : derived(node)).named(graph.name(node));
        if (spec.grain() != 1) {
            atom = atom.equality((a, b) -> graph.equal(node, a, b));
        }
        return atom.onMount(context -> {
            require(mounted.add(node), node, "is mounted twice");
            return () -> require(mounted.remove(node), node, "is unmounted twice");
        });
    }

    private void require(boolean holds, int node, String what) {
        if (!holds) {
            throw new AssertionError(graph.name(node) + " " + what);
        }
    }

    private Atom<Integer> derived(int node) {
        Expression expression = graph.node(node).expression();
        List<Integer> reads = expression.reads();
        if (graph.declared(node)) {
            int first = reads.get(0);
            return reads.size() == 1
                    ? Atom.map(atoms.get(first), a -> combined(node, a, 0))
                    : Atom.combine(atoms.get(first), atoms.get(reads.get(1)), (a, b) -> combined(node, a, b));
        }
        return Atom.derived(get -> {
            counter[node]++;
            return graph.compute(node, read -> graph.number(read, get.get(atoms.get(read))));
        });
    }

    private Integer combined(int node, Integer a, Integer b) {
        counter[node]++;
        List<Integer> reads = graph.node(node).expression().reads();
        return graph.compute(node, read -> graph.number(read, read == (int) reads.get(0) ? a : b));
    }

    private PrimitiveAtom<Integer> primitive(int node) {
        return (PrimitiveAtom<Integer>) atoms.get(node);
    }

    // ---- what is seen from outside ----------------------------------------------------------------------------------

    @Override
    public List<String> apply(Operation operation) {
        log.clear();
        try {
            perform(operation, store);
        } catch (ScenarioError e) {
            log.add("threw " + e.getMessage());
        }
        return List.copyOf(log);
    }

    @Override
    public int[] takeRuns() {
        int[] taken = runs;
        runs = new int[graph.size()];
        counter = runs;
        return taken;
    }

    @Override
    public List<String> committed() {
        counter = new int[graph.size()];
        List<String> shown = new ArrayList<>();
        try (StoreSnapshot snapshot = store.snapshot()) {
            for (int i = 0; i < graph.size(); i++) {
                shown.add(graph.name(i) + "=" + shown(snapshot, i));
            }
        }
        counter = runs;
        return shown;
    }

    @Override
    public Set<Integer> observed() {
        return mounted;
    }

    @Override
    public void check() {
        InvariantsAccess.check(store);
    }

    @Override
    public void close() {
        snapshots.values().forEach(StoreSnapshot::close);
        store.close();
        require(mounted.isEmpty(), 0, "or another is mounted after close");
    }

    private String shown(Getter getter, int node) {
        Object result;
        try {
            result = getter.get(atoms.get(node));
        } catch (ScenarioError e) {
            result = e;
        }
        return graph.show(node, result);
    }

    private String shownByHandle(int node) {
        try {
            return graph.show(node, handles.get(node).get());
        } catch (ScenarioError e) {
            return graph.show(node, e);
        }
    }

    // ---- operations -----------------------------------------------------------------------------------------------

    private void perform(Operation operation, Setter setter) {
        if (operation instanceof Operation.Write write) {
            write(write, setter);
        } else if (operation instanceof Operation.Read read) {
            read(read.atom(), setter);
        } else if (operation instanceof Operation.ReadAll) {
            for (int i = 0; i < graph.size(); i++) {
                read(i, setter);
            }
        } else if (operation instanceof Operation.Transaction transaction) {
            transaction(transaction, setter);
        } else if (operation instanceof Operation.Subscribe subscribe) {
            subscribe(subscribe.id(), subscribe.atom(), subscribe.reaction());
        } else if (operation instanceof Operation.Start start) {
            subscriptions.put(start.id(), store.effect(context -> run(start.id(), start.effect(), context)));
        } else if (operation instanceof Operation.Dispose dispose) {
            dispose(dispose.id());
        } else {
            snapshot(operation);
        }
    }

    private void snapshot(Operation operation) {
        if (operation instanceof Operation.Open open) {
            snapshots.put(open.id(), store.snapshot());
            snapshotRuns.put(open.id(), new int[graph.size()]);
        } else if (operation instanceof Operation.Look look && snapshots.containsKey(look.id())) {
            look(look.id(), look.atom());
        } else if (operation instanceof Operation.Restore restore && snapshots.containsKey(restore.id())) {
            store.restore(snapshots.get(restore.id()));
        } else if (operation instanceof Operation.Close close && snapshots.containsKey(close.id())) {
            snapshots.remove(close.id()).close();
        }
    }

    private void look(String id, int atom) {
        counter = snapshotRuns.get(id);
        log.add("look " + graph.name(atom) + "=" + shown(snapshots.get(id), atom));
        for (int i = 0; i < graph.size(); i++) {
            require(counter[i] <= 1, i, "was evaluated twice in snapshot " + id);
        }
        counter = runs;
    }

    private void write(Operation.Write write, Setter setter) {
        PrimitiveAtom<Integer> atom = primitive(write.atom());
        switch (write.verb()) {
            case SET -> setter.set(atom, write.value());
            case UPDATE -> setter.update(atom, present -> Oracle.add(present, write.value()));
            default -> setter.reset(atom);
        }
    }

    private void read(int atom, Setter setter) {
        String shown = handles.get(atom) != null ? shownByHandle(atom) : shown(setter, atom);
        log.add("read " + graph.name(atom) + "=" + shown);
    }

    private void transaction(Operation.Transaction transaction, Setter setter) {
        if (setter == store) {
            begin(transaction, setter);
            return;
        }
        try {
            begin(transaction, setter);
        } catch (ScenarioError e) {
            if (!transaction.caught()) {
                throw e;
            }
            log.add("caught " + e.getMessage());
        }
    }

    private void begin(Operation.Transaction transaction, Setter setter) {
        if (transaction.action()) {
            ActionAtom<Operation.Transaction, Integer> action = Atom.action((set, argument) -> {
                body(argument, set);
                return 1;
            });
            setter.run(action, transaction);
        } else {
            store.transaction(tx -> body(transaction, tx));
        }
    }

    private void body(Operation.Transaction transaction, Setter setter) {
        transaction.body().forEach(each -> perform(each, setter));
        if (transaction.fails()) {
            throw new ScenarioError("abort");
        }
    }

    // ---- observers ------------------------------------------------------------------------------------------------

    private void subscribe(String id, int atom, Reaction reaction) {
        subscriptions.put(id, store.subscribe(atoms.get(atom), new AtomListener<Integer>() {
            @Override
            public void changed(Integer previous, Integer current) {
                log.add(told() + graph.show(atom, previous) + " -> " + graph.show(atom, current));
                react(id, reaction, graph.number(atom, current));
            }

            @Override
            public void failed(Throwable error) {
                log.add(told() + error.getMessage());
                react(id, reaction, 3);
            }

            private String told() {
                return "told " + id + " " + graph.name(atom) + " ";
            }
        }));
    }

    private void react(String id, Reaction reaction, int number) {
        switch (reaction.kind()) {
            case RAISE -> store.update(primitive(reaction.atom()), present -> Oracle.raised(present, number));
            case READ -> read(reaction.atom(), store);
            case DISPOSE -> dispose(reaction.id());
            case SUBSCRIBE -> {
                AtomSubscription present = subscriptions.get(reaction.id());
                if (present == null || present.isDisposed()) {
                    subscribe(reaction.id(), reaction.atom(), Reaction.NONE);
                }
            }
            case THROW -> throw new ScenarioError("listener " + id);
            default -> {}
        }
    }

    private void run(String id, EffectSpec spec, EffectContext context) {
        int number = computed(id, spec, context);
        context.onCleanup(() -> log.add("cleanup " + id));
        if (spec.child() != null) {
            String child = id + ".c";
            subscriptions.put(child, store.effect(inner -> run(child, spec.child(), inner)));
        }
        if (spec.raise() >= 0) {
            context.update(primitive(spec.raise()), present -> Oracle.raised(present, number));
        }
        if (spec.rereads()) {
            computed(id, spec, context);
        }
        if (!spec.disposes().isEmpty()) {
            dispose(spec.disposes());
        }
    }

    private int computed(String id, EffectSpec spec, EffectContext context) {
        if (log.size() > MAX_LINES) {
            dispose(id); // so that what never settles is a failure and not a hang
            throw new AssertionError("effect " + id + " never settles");
        }
        try {
            int number = GraphSpec.compute(
                    spec.expression(), Oracle.EFFECT_ERROR, read -> graph.number(read, context.get(atoms.get(read))));
            log.add("effect " + id + " sees " + number);
            return number;
        } catch (ScenarioError e) {
            log.add("effect " + id + " sees " + e.getMessage());
            return 2;
        }
    }

    private void dispose(String id) {
        AtomSubscription subscription = subscriptions.get(id);
        if (subscription != null && !subscription.isDisposed()) {
            subscription.dispose();
        }
    }
}
