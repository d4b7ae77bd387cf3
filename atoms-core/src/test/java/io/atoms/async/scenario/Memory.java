package io.atoms.async.scenario;

import io.atoms.Loadable;
import io.atoms.async.scenario.Run.Dependency;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What the naive store knows of each node, now and at the last commit. A derived value, and a run, hold as long as what
 * they read has the versions that they saw (R4, R5). A value of before that holds again is taken again, with its
 * version, so that a change there and back is none (R12).
 */
class Memory {

    /** What is known of a node. A primitive and a sync atom have no run. Of an async atom, the value is that demanded last. */
    record Entry(Object value, long version, List<Dependency> dependencies, Run run) {}

    /** Values and refreshes that a rollback takes back. */
    private static final class State {
        final Entry[] entries;
        final int[] refreshes;

        /** Writes and runs made until then, of a savepoint. */
        int writes;

        int runs;

        State(Entry[] entries, int[] refreshes) {
            this.entries = entries;
            this.refreshes = refreshes;
        }

        State copy() {
            return new State(entries.clone(), refreshes.clone());
        }
    }

    private final GraphSpec graph;
    private Order order = Order.some().get(0);
    private State now;

    /** As of the last commit, with what was learnt of it before the first write. */
    private State base;

    /** The runs when the session began. */
    private Run[] before;

    private final Deque<State> savepoints = new ArrayDeque<>();

    /** Async atoms that got a run in this session, in the order in which their read functions returned. */
    private final Set<Integer> replaced = new LinkedHashSet<>();

    private long clock;
    private int runs;
    private int writes;

    Memory(GraphSpec graph) {
        this.graph = graph;
        Entry[] entries = new Entry[graph.size()];
        for (int i = 0; i < entries.length; i++) {
            if (graph.isPrimitive(i)) {
                entries[i] = new Entry(graph.initial(i), ++clock, List.of(), null);
            }
        }
        now = new State(entries, new int[entries.length]);
    }

    void setOrder(Order as) {
        order = as;
    }

    // ---- sessions -------------------------------------------------------------------------------------------------

    void begin() {
        base = now.copy();
        before = new Run[graph.size()];
        for (int i = 0; i < before.length; i++) {
            before[i] = run(i);
        }
        replaced.clear();
        writes = 0;
    }

    void savepoint() {
        State savepoint = now.copy();
        savepoint.writes = writes;
        savepoint.runs = runs;
        savepoints.push(savepoint);
    }

    void release() {
        savepoints.pop();
    }

    void rollBackToSavepoint() {
        State savepoint = savepoints.pop();
        if (savepoint.writes > 0 && savepoint.runs < runs) {
            throw new Undecided("work read in a joined call that rolls back, after a write before it");
        }
        now = savepoint;
    }

    void abort() {
        now = base;
        base = null;
        savepoints.clear();
    }

    /** Forgets what was learnt in the body and does not hold at its end. */
    void commit() {
        for (int atom : replaced) {
            if (now.entries[atom] != null) { // else read in a joined call that was rolled back
                settle(atom, base.entries[atom]);
            }
        }
        for (int i = 0; i < graph.size(); i++) {
            if (graph.isDerived(i) && now.entries[i] != base.entries[i] && !holdsQuietly(i)) {
                now.entries[i] = base.entries[i];
            }
        }
        base = null;
    }

    private void settle(int atom, Entry old) {
        boolean current = runHoldsQuietly(atom);
        if (isOther(atom, old) && isCurrent(atom, old, true)) {
            now.entries[atom] = old;
        } else if (run(atom) != before[atom]) {
            if (!current) {
                throw new Undecided("work read in a body that then makes it stale");
            }
        }
    }

    /** The atoms that have another run than before the session. */
    List<Integer> replaced() {
        List<Integer> atoms = new ArrayList<>();
        for (int atom : replaced) {
            if (run(atom) != before[atom]) {
                atoms.add(atom);
            }
        }
        return atoms;
    }

    Run runBefore(int atom) {
        return before[atom];
    }

    // ---- writing --------------------------------------------------------------------------------------------------

    int number(int primitive) {
        return (Integer) now.entries[primitive].value();
    }

    void write(int primitive, int value) {
        Entry present = now.entries[primitive];
        if (isChange(present.value(), value)) {
            writes++;
            Entry old = base.entries[primitive];
            now.entries[primitive] = isChange(old.value(), value) ? new Entry(value, ++clock, List.of(), null) : old;
        }
    }

    boolean isChange(Object present, Object value) {
        return !present.equals(value);
    }

    void refresh(int atom) {
        writes++;
        if (run(atom) != null) {
            now.refreshes[atom]++;
        }
    }

    /** A result of the present run. It is a change of the atom's value when that is demanded. */
    void arrive(Run run, Loadable<Integer> loadable) {
        run.arrived(loadable);
        writes++;
    }

    // ---- reading --------------------------------------------------------------------------------------------------

    Entry entry(int node) {
        return now.entries[node];
    }

    /** With the newest result, even if nobody has demanded it. */
    Entry entryForView(int node) {
        Entry entry = now.entries[node];
        return entry == null || entry.run() == null
                ? entry
                : new Entry(entry.run().result, entry.version(), List.of(), entry.run());
    }

    Run run(int atom) {
        Entry entry = now.entries[atom];
        return entry == null ? null : entry.run();
    }

    /** Brings a node up to date, with everything that it depends on. */
    Entry demand(int node) {
        if (graph.isAsync(node)) {
            demandResult(node);
        } else if (graph.isDerived(node) && !isCurrent(node, now.entries[node], false)) {
            derive(node);
        }
        return now.entries[node];
    }

    private void demandResult(int atom) {
        demandRun(atom);
        Entry present = now.entries[atom];
        if (!present.value().equals(present.run().result)) {
            learn(atom, withValue(atom, present.run().result, List.of(), present.run(), present));
        }
    }

    private void demandRun(int atom) {
        Entry old = base == null ? null : base.entries[atom];
        if (isOther(atom, old) && isCurrent(atom, old, false)) {
            learn(atom, old);
        } else if (!isCurrent(atom, now.entries[atom], false)) {
            if (!order.dependenciesFirst()) {
                replaced.add(atom);
            }
            makeRun(atom);
            replaced.add(atom);
        }
    }

    private boolean isOther(int atom, Entry old) {
        return old != null && old.run() != run(atom);
    }

    /** Whether what is known still holds; finds out quietly, or by bringing dependencies up to date. */
    private boolean isCurrent(int node, Entry entry, boolean quietly) {
        if (entry == null || entry.run() != null && !isAlive(entry.run())) {
            return false;
        }
        List<Dependency> dependencies = entry.run() == null ? entry.dependencies() : entry.run().dependencies;
        for (Dependency each : dependencies) {
            if (quietly && !(each.awaited() ? runHoldsQuietly(each.node()) : holdsQuietly(each.node()))) {
                return false;
            }
            if (!version(each.node(), each.awaited(), quietly).equals(each.seen())) {
                return false;
            }
        }
        return true;
    }

    boolean isAlive(Run run) {
        return run.state != Run.State.CANCELLED && run.refreshes == now.refreshes[run.atom];
    }

    /** Whether a node is known and up to date. */
    boolean holdsQuietly(int node) {
        return graph.isPrimitive(node)
                || runHoldsQuietly(node)
                        && (graph.isDerived(node) || now.entries[node].value().equals(run(node).result));
    }

    private boolean runHoldsQuietly(int node) {
        return isCurrent(node, now.entries[node], true);
    }

    private Object version(int node, boolean awaited, boolean quietly) {
        if (!quietly && awaited) {
            demandRun(node);
        }
        Entry entry = quietly || awaited ? now.entries[node] : demand(node);
        return awaited ? entry.run().awaitVersion() : (Object) entry.version();
    }

    private void derive(int node) {
        List<Dependency> dependencies = new ArrayList<>();
        int value = graph.derive(node, tracking(dependencies));
        learn(node, withValue(node, value, dependencies, null, now.entries[node]));
    }

    private IntFunction<Object> tracking(List<Dependency> dependencies) {
        return read -> {
            Entry entry = demand(read);
            Dependency dependency = new Dependency(read, false, entry.version());
            if (!dependencies.contains(dependency)) {
                dependencies.add(dependency);
            }
            return entry.value();
        };
    }

    private void makeRun(int atom) {
        Entry present = now.entries[atom];
        Integer previous = present == null ? null : present.run().result.valueOrPrevious();
        Run run = new Run(++runs, atom, previous, now.refreshes[atom]);
        Work work = graph.work(atom);
        run.sum = graph.sum(atom, tracking(run.dependencies));
        if (work.throwsAt(run.sum)) {
            run.thrown = graph.error(atom, run.sum);
        } else if (work.awaitsWhenRead(run.sum)) {
            work.awaits().forEach(awaited -> await(run, awaited));
        }
        learn(
                atom,
                present == null
                        ? new Entry(run.result, ++clock, List.of(), run)
                        : new Entry(present.value(), present.version(), List.of(), run));
    }

    /** Makes the awaited atom a dependency. */
    void await(Run run, int awaited) {
        demandRun(awaited);
        Run other = run(awaited);
        run.depend(new Dependency(awaited, true, other.awaitVersion()));
        run.awaited.add(other);
    }

    /** Keeps the version if the value is that of now or of the last commit. */
    private Entry withValue(int node, Object value, List<Dependency> dependencies, Run run, Entry present) {
        Entry old = base == null ? null : base.entries[node];
        for (Entry known : new Entry[] {present, old}) {
            if (known != null && Objects.equals(known.value(), value)) {
                return new Entry(value, known.version(), dependencies, run);
            }
        }
        return new Entry(value, ++clock, dependencies, run);
    }

    /** What is learnt before the first write is true of the last commit, and outlives a rollback. */
    private void learn(int node, Entry entry) {
        now.entries[node] = entry;
        if (base != null && writes == 0) {
            base.entries[node] = entry;
            savepoints.forEach(savepoint -> savepoint.entries[node] = entry);
        }
    }
}
