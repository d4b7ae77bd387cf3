package io.atoms.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Marks are pushed, values are pulled. A write pushes a mark over the back edges to everything observed that it reaches
 * (validUntil = the last commit) and stops at nodes that are marked already. A demand for a value checks the node's
 * dependencies in the order in which its last run read them, bringing each up to date first, and stops at the first
 * that changed: then the node runs again. If none changed, it is current again without a run. [1] calls this push-pull;
 * the check in read order is what makes it exact with dynamic dependencies: a dependency is brought up to date only
 * if all before it are unchanged, so the function, being pure, would read it again. A changed value gets the present
 * tick, and dependents compare ticks, so an equal value (cut-off) ends the wave.
 *
 * Both the push and the check recurse for some levels, which is cheaper, and go on with explicit stacks. The recursion
 * through user code (a running function demands a node that has to run) is bounded by DeepStack. The nodes that are
 * being checked or run are numbered by level along the path of the demand, so meeting one of them again is a cycle.
 *
 * [1] J. Medeiros et al., alien-signals; Reactively (M. Millan). The order of checking: Salsa, "red-green" [2].
 * [2] N. Matsakis, salsa-rs; also Adapton (Hammer et al., PLDI 2014).
 *
 * All under the graph's lock.
 */
final class Propagation extends Reads {

    /** How many levels of checks, and of marks, use the caller's stack; what is deeper uses a stack of its own. */
    static final int LEVELS = 64;

    /** What {@link #settle} returns when the node is up to date. */
    private static final int DONE = -1;

    private static final Derived[] NO_NODES = {};
    private static final Definition[] NO_DEFINITIONS = {};
    private static final int[] NO_PLACES = {};

    /** How long the stacks are at first. */
    private static final int CAPACITY = 16;

    private final Graph graph;

    /** Nodes that are checked with a stack of our own, outermost first, and which dependency is being checked. */
    private Derived[] stack = NO_NODES;

    /** Their definitions, held so that they are not collected meanwhile. */
    private Definition[] definitions = NO_DEFINITIONS;

    private int[] places = NO_PLACES;
    private int top;

    /** How many nodes are being checked or run, on either stack. */
    private int depth;

    /** How many of them are on the caller's stack. */
    private int recursion;

    /** Nodes whose dependents are still to be marked, beyond {@link #LEVELS}. */
    private Derived[] marking = NO_NODES;

    private int markingCount;

    /** What the running function has read so far. */
    final Tracking tracking;

    /** Nesting of running read functions, and at which nesting the present stack is used up. */
    private int running;

    private int stackLimit = DeepStack.CALLER_LEVELS;

    /** The thread that runs functions in this lock session; a reader that finds itself here wrote it itself. */
    private @Nullable Thread runner;

    Propagation(Graph graph) {
        super(graph.host);
        this.graph = graph;
        this.tracking = new Tracking(graph);
    }

    boolean running() {
        return running > 0;
    }

    @Nullable
    Definition runningDefinition() {
        Derived derived = tracking.running();
        return derived == null ? null : derived.definition();
    }

    boolean idle() {
        return depth == 0 && top == 0 && recursion == 0 && markingCount == 0 && running == 0;
    }

    // ---- push -------------------------------------------------------------------------------------------------

    /** Marks what observes the node as not current, and collects watched nodes and effects that may have to be told. */
    @SuppressWarnings("NullAway") // the freed elements of a non-null array
    void mark(Node written) {
        spread(written, LEVELS);
        while (markingCount > 0) {
            Node node = marking[--markingCount];
            marking[markingCount] = null;
            spread(node, LEVELS);
        }
    }

    /** Marks one node, as if a dependency of it had been written. */
    void markAsStale(Derived derived) {
        if (derived.validUntil == Derived.CURRENT) {
            graph.transaction.journalValidity(derived);
            derived.validUntil(graph.committed());
            mark(derived);
        }
    }

    @SuppressWarnings("NullAway") // the dependents are set below the count
    private void spread(Node start, int levels) {
        boolean journals = graph.transaction.journals();
        long committed = graph.committed();
        Node node = start;
        while (node != null) {
            Observers observers = node.observers;
            if (observers == null) {
                return;
            }
            graph.transaction.touchWatchers(observers, node);
            node = null;
            int count = observers.dependentCount;
            @Nullable Dependent[] others = observers.others;
            for (int i = 0; i < count; i++) {
                Dependent dependent = i == 0 ? observers.first : others[i - 1];
                if (!(dependent instanceof Derived derived)) {
                    graph.transaction.touch((Effect) dependent, false);
                } else if (derived.validUntil == Derived.CURRENT) {
                    if (journals) {
                        graph.transaction.journal(derived);
                    }
                    derived.validUntil(committed);
                    if (i == count - 1) {
                        node = derived; // the last needs no stack
                    } else if (levels > 0) {
                        spread(derived, levels - 1);
                    } else {
                        spreadLater(derived);
                    }
                }
            }
        }
    }

    private void spreadLater(Derived derived) {
        if (markingCount == marking.length) {
            marking = Arrays.copyOf(marking, Math.max(CAPACITY, markingCount * 2));
        }
        marking[markingCount++] = derived;
    }

    // ---- pull -------------------------------------------------------------------------------------------------

    /** Reads for a running function, on the thread that runs it. */
    @Override
    public @Nullable Object read(Definition definition, boolean tracked) {
        if (runner != Thread.currentThread() || running == 0) {
            throw graph.host.readerOutsideItsRun();
        }
        Node expected = tracked ? tracking.readExpected(definition) : null;
        return expected != null ? Failure.unwrap(expected.newest()) : readAnything(definition, tracked);
    }

    private @Nullable Object readAnything(Definition definition, boolean tracked) {
        Node node = tracked ? tracking.readBefore(definition) : null;
        if (node != null) {
            return Failure.unwrap(node.newest());
        }
        graph.wave.markAll();
        node = graph.node(definition);
        if (node instanceof Derived derived && derived.validUntil < graph.now()) {
            if (derived.level != 0) {
                if (tracked) {
                    tracking.track(derived, derived.tick());
                }
                throw cycle(derived);
            }
            refresh(derived, definition);
        }
        if (tracked) {
            tracking.track(node, node.tick());
        }
        return Failure.unwrap(node.newest());
    }

    @Override
    public @Nullable Object present() {
        Derived derived = tracking.running();
        Object newest = derived == null ? null : derived.newest();
        return newest == Derived.UNSET || newest instanceof Failure ? null : newest;
    }

    /**
     * The error for the demand of a node that is being checked or run. The path is not recorded while all is well: it
     * is found by the levels of its nodes, which increase by one.
     */
    RuntimeException cycle(Derived again) {
        List<Definition> path = new ArrayList<>();
        Tracking.Demands demands = tracking.demandsFrom(again);
        Derived derived = again;
        while (derived != null) {
            derived.cyclic = true;
            path.add(nameable(derived));
            Derived next = demands.runs(derived) ? demands.next() : checkedFor(derived);
            derived = next != null && next.level == derived.level + 1 ? next : null;
        }
        path.add(nameable(again));
        return graph.host.cycle(path);
    }

    /** The dependency that is being checked or run for the sake of checking this node, if one is. */
    private static @Nullable Derived checkedFor(Derived derived) {
        for (int i = 0; i < derived.dependencyCount; i++) {
            if (derived.dependency(i) instanceof Derived below && below.level == derived.level + 1) {
                return below;
            }
        }
        return null;
    }

    static Definition nameable(Derived derived) {
        Definition definition = derived.definition();
        return definition == null ? new Edges.Orphan() : definition;
    }

    /** Brings a node up to date as of now. Takes the definition too, so that it can't be collected before it runs. */
    void refresh(Derived derived, Definition definition) {
        tracking.demand(derived);
        update(derived, definition);
    }

    /** On the caller's stack as far as that is allowed: it is cheaper than one of our own. */
    void update(Derived derived, Definition definition) {
        if (recursion == LEVELS) {
            updateDeep(derived, definition);
            return;
        }
        recursion++;
        derived.level = ++depth;
        try {
            int place = 0;
            while ((place = settle(derived, definition, place)) != DONE) {
                Derived below = (Derived) derived.dependency(place);
                Definition known = below.definition();
                if (known != null) {
                    update(below, known);
                }
            }
        } finally {
            recursion--;
            depth--;
            derived.level = 0;
        }
    }

    /** Runs a node whose only dependency has changed. */
    void runAlone(Derived derived, Definition definition, Node trigger) {
        derived.level = ++depth;
        try {
            run(derived, definition, trigger);
        } finally {
            depth--;
            derived.level = 0;
        }
    }

    private void updateDeep(Derived root, Definition definition) {
        int base = top;
        push(root, definition);
        try {
            while (top > base) {
                int at = top - 1;
                Derived derived = stack[at];
                int place = settle(derived, definitions[at], places[at]);
                if (place == DONE) {
                    pop();
                    continue;
                }
                places[at] = place;
                Derived below = (Derived) derived.dependency(place);
                Definition known = below.definition();
                if (known != null) {
                    push(below, known);
                }
            }
        } finally {
            while (top > base) {
                pop();
            }
        }
    }

    private void push(Derived derived, Definition definition) {
        if (top == stack.length) {
            int capacity = Math.max(CAPACITY, top * 2);
            stack = Arrays.copyOf(stack, capacity);
            definitions = Arrays.copyOf(definitions, capacity);
            places = Arrays.copyOf(places, capacity);
        }
        derived.level = ++depth;
        stack[top] = derived;
        definitions[top] = definition;
        places[top++] = 0;
    }

    @SuppressWarnings("NullAway") // the freed element of a non-null array
    private void pop() {
        Derived derived = stack[--top];
        stack[top] = null;
        definitions[top] = null;
        depth--;
        derived.level = 0;
    }

    /**
     * Checks dependencies from a place on, and ends the check: the value holds on, or the node runs.
     *
     * @return {@link #DONE}, or the place of a dependency that has to be brought up to date first
     */
    private int settle(Derived derived, Definition definition, int from) {
        if (derived.validUntil < 0) {
            run(derived, definition, null);
            return DONE;
        }
        long now = graph.now();
        int count = derived.dependencyCount;
        for (int i = derived.firstSuspect(from, now); i < count; i = derived.firstSuspect(i + 1, now)) {
            Node dependency = derived.dependency(i);
            if (dependency instanceof Derived below && below.validUntil < now) {
                if (below.level == 0) {
                    if (!below.collected()) {
                        return i;
                    }
                } else if (knowsCycle(derived)) {
                    continue;
                }
            }
            return runAgain(derived, definition, dependency);
        }
        confirm(derived, now);
        return DONE;
    }

    /** Whether no dependency has changed since the node ran; brings them up to date in order, the node itself not. */
    boolean unchanged(Derived derived) {
        for (int i = 0; i < derived.dependencyCount; i++) {
            Node dependency = derived.dependency(i);
            if (dependency instanceof Derived below && below.validUntil < graph.now()) {
                Definition definition = below.collected() ? null : below.definition();
                if (definition == null) {
                    return false;
                }
                refresh(below, definition);
            }
            if (dependency.tick() != derived.seen(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A dependency that is being checked itself means that the node, would it run, reads in a circle: all before it are
     * unchanged. That is no news if the node has failed for that reason; else it has to run, to fail.
     */
    private boolean knowsCycle(Derived derived) {
        return derived.newest() instanceof Failure failure && graph.host.isCycle(failure.error);
    }

    /**
     * No dependency changed: the value holds on. If it held at the last commit it has held ever since; else it is known
     * to hold from where all dependencies' values do. Never from later than now: an aborted transaction may have left
     * such a beginning behind.
     */
    void confirm(Derived derived, long now) {
        graph.transaction.journalValidity(derived);
        if (!derived.validAt(graph.committed())) {
            long from = derived.validFrom;
            for (int i = 0; i < derived.dependencyCount; i++) {
                if (derived.dependency(i) instanceof Derived dependency) {
                    from = Math.max(from, dependency.validFrom);
                }
            }
            derived.validFrom(Math.min(from, now));
        }
        derived.validUntil(derived.observed() ? Derived.CURRENT : now);
    }

    /** Whether the newest value is that of the last commit; asked before the node runs. */
    private boolean heldAtCommit(Derived derived) {
        if (derived.validAt(graph.committed())) {
            return true;
        }
        return graph.now() != graph.committed()
                && derived.validUntil >= 0
                && Validation.atLastCommit(graph).valueOf(derived) != Derived.MISS;
    }

    /** Runs the node, unless it has to be checked anew because it was given back the value before the transaction. */
    private int runAgain(Derived derived, Definition definition, Node trigger) {
        if (derived.tick() > graph.committed() && definition.lifecycle() && graph.transaction.forgetRuns(derived)) {
            return settle(derived, definition, 0);
        }
        run(derived, definition, trigger);
        return DONE;
    }

    /** Runs the node's function and takes over its result and its dependencies. */
    private void run(Derived derived, Definition definition, @Nullable Node trigger) {
        if (definition.lifecycle()) {
            graph.lifecycles.note(derived, definition);
            graph.pins.keep(derived, definition, graph.effectView);
        }
        graph.transaction.journalRun(derived, definition);
        Tracer tracer = graph.tracer;
        long start = tracer == null ? 0 : System.nanoTime();
        boolean wasValid = heldAtCommit(derived);

        derived.beginReplacing();
        Object value;
        boolean changed;
        try {
            value = compute(derived, definition);
            changed = assign(derived, definition, value, wasValid && graph.now() != graph.committed());
        } finally {
            // Only now: a reader that finds new ticks beside the old value must know that it caught us in between.
            derived.endReplacing();
        }
        if (graph.counting) {
            derived.countRun(!changed);
        }
        if (tracer != null) {
            tracer.recomputed(
                    definition,
                    trigger == null ? null : trigger.definition(),
                    System.nanoTime() - start,
                    changed,
                    value instanceof Failure failure ? failure.error : null);
        }
    }

    private @Nullable Object compute(Derived derived, Definition definition) {
        tracking.begin(derived);
        running++;
        if (runner == null) {
            runner = Thread.currentThread();
        }
        try {
            return running <= stackLimit ? definition.compute(this) : computeElsewhere(definition);
        } catch (Throwable error) {
            return new Failure(error);
        } finally {
            running--;
            tracking.finish();
        }
    }

    private @Nullable Object computeElsewhere(Definition definition) {
        int limit = stackLimit;
        Thread caller = Thread.currentThread();
        stackLimit = running + DeepStack.HELPER_LEVELS;
        try {
            return DeepStack.<@Nullable Object>call(() -> {
                standIn(Thread.currentThread());
                return definition.compute(this);
            });
        } finally {
            standIn(caller);
            stackLimit = limit;
        }
    }

    private void standIn(Thread thread) {
        graph.gate.standIn(thread);
        runner = thread;
    }

    /** At the end of the lock session; the graph must not keep a thread alive. */
    void forgetRunner() {
        if (runner != null) {
            runner = null;
        }
    }

    /**
     * Gives the node its value as of now and tells whether that is a change. A value that goes back to that of the last
     * commit takes its old stamp again, so that whoever did not look meanwhile sees no change.
     */
    private boolean assign(Derived derived, Definition definition, @Nullable Object value, boolean wasValid) {
        long now = graph.now();
        long committed = graph.committed();
        boolean changed = true;
        Object assigned = value;
        Object newest = derived.newest();
        try {
            if (derived.tick() > committed) {
                long origin = graph.transaction.origin(derived);
                if (origin >= 0 && Sameness.same(graph, definition, derived.previous(), assigned)) {
                    boolean held = Node.previousValid(derived.stamp);
                    derived.validFrom(held ? committed : now);
                    derived.validUntil(derived.observed() ? Derived.CURRENT : now);
                    derived.revert(origin);
                    return true;
                }
            }
            changed = !Sameness.same(graph, definition, newest, assigned);
        } catch (Throwable error) {
            assigned = new Failure(error);
        }
        if (!changed) {
            if (!wasValid) {
                derived.validFrom(now);
            }
        } else {
            if (derived.tick() > committed) {
                derived.overwrite(assigned, now);
            } else {
                if (now != committed) {
                    graph.transaction.rememberOrigin(derived);
                }
                derived.alternate(assigned, now, wasValid);
            }
            derived.validFrom(now);
        }
        derived.validUntil(derived.observed() ? Derived.CURRENT : now);
        return changed;
    }
}
