package io.atoms.utils;

import io.atoms.ActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.AsyncGetter;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A field of a form: a value that is being entered, what it was initially, and what is wrong with it.
 *
 * <pre>{@code
 * FieldAtom<String> email = FieldAtom.of("")
 *         .validate(Validator.check(text -> text.contains("@"), "is no e-mail address"))
 *         .validateAsync(AsyncValidator.check(text -> server.isFree(text), "is taken"))
 *         .named("email");
 *
 * store.set(email.value(), "ada");
 * store.get(email.errors()); // [is no e-mail address]
 * store.get(email.dirty());  // true
 * }</pre>
 *
 * <p><b>Rules.</b> The value is a {@linkplain DraftAtom draft} of the initial one: it follows that until it is written, and
 * again when what is written equals it. So writing {@link #initial} loads a field that is not being edited, and leaves one
 * that is. A field over an existing atom has that as its initial value; the atom is written when the field is
 * {@linkplain Form submitted} and not before, so an invalid value never gets into it.
 *
 * <p>All validators are asked, and the errors listed in the order in which they were added. If they find none, the async
 * ones are asked, side by side. Until all have answered, the field is {@link #validating}, has no errors, and is not {@link
 * #valid}. They are asked when somebody needs to know: reads {@code errors}, {@code validating} or {@code valid}, observes
 * them, or submits the form. Answers about an older value are never shown.
 *
 * <p>Errors are there from the beginning, also for what nobody has entered yet. A screen shows those of {@link #touched}
 * fields: {@link #touch} one when the user leaves it. Submitting touches all.
 *
 * <p><b>Threads.</b> As any atoms.
 *
 * <p><b>Errors.</b> A validator that fails is an error of the value like another one, which names the field and the
 * failure, so such a value is never valid. {@link #revalidate}, and submitting the form, ask async validators again that
 * have failed. A value that was submitted and {@linkplain Form.Rejection rejected} has those errors, too. If the atom under
 * the field has failed, so have the atoms of the field, except {@code touched}.
 *
 * @param <T> the type of the value
 * @see Form
 */
public final class FieldAtom<T extends @Nullable Object> {

    /** What the async validators have said together. */
    private record Answers(List<String> errors, boolean failed) {

        private static final Answers NONE = new Answers(List.of(), false);

        private Answers and(Answers other) {
            return new Answers(joined(errors, other.errors), failed || other.failed);
        }
    }

    /** What was wrong with a value that was submitted, by the judgment of who received it. */
    private record Rejected<T extends @Nullable Object>(T value, List<String> errors) {}

    private final String name;
    private final Function<String, WritableAtom<T, T>> initialMaker;
    private final List<Validator<? super T>> validators;
    private final List<AsyncValidator<? super T>> asyncValidators;

    private final WritableAtom<T, T> initial;
    private final DraftAtom<T> draft;
    private final PrimitiveAtom<Boolean> touched;
    private final PrimitiveAtom<@Nullable Rejected<T>> rejected;

    /** The errors that the validators find. */
    private final Atom<List<String>> found;

    /** A run of it is about one value, so that the core lets the latest win. */
    private final AsyncAtom<Answers> answers;

    private final Atom<List<String>> errors;
    private final Atom<Boolean> validating;
    private final Atom<Boolean> valid;
    private final ActionAtom<@Nullable Void, @Nullable Void> touch;
    private final ActionAtom<@Nullable Void, @Nullable Void> reset;
    private final ActionAtom<@Nullable Void, @Nullable Void> revalidate;

    private FieldAtom(
            String name,
            Function<String, WritableAtom<T, T>> initialMaker,
            List<Validator<? super T>> validators,
            List<AsyncValidator<? super T>> asyncValidators) {
        this.name = name;
        this.initialMaker = initialMaker;
        this.validators = validators;
        this.asyncValidators = asyncValidators;
        initial = initialMaker.apply(name + ".initial");
        draft = DraftAtom.of(initial).named(name);
        touched = Atom.of(false).named(name + ".touched");
        rejected = Atom.<@Nullable Rejected<T>>of(Nulls.absent()).named(name + ".rejected");
        found = Atom.<List<String>>derived(this::find).named(name + ".found");
        answers = Atom.<Answers>async(this::ask).named(name + ".answers");
        errors = Atom.<List<String>>derived(this::readErrors).named(name + ".errors");
        validating = Atom.<Boolean>derived(this::isValidating).named(name + ".validating");
        valid = Atom.<Boolean>derived(get -> get.get(errors).isEmpty() && !get.get(validating))
                .named(name + ".valid");
        touch = action("touch", set -> set.set(touched, true));
        reset = action("reset", this::reset);
        revalidate = action("revalidate", set -> set.refresh(answers));
    }

    private ActionAtom<@Nullable Void, @Nullable Void> action(String verb, Consumer<? super Setter> body) {
        return Atom.<@Nullable Void, @Nullable Void>action((set, none) -> {
                    body.accept(set);
                    return null;
                })
                .named(name + "." + verb);
    }

    /**
     * {@return a field with an initial value}
     *
     * @param <T> the type of the value
     * @param initial the value before any is entered
     */
    public static <T extends @Nullable Object> FieldAtom<T> of(T initial) {
        return new FieldAtom<>("field", name -> Atom.<T>of(initial).named(name), List.of(), List.of());
    }

    /**
     * {@return a field that edits another atom, which is written when the field is submitted}
     *
     * @param <T> the type of the value
     * @param atom what is edited
     */
    public static <T extends @Nullable Object> FieldAtom<T> of(WritableAtom<T, T> atom) {
        Objects.requireNonNull(atom, "atom");
        return new FieldAtom<>(atom.name() + ".field", name -> atom, List.of(), List.of());
    }

    /**
     * {@return a new definition, a field of its own, whose atoms are called {@code name}, {@code name.errors} and so on} A
     * form knows the field by this name.
     *
     * @param name the new name
     */
    public FieldAtom<T> named(String name) {
        return new FieldAtom<>(Objects.requireNonNull(name, "name"), initialMaker, validators, asyncValidators);
    }

    /**
     * {@return a new definition, a field of its own, with one more validator} Default: none.
     *
     * @param validator says what is wrong
     */
    public FieldAtom<T> validate(Validator<? super T> validator) {
        Objects.requireNonNull(validator, "validator");
        return new FieldAtom<>(name, initialMaker, joined(validators, List.of(validator)), asyncValidators);
    }

    /**
     * {@return a new definition, a field of its own, with one more async validator} Default: none.
     *
     * @param validator says what is wrong
     */
    public FieldAtom<T> validateAsync(AsyncValidator<? super T> validator) {
        Objects.requireNonNull(validator, "validator");
        return new FieldAtom<>(name, initialMaker, validators, joined(asyncValidators, List.of(validator)));
    }

    /** {@return the name given by {@link #named}} */
    public String name() {
        return name;
    }

    /** {@return what is entered} Resetting it returns to the initial value. */
    public WritableAtom<T, T> value() {
        return draft.value();
    }

    /** {@return the value as it was loaded or submitted last} */
    public WritableAtom<T, T> initial() {
        return initial;
    }

    /** {@return the value as a draft of the initial one, which tells when that has changed meanwhile} */
    public DraftAtom<T> draft() {
        return draft;
    }

    /** {@return whether the value differs from the initial one} */
    public Atom<Boolean> dirty() {
        return draft.dirty();
    }

    /** {@return whether the user has been at the field, by {@link #touch} or by submitting the form} */
    public Atom<Boolean> touched() {
        return touched;
    }

    /** {@return what is wrong with the value, as far as known} */
    public Atom<List<String>> errors() {
        return errors;
    }

    /** {@return whether async validators have yet to answer} */
    public Atom<Boolean> validating() {
        return validating;
    }

    /** {@return whether the value has no errors, by the answer of all validators} */
    public Atom<Boolean> valid() {
        return valid;
    }

    /**
     * The user has been at the field.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, @Nullable Void> touch() {
        return touch;
    }

    /**
     * Returns to the initial value, untouched.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, @Nullable Void> reset() {
        return reset;
    }

    /**
     * Asks the async validators again.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, @Nullable Void> revalidate() {
        return revalidate;
    }

    @Override
    public String toString() {
        return "FieldAtom[" + name + "]";
    }

    // ---- validating ----

    private List<String> find(Getter get) {
        T value = get.get(draft.value());
        List<String> all = List.of();
        for (Validator<? super T> validator : validators) {
            all = joined(all, find(get, validator, value));
        }
        return all;
    }

    private List<String> find(Getter get, Validator<? super T> validator, T value) {
        try {
            return List.copyOf(Objects.requireNonNull(validator.validate(get, value), "a validator returned null"));
        } catch (Throwable failure) {
            return List.of(failed(failure));
        }
    }

    private Mono<Answers> ask(AsyncGetter get) {
        T value = get.get(draft.value());
        List<Mono<Answers>> asked = new ArrayList<>();
        for (AsyncValidator<? super T> validator : asyncValidators) {
            asked.add(ask(get, validator, value));
        }
        return Flux.mergeSequential(asked).reduce(Answers.NONE, Answers::and);
    }

    private Mono<Answers> ask(AsyncGetter get, AsyncValidator<? super T> validator, T value) {
        try {
            return Objects.requireNonNull(validator.validate(get, value), "an async validator returned null")
                    .switchIfEmpty(Mono.error(() -> new IllegalStateException("an async validator gave no answer")))
                    .map(list -> new Answers(List.copyOf(list), false))
                    .onErrorResume(failure -> Mono.just(failedAnswers(failure)));
        } catch (Throwable failure) {
            return Mono.just(failedAnswers(failure));
        }
    }

    private Answers failedAnswers(Throwable failure) {
        return new Answers(List.of(failed(failure)), true);
    }

    private String failed(Throwable failure) {
        return "The validation of " + name + " failed: " + failure;
    }

    private boolean isAsked(Getter get) {
        return !asyncValidators.isEmpty() && get.get(found).isEmpty();
    }

    private boolean isValidating(Getter get) {
        return isAsked(get) && get.get(answers).isLoading();
    }

    private List<String> readErrors(Getter get) {
        List<String> all = get.get(found);
        if (isAsked(get)) {
            Loadable<Answers> run = get.get(answers);
            all = run.fold(before -> List.<String>of(), Answers::errors, (failure, before) -> List.of(failed(failure)));
        }
        Rejected<T> present = get.get(rejected);
        if (present == null || !Objects.equals(present.value(), get.get(draft.value()))) {
            return all;
        }
        return joined(all, present.errors());
    }

    private static <E> List<E> joined(List<E> first, List<? extends E> second) {
        if (second.isEmpty()) {
            return first;
        }
        List<E> all = new ArrayList<>(first);
        all.addAll(second);
        return Collections.unmodifiableList(all);
    }

    // ---- submitting ----

    private void reset(Setter set) {
        set.run(draft.discard());
        set.reset(touched);
        set.reset(rejected);
    }

    /** The user wants to know of every error, as of now. */
    void beginSubmission(Setter set) {
        set.set(touched, true);
        set.reset(rejected);
        if (isAsked(set) && set.get(answers).fold(before -> false, Answers::failed, (failure, before) -> true)) {
            set.refresh(answers);
        }
    }

    /** What is submitted. */
    Sent<T> sent(Getter get) {
        return new Sent<>(this, get.get(draft.value()), get.get(draft.dirty()));
    }

    /** What was submitted is the initial value from now on; what was entered meanwhile is an edit of that. */
    void accepted(Setter set, Sent<T> sent) {
        T now = set.get(draft.value());
        if (sent.dirty() && !Objects.equals(set.get(initial), sent.value())) {
            set.set(initial, sent.value());
        }
        if (Objects.equals(now, sent.value())) {
            reset(set);
        } else if (sent.dirty()) {
            set.set(draft.value(), now); // it may have followed: when it was back at the initial value of before
            set.run(draft.rebase());
        }
    }

    /** Returns to the initial value, unless the user has gone on already. */
    void cleared(Setter set, Sent<T> sent) {
        if (Objects.equals(set.get(draft.value()), sent.value())) {
            reset(set);
        }
    }

    void rejected(Setter set, Sent<T> sent, List<String> texts) {
        set.set(rejected, new Rejected<>(sent.value(), texts));
    }
}
