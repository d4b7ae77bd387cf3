package io.atoms.async.scenario;

import io.atoms.Loadable;
import io.atoms.StreamPolicy.Completed;
import io.atoms.StreamPolicy.Errored;
import io.atoms.async.scenario.Memory.Entry;
import io.atoms.async.scenario.Operation.Signal;
import io.atoms.async.scenario.Run.Dependency;
import io.atoms.async.scenario.Run.State;
import io.atoms.async.scenario.Run.Waiter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The naive store with async atoms: one thread, no marks, no edges. {@link Memory} says what holds; this class says what
 * follows.
 *
 * <p>All that happens is a sequence of sessions: a transaction, a single write, a read, the arrival of a result, a late
 * read. A session brings what is observed up to date and tells listeners of what changed (R14). What it leads to is
 * queued and done after it, first in, first out: replaced runs are cancelled and the new ones started, in the order in
 * which their read functions returned, so that what is read or awaited starts before what reads or awaits it (R21); work that lost its last observer is
 * cancelled or begins to linger (R24); whoever awaits a result that has become visible is given it (R23). A result is a
 * session of its own (R22). So a Mono that completes at once is loading in the commit that starts it, of which listeners
 * are told, and ready in the next one; but reads and subscriptions return after that.
 */
class Model implements Subject {

    /** A subscription or an effect. */
    private static final class Observer {
        final String id;
        final int atom;
        final boolean effect;
        Object value;
        long version;

        /** An effect that is to run. */
        boolean queued;

        Observer(String id, int atom, boolean effect) {
            this.id = id;
            this.atom = atom;
            this.effect = effect;
        }
    }

    /** The end of the time that a run has without observers. */
    private record Timer(long time, Run run) {}

    /** Something to do after a session. What is due for one atom is done in order. */
    private record Due(int atom, Runnable action) {}

    /** What a snapshot knows. */
    private record Snapshot(Entry[] entries, Set<Integer> observed) {}

    final GraphSpec graph;
    private Order order = Order.some().get(0);
    private Random random = new Random();
    final Memory memory;
    private Seen seen = new Seen();
    private final Map<String, Observer> observers = new LinkedHashMap<>();
    private final Map<String, Snapshot> snapshots = new HashMap<>();
    private final Map<Integer, List<Run>> calls = new TreeMap<>();
    private final List<Run> running = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Due> due = new ArrayList<>();
    private Set<Integer> observed = Set.of();

    /** Results that arrive during a transaction, by run. */
    private final Map<Run, Loadable<Integer>> pending = new LinkedHashMap<>();

    /** What has had its signal in the open transaction. */
    private final Set<Run> signalled = new HashSet<>();

    private boolean inside;
    private long time;

    Model(GraphSpec graph) {
        this.graph = graph;
        this.memory = memory();
    }

    Memory memory() {
        return new Memory(graph);
    }

    @Override
    public Seen apply(Operation operation) {
        return apply(operation, order);
    }

    /** Applies an operation in a certain order. */
    Seen apply(Operation operation, Order as) {
        order = as;
        memory.setOrder(as);
        random = new Random(as.shuffle());
        seen = new Seen();
        try {
            perform(operation);
        } catch (ScenarioError e) {
            seen.line("threw " + e.getMessage());
        }
        calls.forEach((atom, runs) -> {
            for (int i = 0; i < runs.size(); i++) {
                if (runs.get(i).isRunning() && runs.get(i).waitsFor.isEmpty()) {
                    seen.add(Seen.LIVE, graph.name(atom) + "#" + i);
                }
            }
        });
        observed.forEach(node -> seen.add(Seen.OBSERVED, graph.name(node)));
        return seen;
    }

    @Override
    public void close() {}

    // ---- operations -----------------------------------------------------------------------------------------------

    private void perform(Operation operation) {
        if (operation instanceof Operation.Write write) {
            session(() -> memory.write(write.atom(), value(write)));
        } else if (operation instanceof Operation.Read read) {
            read(read.atom());
        } else if (operation instanceof Operation.Transaction transaction) {
            transaction(transaction);
        } else if (operation instanceof Operation.Refresh refresh) {
            session(() -> refresh(refresh.atom()));
        } else if (operation instanceof Signal signal) {
            signal(signal);
        } else if (operation instanceof Operation.Advance advance) {
            advance(advance.seconds());
        } else if (operation instanceof Operation.CloseStore) {
            closeStore();
        } else if (!observe(operation)) {
            snapshot(operation);
        }
        settle();
    }

    private boolean observe(Operation operation) {
        if (operation instanceof Operation.Subscribe subscribe) {
            session(() -> add(subscribe.id(), subscribe.atom(), false));
        } else if (operation instanceof Operation.Start start) {
            start(start);
        } else if (operation instanceof Operation.Dispose dispose) {
            session(() -> observers.remove(dispose.id()));
        } else if (operation instanceof Operation.Swap swap) {
            swap(swap);
        } else {
            return false;
        }
        return true;
    }

    /** An effect observes what it has read only when it has run. */
    private void start(Operation.Start start) {
        if (order.effectsReadFirst()) {
            demand(start.atom(), () -> {
                if (!seen.hasEffect(start.id())) {
                    seen.effect(start.id(), "-");
                    seen.effect(
                            start.id(),
                            GraphSpec.show(memory.entry(start.atom()).value()));
                }
            });
        }
        session(() -> add(start.id(), start.atom(), true));
    }

    private void swap(Operation.Swap swap) {
        Observer present = observers.get(swap.id());
        if (present != null && !present.effect) {
            session(() -> {
                observers.remove(swap.id());
                add(swap.to(), present.atom, false);
            });
        }
    }

    private void snapshot(Operation operation) {
        if (operation instanceof Operation.Open open) {
            Entry[] entries = new Entry[graph.size()];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = memory.entryForView(i);
            }
            snapshots.put(open.id(), new Snapshot(entries, observed));
        } else if (operation instanceof Operation.Look look && snapshots.containsKey(look.id())) {
            seen.line("look " + graph.name(look.atom()) + "=" + look(snapshots.get(look.id()), look.atom()));
        } else if (operation instanceof Operation.Restore restore && snapshots.containsKey(restore.id())) {
            restore(snapshots.get(restore.id()));
        } else if (operation instanceof Operation.Close close) {
            snapshots.remove(close.id());
        }
    }

    private void restore(Snapshot snapshot) {
        session(() -> {
            for (int i = 0; i < graph.size(); i++) {
                if (graph.isPrimitive(i)) {
                    memory.write(i, (Integer) snapshot.entries()[i].value());
                }
            }
        });
    }

    /** What a snapshot shows; of work that nobody observed it may show less. */
    private String look(Snapshot snapshot, int node) {
        try {
            return GraphSpec.show(valueIn(snapshot, node));
        } catch (Undecided e) {
            return "*";
        }
    }

    private Object valueIn(Snapshot snapshot, int node) {
        if (graph.isDerived(node)) {
            return graph.derive(node, read -> valueIn(snapshot, read));
        }
        if (graph.isAsync(node) && !snapshot.observed().contains(node)) {
            throw new Undecided("not observed");
        }
        return snapshot.entries()[node].value();
    }

    private int value(Operation.Write write) {
        return write.adds() ? (memory.number(write.atom()) + write.value()) % 10 : write.value();
    }

    private void refresh(int atom) {
        memory.refresh(atom);
    }

    private void read(int node) {
        demand(node, () -> {});
        seen.line("read " + graph.name(node) + "="
                + GraphSpec.show(memory.entry(node).value()));
    }

    /** Needs a node, and what that starts and completes at once, until it is up to date; in a body it starts nothing. */
    private void demand(int node, Runnable each) {
        if (inside) {
            memory.demand(node);
            return;
        }
        do {
            session(() -> memory.demand(node));
            each.run();
            settle();
        } while (!memory.holdsQuietly(node));
    }

    // ---- sessions -------------------------------------------------------------------------------------------------

    private void transaction(Operation.Transaction transaction) {
        if (!inside) {
            try {
                session(() -> body(transaction));
            } finally {
                signalled.clear();
                Map<Run, Loadable<Integer>> arrived = new LinkedHashMap<>(pending);
                pending.clear();
                arrived.forEach(this::arrive);
                settle();
            }
            return;
        }
        memory.savepoint();
        try {
            body(transaction);
            memory.release();
        } catch (ScenarioError e) {
            memory.rollBackToSavepoint();
            seen.line("caught " + e.getMessage());
        }
    }

    private void body(Operation.Transaction transaction) {
        for (Operation operation : transaction.body()) {
            if (operation instanceof Operation.Write write) {
                memory.write(write.atom(), value(write));
            } else if (operation instanceof Operation.Read read) {
                read(read.atom());
            } else if (operation instanceof Operation.Refresh refresh) {
                refresh(refresh.atom());
            } else if (operation instanceof Signal signal) {
                signal(signal);
            } else if (operation instanceof Operation.Transaction inner) {
                transaction(inner);
            }
        }
        if (transaction.fails()) {
            throw new ScenarioError("abort");
        }
    }

    void session(Runnable body) {
        if (inside) {
            body.run();
            return;
        }
        memory.begin();
        inside = true;
        try {
            body.run();
            tell();
            memory.commit();
        } catch (ScenarioError e) {
            memory.abort();
            throw e;
        } finally {
            inside = false;
            for (int atom : memory.replaced()) {
                Run old = memory.runBefore(atom);
                Run next = memory.run(atom);
                later(atom, () -> replace(old, next));
            }
            noteObserved();
        }
    }

    private void settle() {
        do {
            settleDue();
        } while (!inside && runsEffects());
    }

    /** Looks after the effects that have waited. */
    private boolean runsEffects() {
        boolean any = false;
        for (Observer observer : observers.values()) {
            any |= observer.queued;
            observer.queued = false;
        }
        if (any) {
            session(() -> {});
        }
        return any;
    }

    private void settleDue() {
        while (!inside && !due.isEmpty()) {
            int place = order.shuffle() == 0 ? 0 : random.nextInt(due.size());
            int atom = due.get(place).atom();
            for (int i = place - 1; i >= 0; i--) {
                place = due.get(i).atom() == atom ? i : place;
            }
            due.remove(place).action().run();
        }
    }

    private void later(int atom, Runnable action) {
        due.add(new Due(atom, action));
    }

    /** Brings what is observed up to date, and tells of changes. */
    private void tell() {
        List<Observer> all = new ArrayList<>(observers.values());
        if (order.byAtom()) {
            all.sort(Comparator.comparingInt(observer -> observer.atom));
        }
        all.sort(Comparator.comparing(observer -> observer.effect)); // listeners first
        all.forEach(this::tell);
        if (order.comparesAwaited()) {
            reached(new TreeSet<>()).forEach(memory::demand);
        }
    }

    private void tell(Observer observer) {
        if (observer.queued) {
            return;
        }
        Entry entry = memory.demand(observer.atom);
        if (entry.version() != observer.version) {
            String now = GraphSpec.show(entry.value());
            if (observer.effect) {
                ran(observer, now);
            } else {
                told(observer.id, GraphSpec.show(observer.value) + " -> " + now);
            }
            observer.version = entry.version();
            observer.value = entry.value();
            observer.queued = observer.effect && order.effectsLast();
        }
    }

    void told(String id, String line) {
        seen.told(id, line);
    }

    private void ran(Observer effect, String now) {
        if (!seen.hasEffect(effect.id)) {
            seen.effect(effect.id, "-" + (effect.value == null ? "" : GraphSpec.show(effect.value)));
        }
        seen.effect(effect.id, now);
    }

    private void add(String id, int atom, boolean effect) {
        Observer observer = new Observer(id, atom, effect);
        Entry entry = memory.demand(atom);
        if (!effect) {
            observer.version = entry.version();
            observer.value = entry.value();
        }
        observers.put(id, observer);
    }

    // ---- who is observed ------------------------------------------------------------------------------------------

    private void noteObserved() {
        Set<Integer> now = new TreeSet<>();
        now.addAll(reached(now));
        Set<Integer> was = observed;
        observed = now;
        for (int node : now) {
            if (graph.isAsync(node) && !was.contains(node)) {
                Run run = memory.run(node);
                run.expired = false;
                timers.removeIf(timer -> timer.run() == run);
            }
        }
        for (int node : was) {
            if (graph.isAsync(node) && !now.contains(node)) {
                later(node, () -> left(node));
            }
        }
    }

    /** What is awaited; fills the set with what is read. */
    private Set<Integer> reached(Set<Integer> read) {
        Set<Integer> awaited = new TreeSet<>();
        observers.values().forEach(observer -> reach(observer.atom, false, read, awaited));
        return awaited;
    }

    /** Fills the sets with what is observed: read by somebody, or awaited. */
    private void reach(int node, boolean awaited, Set<Integer> read, Set<Integer> awaitedOnes) {
        if (!(awaited ? awaitedOnes : read).add(node)) {
            return;
        }
        Entry entry = memory.entry(node);
        List<Dependency> dependencies = entry.run() == null ? entry.dependencies() : entry.run().dependencies;
        dependencies.forEach(each -> reach(each.node(), each.awaited(), read, awaitedOnes));
    }

    /** The last observer has left. */
    private void left(int atom) {
        Run run = memory.run(atom);
        int linger = graph.work(atom).linger();
        if (linger != Work.KEEP && run.isRunning() && !observed.contains(atom)) {
            if (linger == 0) {
                expire(run);
            } else {
                linger(run, linger);
            }
        }
    }

    void linger(Run run, int seconds) {
        timers.add(new Timer(time + seconds, run));
    }

    private void expire(Run run) {
        if (memory.run(run.atom) == run && !observed.contains(run.atom)) {
            run.expired = true;
            giveUpIfUnneeded(run);
        }
    }

    private void giveUpIfUnneeded(Run run) {
        if (run.expired && run.isRunning() && !isNeeded(run)) {
            cancel(run);
        }
    }

    /** An await counts as a need. */
    boolean isNeeded(Run run) {
        return !run.waiters.isEmpty();
    }

    private void advance(int seconds) {
        long end = time + seconds;
        for (; time <= end; time++) {
            for (Timer timer : List.copyOf(timers)) {
                if (timer.time() == time && timers.remove(timer)) {
                    expire(timer.run());
                    settle();
                }
            }
        }
        time = end;
    }

    // ---- runs -----------------------------------------------------------------------------------------------------

    void replace(Run old, Run next) {
        if (old != null) {
            cancel(old);
        }
        if (next != null) {
            start(next);
        }
    }

    void cancel(Run run) {
        if (run.isRunning()) {
            log(run, "cancelled");
            end(run, State.CANCELLED);
        } else if (run.state == State.NEW) {
            run.state = State.CANCELLED;
        }
    }

    void log(Run run, String what) {
        seen.work(graph.name(run.atom), what);
    }

    private void end(Run run, State state) {
        run.state = state;
        running.remove(run);
        for (Run other : run.waitsFor) {
            other.waiters.removeIf(waiter -> waiter.run() == run);
            later(other.atom, () -> giveUpIfUnneeded(other));
        }
        run.waitsFor.clear();
    }

    void start(Run run) {
        if (run.state != State.NEW || memory.run(run.atom) != run) {
            return;
        }
        run.state = State.RUNNING;
        running.add(run);
        if (run.thrown != null) {
            fail(run, run.thrown);
            return;
        }
        log(run, "started " + run.sum);
        Work work = graph.work(run.atom);
        if (work.source().driven) {
            calls.computeIfAbsent(run.atom, atom -> new ArrayList<>()).add(run);
            return;
        }
        switch (work.source()) {
            case FAIL -> fail(run, graph.error(run.atom, run.sum));
            case EMPTY -> fail(run, new ScenarioError("usage"));
            case DEFER -> lateAwait(run, work.awaits().get(0));
            default -> {
                if (run.awaited.isEmpty()) {
                    finish(run, 0);
                } else {
                    subscribe(run);
                }
            }
        }
    }

    private void subscribe(Run run) {
        for (int place = 0; place < run.awaited.size() && run.isRunning(); place++) {
            subscribe(run, place);
        }
    }

    private void subscribe(Run run, int place) {
        Run other = run.awaited.get(place);
        if (other.hasResult()) {
            deliver(run, place, other);
        } else {
            other.waiters.add(new Waiter(run, place));
            run.waitsFor.add(other);
        }
    }

    /** An await has its value, or its error. */
    private void deliver(Run run, int place, Run other) {
        run.waitsFor.remove(other);
        if (!run.isRunning()) {
            return;
        }
        Work.Source source = graph.work(run.atom).source();
        if (other.result instanceof Loadable.Failed<Integer> failed) {
            if (source == Work.Source.RECOVER) {
                finish(run, 77);
            } else {
                fail(run, failed.error());
            }
            return;
        }
        run.awaitedValues[place] = other.latest;
        int sum = run.first;
        for (int i = 0; i < run.awaited.size(); i++) {
            if (run.awaitedValues[i] == null) {
                return;
            }
            sum += run.awaitedValues[i];
        }
        finish(run, sum);
    }

    /** A session: the awaited atom becomes a dependency, and is started if need be. */
    private void lateAwait(Run run, int other) {
        session(() -> memory.await(run, other));
        later(run.atom, () -> {
            if (run.isRunning()) {
                subscribe(run);
            }
        });
    }

    /** The value of a Mono, or one of a stream: with the sum, and with what is read late. */
    private void finish(Run run, int value) {
        Work work = graph.work(run.atom);
        int result = value + run.sum;
        if (work.late() >= 0) {
            Entry late = readLate(work.late());
            if (!run.isRunning()) {
                return; // superseded by what that started
            }
            result += GraphSpec.code(late.value());
            session(() -> run.depend(new Dependency(work.late(), false, late.version())));
            if (order.lateRead() == Order.LateRead.AFTER) {
                settle();
            }
            if (!run.isRunning()) {
                return;
            }
        }
        run.latest = result;
        if (!work.isStream()) {
            end(run, State.ENDED);
        }
        result(run, new Loadable.Ready<>(result));
    }

    private Entry readLate(int node) {
        if (graph.isPrimitive(node)) {
            return memory.entry(node);
        }
        session(() -> memory.demand(node));
        Entry first = memory.entry(node);
        if (order.lateRead() == Order.LateRead.BEFORE) {
            demand(node, () -> {});
            return memory.entry(node);
        } else if (order.lateRead() == Order.LateRead.AFTER) {
            settle();
        }
        return first;
    }

    private void fail(Run run, Throwable error) {
        end(run, State.ENDED);
        result(run, new Loadable.Failed<>(error, run.latest == null ? run.previous : run.latest));
    }

    private void result(Run run, Loadable<Integer> result) {
        if (inside) {
            pending.put(run, result);
        } else {
            arrive(run, result);
        }
    }

    boolean listensTo(Run run) {
        return run.isRunning();
    }

    boolean isCurrent(Run run) {
        return memory.run(run.atom) == run && run.state != State.CANCELLED;
    }

    /** A result becomes visible, unless the run has been superseded. */
    void arrive(Run run, Loadable<Integer> result) {
        if (isCurrent(run)) {
            session(() -> memory.arrive(run, result));
            for (Waiter waiter : List.copyOf(run.waiters)) {
                later(waiter.run().atom, () -> deliver(waiter.run(), waiter.place(), run));
            }
            run.waiters.clear();
            later(run.atom, () -> giveUpIfUnneeded(run));
        }
    }

    // ---- signals --------------------------------------------------------------------------------------------------

    private void signal(Signal signal) {
        List<Run> made = calls.getOrDefault(signal.atom(), List.of());
        if (signal.back() >= made.size()) {
            return;
        }
        Run run = made.get(made.size() - 1 - signal.back());
        Work work = graph.work(run.atom);
        if (!listensTo(run) || !run.awaited.isEmpty() || inside && !maySignalInside(work, run, signal)) {
            return;
        }
        switch (signal.kind()) {
            case VALUE -> value(run, work, signal.value());
            case ERROR -> error(run, work, signal.value());
            default -> end(run, work);
        }
    }

    /** One signal for each run in a transaction, for what comes after it may replace it. */
    private boolean maySignalInside(Work work, Run run, Signal signal) {
        return !work.readsLate() && signalled.add(run);
    }

    private void value(Run run, Work work, int value) {
        if (work.source() == Work.Source.THEN) {
            run.first = value;
            lateAwait(run, work.awaits().get(0));
        } else {
            finish(run, value);
        }
    }

    private void error(Run run, Work work, int name) {
        if (work.isStream() && work.policy().errored() == Errored.KEEP && run.latest != null) {
            end(run, State.ENDED);
        } else {
            fail(run, new ScenarioError("error " + name));
        }
    }

    private void end(Run run, Work work) {
        if (run.latest != null && work.policy().completed() == Completed.KEEP) {
            end(run, State.ENDED);
        } else {
            fail(run, new ScenarioError("usage"));
        }
    }

    private void closeStore() {
        List.copyOf(running).forEach(this::cancel);
        observers.clear();
        timers.clear();
        due.clear();
        observed = Set.of();
    }
}
