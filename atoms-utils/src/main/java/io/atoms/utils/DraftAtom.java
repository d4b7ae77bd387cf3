package io.atoms.utils;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An overlay over another atom: it reads that atom until it is written, keeps to itself what is written, and writes it to
 * the other atom when it is committed.
 *
 * <pre>{@code
 * PrimitiveAtom<String> title = Atom.of("Untitled").named("title");
 * DraftAtom<String> draft = DraftAtom.of(title);
 *
 * store.set(draft.value(), "Chapter 1"); // title is still "Untitled"
 * store.run(draft.commit());             // now it is "Chapter 1"
 * }</pre>
 *
 * <p><b>Rules.</b> Writing begins an edit, which ends with {@link #commit} and {@link #discard}, and when what is written
 * equals the base. Without an edit the draft follows the base. During one it stays, whatever happens to the base;
 * {@link #conflict} tells when the base has changed since the edit began, to something else than the draft. A commit
 * writes the base even so. Whoever wants to be safe from that asks first, in the same transaction:
 *
 * <pre>{@code
 * store.transaction(tx -> {
 *     if (!tx.get(draft.conflict())) {
 *         tx.run(draft.commit());
 *     }
 * });
 * }</pre>
 *
 * <p>Several drafts are committed together in a transaction that commits each. Several drafts of one atom do not know of
 * each other; the commit of one is a conflict for the others. A draft may be the base of another one.
 *
 * <p>Values are compared by {@link Objects#equals}.
 *
 * <p><b>Threads.</b> As any atoms.
 *
 * <p><b>Errors.</b> What a base that has failed throws is the error of {@code value} without an edit, and of {@code dirty}
 * and {@code conflict} during one; such a draft can't be written, but what it holds can be committed. If the base refuses
 * a commit, the writer gets its error, and the edit goes on.
 *
 * @param <T> the type of the value
 */
public final class DraftAtom<T extends @Nullable Object> {

    /**
     * What was written.
     *
     * @param value the draft
     * @param origin the value of the base when the edit began
     */
    private record Edit<T extends @Nullable Object>(T value, T origin) {}

    private final String name;
    private final WritableAtom<T, T> base;
    private final PrimitiveAtom<@Nullable Edit<T>> edit;
    private final WritableAtom<T, T> value;
    private final Atom<Boolean> dirty;
    private final Atom<Boolean> conflict;
    private final ActionAtom<@Nullable Void, Boolean> commit;
    private final ActionAtom<@Nullable Void, Boolean> discard;
    private final ActionAtom<@Nullable Void, Boolean> rebase;

    private DraftAtom(String name, WritableAtom<T, T> base) {
        this.name = name;
        this.base = base;
        this.edit = Atom.<@Nullable Edit<T>>of(Nulls.absent()).named(name + ".edit");
        this.value = Atom.<T, T>writable(this::read, this::write)
                .onReset(set -> set.reset(edit))
                .named(name);
        this.dirty = Atom.<Boolean>derived(this::isDirty).named(name + ".dirty");
        this.conflict = Atom.<Boolean>derived(this::isConflict).named(name + ".conflict");
        this.commit = Atom.<@Nullable Void, Boolean>action((set, none) -> committed(set))
                .named(name + ".commit");
        this.discard = Atom.<@Nullable Void, Boolean>action((set, none) -> discarded(set))
                .named(name + ".discard");
        this.rebase = Atom.<@Nullable Void, Boolean>action((set, none) -> rebased(set))
                .named(name + ".rebase");
    }

    /**
     * {@return a draft of the atom}
     *
     * @param <T> the type of the value
     * @param base what is edited
     */
    public static <T extends @Nullable Object> DraftAtom<T> of(WritableAtom<T, T> base) {
        Objects.requireNonNull(base, "base");
        return new DraftAtom<>(base.name() + ".draft", base);
    }

    /**
     * {@return a new definition, a draft of its own, whose atoms are called {@code name}, {@code name.dirty} and so on}
     *
     * @param name the new name
     */
    public DraftAtom<T> named(String name) {
        return new DraftAtom<>(Objects.requireNonNull(name, "name"), base);
    }

    /** {@return the name given by {@link #named}} */
    public String name() {
        return name;
    }

    /** {@return what is being edited, or the value of the base; writing edits, {@code reset} discards} */
    public WritableAtom<T, T> value() {
        return value;
    }

    /** {@return whether the draft differs from the base} */
    public Atom<Boolean> dirty() {
        return dirty;
    }

    /** {@return whether the base has changed since the edit began, to something else than the draft} */
    public Atom<Boolean> conflict() {
        return conflict;
    }

    /**
     * Writes the edit to the base and ends it. The result tells whether there was one.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> commit() {
        return commit;
    }

    /**
     * Ends the edit, so that the draft is the base again. The result tells whether there was one.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> discard() {
        return discard;
    }

    /**
     * Goes on with the edit as if it had begun now: a conflict is settled in favour of the draft. The result tells whether
     * there was one.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> rebase() {
        return rebase;
    }

    private T read(Getter get) {
        Edit<T> present = get.get(edit);
        return present == null ? get.get(base) : present.value();
    }

    private boolean isDirty(Getter get) {
        Edit<T> present = get.get(edit);
        return present != null && !Objects.equals(present.value(), get.get(base));
    }

    private boolean isConflict(Getter get) {
        Edit<T> present = get.get(edit);
        return present != null
                && !Objects.equals(present.origin(), get.get(base))
                && !Objects.equals(present.value(), get.get(base));
    }

    private void write(Setter set, T draft) {
        Edit<T> present = set.get(edit);
        T now = set.get(base);
        if (Objects.equals(draft, now)) {
            set.reset(edit);
        } else {
            set.set(edit, new Edit<>(draft, present == null ? now : present.origin()));
        }
    }

    private boolean committed(Setter set) {
        Edit<T> present = set.get(edit);
        if (present == null) {
            return false;
        }
        set.set(base, present.value());
        set.reset(edit);
        return true;
    }

    private boolean discarded(Setter set) {
        boolean was = set.get(edit) != null;
        set.reset(edit);
        return was;
    }

    private boolean rebased(Setter set) {
        boolean was = set.get(conflict);
        Edit<T> present = set.get(edit);
        if (present != null) {
            set.set(edit, new Edit<>(present.value(), set.get(base)));
        }
        return was;
    }
}
