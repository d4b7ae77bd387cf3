package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
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

    private static final VarHandle COMMITTED;
    private static final AtomicLong SEQUENCE = new AtomicLong();

    static {
        try {
            COMMITTED = MethodHandles.lookup().findVarHandle(Graph.class, "committed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** After how many commits in a row a thread queues behind one that waits, instead of overtaking it again. */
    private static final int STREAK = 256;

    /** Stores are locked in the order of their creation. */
    private final long order = SEQUENCE.incrementAndGet();

    final Host host;
    final @Nullable Tracer tracer;
    final boolean counting;
    private final int maxRounds;

    final NodeTable table = new NodeTable();
    final Edges edges = new Edges(this);
    final Mounts mounts = new Mounts(this);
    final Pins pins = new Pins();
    final Drain drain = new Drain(this);
    final Transaction transaction = new Transaction(this);
    final Propagation propagation;
    private final Registry registry = new Registry();

    /** The view of the running effect; at an epoch that no tick exceeds while there is none. Guarded by the lock. */
    final View effectView = new View(this, Long.MAX_VALUE);

    /** A fair lock that is taken by barging, see {@link #acquire}. */
    private final ReentrantLock lock = new ReentrantLock(true);

    /** The thread that holds the lock, or its stand-in. A thread that finds itself here wrote it itself. */
    private @Nullable Thread writer;

    /** Nesting of the writer. Guarded by the lock. */
    private int nesting;

    /** The last published epoch. Written with release under the lock, read with acquire by anybody. */
    private long committed = 1;

    /** The last tick taken. Guarded by the lock. */
    private long clock = 1;

    /** The tick as of which values are computed: that of the last write, or the committed epoch. Guarded by the lock. */
    private long now = 1;

    /** A transaction's body, which may take any time, is running. Volatile, so that a reader knows not to wait. */
    private volatile boolean bodyOpen;

    /** Work of this lock session for the drain. Guarded by the lock. */
    private @Nullable Round round;

    /** Registration numbers of watchers and effects. Guarded by the lock. */
    private long registrations;

    /** {@link Sweeper} knows this graph: it has had a node. Guarded by the lock. */
    private boolean swept;

    /** Equality or an interceptor is running. Guarded by the lock. */
    private int guarded;

    /** The id of the thread that held the lock last, and how often in a row. Guarded by the lock. */
    private long lastOwner;

    private int streak;

    /** Names written by the rounds that do not settle. Guarded by the lock. */
    private final Set<String> unsettledNames = new LinkedHashSet<>();

    /** Disposed observers that a thread could not unlink without breaking the lock order. */
    private final ConcurrentLinkedQueue<Observer> deferredDisposals = new ConcurrentLinkedQueue<>();

    /** Guarded by the lock. */
    private boolean closing;

    private volatile boolean closed;

    public Graph(Host host, @Nullable Tracer tracer, boolean counting, int maxRounds) {
        this.host = host;
        this.tracer = tracer;
        this.counting = counting;
        this.maxRounds = maxRounds;
        this.propagation = new Propagation(this);
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
        return writer == Thread.currentThread();
    }

    void writer(Thread thread) {
        writer = thread;
    }

    /**
     * Overtakes waiting threads, which is cheap, but queues behind them after a streak: an unfair lock lets one writer
     * starve the others, a fair one costs a thread switch per commit.
     */
    private void acquire(Thread thread) {
        boolean tired = lastOwner == thread.getId() && streak >= STREAK && lock.hasQueuedThreads();
        if (tired || !lock.tryLock()) {
            lock.lock();
        }
        entered(thread);
    }

    private void entered(Thread thread) {
        long owner = thread.getId();
        if (lastOwner == owner) {
            streak = streak >= STREAK ? 0 : streak + 1;
        } else {
            lastOwner = owner;
            streak = 0;
        }
        writer = thread;
        nesting = 1;
        now = committed;
        Held.current().push(this);
    }

    void lockForMaintenance() {
        Thread thread = Thread.currentThread();
        if (writer == thread) {
            nesting++;
            return;
        }
        acquire(thread);
    }

    /** Ends a lock session. What it left for the drain is queued. */
    void unlock() {
        if (--nesting > 0) {
            return;
        }
        if (!deferredDisposals.isEmpty()) {
            disposeDeferred();
        }
        table.expunge();
        queueRound();
        now = committed;
        writer = null;
        Held.current().pop();
        lock.unlock();
    }

    Round round() {
        Round current = round;
        if (current == null) {
            current = new Round(drain.nextDepth());
            round = current;
        }
        return current;
    }

    private void queueRound() {
        Runnable events = tracer == null ? null : tracer.takeEvents();
        if (events != null) {
            round().events(events);
        }
        Round full = round;
        if (full != null) {
            round = null;
            if (!full.isEmpty()) {
                drain.enqueue(full);
            }
        }
    }

    private void drainIfNeeded() {
        if (writer != Thread.currentThread()) {
            Held held = Held.current();
            if (drain.hasWork() || held.owesDrains()) {
                held.drain(this);
            }
        }
    }

    void drainNow() {
        if (writer != Thread.currentThread()) {
            drain.run();
        }
    }

    private void ensureOpen() {
        if (closed && !drain.runByThisThread()) {
            throw host.closed();
        }
    }

    // ---- reading ------------------------------------------------------------------------------------------------

    /** The value for the calling thread, untracked; throws the error of a failed node. */
    public @Nullable Object read(Definition definition) {
        if (closed) {
            ensureOpen();
        }
        Thread thread = Thread.currentThread();
        if (thread == writer) {
            return Failure.unwrap(readInside(definition));
        }
        EffectRun run = drain.currentRun();
        if (run != null) {
            return run.read(definition, false);
        }
        Node node = table.find(definition);
        if (node == null) {
            return definition.source ? definition.initialValue() : Failure.unwrap(readSlowly(definition, null));
        }
        return read(node, definition);
    }

    /** As {@link #read(Definition)}, with a slot that remembers the node. The caller keeps the definition alive. */
    public @Nullable Object read(Slot slot, Definition definition) {
        Node node = slot.node;
        if (node == null) {
            node = table.find(definition);
            slot.node = node;
        }
        if (node == null || closed || Thread.currentThread() == writer || drain.currentRun() != null) {
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
        return Failure.unwrap(value == Derived.MISS ? readSlowly(definition, derived) : value);
    }

    /** A definition's place in this graph, for readers that keep it; resolved at the first chance. */
    public static final class Slot {
        private volatile @Nullable Node node;
    }

    private @Nullable Object readInside(Definition definition) {
        if (definition.source) {
            Node node = table.find(definition);
            return node == null ? definition.initialValue() : node.newest();
        }
        Derived derived = (Derived) node(definition);
        if (derived.validUntil < now) {
            if (derived.active) {
                throw host.cycle(List.of(definition, definition));
            }
            propagation.refresh(derived);
        }
        return derived.newest();
    }

    /** The value is not at hand: check it, or see without the lock that it still holds, or compute it. */
    private @Nullable Object readSlowly(Definition definition, @Nullable Derived known) {
        if (!lock.tryLock()) {
            if (known != null) {
                Object value = Validation.atLastCommit(this).valueOf(known);
                if (value != Derived.MISS) {
                    return value;
                }
            }
            if (!waitToCompute()) {
                View view = pins.open(this);
                try {
                    return view.value(definition, null);
                } finally {
                    view.close();
                }
            }
        }
        entered(Thread.currentThread());
        Object value;
        try {
            value = readInside(definition);
        } finally {
            unlock();
        }
        drainIfNeeded();
        return value;
    }

    /**
     * Waits for the lock unless that could take long or go in a circle: while a transaction's body is open, or this
     * thread is inside another graph. The caller then evaluates in a view, without the lock.
     */
    private boolean waitToCompute() {
        if (Held.current().holdsOther(this)) {
            return false;
        }
        boolean interrupted = false;
        try {
            while (!bodyOpen) {
                try {
                    if (lock.tryLock(1, TimeUnit.MILLISECONDS)) {
                        return true;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Computes a derived definition if the epoch is still the last one and the lock is free at once. */
    void refreshIfStillAt(long epoch, Definition definition) {
        if (!lock.tryLock()) {
            return;
        }
        entered(Thread.currentThread());
        try {
            if (committed == epoch) {
                readInside(definition);
            }
        } finally {
            unlock();
        }
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
        if (writer == Thread.currentThread()) {
            node(definition);
        } else if (lock.tryLock()) {
            entered(Thread.currentThread());
            try {
                node(definition);
            } finally {
                unlock();
            }
            drainIfNeeded();
        }
    }

    /** Forgets collected definitions and their values, unless somebody is busy here and will. */
    void sweep() {
        if (lock.tryLock()) {
            entered(Thread.currentThread());
            unlock();
        }
    }

    // ---- writing ------------------------------------------------------------------------------------------------

    /** Writes a source as one commit, or as part of the open transaction of this thread. */
    public void write(String verb, Definition source, @Nullable Object value) {
        if (writer == Thread.currentThread()) {
            checkMayWrite();
            writeInside(source, value, true);
            return;
        }
        beginWriting();
        try {
            writeInside(source, value, true);
            commit(verb, source.name());
        } finally {
            unlock();
        }
        drainIfNeeded();
    }

    /**
     * Runs a body that may throw as one commit; what it wrote is taken back if it does. Inside the open transaction of
     * this thread it joins that, with a savepoint.
     */
    public <R extends @Nullable Object> R transact(String cause, Supplier<R> body) {
        if (writer == Thread.currentThread()) {
            checkMayWrite();
            int savepoint = transaction.savepoint();
            try {
                return body.get();
            } catch (Throwable error) {
                transaction.rollBack(savepoint);
                throw error;
            }
        }
        beginWriting();
        R result;
        try {
            transaction.beginBody();
            bodyOpen = true;
            try {
                result = body.get();
            } catch (Throwable error) {
                transaction.endBody();
                transaction.abort();
                throw error;
            } finally {
                transaction.endBody();
                bodyOpen = false;
            }
            commit(cause, "");
        } catch (Throwable error) {
            unlock();
            drainAfter(error);
            throw error;
        }
        unlock();
        drainIfNeeded();
        return result;
    }

    /** An aborted transaction may still have disposed effects, whose cleanups are due. */
    private void drainAfter(Throwable error) {
        try {
            drainIfNeeded();
        } catch (Throwable another) {
            if (another != error) {
                error.addSuppressed(another);
            }
        }
    }

    private void beginWriting() {
        if (closed) {
            ensureOpen();
        }
        Held held = Held.current();
        if (held.evaluating > 0) {
            throw host.writeWhileComputing(null);
        }
        Graph outer = held.innermost();
        if (outer != null) {
            outer.checkMayWrite();
            if (outer.order > order) {
                throw host.lockOrder(outer.host);
            }
        }
        acquire(Thread.currentThread());
        boolean ready = false;
        try {
            if (closed) {
                ensureOpen();
            }
            int depth = drain.nextDepth();
            if (depth > maxRounds) {
                throw host.unsettled(maxRounds, unsettledNames);
            }
            if (depth == 0 && !unsettledNames.isEmpty()) {
                unsettledNames.clear();
            }
            ready = true;
        } finally {
            if (!ready) {
                unlock();
            }
        }
    }

    private void checkMayWrite() {
        if (propagation.running() || guarded > 0) {
            throw host.writeWhileComputing(propagation.runningDefinition());
        }
    }

    private void writeInside(Definition definition, @Nullable Object proposed, boolean intercepted) {
        Source node = (Source) node(definition);
        Object present = node.newest();
        Object value = proposed;
        guarded++;
        try {
            if (Sameness.same(definition, present, value)) {
                return;
            }
            if (intercepted) {
                value = host.beforeWrite(definition, present, value);
                if (value != proposed && Sameness.same(definition, present, value)) {
                    return;
                }
            }
        } finally {
            guarded--;
        }
        transaction.write(node, definition, value);
    }

    void keepForViews(Node node) {
        pins.keep(node, effectView);
    }

    /** The validity that a node takes back: an end that only an observed node can have needs an observer. */
    long validityFor(Derived derived, long until) {
        return until == Derived.CURRENT && !derived.observed() ? committed : until;
    }

    private void commit(String verb, String object) {
        boolean changed = now != committed;
        if (changed) {
            drain.noteCommit();
        }
        transaction.commit(tracer == null ? verb : verb + object);
        if (effectView.epoch != Long.MAX_VALUE && drain.currentRun() != null) {
            effectView.rebase(committed);
        }
    }

    boolean collectsNames() {
        return drain.nextDepth() > maxRounds / 2;
    }

    void noteNames(List<Tracer.Written> changes) {
        if (collectsNames()) {
            for (Tracer.Written change : changes) {
                unsettledNames.add(change.definition().name());
            }
        }
    }

    /** Runs a task after the open transaction of this thread, with its listeners. */
    public void later(Runnable task) {
        round().task("flux", task);
    }

    /** Whether the calling thread is inside a transaction of this graph. */
    public boolean inTransaction() {
        return writer == Thread.currentThread();
    }

    // ---- watching -----------------------------------------------------------------------------------------------

    /** Subscribes to the changes of a node. */
    public Watcher watch(Definition definition, Watcher.Callback callback) {
        Watcher watcher;
        openForRegistration();
        try {
            Node node = node(definition);
            if (node instanceof Derived derived && derived.validUntil < now) {
                if (derived.active) {
                    throw host.cycle(List.of(definition, definition));
                }
                propagation.refresh(derived);
            }
            watcher = new Watcher(this, node, callback, ++registrations, now);
            if (now != committed) {
                watcher.startFrom(node.newest());
            }
            edges.attach(watcher);
            registry.add(watcher);
            Watcher added = watcher;
            transaction.journal(graph -> graph.disposeInside(added));
        } finally {
            unlock();
        }
        try {
            drainIfNeeded();
        } catch (Throwable error) {
            watcher.dispose();
            throw error;
        }
        return watcher;
    }

    private void openForRegistration() {
        if (closed) {
            ensureOpen();
        }
        Held held = Held.current();
        if (held.evaluating > 0) {
            throw host.writeWhileComputing(null);
        }
        if (writer == Thread.currentThread()) {
            checkMayWrite();
        } else if (held.innermost() != null && held.innermost().order > order) {
            throw host.lockOrder(held.innermost().host);
        }
        lockForMaintenance();
        if (closed || closing) {
            unlock();
            throw host.closed();
        }
    }

    /** Takes the lock for a disposal, or leaves that to the next session if waiting would break the lock order. */
    private boolean lockToDispose(Observer observer) {
        Graph outer = Held.current().innermost();
        if (outer == null || outer.order <= order) {
            lockForMaintenance();
            return true;
        }
        if (lock.tryLock()) {
            entered(Thread.currentThread());
            return true;
        }
        deferredDisposals.add(observer);
        return false;
    }

    private void disposeDeferred() {
        Observer observer;
        while ((observer = deferredDisposals.poll()) != null) {
            if (observer instanceof Watcher watcher) {
                disposeInside(watcher);
            } else if (observer instanceof Effect effect) {
                disposeInside(effect);
            }
        }
    }

    void dispose(Watcher watcher) {
        if (!lockToDispose(watcher)) {
            return;
        }
        try {
            disposeInside(watcher);
        } finally {
            unlock();
        }
        drainIfNeeded();
    }

    private void disposeInside(Watcher watcher) {
        if (watcher.place() >= 0) {
            watcher.markDisposed();
            registry.remove(watcher);
            edges.detach(watcher);
            edges.sweep();
        }
    }

    // ---- effects ------------------------------------------------------------------------------------------------

    /** Makes an effect; its first run is queued. Outside listeners and transactions it has run when this returns. */
    public Effect effect(Definition label, Effect.Body body) {
        Effect effect;
        openForRegistration();
        try {
            EffectRun run = drain.currentRun();
            Effect owner = run == null ? null : run.effect();
            effect = new Effect(this, label, body, ++registrations, owner);
            registry.add(effect);
            if (owner != null) {
                owner.adopt(effect);
            }
            Effect added = effect;
            transaction.journal(graph -> graph.disposeInside(added));
            if (tracer != null) {
                tracer.created(label);
            }
            effect.queued = true;
            if (owner != null && owner.isDisposed()) {
                disposeInside(effect);
            } else {
                round().run(effect);
            }
        } finally {
            unlock();
        }
        try {
            drainIfNeeded();
        } catch (Throwable error) {
            effect.dispose();
            throw error;
        }
        return effect;
    }

    /** Whether a dependency of the effect really changed; brings them up to date in order until one did. */
    boolean dirty(Effect effect) {
        for (int i = 0; i < effect.dependencyCount; i++) {
            Node dependency = effect.dependencies[i];
            if (dependency instanceof Derived derived && derived.validUntil < now) {
                propagation.refresh(derived);
                if (i >= effect.dependencyCount) {
                    return false;
                }
            }
            if (dependency.tick() != effect.seen[i]) {
                return true;
            }
        }
        return false;
    }

    /** What the drain has to do with an effect whose turn it is. */
    enum Turn {
        /** Nothing: disposed, or no dependency really changed. */
        SKIP,
        /** Clean up after the run before, then begin. */
        CLEAN_UP,
        /** The run has begun. */
        RUN
    }

    Turn takeTurn(Effect effect) {
        lockForMaintenance();
        try {
            effect.queued = false;
            if (effect.isDisposed()) {
                return Turn.SKIP;
            }
            boolean run = effect.dirty || dirty(effect);
            effect.dirty = false;
            if (!run || effect.isDisposed()) {
                return Turn.SKIP;
            }
            if (effect.hasCleanups() || effect.hasChildren()) {
                return Turn.CLEAN_UP;
            }
            beginInside(effect);
            return Turn.RUN;
        } finally {
            unlock();
        }
    }

    /** Begins the run after the cleanups; false if they disposed the effect. */
    boolean beginRun(Effect effect) {
        lockForMaintenance();
        try {
            if (effect.isDisposed()) {
                return false;
            }
            beginInside(effect);
            return true;
        } finally {
            unlock();
        }
    }

    private void beginInside(Effect effect) {
        effect.running = true;
        effectView.rebase(committed);
    }

    /** Links what the run read, and queues the effect again if any of that has changed since it was read. */
    void endRun(Effect effect, EffectRun run, int depth) {
        lockForMaintenance();
        try {
            effectView.rebase(Long.MAX_VALUE);
            effect.running = false;
            effect.recomputes += counting ? 1 : 0;
            if (effect.isDisposed()) {
                disposeInside(effect);
                return;
            }
            if (link(effect, run)) {
                effect.queued = true;
                Round again = new Round(depth);
                again.run(effect);
                drain.enqueue(again);
            }
        } finally {
            unlock();
        }
    }

    private boolean link(Effect effect, EffectRun run) {
        boolean stale = false;
        List<Node> nodes = new ArrayList<>(run.count());
        for (int i = 0; i < run.count(); i++) {
            Node node = run.node(i);
            nodes.add(node);
            if (node instanceof Derived derived && derived.validUntil < now) {
                propagation.refresh(derived);
            }
            stale |= node.tick() != run.tick(i);
        }
        if (!effect.linked()) {
            return false;
        }
        propagation.tracking.begin(effect);
        for (int i = 0; i < nodes.size(); i++) {
            propagation.tracking.track(nodes.get(i), run.tick(i));
        }
        propagation.tracking.finish();
        return stale;
    }

    void dispose(Effect effect) {
        if (!lockToDispose(effect)) {
            return;
        }
        try {
            if (effect.owner != null) {
                effect.owner.disown(effect);
            }
            disposeInside(effect);
        } finally {
            unlock();
        }
        drainIfNeeded();
    }

    /** Unlinks the effect and the effects made in its run; their cleanups are left to the drain. */
    private void disposeInside(Effect effect) {
        if (effect.place() < 0) {
            return;
        }
        unlink(effect);
        if (!effect.running) {
            round().task("cleanup of " + effect.label.name(), () -> drain.cleanUp(effect));
        }
    }

    private void unlink(Effect effect) {
        registry.remove(effect);
        for (int i = 0; i < effect.dependencyCount; i++) {
            edges.detach(effect, i);
        }
        effect.clearDependencies();
        effect.markDisposed();
        edges.sweep();
    }

    /** Ends the effects made in the last run; the caller runs their cleanups. */
    List<Effect> disposeChildren(Effect effect) {
        lockForMaintenance();
        try {
            List<Effect> children = effect.takeChildren();
            for (Effect child : children) {
                if (child.place() >= 0) {
                    unlink(child);
                }
            }
            return children;
        } finally {
            unlock();
        }
    }

    // ---- views --------------------------------------------------------------------------------------------------

    /** Opens a view of the last commit. */
    public View view() {
        if (closed) {
            ensureOpen();
        }
        return pins.open(this);
    }

    /** Writes the values that all sources had in the view; part of the open transaction. */
    public void restore(View view) {
        if (view.isClosed()) {
            throw host.viewClosed();
        }
        List<Node> sources = new ArrayList<>();
        table.forEach(node -> {
            if (node instanceof Source) {
                sources.add(node);
            }
        });
        for (Node node : sources) {
            Definition definition = node.definition();
            if (definition != null) {
                writeInside(definition, view.sourceValue(node), false);
            }
        }
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
        if (writer == Thread.currentThread()) {
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
        acquire(Thread.currentThread());
        try {
            closeInside();
        } finally {
            unlock();
        }
        drainIfNeeded();
        closed = true;
    }

    private void closeInside() {
        if (closing) {
            return;
        }
        closing = true;
        for (Observer observer : registry.copy()) {
            if (observer instanceof Watcher watcher) {
                disposeInside(watcher);
                round().task("close", watcher.callback::closed);
            } else if (observer instanceof Effect effect) {
                disposeInside(effect);
            }
        }
        round().task("close", () -> closed = true);
    }

    // ---- inspection ---------------------------------------------------------------------------------------------

    /** Describes all nodes and living effects, under the lock. */
    public Collection<NodeState> describe() {
        if (closed) {
            ensureOpen();
        }
        lockForMaintenance();
        try {
            table.expunge();
            return NodeState.all(this, registry.copy());
        } finally {
            unlock();
        }
    }

    /** Throws an {@link AssertionError} that names the broken invariant, if one is. For tests. */
    public void checkInvariants() {
        lockForMaintenance();
        try {
            new Invariants(this, registry.copy()).check();
        } finally {
            unlock();
        }
    }
}
