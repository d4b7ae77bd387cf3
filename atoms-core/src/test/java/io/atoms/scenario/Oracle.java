package io.atoms.scenario;

import io.atoms.scenario.Memory.Entry;
import io.atoms.scenario.Operation.EffectSpec;
import io.atoms.scenario.Operation.Reaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The naive store: one thread, no marks, no edges. Values come from recomputing everything, recomputes from {@link
 * Memory}, and listeners and effects run from a queue of rounds, one per commit.
 */
class Oracle implements Subject {

    /** A subscription or an effect. */
    private abstract static class Observer {
        final String id;
        final long number;
        boolean disposed;

        Observer(String id, long number) {
            this.id = id;
            this.number = number;
        }
    }

    private static final class Watcher extends Observer {
        final int atom;
        final Reaction reaction;

        /** The version that it could read when it was made in the open transaction, else -1. */
        long since;

        Object lastGood;

        Watcher(String id, long number, int atom, Reaction reaction) {
            super(id, number);
            this.atom = atom;
            this.reaction = reaction;
        }
    }

    private static final class Effect extends Observer {
        final EffectSpec spec;
        final Effect owner;
        final List<Effect> children = new ArrayList<>();
        List<Integer> reads = List.of();
        List<Long> seen = List.of();
        boolean queued = true;
        boolean dirty = true;
        boolean running;
        boolean cleanup;

        Effect(String id, long number, EffectSpec spec, Effect owner) {
            super(id, number);
            this.spec = spec;
            this.owner = owner;
        }
    }

    /** Something to run after a commit. */
    private record Note(long number, Runnable runnable) {}

    final GraphSpec graph;
    final Memory memory;
    private final List<String> log = new ArrayList<>();
    private final List<Observer> observers = new ArrayList<>();
    private final Map<String, Observer> byId = new HashMap<>();
    private final Map<String, Object[]> snapshots = new HashMap<>();
    private final Set<Integer> written = new TreeSet<>();
    private final ArrayDeque<List<Note>> rounds = new ArrayDeque<>();
    private List<Note> round = new ArrayList<>();
    private boolean inside;
    private boolean draining;
    private Effect running;
    private ScenarioError failure;
    private long registrations;

    Oracle(GraphSpec graph) {
        this.graph = graph;
        this.memory = new Memory(graph);
    }

    // ---- what is seen from outside ---------------------------------------------------------------------------------

    @Override
    public List<String> apply(Operation operation) {
        log.clear();
        try {
            perform(operation);
        } catch (ScenarioError e) {
            log.add("threw " + e.getMessage());
        }
        return List.copyOf(log);
    }

    @Override
    public int[] takeRuns() {
        return memory.takeRuns();
    }

    @Override
    public boolean unsure() {
        return memory.unsure();
    }

    @Override
    public List<String> committed() {
        Object[] values = memory.committedValues();
        Object[] known = new Object[graph.size()];
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < graph.size(); i++) {
            shown.add(graph.name(i) + "=" + graph.show(i, memory.compute(i, values, known)));
        }
        return shown;
    }

    @Override
    public Set<Integer> observed() {
        Set<Integer> observed = new TreeSet<>();
        for (Observer observer : observers) {
            if (observer instanceof Watcher watcher) {
                observe(memory.entries, watcher.atom, observed);
            } else {
                ((Effect) observer).reads.forEach(read -> observe(memory.entries, read, observed));
            }
        }
        return observed;
    }

    private static void observe(Entry[] entries, int atom, Set<Integer> observed) {
        if (entries[atom] != null && observed.add(atom)) {
            entries[atom].reads().forEach(read -> observe(entries, read, observed));
        }
    }

    @Override
    public void check() {}

    @Override
    public void close() {}

    // ---- operations -----------------------------------------------------------------------------------------------

    private void perform(Operation operation) {
        if (operation instanceof Operation.Write write) {
            commit(() -> write(write));
        } else if (operation instanceof Operation.Read read) {
            read(read.atom());
        } else if (operation instanceof Operation.ReadAll) {
            for (int i = 0; i < graph.size(); i++) {
                read(i);
            }
            if (!inside) {
                memory.allRead();
            }
        } else if (operation instanceof Operation.Transaction transaction) {
            transaction(transaction);
        } else if (operation instanceof Operation.Subscribe subscribe) {
            subscribe(subscribe.id(), subscribe.atom(), subscribe.reaction());
        } else if (operation instanceof Operation.Start start) {
            start(start);
        } else if (operation instanceof Operation.Dispose dispose) {
            dispose(dispose.id());
        } else {
            snapshot(operation);
        }
    }

    private void snapshot(Operation operation) {
        if (operation instanceof Operation.Open open) {
            snapshots.put(open.id(), memory.committedValues());
        } else if (operation instanceof Operation.Look look && snapshots.containsKey(look.id())) {
            Object result = memory.compute(look.atom(), snapshots.get(look.id()));
            log.add("look " + graph.name(look.atom()) + "=" + graph.show(look.atom(), result));
        } else if (operation instanceof Operation.Restore restore && snapshots.containsKey(restore.id())) {
            Object[] values = snapshots.get(restore.id());
            commit(() -> {
                for (int i = 0; i < values.length; i++) {
                    writeTo(i, (Integer) values[i]);
                }
            });
        } else if (operation instanceof Operation.Close close) {
            snapshots.remove(close.id());
        }
    }

    void write(Operation.Write write) {
        Integer present = (Integer) memory.entries[write.atom()].result();
        switch (write.verb()) {
            case SET -> writeTo(write.atom(), write.value());
            case UPDATE -> writeTo(write.atom(), add(present, write.value()));
            default -> writeTo(write.atom(), graph.node(write.atom()).initial());
        }
    }

    static Integer add(Integer present, Integer value) {
        return present == null ? 0 : Math.floorMod(present + (value == null ? 1 : value), 60);
    }

    static Integer raised(Integer present, int number) {
        return Math.max(present == null ? 0 : present, Math.floorMod(number, 4));
    }

    private void writeTo(int atom, Integer value) {
        if (memory.write(atom, value)) {
            written.add(atom);
        }
    }

    private void read(int atom) {
        Entry entry = memory.demand(atom);
        String shown = graph.show(atom, entry.result());
        String naive = graph.show(atom, memory.compute(atom, memory.presentValues()));
        if (!shown.equals(naive)) {
            throw new IllegalStateException("the oracle disagrees with itself: " + shown + " " + naive);
        }
        log.add("read " + graph.name(atom) + "=" + shown);
    }

    // ---- commits --------------------------------------------------------------------------------------------------

    private void transaction(Operation.Transaction transaction) {
        if (!inside) {
            commit(() -> body(transaction));
            return;
        }
        try {
            joined(() -> body(transaction));
        } catch (ScenarioError e) {
            if (!transaction.caught()) {
                throw e;
            }
            log.add("caught " + e.getMessage());
        }
    }

    private void body(Operation.Transaction transaction) {
        transaction.body().forEach(this::perform);
        if (transaction.fails()) {
            throw new ScenarioError("abort");
        }
    }

    private void joined(Runnable body) {
        memory.savepoint();
        long first = registrations;
        try {
            body.run();
        } catch (ScenarioError e) {
            memory.rollBackToSavepoint();
            disposeSince(first);
            throw e;
        }
        memory.release();
    }

    void disposeSince(long number) {
        for (int i = observers.size() - 1; i >= 0; i--) {
            if (observers.get(i).number > number) {
                end(observers.get(i));
            }
        }
    }

    private void commit(Runnable body) {
        if (inside) {
            body.run();
            return;
        }
        inside = true;
        written.clear();
        memory.begin();
        long first = registrations;
        ScenarioError thrown = null;
        try {
            body.run();
            memory.endBody();
            tell();
            queueEffects();
            memory.commit();
        } catch (ScenarioError e) {
            thrown = e;
            memory.abort();
            disposeSince(first);
        }
        inside = false;
        leave(thrown);
    }

    /** Ends a lock session: its round is queued, and all rounds run unless they are running. */
    private void leave(ScenarioError thrown) {
        if (inside) {
            return;
        }
        if (!round.isEmpty()) {
            rounds.add(round);
            round = new ArrayList<>();
        }
        ScenarioError failed = draining ? null : drain();
        if (thrown != null) {
            throw thrown;
        }
        if (failed != null) {
            throw failed;
        }
    }

    void tell() {
        for (Observer observer : observers) {
            if (observer instanceof Watcher watcher) {
                tell(watcher);
            }
        }
    }

    private void tell(Watcher watcher) {
        Entry before = memory.base[watcher.atom];
        Entry now = memory.demand(watcher.atom);
        boolean made = watcher.since != -1;
        boolean sure = !made || (memory.heldAtBase(watcher.atom) && !Leniency.ALLOWED);
        boolean changed = !sure || before.version() != now.version();
        if (changed && now.version() != watcher.since) {
            Object previous = sure ? before.result() : UNSURE;
            round.add(new Note(watcher.number, () -> tell(watcher, previous, now.result())));
        }
        watcher.since = -1;
    }

    /**
     * The value before the commit, if nobody had computed it when a watcher was made inside the transaction. Whether the
     * commit changed it is then as unknown as what it was.
     */
    private static final Object UNSURE = new Object();

    private void queueEffects() {
        List<Effect> effects = new ArrayList<>();
        observers.forEach(observer -> {
            if (observer instanceof Effect effect) {
                effects.add(effect);
            }
        });
        effects.sort(Comparator.comparingLong(effect -> effect.number));
        for (Effect effect : effects) {
            if (effect.queued || effect.running || !reached(effect)) {
                continue;
            }
            if (effect.owner == null) {
                effect.dirty |= changed(effect);
            }
            if (effect.owner != null || effect.dirty) {
                effect.queued = true;
                queue(effect);
            }
        }
        for (Effect effect : List.copyOf(fresh)) {
            queue(effect);
        }
        fresh.clear();
    }

    /** Effects made in the open transaction. */
    private final List<Effect> fresh = new ArrayList<>();

    private void queue(Effect effect) {
        round.add(new Note(effect.number, () -> turn(effect)));
    }

    private boolean reached(Effect effect) {
        Set<Integer> below = new TreeSet<>();
        Set<Integer> belowBefore = new TreeSet<>();
        for (int read : effect.reads) {
            observe(memory.entries, read, below);
            observe(memory.base, read, belowBefore);
        }
        below.addAll(belowBefore);
        return below.stream().anyMatch(written::contains);
    }

    private boolean changed(Effect effect) {
        for (int i = 0; i < effect.reads.size(); i++) {
            if (memory.demand(effect.reads.get(i)).version() != effect.seen.get(i)) {
                return true;
            }
        }
        return false;
    }

    // ---- rounds ---------------------------------------------------------------------------------------------------

    private ScenarioError drain() {
        draining = true;
        failure = null;
        List<Note> next;
        while ((next = rounds.poll()) != null) {
            next.sort(Comparator.comparingLong(Note::number));
            next.forEach(note -> note.runnable().run());
        }
        draining = false;
        return failure;
    }

    private void tell(Watcher watcher, Object previous, Object current) {
        if (watcher.disposed) {
            return;
        }
        String told = "told " + watcher.id + " " + graph.name(watcher.atom) + " ";
        if (previous != UNSURE && !(previous instanceof ScenarioError)) {
            watcher.lastGood = previous;
        }
        if (current instanceof ScenarioError error) {
            watcher.lastGood = previous == UNSURE ? UNSURE : watcher.lastGood;
            log.add(told + error.getMessage() + (previous == UNSURE ? " ?" : ""));
            react(watcher, 3);
        } else {
            String before =
                    previous == UNSURE || watcher.lastGood == UNSURE ? "*" : graph.show(watcher.atom, watcher.lastGood);
            watcher.lastGood = null;
            log.add(told + before + " -> " + graph.show(watcher.atom, current) + (previous == UNSURE ? " ?" : ""));
            react(watcher, graph.number(watcher.atom, (Integer) current));
        }
    }

    private void react(Watcher watcher, int number) {
        Reaction reaction = watcher.reaction;
        switch (reaction.kind()) {
            case RAISE -> raise(reaction.atom(), number);
            case READ -> read(reaction.atom());
            case DISPOSE -> dispose(reaction.id());
            case SUBSCRIBE -> {
                Observer present = byId.get(reaction.id());
                if (present == null || present.disposed) {
                    subscribe(reaction.id(), reaction.atom(), Reaction.NONE);
                }
            }
            case THROW -> failure = failure == null ? new ScenarioError("listener " + watcher.id) : failure;
            default -> {}
        }
    }

    private void raise(int atom, int number) {
        commit(() -> writeTo(atom, raised((Integer) memory.entries[atom].result(), number)));
    }

    private void turn(Effect effect) {
        effect.queued = false;
        boolean run = !effect.disposed && (effect.dirty || changed(effect));
        effect.dirty = false;
        if (!run) {
            return;
        }
        cleanUp(effect);
        if (effect.disposed) {
            return;
        }
        Effect around = running;
        running = effect;
        effect.running = true;
        Memory.Tracker tracker = memory.new Tracker();
        run(effect, tracker);
        running = around;
        effect.running = false;
        if (effect.disposed) {
            cleanUp(effect);
            return;
        }
        effect.reads = tracker.reads;
        effect.seen = tracker.seen;
        if (changed(effect)) {
            effect.queued = true;
            List<Note> again = new ArrayList<>();
            again.add(new Note(effect.number, () -> turn(effect)));
            rounds.add(again);
        }
    }

    private void run(Effect effect, Memory.Tracker tracker) {
        EffectSpec spec = effect.spec;
        int number = computed(effect, tracker);
        effect.cleanup = true;
        if (spec.child() != null) {
            make(effect.id + ".c", spec.child());
        }
        if (spec.raise() >= 0) {
            raise(spec.raise(), number);
        }
        if (spec.rereads()) {
            computed(effect, tracker);
        }
        if (!spec.disposes().isEmpty()) {
            dispose(spec.disposes());
        }
    }

    private int computed(Effect effect, Memory.Tracker tracker) {
        try {
            int number = GraphSpec.compute(effect.spec.expression(), EFFECT_ERROR, tracker);
            log.add("effect " + effect.id + " sees " + number);
            return number;
        } catch (ScenarioError e) {
            log.add("effect " + effect.id + " sees " + e.getMessage());
            return 2;
        }
    }

    static final ScenarioError EFFECT_ERROR = new ScenarioError("own error");

    private void cleanUp(Effect effect) {
        if (effect.cleanup) {
            effect.cleanup = false;
            log.add("cleanup " + effect.id);
        }
        List<Effect> children = List.copyOf(effect.children);
        effect.children.clear();
        for (Effect child : children) {
            unlink(child);
        }
        children.forEach(this::cleanUp);
    }

    // ---- observers ------------------------------------------------------------------------------------------------

    private void subscribe(String id, int atom, Reaction reaction) {
        Entry entry = memory.demand(atom);
        Watcher watcher = new Watcher(id, ++registrations, atom, reaction);
        watcher.since = inside ? entry.version() : -1;
        if (inside && !(entry.result() instanceof ScenarioError)) {
            watcher.lastGood = entry.result();
        }
        observers.add(watcher);
        byId.put(id, watcher);
        leave(null);
    }

    private void start(Operation.Start start) {
        Effect effect = make(start.id(), start.effect());
        try {
            leave(null);
        } catch (ScenarioError e) {
            dispose(effect);
            throw e;
        }
        byId.put(start.id(), effect);
    }

    private Effect make(String id, EffectSpec spec) {
        Effect effect = new Effect(id, ++registrations, spec, running);
        observers.add(effect);
        if (running != null) {
            running.children.add(effect);
            byId.put(id, effect);
        }
        if (running != null && running.disposed) {
            unlink(effect);
        } else if (inside) {
            fresh.add(effect);
        } else {
            queue(effect);
        }
        if (running != null) {
            leave(null);
        }
        return effect;
    }

    private void dispose(String id) {
        Observer observer = byId.get(id);
        if (observer != null && !observer.disposed) {
            dispose(observer);
        }
    }

    private void dispose(Observer observer) {
        if (observer instanceof Effect effect && effect.owner != null) {
            effect.owner.children.remove(effect);
        }
        end(observer);
        leave(null);
    }

    private void end(Observer observer) {
        if (observer.disposed) {
            return;
        }
        unlink(observer);
        if (observer instanceof Effect effect) {
            fresh.remove(effect);
            if (!effect.running) {
                unlinkChildren(effect);
                round.add(new Note(Long.MAX_VALUE, () -> cleanUp(effect)));
            }
        }
    }

    /** They keep their places as children: their cleanups come after the outer one's. */
    private void unlinkChildren(Effect effect) {
        for (Effect child : effect.children) {
            unlink(child);
            unlinkChildren(child);
        }
    }

    private void unlink(Observer observer) {
        observer.disposed = true;
        observers.remove(observer);
        if (observer instanceof Effect effect) {
            effect.reads = List.of();
            effect.seen = List.of();
        }
    }
}
