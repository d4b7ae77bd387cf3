package io.atoms.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/*
 * What a store should know of its atoms: for each one its last result, the version of that, and for a derived one which
 * versions of its dependencies the last run saw. A demand asks the dependencies in the order of the last run and runs the
 * function only if one of them has another version (R4, R5). Everything is found out again from the bottom on each
 * demand; only what was asked since the last write is not asked twice.
 *
 * In a transaction, a result that goes back to the committed one takes the committed version again (R12). What ran in a
 * body and does not hold at the commit is forgotten: the atom goes back to what it knew before.
 */
class Memory {

    /** The last run of a derived atom, or the value of a primitive one. */
    record Entry(List<Integer> reads, List<Long> seen, Object result, long version) {}

    final GraphSpec graph;
    private final int[] runs;
    Entry[] entries;

    /** What was known at the last commit, while a transaction is open; else null. */
    Entry[] base;

    /** What was known when a joined call began, and what of it was up to date unless something was written since. */
    private static final class Savepoint {
        final Entry[] entries;
        final boolean[] checked;
        final long writes;

        Savepoint(Entry[] entries, boolean[] checked, long writes) {
            this.entries = entries;
            this.checked = checked;
            this.writes = writes;
        }
    }

    private final List<Savepoint> savepoints = new ArrayList<>();

    private boolean[] checked;
    private long writes;
    private boolean unsure;
    private boolean body;

    /** What has run in the open transaction's body. */
    private boolean[] inBody;

    private long clock;

    Memory(GraphSpec graph) {
        this.graph = graph;
        runs = new int[graph.size()];
        entries = new Entry[graph.size()];
        checked = new boolean[graph.size()];
        for (int i = 0; i < graph.primitives(); i++) {
            entries[i] = new Entry(List.of(), List.of(), graph.node(i).initial(), 0);
        }
    }

    int[] takeRuns() {
        int[] taken = runs.clone();
        Arrays.fill(runs, 0);
        return taken;
    }

    void begin() {
        base = entries.clone();
        inBody = new boolean[graph.size()];
        body = true;
        writes = 0;
    }

    void endBody() {
        body = false;
    }

    void savepoint() {
        savepoints.add(new Savepoint(entries.clone(), checked.clone(), writes));
    }

    void release() {
        savepoints.remove(savepoints.size() - 1);
    }

    void rollBackToSavepoint() {
        Savepoint savepoint = savepoints.remove(savepoints.size() - 1);
        entries = savepoint.entries;
        checked = savepoint.checked;
        if (writes != savepoint.writes) {
            changed();
        }
    }

    void abort() {
        entries = base;
        base = null;
        body = false;
        changed();
    }

    /** Nothing is known to be up to date. */
    private void changed() {
        Arrays.fill(checked, false);
    }

    /** Whether the write is a change. */
    boolean write(int atom, Integer value) {
        Entry present = entries[atom];
        if (graph.same(atom, present.result(), value)) {
            return false;
        }
        writes++;
        changed();
        Entry committed = base[atom];
        entries[atom] = graph.same(atom, committed.result(), value)
                ? committed
                : new Entry(List.of(), List.of(), value, ++clock);
        return true;
    }

    /** Brings the atom up to date and returns what is known of it then. */
    Entry demand(int atom) {
        if (!graph.primitive(atom) && !checked[atom]) {
            if (!holds(entries[atom])) {
                run(atom);
            }
            checked[atom] = true;
        }
        return entries[atom];
    }

    private boolean holds(Entry entry) {
        if (entry == null) {
            return false;
        }
        for (int i = 0; i < entry.reads().size(); i++) {
            if (demand(entry.reads().get(i)).version() != entry.seen().get(i)) {
                return false;
            }
        }
        return true;
    }

    private void run(int atom) {
        Tracker tracker = new Tracker();
        Object result;
        try {
            result = graph.compute(atom, tracker);
        } catch (ScenarioError e) {
            result = e;
        }
        if (!(graph.declared(atom) && result instanceof ScenarioError)) {
            runs[atom]++; // the function of a declared atom is not called if a dependency failed
        }
        if (body) {
            inBody[atom] = true;
        }
        Entry entry = assigned(atom, tracker, result);
        entries[atom] = entry;
        if (base != null && writes == 0) {
            base[atom] = entry;
            savepoints.forEach(savepoint -> savepoint.entries[atom] = entry);
        }
    }

    private Entry assigned(int atom, Tracker tracker, Object result) {
        for (Entry known : new Entry[] {entries[atom], base == null ? null : base[atom]}) {
            if (known != null && graph.same(atom, known.result(), result)) {
                return new Entry(tracker.reads, tracker.seen, known.result(), known.version());
            }
        }
        return new Entry(tracker.reads, tracker.seen, result, ++clock);
    }

    /** Records what is read and which version of it. */
    final class Tracker implements Expression.Reader {
        final List<Integer> reads = new ArrayList<>();
        final List<Long> seen = new ArrayList<>();

        @Override
        public int read(int node) {
            Entry entry = demand(node);
            if (!reads.contains(node)) {
                reads.add(node);
                seen.add(entry.version());
            }
            if (entry.result() instanceof ScenarioError error) {
                throw error;
            }
            return graph.number(node, (Integer) entry.result());
        }
    }

    /** Whether there may be runs of bodies that the engine has forgotten although they hold, see {@link Leniency}. */
    boolean unsure() {
        return unsure;
    }

    /** All atoms were read at a committed state: there is nothing left to be unsure of. */
    void allRead() {
        unsure = false;
    }

    /** Ends the transaction: what its body learnt and does not hold is forgotten. */
    @SuppressWarnings("ReferenceEquality") // whether it is the entry of before
    void commit() {
        Boolean[] known = new Boolean[graph.size()];
        Entry[] kept = entries.clone();
        for (int i = graph.primitives(); i < graph.size(); i++) {
            if (entries[i] != base[i] && !holds(entries, i, known)) {
                kept[i] = base[i];
            }
            unsure |= entries[i] != base[i] && inBody[i];
        }
        entries = kept;
        base = null;
        changed();
    }

    /** Whether what was known of the atom at the last commit was up to date. */
    boolean heldAtBase(int atom) {
        return holds(base, atom, new Boolean[graph.size()]);
    }

    private boolean holds(Entry[] entries, int atom, Boolean[] known) {
        if (graph.primitive(atom)) {
            return true;
        }
        if (known[atom] == null) {
            Entry entry = entries[atom];
            boolean holds = entry != null;
            for (int i = 0; holds && i < entry.reads().size(); i++) {
                int read = entry.reads().get(i);
                holds = holds(entries, read, known)
                        && entries[read].version() == entry.seen().get(i);
            }
            known[atom] = holds;
        }
        return known[atom];
    }

    // ---- the naive store -----------------------------------------------------------------------------------------

    /** The values of all primitive atoms at the last commit. */
    Object[] committedValues() {
        Entry[] source = base == null ? entries : base;
        Object[] values = new Object[graph.primitives()];
        for (int i = 0; i < values.length; i++) {
            values[i] = source[i].result();
        }
        return values;
    }

    /** The values of all primitive atoms for the open transaction. */
    Object[] presentValues() {
        Object[] values = new Object[graph.primitives()];
        for (int i = 0; i < values.length; i++) {
            values[i] = entries[i].result();
        }
        return values;
    }

    /** Computes an atom from primitive values alone. */
    Object compute(int atom, Object[] primitives) {
        return compute(atom, primitives, new Object[graph.size()]);
    }

    Object compute(int atom, Object[] primitives, Object[] known) {
        if (graph.primitive(atom)) {
            return primitives[atom];
        }
        if (known[atom] == null) {
            try {
                known[atom] = graph.compute(atom, node -> {
                    Object result = compute(node, primitives, known);
                    if (result instanceof ScenarioError error) {
                        throw error;
                    }
                    return graph.number(node, (Integer) result);
                });
            } catch (ScenarioError e) {
                known[atom] = e;
            }
        }
        return known[atom];
    }
}
