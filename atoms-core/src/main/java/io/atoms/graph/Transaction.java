package io.atoms.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * The open transaction: what it wrote, who may have to be told, and, while its body runs and may still throw, a journal
 * to take everything back, wholly or to a savepoint. Reused by all transactions of a graph. Under the graph's lock.
 */
final class Transaction {

    private final Graph graph;

    /** Taken back in reverse order. Empty outside a body: what runs after the body can't throw. */
    private final ArrayList<Undo> journal = new ArrayList<>();

    /** The nodes that bodies gave another value since the last commit. Read by readers without the lock, too. */
    private volatile @Nullable Origins origins;

    /** How many calls that joined the body are open. Without one it is taken back wholly or not at all. */
    private int savepoints;

    /** Sources in the order of their first write; may hold one twice after a savepoint was taken back. */
    private final ArrayList<Source> written = new ArrayList<>();

    private final ArrayList<Node> watched = new ArrayList<>();
    private final ArrayList<Effect> effects = new ArrayList<>();

    /** An effect that a write reached was queued already, or is running. */
    private boolean leftQueued;

    /** The journal has a run. */
    private boolean ran;

    /** The journal has a run of a node with a lifecycle. */
    private boolean ranLifecycle;

    /** There is one write, and the commit follows it. */
    boolean single;

    /** A function that may throw is running between begin and commit. */
    private boolean inBody;

    Transaction(Graph graph) {
        this.graph = graph;
    }

    /**
     * One step to take back. What is frequent needs no object: a {@link Source} itself stands for its first write, a
     * {@link Derived} for its being marked.
     */
    interface Undo {
        void undo(Graph graph);
    }

    // ---- the body ---------------------------------------------------------------------------------------------

    boolean inBody() {
        return inBody;
    }

    void beginBody() {
        inBody = true;
    }

    void endBody() {
        inBody = false;
    }

    int savepoint() {
        savepoints++;
        return journal.size();
    }

    void endSavepoint() {
        savepoints--;
    }

    void rollBack(int savepoint) {
        boolean body = inBody;
        inBody = false;
        try {
            for (int i = journal.size() - 1; i >= savepoint; i--) {
                journal.remove(i).undo(graph);
            }
        } finally {
            inBody = body;
        }
    }

    // ---- writing ----------------------------------------------------------------------------------------------

    void write(Source node, Definition definition, @Nullable Object value) {
        long committed = graph.committed();
        boolean again = node.tick() > committed;
        if (!again) {
            graph.pins.keep(node, graph.effectView);
            rememberOrigin(node);
            journal(node);
        } else if (savepoints > 0) {
            journal.add(new Overwritten(node, node.stamp, node.newest()));
        }
        long now = graph.nextTick();
        if (!again) {
            written.add(node);
            node.alternate(value, now, true);
        } else {
            long origin = origin(node);
            if (origin >= 0 && Sameness.same(graph, definition, node.previous(), value)) {
                node.revert(origin);
            } else {
                node.overwrite(value, now);
            }
        }
        if (!single) {
            graph.propagation.mark(node);
        }
    }

    private record Overwritten(
            Source node, long stamp, @Nullable Object newest) implements Undo {
        @Override
        public void undo(Graph graph) {
            node.restore(newest, stamp);
        }
    }

    void rememberOrigin(Node node) {
        if (!inBody) {
            return;
        }
        Origins present = origins;
        if (present == null) {
            present = new Origins(graph.committed());
            origins = present;
        } else if (present.isEmpty()) {
            present.begin(graph.committed());
        }
        Origins containing = present.add(node);
        if (containing != present) {
            origins = containing;
        }
    }

    /** The stamp that the node had at the last commit, or -1 if it is not known. */
    long origin(Node node) {
        Origins present = origins;
        return present == null ? -1 : present.stampOf(node);
    }

    /** The tick that the node had at this epoch, if it is that of the last commit, or -1 if that can't be told. For any thread. */
    long originTick(Node node, long epoch) {
        Origins present = origins;
        return present == null ? -1 : present.tickOf(node, epoch);
    }

    // ---- what propagation does while the body runs --------------------------------------------------------------

    /** What is found out before the first write is true of the last commit, and stays. */
    boolean journals() {
        return inBody && graph.now() != graph.committed();
    }

    void journalValidity(Derived derived) {
        if (journals()) {
            journal.add(new Validity(derived, derived.validUntil));
        }
    }

    private record Validity(Derived derived, long until) implements Undo {
        @Override
        public void undo(Graph graph) {
            derived.validUntil(takenBack(derived, until, graph.now()));
        }
    }

    /** The validity that a node takes back: what was current is so as of now, for ever only if it is observed. */
    static long takenBack(Derived derived, long until, long now) {
        return until == Derived.CURRENT && !derived.observed() ? now : until;
    }

    /** A current node is observed no more. If a run is taken back that observed it, it is found as current as it was. */
    void journalUnobserved(Derived derived) {
        if (journals()) {
            journal.add(graph -> {
                if (!derived.observed()) {
                    derived.validUntil(graph.now());
                }
            });
        }
    }

    void journalRun(Derived derived, Definition definition) {
        if (journals()) {
            journal.add(new Run(derived, definition.lifecycle()));
            ran = true;
            ranLifecycle |= definition.lifecycle();
        }
    }

    /**
     * Gives a node with a lifecycle back what it had before the body ran it: that may do again, because of values that
     * changed there and back, and what the body made has not begun. Returns false if the body did not run it.
     */
    boolean forgetRuns(Derived derived) {
        int size = journal.size();
        boolean found = false;
        for (int i = size - 1; i >= 0; i--) {
            if (journal.get(i) instanceof Run run && run.derived == derived) {
                if (!found) {
                    journal.add(new Run(derived, true)); // a savepoint may want it back
                }
                run.undo(graph);
                found = true;
            }
        }
        return found;
    }

    /**
     * For each node with a lifecycle that the body ran: if what it had before holds again, that stays; else what the body
     * made, if that holds; else it is out of date, and whoever needs it makes another one.
     */
    private void settleLifecycles() {
        if (!ranLifecycle) {
            return;
        }
        ranLifecycle = false;
        Set<Derived> ran = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Derived> inOrder = new ArrayList<>();
        for (Undo step : journal) {
            if (step instanceof Run run && run.lifecycle && ran.add(run.derived)) {
                inOrder.add(run.derived);
            }
        }
        inOrder.forEach(this::settleLifecycle);
    }

    private void settleLifecycle(Derived derived) {
        if (derived.tick() <= graph.committed()) {
            return;
        }
        Run made = new Run(derived, true);
        forgetRuns(derived);
        if (derived.validUntil >= 0 && graph.propagation.unchanged(derived)) {
            graph.propagation.confirm(derived, graph.now());
            graph.propagation.mark(derived); // what the body computed from what it made
            return;
        }
        made.undo(graph);
        if (derived.validUntil < graph.now()) {
            if (graph.propagation.unchanged(derived)) {
                graph.propagation.confirm(derived, graph.now());
            } else {
                forgetRuns(derived);
            }
        }
    }

    /** The state of a node before it ran. */
    private static final class Run implements Undo {
        private final Derived derived;
        private final boolean lifecycle;
        private final long stamp;
        private final @Nullable Object newest;
        private final long from;
        private final long until;
        private final Node[] dependencies;
        private final long[] seen;
        private final int count;

        Run(Derived derived, boolean lifecycle) {
            this.derived = derived;
            this.lifecycle = lifecycle;
            stamp = derived.stamp;
            newest = derived.newest();
            from = derived.validFrom;
            until = derived.validUntil;
            count = derived.dependencyCount;
            dependencies = new Node[count];
            Arrays.setAll(dependencies, derived::dependency);
            seen = new long[count];
            Arrays.setAll(seen, derived::seen);
        }

        @Override
        public void undo(Graph graph) {
            boolean wasValid = from <= graph.committed() && graph.committed() <= until;
            derived.beginReplacing();
            graph.propagation.tracking.replace(derived, 0, dependencies, seen, count);
            if (wasValid) {
                // A node that was not valid keeps its new beginning, which no reader's epoch ever reaches: its end
                // may go back only because the beginning does not.
                derived.validFrom(from);
            }
            derived.validUntil(takenBack(derived, until, graph.now()));
            if (derived.stamp != stamp) {
                if (Node.tick(stamp) <= graph.committed()) {
                    derived.revert(stamp);
                } else {
                    derived.restore(newest, stamp);
                }
            }
            derived.endReplacing();
        }
    }

    void journal(Undo undo) {
        if (inBody) {
            journal.add(undo);
        }
    }

    // ---- who may have to be told --------------------------------------------------------------------------------

    void touchWatchers(Observers observers, Node node) {
        if (observers.watcherCount > 0 && !observers.touched()) {
            observers.touched(true);
            watched.add(node);
        }
    }

    /** The effect may be dirty, or is known to be, so that it need not be checked. */
    void touch(Effect effect, boolean dirty) {
        if (!effect.queued && !effect.running) {
            effect.queued = true;
            effect.dirty |= dirty;
            effects.add(effect);
        } else {
            leftQueued = true;
        }
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** Brings everything that is watched up to date, publishes the epoch, and notes who has to be told. */
    void commit(String cause) {
        if (single) {
            single = false;
            if (!written.isEmpty()) {
                spreadSingle(firstWritten());
            }
        }
        settleLifecycles();
        settleWatched();
        settleEffects();
        forgetStaleRuns();
        List<Tracer.Written> changes = List.of();
        if (graph.tracer != null || graph.writing.collectsNames()) {
            changes = changes();
        }
        long epoch = graph.now();
        graph.publish();
        if (leftQueued) {
            leftQueued = false;
            graph.turns.recordAfterPublication();
        }
        if (!changes.isEmpty()) {
            graph.writing.noteNames(changes);
            if (graph.tracer != null) {
                graph.tracer.committed(epoch, cause, changes);
            }
        }
        if (origins != null && !origins.clear()) {
            origins = null;
        }
        clear();
    }

    /**
     * In one pass, unless there may be effects that do not surely ask: those that run or wait for their turn, for they read
     * anew, and those that another one owns, which take their turn in the first round that may concern them.
     */
    private void spreadSingle(Source source) {
        if (graph.observing.hasOwned() || graph.drain.mayHaveEffects()) {
            graph.propagation.mark(source);
        } else {
            graph.wave.run(source);
        }
    }

    Source firstWritten() {
        return written.get(0);
    }

    private void settleWatched() {
        for (int i = 0; i < watched.size(); i++) {
            Node node = watched.get(i);
            Observers observers = node.observers;
            if (observers == null || !observers.touched()) {
                continue;
            }
            observers.touched(false);
            if (observers.watcherCount == 0) {
                continue;
            }
            if (node instanceof Derived derived && derived.validUntil < graph.now()) {
                graph.propagation.refresh(derived, observers.definition);
                observers = node.observers;
            }
            if (observers != null && node.tick() > graph.committed()) {
                tellWatchers(node, observers);
            }
        }
    }

    private void tellWatchers(Node node, Observers observers) {
        Object previous = Node.previousValid(node.stamp) ? node.previous() : Derived.UNSET;
        Object current = node.newest();
        for (int w = 0; w < observers.watcherCount; w++) {
            Watcher watcher = observers.watchers[w];
            if (node.tick() > watcher.since) {
                graph.round().tell(watcher, previous, current);
            }
        }
    }

    /**
     * Effects that nobody owns are checked now, so that what they read is current when the epoch is published. Owned
     * ones wait for their turn: the run of their owner may dispose them.
     */
    private void settleEffects() {
        if (effects.isEmpty()) {
            return;
        }
        if (!sorted()) {
            effects.sort(Comparator.comparingLong(effect -> effect.number));
        }
        for (int i = 0; i < effects.size(); i++) {
            Effect effect = effects.get(i);
            if (effect.owner == null && !effect.dirty) {
                effect.dirty = graph.observing.dirty(effect);
                if (!effect.dirty) {
                    effect.queued = false;
                    continue;
                }
            }
            if (!effect.isDisposed()) {
                graph.round().run(effect);
            }
        }
    }

    private boolean sorted() {
        for (int i = 1; i < effects.size(); i++) {
            if (effects.get(i - 1).number > effects.get(i).number) {
                return false;
            }
        }
        return true;
    }

    /**
     * Nodes that ran in the body and are stale again saw values that never were. They go back to what they knew before,
     * so that nobody recomputes because of values that were not published.
     */
    private void forgetStaleRuns() {
        if (!ran) {
            return;
        }
        confirmWhatHolds();
        for (int i = journal.size() - 1; i >= 0; i--) {
            if (journal.get(i) instanceof Run run && run.derived.validUntil < graph.now()) {
                run.undo(graph);
            }
        }
    }

    /**
     * A later write need not have anything to do with a node. Dependencies come before dependents in the journal if they
     * were checked, and after them if they ran inside the dependent's first run; so look through it both ways.
     */
    private void confirmWhatHolds() {
        for (int i = journal.size() - 1; i >= 0; i--) {
            confirmIfItHolds(journal.get(i));
        }
        for (int i = 0; i < journal.size(); i++) {
            confirmIfItHolds(journal.get(i));
        }
    }

    private void confirmIfItHolds(Undo step) {
        Derived derived = subject(step);
        if (derived != null && derived.validUntil >= 0 && derived.validUntil < graph.now() && upToDate(derived)) {
            graph.propagation.confirm(derived, graph.now());
        }
    }

    private static @Nullable Derived subject(Undo step) {
        if (step instanceof Run run) {
            return run.derived;
        }
        if (step instanceof Validity validity) {
            return validity.derived;
        }
        return step instanceof Derived marked ? marked : null;
    }

    private boolean upToDate(Derived derived) {
        return derived.firstSuspect(0, graph.now()) == derived.dependencyCount;
    }

    private List<Tracer.Written> changes() {
        List<Tracer.Written> changes = new ArrayList<>();
        IdentityHashMap<Node, Boolean> named = new IdentityHashMap<>();
        for (Source source : written) {
            Definition definition = source.definition();
            if (definition != null && source.tick() > graph.committed() && named.put(source, true) == null) {
                changes.add(new Tracer.Written(definition, source.previous(), source.newest()));
            }
        }
        return changes;
    }

    /** Takes everything back. Subscriptions and effects that the body made are gone, those it disposed stay so. */
    void abort() {
        graph.backToCommitted();
        rollBack(0);
        for (Node node : watched) {
            if (node.observers != null) {
                node.observers.touched(false);
            }
        }
        for (Effect effect : effects) {
            effect.queued = false;
        }
        origins = null; // not emptied: what is there is true until the next commit, and readers may be at it
        clear();
    }

    private void clear() {
        leftQueued = false;
        journal.clear();
        ran = false;
        ranLifecycle = false;
        written.clear();
        watched.clear();
        effects.clear();
    }

    boolean idle() {
        return journal.isEmpty()
                && (origins == null || origins.isEmpty())
                && written.isEmpty()
                && watched.isEmpty()
                && effects.isEmpty();
    }
}
