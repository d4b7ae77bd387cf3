package io.atoms.utils;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Undo and redo of one atom, or of several together. What is written through its {@linkplain #tracked tracked} atoms is
 * recorded; one transaction is one step.
 *
 * <pre>{@code
 * PrimitiveAtom<String> title = Atom.of("").named("title");
 * PrimitiveAtom<Integer> size = Atom.of(10).named("size");
 * History history = History.of(title, 100).and(size).named("edits");
 * store.transaction(tx -> {
 *     tx.set(history.tracked(title), "Chapter 1");
 *     tx.set(history.tracked(size), 20);
 * });
 * store.run(history.undo()); // title is "", size is 10, in one commit
 * }</pre>
 *
 * <p><b>Rules.</b> A step is recorded in the commit of the writes, so {@link #canUndo} and {@link #entries} are never
 * behind, observed or not. A transaction that leaves all values equal is no step; one that rolls back never was. A new
 * step drops what was undone. At most {@code limit} steps are kept, the oldest go first. Undo, redo and jump write all
 * atoms in one commit.
 *
 * <p>What others write to an atom itself, past the tracked one, is no step of its own: it becomes part of the state
 * between two steps, and undo and redo bring it back with them. That is how to load a document without making it undoable.
 *
 * <p>Steps are labelled by {@link #label}; else by the name of the atom that was written first. With {@link #captureEvery}
 * transactions that follow closely belong to one step, as typed letters do. {@code reset} of a tracked atom is a step.
 *
 * <p>A snapshot of the store holds the steps, too, and {@code restore} brings them back.
 *
 * <p><b>Threads.</b> Any. Tracked writes cost a copy of the list of steps.
 *
 * <p><b>Errors.</b> A write or an undo that an atom refuses is taken back as a whole. {@code tracked} of an atom that is no
 * part of the history, and a jump to a position that does not exist, throw {@link IllegalArgumentException}.
 */
public final class History {

    /**
     * A step.
     *
     * @param label its label
     * @param undone whether it has been undone
     */
    public record Entry(String label, boolean undone) {}

    /**
     * What a transaction has done so far.
     *
     * @param log the steps before its first tracked write
     * @param before the values then
     * @param label its label, given or not
     * @param given whether it was given
     * @param now when it was
     */
    private record Open(HistoryLog log, List<@Nullable Object> before, String label, boolean given, long now) {}

    private record Part<T extends @Nullable Object>(WritableAtom<T, T> atom, WritableAtom<T, T> tracked) {}

    private final String name;
    private final int limit;
    private final @Nullable Duration interval;
    private final long intervalNanos;

    private final List<Part<?>> parts = new ArrayList<>();
    private final PrimitiveAtom<HistoryLog> log;
    private final TransactionLocal<Open> open;
    private final Atom<Boolean> canUndo;
    private final Atom<Boolean> canRedo;
    private final Atom<List<Entry>> entries;
    private final Atom<Integer> position;
    private final ActionAtom<@Nullable Void, Boolean> undo;
    private final ActionAtom<@Nullable Void, Boolean> redo;
    private final ActionAtom<Integer, Boolean> jump;
    private final ActionAtom<@Nullable Void, Boolean> clear;
    private final ActionAtom<String, @Nullable Void> label;

    private History(List<WritableAtom<?, ?>> atoms, String name, int limit, @Nullable Duration interval) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "The limit of history " + name + " must be at least 1 step, was " + limit + ".");
        }
        this.name = name;
        this.limit = limit;
        this.interval = interval;
        this.intervalNanos = interval == null ? 0 : Delays.nanos("interval of history " + name, interval);
        for (WritableAtom<?, ?> atom : atoms) {
            parts.add(part(History.<@Nullable Object>ofOwnType(atom)));
        }
        this.log = Atom.of(HistoryLog.EMPTY).equality((a, b) -> false).named(name + ".log");
        this.open = new TransactionLocal<>(name + ".transaction");
        this.canUndo = Atom.map(log, l -> l.position() > 0).named(name + ".canUndo");
        this.canRedo = Atom.map(log, l -> l.position() < l.labels().size()).named(name + ".canRedo");
        this.entries = Atom.map(log, History::entriesOf).named(name + ".entries");
        this.position = Atom.map(log, HistoryLog::position).named(name + ".position");
        this.undo = Atom.<@Nullable Void, Boolean>action((set, none) -> moved(set, -1))
                .named(name + ".undo");
        this.redo = Atom.<@Nullable Void, Boolean>action((set, none) -> moved(set, 1))
                .named(name + ".redo");
        this.jump = Atom.<Integer, Boolean>action(this::jumped).named(name + ".jump");
        this.clear = Atom.<@Nullable Void, Boolean>action((set, none) -> cleared(set))
                .named(name + ".clear");
        this.label = Atom.<String, @Nullable Void>action(this::labelled).named(name + ".label");
    }

    /** The argument of every atom here is its value: the factory methods take no others. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends @Nullable Object> WritableAtom<T, T> ofOwnType(WritableAtom<?, ?> atom) {
        return (WritableAtom<T, T>) atom;
    }

    /**
     * {@return the history of one atom}
     *
     * @param <T> the type of the value
     * @param limit how many steps are kept; at least 1
     * @param atom what is tracked
     */
    public static <T extends @Nullable Object> History of(WritableAtom<T, T> atom, int limit) {
        Objects.requireNonNull(atom, "atom");
        return new History(List.of(atom), atom.name() + ".history", limit, null);
    }

    /**
     * Returns a new definition, with a history of its own, that tracks another atom as well.
     *
     * @param <T> the type of the value
     * @param atom what is tracked
     * @return the new history
     */
    public <T extends @Nullable Object> History and(WritableAtom<T, T> atom) {
        Objects.requireNonNull(atom, "atom");
        List<WritableAtom<?, ?>> atoms = new ArrayList<>(atoms());
        if (atoms.contains(atom)) {
            throw new IllegalArgumentException(
                    "History " + name + " tracks " + atom.name() + " already. Leave out the second and(..).");
        }
        atoms.add(atom);
        return new History(atoms, name, limit, interval);
    }

    /**
     * {@return a new definition, with a history of its own, whose atoms are called {@code name.canUndo} and so on}
     *
     * @param name the new name
     */
    public History named(String name) {
        return new History(atoms(), Objects.requireNonNull(name, "name"), limit, interval);
    }

    /**
     * {@return a new definition, with a history of its own, whose steps take in what is written within this time after they
     * began} A step that has a label, or from which was undone, takes in nothing. Default: each transaction is a step.
     *
     * @param interval positive; measured by {@link TimeAtoms#SCHEDULER}
     */
    public History captureEvery(Duration interval) {
        return new History(atoms(), name, limit, Objects.requireNonNull(interval, "interval"));
    }

    private List<WritableAtom<?, ?>> atoms() {
        return parts.stream().<WritableAtom<?, ?>>map(Part::atom).toList();
    }

    /** {@return the name given by {@link #named}} */
    public String name() {
        return name;
    }

    /**
     * {@return the atom through which the given one is read, and written so that the history records it}
     *
     * @param <T> the type of the value
     * @param atom one that the history tracks
     */
    public <T extends @Nullable Object> WritableAtom<T, T> tracked(WritableAtom<T, T> atom) {
        for (Part<?> part : parts) {
            if (part.atom() == atom) {
                return ofOwnType(part.tracked());
            }
        }
        throw new IllegalArgumentException(
                "History " + name + " does not track " + atom.name() + ". Add it with and(..) where it is defined.");
    }

    /** {@return whether there is a step to undo} */
    public Atom<Boolean> canUndo() {
        return canUndo;
    }

    /** {@return whether there is a step to redo} */
    public Atom<Boolean> canRedo() {
        return canRedo;
    }

    /** {@return the steps, the oldest first} */
    public Atom<List<Entry>> entries() {
        return entries;
    }

    /** {@return how many of the steps are not undone} */
    public Atom<Integer> position() {
        return position;
    }

    /**
     * Takes back the newest step; tells whether there was one.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> undo() {
        return undo;
    }

    /**
     * Does again the step that was undone last; tells whether there was one.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> redo() {
        return redo;
    }

    /**
     * Undoes or redoes steps until as many as the argument are in force: 0 is the state before the oldest one that is
     * kept. Tells whether that was another position.
     *
     * @return the action
     */
    public ActionAtom<Integer, Boolean> jump() {
        return jump;
    }

    /**
     * Forgets all steps; values stay. Tells whether there were any.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> clear() {
        return clear;
    }

    /**
     * Gives the step of the surrounding transaction a label, before or after its writes. Outside of a transaction it does
     * nothing. A labelled transaction is a step of its own.
     *
     * @return the action
     */
    public ActionAtom<String, @Nullable Void> label() {
        return label;
    }

    private static List<Entry> entriesOf(HistoryLog log) {
        return IntStream.range(0, log.labels().size())
                .mapToObj(i -> new Entry(log.labels().get(i), i >= log.position()))
                .toList();
    }

    // ---- recording ----

    private <T extends @Nullable Object> Part<T> part(WritableAtom<T, T> atom) {
        WritableAtom<T, T> tracked = Atom.<T, T>writable(
                        get -> get.get(atom), (set, value) -> record(set, atom.name(), () -> set.set(atom, value)))
                .onReset(set -> record(set, atom.name(), () -> set.reset(atom)))
                .named(atom.name() + ".tracked");
        return new Part<>(atom, tracked);
    }

    private void record(Setter set, String defaultLabel, Runnable write) {
        List<@Nullable Object> before = values(set);
        write.run();
        List<@Nullable Object> after = values(set);
        if (!equal(after, before)) {
            Open present = open.get(set);
            if (present == null) {
                present = new Open(set.get(log), before, defaultLabel, false, Delays.now(set));
                open.set(set, present);
            }
            writeStep(set, present, after);
        }
    }

    /** The steps are computed anew from those before the transaction, whatever it has recorded so far. */
    private void writeStep(Setter set, Open present, List<@Nullable Object> after) {
        HistoryLog before = present.log();
        HistoryLog next = before;
        if (!equal(after, present.before())) {
            if (!present.given() && before.joins(present.now(), intervalNanos)) {
                List<@Nullable Object> start = before.beforeNewest();
                HistoryLog rest = before.withoutNewest();
                next = equal(after, start) ? rest : rest.step(start, before.newestLabel(), limit, true, before.began());
            } else {
                next = before.step(present.before(), present.label(), limit, !present.given(), present.now());
            }
        }
        set.set(log, next);
    }

    private @Nullable Void labelled(Setter set, String text) {
        Objects.requireNonNull(text, "label");
        List<@Nullable Object> values = values(set);
        Open present = open.get(set);
        Open next = present == null
                ? new Open(set.get(log), values, text, true, Delays.now(set))
                : new Open(present.log(), present.before(), text, true, present.now());
        open.set(set, next);
        writeStep(set, next, values);
        return null;
    }

    /** As lists are, but without a look into values that are the same instance. */
    private static boolean equal(List<@Nullable Object> a, List<@Nullable Object> b) {
        return IntStream.range(0, a.size()).allMatch(i -> Objects.equals(a.get(i), b.get(i)));
    }

    private List<@Nullable Object> values(Getter get) {
        List<@Nullable Object> values = new ArrayList<>(parts.size());
        for (Part<?> part : parts) {
            values.add(get.get(part.atom()));
        }
        return Collections.unmodifiableList(values);
    }

    // ---- moving ----

    private boolean moved(Setter set, int steps) {
        HistoryLog present = set.get(log);
        int target = present.position() + steps;
        boolean possible = target >= 0 && target <= present.labels().size();
        return possible && moveTo(set, target);
    }

    private boolean jumped(Setter set, int target) {
        int last = set.get(log).labels().size();
        if (target < 0 || target > last) {
            throw new IllegalArgumentException("History " + name + " was told to jump to position " + target
                    + "; it must be from 0 to the number of entries, " + last + ".");
        }
        return moveTo(set, target);
    }

    private boolean moveTo(Setter set, int target) {
        HistoryLog present = set.get(log);
        if (target == present.position()) {
            return false;
        }
        List<@Nullable Object> state = present.states().get(target);
        set.set(log, present.at(target, values(set)));
        for (int i = 0; i < parts.size(); i++) {
            set.set(History.<@Nullable Object>ofOwnType(parts.get(i).atom()), state.get(i));
        }
        open.set(set, null); // what this transaction writes next is a step from here
        return true;
    }

    private boolean cleared(Setter set) {
        boolean any = !set.get(log).labels().isEmpty();
        if (any) {
            set.set(log, HistoryLog.EMPTY);
        }
        open.set(set, null);
        return any;
    }
}
