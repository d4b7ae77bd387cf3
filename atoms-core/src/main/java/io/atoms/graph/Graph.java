package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values of definitions, and what follows from writing them: the engine of one store.
 *
 * <p>Writers hold one lock from the first write to the publication of the commit. Time is counted in ticks: every write
 * takes the next one, and the tick of a transaction's last write becomes the committed epoch when it is published. What
 * an aborted transaction took is never used again. Readers need the lock only to compute.
 *
 * <p>The parts: {@link Propagation} (marks, checks, runs), {@link Tracking} (dependencies of a run), {@link Edges} (who
 * observes whom), {@link Transaction} (what to take back, whom to tell), {@link Drain} (telling them), {@link View}
 * (the past), {@link NodeTable} (from definition to node).
 */
public final class Graph {

    /** How long {@link #close} waits for another thread's listeners: 10 seconds. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private static final VarHandle COMMITTED;
    private static final AtomicLong SEQUENCE = new AtomicLong();

    static {
        try {
            COMMITTED = MethodHandles.lookup().findVarHandle(Graph.class, "committed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Of this graph, for {@link Held}; null until the lock is taken for the first time. Guarded by the lock. */
    @Nullable
    WeakReference<@Nullable Graph> self;

    /** Stores are locked in the order of their creation. */
    final long order = SEQUENCE.incrementAndGet();

    final Host host;
    final @Nullable Tracer tracer;
    final boolean counting;
    final NodeTable table = new NodeTable();
    final Edges edges = new Edges(this);
    final Mounts mounts = new Mounts(this);
    final Pins pins = new Pins();
    final Drain drain = new Drain(this);
    final Transaction transaction = new Transaction(this);
    final Propagation propagation;
    final Wave wave = new Wave(this);
    final Writing writing;
    final Gate gate = new Gate();
    final Reading reading = new Reading(this);
    final Observing observing = new Observing(this);
    final EffectTurns turns = new EffectTurns(this);
    final Lifecycles lifecycles = new Lifecycles(this);
    final Inbox inbox = new Inbox(this);

    /**
     * The view of the running effect, at an epoch that no tick exceeds while none runs; null until the first one does. Set
     * under the lock by the owner of the drain, so both see it.
     */
    @Nullable
    View effectView;

    /** The last published epoch. Written with release under the lock, read with acquire by anybody. */
    private long committed = 1;

    /** The last tick taken. Guarded by the lock. */
    private long clock = 1;

    /** The tick as of which values are computed: that of the last write, or the committed epoch. Guarded by the lock. */
    private long now = 1;

    /** How often the lock has been taken. Guarded by the lock; the sweeper looks at it without, as at a hint. */
    private long sessions;

    /** Owned by the sweeper. */
    private long sessionsAtLastLook;

    /** The record of a thread that was here, to save the look-up: most graphs have few users. A hint, for any thread. */
    private Held familiar = Held.NOBODY;

    /** Work of this lock session for the drain. Guarded by the lock. */
    private @Nullable Round round;

    /** {@link Sweeper} knows this graph: it has had a node. Guarded by the lock. */
    private boolean swept;

    private volatile boolean closed;

    /** All cleanups of {@link #close} have run. Made by that, under the lock. */
    private @Nullable CountDownLatch ended;

    public Graph(Host host, @Nullable Tracer tracer, boolean counting, int maxRounds) {
        this.host = host;
        this.tracer = tracer;
        this.counting = counting;
        this.writing = new Writing(this, maxRounds);
        this.propagation = new Propagation(this);
    }

    /** The number of this graph: they are counted as they are made. */
    public long order() {
        return order;
    }

    /** A weak reference to this graph, always the same. Under the lock. */
    WeakReference<@Nullable Graph> self() {
        WeakReference<@Nullable Graph> known = self;
        if (known == null) {
            known = new WeakReference<>(this);
            self = known;
        }
        return known;
    }

    // ---- time ---------------------------------------------------------------------------------------------------

    /** The last published epoch, for any thread. */
    public long epoch() {
        return committedAcquire();
    }

    long committed() {
        return committed;
    }

    long committedAcquire() {
        return (long) COMMITTED.getAcquire(this);
    }

    long committedVolatile() {
        return (long) COMMITTED.getVolatile(this);
    }

    long now() {
        return now;
    }

    long nextTick() {
        now = ++clock;
        return now;
    }

    void publish() {
        if (now != committed) {
            COMMITTED.setRelease(this, now);
        }
    }

    // ---- the lock -----------------------------------------------------------------------------------------------

    boolean insideByThisThread() {
        return gate.inside();
    }

    /** For tests. */
    long sessions() {
        return sessions;
    }

    private void begun() {
        sessions++;
        now = committed;
        held().push(this);
        if (effectViewPinned()) {
            turns.record();
        }
        if (tracer != null) {
            tracer.locked();
        }
    }

    /** Whether the effects' view is at an epoch, so that older values are kept for it. Under the lock. */
    boolean effectViewPinned() {
        View view = effectView;
        return view != null && view.epoch() != Long.MAX_VALUE;
    }

    /** The effects' view; for the owner of the drain, once there has been a run. */
    View effectView() {
        return Objects.requireNonNull(effectView);
    }

    /** Pins the effects' view at the last commit. Under the lock, by the owner of the drain. */
    void pinEffectView() {
        View view = effectView;
        if (view == null) {
            effectView = new View(this, committed);
        } else {
            view.rebase(committed);
        }
    }

    /** What the calling thread is inside of. */
    Held held() {
        Held known = familiar;
        if (known.isOfCurrentThread()) {
            return known;
        }
        Held held = Held.current();
        if (held.isOfCurrentThread()) {
            familiar = held;
        }
        return held;
    }

    boolean tryEnter() {
        if (gate.tryEnter()) {
            begun();
            return true;
        }
        return false;
    }

    boolean tryEnter(long millis) throws InterruptedException {
        if (gate.tryEnter(millis)) {
            begun();
            return true;
        }
        return false;
    }

    /** Takes the lock, or nests in the session of this thread. */
    void lockForMaintenance() {
        if (gate.inside()) {
            gate.nest();
        } else {
            enter();
        }
    }

    /** Takes the lock; for a thread that is not inside. */
    void enter() {
        gate.enter();
        begun();
    }

    /** Whether the calling thread may wait for the lock. */
    boolean mayWait() {
        return !held().hurried() && host.mayWait();
    }

    /**
     * Ends a lock session. What it left for the drain is queued; {@link #drainIfNeeded} should follow. What others left
     * in the inbox meanwhile, and what has to be started or cancelled, is done here.
     */
    void unlock() {
        if (unlockOnly()) {
            held().settle();
        }
    }

    /** As {@link #unlock}, but what has to be started or cancelled is left to the next session of this thread. */
    boolean unlockOnly() {
        if (!gate.unnest()) {
            return false;
        }
        release();
        inbox.empty();
        return true;
    }

    /**
     * Ends a lock session that failed. There may be work for the drain all the same: of others, who left it to the
     * holder of the lock, or cleanups of effects that an aborted transaction disposed.
     */
    void unlockAfter(Throwable error) {
        unlock();
        try {
            drainIfNeeded();
        } catch (Throwable another) {
            Failure.first(error, another);
        }
    }

    /** Releases the lock; {@link Inbox#empty} must follow. */
    void release() {
        table.expunge();
        endOfCommit();
        held().pop();
        propagation.forgetRunner();
        gate.leave();
    }

    /** Queues what a commit left to do, so that the lock session may go on with another one. */
    void endOfCommit() {
        lifecycles.endSession();
        queueRound();
        now = committed;
    }

    /** Forgets the ticks of the open transaction. */
    void backToCommitted() {
        now = committed;
    }

    /** How deep a commit of the calling thread would be, or that of the running task of the inbox. */
    int nextDepth() {
        return inbox.runsTask() ? inbox.depth() : drain.nextDepth();
    }

    Round round() {
        Round current = round;
        if (current == null) {
            current = drain.spareRound();
            current.begin(nextDepth());
            round = current;
        }
        return current;
    }

    private void queueRound() {
        if (tracer != null) {
            List<Runnable> events = tracer.takeEvents();
            if (!events.isEmpty()) {
                round().events(events);
            }
        }
        Round full = round;
        if (full != null) {
            round = null;
            if (!full.isEmpty()) {
                drain.enqueue(full);
            }
        }
    }

    /** Ends the lock session of a commit, and runs what it left to do. */
    void unlockAndDrain() {
        if (!claimDrain()) {
            unlock();
            drainIfNeeded();
            return;
        }
        Throwable thrown = null;
        try {
            unlockOnly();
            drain.runClaimed();
        } catch (Throwable error) {
            thrown = error;
        }
        held().settle();
        try {
            drainIfNeeded();
        } catch (Throwable error) {
            thrown = Failure.first(thrown, error);
        }
        if (thrown != null) {
            throw Failure.sneaky(thrown);
        }
    }

    /**
     * If the commit has somebody to tell, nobody drains, and this thread will as soon as it has released the lock: makes it
     * the one that drains, which spares the queue, and lets the effects begin without the lock.
     */
    private boolean claimDrain() {
        Round full = round;
        if (full == null || full.isEmpty() || tracer != null || !gate.outermost()) {
            return false;
        }
        // What is to be started or cancelled goes first, and may block: nobody else could drain meanwhile.
        if (!held().isInsideOnly(this) || !lifecycles.quiet() || !inbox.isEmpty() || !drain.claim(full)) {
            return false;
        }
        round = null;
        if (full.effects() > 0) {
            turns.open(full.effects());
        }
        return true;
    }

    void drainIfNeeded() {
        if (!gate.inside()) {
            Held held = held();
            if (drain.hasWork() || held.owesDrains()) {
                held.drain(this);
            }
        }
    }

    /** As {@link #drainIfNeeded}, without waiting, and without throwing what listeners throw. */
    void drainHurriedlyIfNeeded() {
        Held held = held();
        if (drain.hasWork() || held.owesDrains()) {
            held.drainHurriedly(this);
        }
    }

    void drainNow() {
        if (!gate.inside()) {
            drain.run();
        }
    }

    void ensureOpen() {
        if (closed && !drain.runByThisThread()) {
            throw host.closed();
        }
    }

    // ---- reading ------------------------------------------------------------------------------------------------

    /** The value for the calling thread, untracked; throws the error of a failed node. */
    public @Nullable Object read(Definition definition) {
        ensureOpen();
        if (gate.inside()) {
            return Failure.unwrap(reading.readInside(definition));
        }
        Effect running = drain.runningEffect();
        if (running != null) {
            return drain.effectRun().read(running, definition, false);
        }
        Node node = table.find(definition);
        if (node == null) {
            return definition.source ? definition.initialValue() : Failure.unwrap(reading.readSlowly(definition, null));
        }
        return read(node, definition);
    }

    /** As {@link #read(Definition)}, but as of the last commit even inside the run of an effect. */
    public @Nullable Object readNewest(Definition definition) {
        if (drain.runningEffect() == null || gate.inside()) {
            return read(definition);
        }
        ensureOpen();
        return Failure.unwrap(reading.readWithoutWaiting(definition));
    }

    /** As {@link #read(Definition)}, with a slot that remembers the node. The caller keeps the definition alive. */
    public @Nullable Object read(Slot slot, Definition definition) {
        Node node = slot.node;
        if (node == null) {
            node = table.find(definition);
            slot.node = node;
        }
        if (node == null || closed || gate.inside() || drain.runningEffect() != null) {
            return read(definition);
        }
        return read(node, definition);
    }

    private @Nullable Object read(Node node, Definition definition) {
        if (node instanceof Source source) {
            return source.read(this);
        }
        Derived derived = (Derived) node;
        Object value = derived.read(this);
        return Failure.unwrap(value == Derived.MISS ? reading.readSlowly(definition, derived) : value);
    }

    /** A definition's place in this graph, for readers that keep it; resolved at the first chance. */
    public static class Slot {
        private volatile @Nullable Node node;

        protected Slot() {}
    }

    /** The node of the definition, made if there is none. Under the lock. */
    Node node(Definition definition) {
        Node node = table.find(definition);
        if (node == null) {
            node = definition.source ? new Source(definition, table.queue()) : new Derived(definition, table.queue());
            table.add(node);
            if (!swept) {
                swept = true;
                Sweeper.watch(this);
            }
            if (tracer != null) {
                tracer.created(definition);
            }
        }
        return node;
    }

    /** Makes the node of a definition now, if the lock is free; for readers that will keep its slot. */
    public void prepare(Definition definition) {
        if (gate.inside()) {
            node(definition);
        } else if (tryEnter()) {
            try {
                node(definition);
            } finally {
                unlock();
            }
            drainIfNeeded();
        }
    }

    /**
     * Forgets collected definitions and their values, unless somebody is busy here and will. Called by a thread that is
     * not the user's, so it keeps away from a graph that has been used since the last look, and forgets by itself: else a
     * program with one thread would find the lock taken, and its listeners run by another thread, now and then.
     */
    void sweep() {
        if (sessions != sessionsAtLastLook) {
            sessionsAtLastLook = sessions;
            return;
        }
        if (tryEnter()) {
            sessionsAtLastLook = sessions;
            gate.unnest();
            release();
            boolean took = inbox.empty();
            if (took || drain.abandoned()) {
                Held.current().settle();
                Held.current().drainHurriedly(this);
            }
        }
    }

    /** Returns a value, or throws the error of a failure. */
    public static @Nullable Object unwrap(@Nullable Object value) {
        return Failure.unwrap(value);
    }

    // ---- writing ------------------------------------------------------------------------------------------------

    /** Writes a source as one commit, or as part of the open transaction of this thread. */
    public void write(String verb, Definition source, @Nullable Object value) {
        writing.write(verb, source, value);
    }

    /**
     * Runs a body that may throw as one commit; what it wrote is taken back if it does. Inside the open transaction of
     * this thread it joins that, with a savepoint.
     */
    public <R extends @Nullable Object> R transact(String cause, Supplier<R> body) {
        return writing.transact(cause, body);
    }

    /** Work of threads that must not wait. */
    public Inbox inbox() {
        return inbox;
    }

    /** Who embeds this graph. */
    public Host host() {
        return host;
    }

    /** Subscribes to the changes of a node. */
    public Watcher watch(Definition definition, Watcher.Callback callback) {
        return observing.watch(definition, callback);
    }

    /**
     * As {@link #watch}, without ever waiting on a thread that must not: then the watcher may be made later, by whoever
     * holds the lock.
     */
    public void watchSoon(Definition definition, Watcher.Callback callback, Consumer<Watcher> made) {
        if (insideByThisThread() || mayWait()) {
            made.accept(observing.watch(definition, callback));
            return;
        }
        ensureOpen();
        inbox.submit(() -> {
            Watcher watcher = observing.watchInside(definition, callback);
            inbox.afterUnlock(watcher == null ? callback::closed : () -> made.accept(watcher));
        });
    }

    /** Makes an effect; its first run is queued. Outside listeners and transactions it has run when this returns. */
    public Effect effect(Definition label, Effect.Body body) {
        return observing.effect(label, body);
    }

    /** Runs a task after the open transaction of this thread, with its listeners, even if it is rolled back. */
    public void later(Runnable task) {
        round().task("flux", task);
    }

    /** Runs a task after the open transaction of this thread, unless that is rolled back; without one, soon. */
    public void afterCommit(Runnable task) {
        writing.afterCommit(task);
    }

    /** Whether causes of commits are told to somebody. */
    public boolean isTraced() {
        return tracer != null;
    }

    /** Whether the calling thread is inside a transaction of this graph. */
    public boolean inTransaction() {
        return gate.inside();
    }

    // ---- views --------------------------------------------------------------------------------------------------

    /** Opens a view of the last commit. */
    public View view() {
        ensureOpen();
        return pins.open(this);
    }

    /** Writes the values that all sources but the hidden ones had in the view; part of the open transaction. */
    public void restore(View view) {
        writing.restore(view);
    }

    /** How many views are open. */
    public int openViews() {
        return pins.count();
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** Whether the graph was closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Ends all watchers and effects. */
    public void close() {
        if (closed) {
            return;
        }
        Held held = Held.current();
        if (gate.inside()) {
            round().task("close", this::close);
            return;
        }
        if (held.holdsOther(this)) {
            Round later = new Round(0);
            later.task("close", this::close);
            drain.enqueue(later);
            held.drain(this);
            return;
        }
        lockForMaintenance();
        CountDownLatch cleaned;
        try {
            cleaned = closeInside();
        } catch (Throwable error) {
            unlockAfter(error);
            throw error;
        }
        unlockAndDrain();
        end();
        awaitCleanups(cleaned);
    }

    /** Ends all watchers and effects, under the lock. What it returns tells when all cleanups have run. */
    CountDownLatch closeInside() {
        CountDownLatch cleaned = ended;
        if (cleaned == null) {
            cleaned = new CountDownLatch(1);
            ended = cleaned;
        }
        observing.closeInside();
        return cleaned;
    }

    /**
     * Waits for the cleanups if another thread runs them, so that what they release is released when close returns. Who runs
     * listeners itself, of any graph, does not wait: two of them might wait for each other. The time is bounded because a
     * listener may want a lock that who closes holds.
     */
    private void awaitCleanups(CountDownLatch cleaned) {
        if (Held.current().isRunner() || !mayWait()) {
            return;
        }
        boolean interrupted = false;
        long until = System.nanoTime() + PATIENCE_NANOS;
        long left = PATIENCE_NANOS;
        while (left > 0) {
            try {
                if (cleaned.await(left, TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = until - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last of the tasks of {@link #close}. */
    void endAfterCleanups() {
        end();
        Objects.requireNonNull(ended).countDown();
    }

    private void end() {
        closed = true;
        host.ended();
    }

    // ---- inspection ---------------------------------------------------------------------------------------------

    /** Describes all nodes and living effects, under the lock. */
    public Collection<NodeState> describe() {
        ensureOpen();
        lockForMaintenance();
        Collection<NodeState> described;
        try {
            table.expunge();
            described = NodeState.all(this, observing.living());
            gate.tire();
        } finally {
            unlock();
        }
        drainIfNeeded();
        return described;
    }

    /** Throws an {@link AssertionError} that names the broken invariant, if one is. For tests. */
    public void checkInvariants() {
        lockForMaintenance();
        try {
            new Invariants(this, observing.living()).check();
        } finally {
            unlock();
        }
        drainIfNeeded();
    }
}
