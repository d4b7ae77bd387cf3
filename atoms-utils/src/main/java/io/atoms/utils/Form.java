package io.atoms.utils;

import io.atoms.ActionAtom;
import io.atoms.AsyncActionAtom;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.utils.FormState.Call;
import io.atoms.utils.Submission.Busy;
import io.atoms.utils.Submission.Invalid;
import io.atoms.utils.Submission.Submitted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Fields that are submitted together.
 *
 * <pre>{@code
 * FieldAtom<String> name = FieldAtom.of("").validate(required).named("name");
 * FieldAtom<Integer> age = FieldAtom.of(0).named("age");
 * Form form = Form.of(name, age).named("signUp");
 *
 * ActionAtom<@Nullable Void, Submission<Void>> save =
 *         form.submit(set -> set.set(user, new User(set.get(name.value()), set.get(age.value()))));
 * AsyncActionAtom<@Nullable Void, Submission<Integer>> send = form.submitAsync(
 *         get -> new User(get.get(name.value()), get.get(age.value())),
 *         (set, user) -> server.create(user));
 * }</pre>
 *
 * <p><b>Rules.</b> The fields hold the state; a form adds only how its last submission stands. So a field may be part of
 * several forms: of one page, and of the whole.
 *
 * <p>Submitting touches all fields. If one is not valid nothing else happens, and the result is {@link
 * Submission.Invalid}. Else the function runs, and after it the submitted values become the initial ones, in the same
 * commit: the form is not dirty any more, and the atoms under the fields are written. {@link #submit} does all of it in one
 * commit; while async validators have yet to answer it is refused, too. {@link #submitAsync} waits for them; it takes the
 * values as they are when all have answered, and what is entered while it is sending stays and is dirty.
 *
 * <p>While an async submission is running, every other one of the form is {@link Submission.Busy}, and does nothing.
 * Cancelling its Mono ends it. {@code reset} does not end it. A snapshot that is restored while it is running brings back a
 * form that does not know of it.
 *
 * <p>A function that finds something wrong with a field throws {@link Rejection}, or returns a Mono that fails with it.
 *
 * <p><b>Threads.</b> Any. Subscribe async submissions outside of transactions: inside one it begins with the commit, and
 * if that is rolled back its Mono never ends. What it sends is subscribed on the thread that submits, or that brings the
 * last answer of a validator, and must not block it.
 *
 * <p><b>Errors.</b> What the function of {@link #submit} throws takes back the whole submission and reaches the caller.
 * What that of {@link #submitAsync} throws, or the error of its Mono, fails the Mono of the action; the form then is {@link
 * Status#FAILED}, and {@link #failure} tells why. Both leave values and initial values as they are.
 *
 * @see FieldAtom
 */
public final class Form {

    /** How the last submission of a form stands. */
    public enum Status {
        /** There was none since the beginning, or since {@code reset}; or it was cancelled. */
        IDLE,
        /** It is waiting for validators or for its Mono. */
        SUBMITTING,
        /** It has succeeded. */
        SUBMITTED,
        /** It was refused because of the fields. */
        INVALID,
        /** The Mono of an async one has failed. */
        FAILED
    }

    /**
     * Thrown by the function of a submission if it finds something wrong with what was entered. What the function of {@link
     * Form#submit} wrote is taken back. The fields show the errors until their value is changed or the form is submitted
     * again.
     */
    public static final class Rejection extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** In the order of their naming. */
        private final transient Map<FieldAtom<?>, List<String>> errors;

        private Rejection(Map<FieldAtom<?>, List<String>> errors) {
            super(errors.toString(), null, false, false); // a result: nobody wants to know where it comes from
            this.errors = errors;
        }

        /**
         * One that says what is wrong with a field.
         *
         * @param field which field
         * @param error what is wrong with it
         * @return the rejection
         */
        public static Rejection of(FieldAtom<?> field, String error) {
            return new Rejection(Map.of()).and(field, error);
        }

        /**
         * {@return a new one that has another error as well}
         *
         * @param field which field
         * @param error what is wrong with it
         */
        public Rejection and(FieldAtom<?> field, String error) {
            Map<FieldAtom<?>, List<String>> more = new LinkedHashMap<>(errors);
            List<String> texts = new ArrayList<>(more.getOrDefault(Objects.requireNonNull(field, "field"), List.of()));
            texts.add(Objects.requireNonNull(error, "error"));
            more.put(field, List.copyOf(texts));
            return new Rejection(more);
        }
    }

    private final String name;
    private final List<FieldAtom<?>> fields;
    private final boolean resetting;

    private final PrimitiveAtom<FormState> state;
    private final Atom<Map<String, @Nullable Object>> values;
    private final Atom<Map<String, List<String>>> errors;
    private final Atom<Boolean> dirty;
    private final Atom<Boolean> touched;
    private final Atom<Boolean> validating;
    private final Atom<Boolean> valid;
    private final Atom<Status> status;
    private final Atom<Boolean> submitting;
    private final Atom<@Nullable Throwable> failure;
    private final ActionAtom<@Nullable Void, @Nullable Void> touch;
    private final ActionAtom<@Nullable Void, @Nullable Void> reset;

    private Form(String name, List<FieldAtom<?>> fields, boolean resetting) {
        this.name = name;
        this.fields = fields;
        this.resetting = resetting;
        state = Atom.of(FormState.IDLE).named(name + ".state");
        values = Atom.<Map<String, @Nullable Object>>derived(this::readValues).named(name + ".values");
        errors = Atom.<Map<String, List<String>>>derived(this::readErrors).named(name + ".errors");
        dirty = any("dirty", FieldAtom::dirty);
        touched = any("touched", FieldAtom::touched);
        validating = any("validating", FieldAtom::validating);
        valid = Atom.<Boolean>derived(get -> fields.stream().allMatch(field -> get.get(field.valid())))
                .named(name + ".valid");
        status = Atom.<Status>derived(get -> get.get(state).now().status()).named(name + ".status");
        submitting = Atom.map(status, s -> s == Status.SUBMITTING).named(name + ".submitting");
        failure = Atom.<@Nullable Throwable>derived(get -> get.get(state).failure())
                .named(name + ".failure");
        touch = action("touch", set -> fields.forEach(field -> set.run(field.touch())));
        reset = action("reset", this::reset);
    }

    private Atom<Boolean> any(String what, Function<FieldAtom<?>, Atom<Boolean>> of) {
        return Atom.<Boolean>derived(get -> fields.stream().anyMatch(field -> get.get(of.apply(field))))
                .named(name + "." + what);
    }

    private ActionAtom<@Nullable Void, @Nullable Void> action(String verb, Consumer<? super Setter> body) {
        return Atom.<@Nullable Void, @Nullable Void>action((set, none) -> {
                    body.accept(set);
                    return null;
                })
                .named(name + "." + verb);
    }

    /**
     * {@return a form of fields, whose names must differ}
     *
     * @param fields in the order that they are shown in
     * @throws IllegalArgumentException if two have the same name
     */
    public static Form of(FieldAtom<?>... fields) {
        return of(List.of(fields));
    }

    /**
     * As {@link #of(FieldAtom...)}, of a list.
     *
     * @param fields in the order that they are shown in
     * @return the form
     */
    public static Form of(List<? extends FieldAtom<?>> fields) {
        Set<String> names = new LinkedHashSet<>();
        for (FieldAtom<?> field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("Two fields of a form are called '" + field.name()
                        + "'. Give each a name of its own with FieldAtom.named(..).");
            }
        }
        return new Form("form", List.copyOf(fields), false);
    }

    /**
     * {@return a new definition of the same fields, whose atoms are called {@code name.valid} and so on}
     *
     * @param name the new name
     */
    public Form named(String name) {
        return new Form(Objects.requireNonNull(name, "name"), fields, resetting);
    }

    /**
     * {@return a new definition of the same fields, which after a submission go back to their initial values: for what is
     * entered again and again} Fields into which something else was entered meanwhile don't. Default: the submitted values
     * become the initial ones.
     */
    public Form resetOnSubmit() {
        return new Form(name, fields, true);
    }

    /** {@return the name given by {@link #named}} */
    public String name() {
        return name;
    }

    /** {@return the fields, in their order} */
    public List<FieldAtom<?>> fields() {
        return fields;
    }

    /** {@return the values by the names of the fields, in their order; unmodifiable} */
    public Atom<Map<String, @Nullable Object>> values() {
        return values;
    }

    /** {@return the errors by the name of the field, of those that have any; unmodifiable} */
    public Atom<Map<String, List<String>>> errors() {
        return errors;
    }

    /** {@return whether a field is dirty} */
    public Atom<Boolean> dirty() {
        return dirty;
    }

    /** {@return whether a field was touched} */
    public Atom<Boolean> touched() {
        return touched;
    }

    /** {@return whether async validators of a field have yet to answer} */
    public Atom<Boolean> validating() {
        return validating;
    }

    /** {@return whether all fields are valid} */
    public Atom<Boolean> valid() {
        return valid;
    }

    /** {@return how the last submission stands} */
    public Atom<Status> status() {
        return status;
    }

    /** {@return whether an async submission is running} */
    public Atom<Boolean> submitting() {
        return submitting;
    }

    /** {@return why the last submission {@linkplain Status#FAILED failed}, else null} */
    public Atom<@Nullable Throwable> failure() {
        return failure;
    }

    /**
     * Touches all fields, so that a screen shows all errors.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, @Nullable Void> touch() {
        return touch;
    }

    /**
     * Resets all fields and the status, in one commit. An async submission runs on.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, @Nullable Void> reset() {
        return reset;
    }

    /**
     * Submits the form: if it is valid runs the function, in the same commit. One that does nothing will do if the fields are
     * over existing atoms, which are written anyway.
     *
     * @param function saves the values
     * @return the action
     */
    public ActionAtom<@Nullable Void, Submission<Void>> submit(Consumer<? super Setter> function) {
        Objects.requireNonNull(function, "function");
        return this.<Void>submitResult(set -> {
            function.accept(set);
            return null;
        });
    }

    /**
     * As {@link #submit}, with a result.
     *
     * @param <R> the type of the result
     * @param function saves the values and gives the result
     * @return the action
     */
    public <R> ActionAtom<@Nullable Void, Submission<R>> submitResult(
            Function<? super Setter, ? extends @Nullable R> function) {
        Objects.requireNonNull(function, "function");
        ActionAtom<@Nullable Void, @Nullable R> body = Atom.<@Nullable Void, @Nullable R>action(
                        (set, none) -> function.apply(set))
                .named(name + ".submission");
        return Atom.<@Nullable Void, Submission<R>>action((set, none) -> submitNow(set, body))
                .named(name + ".submit");
    }

    /**
     * Submits the form when its Mono is subscribed, and the form has turned out to be valid.
     *
     * @param <V> the type of what is sent
     * @param <R> the type of the result
     * @param request makes what is to be sent, in one commit with the last look at the validators; it runs under the
     *     writers' lock and must be pure
     * @param send sends it; may use the setter until the Mono ends. An empty Mono is a result of null
     * @return the action
     */
    public <V extends @Nullable Object, R> AsyncActionAtom<@Nullable Void, Submission<R>> submitAsync(
            Function<? super Getter, ? extends V> request,
            BiFunction<? super Setter, ? super V, ? extends Mono<? extends R>> send) {
        AsyncSubmission<V, R> submission = new AsyncSubmission<>(this, request, send);
        return Atom.<@Nullable Void, Submission<R>>asyncAction((set, none) -> submission.start(set))
                .named(name + ".submitAsync");
    }

    @Override
    public String toString() {
        return "Form[" + name + "]";
    }

    // ---- reading ----

    private Map<String, @Nullable Object> readValues(Getter get) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (FieldAtom<?> field : fields) {
            all.put(field.name(), get.get(field.value()));
        }
        return Collections.unmodifiableMap(all);
    }

    private Map<String, List<String>> readErrors(Getter get) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (FieldAtom<?> field : fields) {
            List<String> texts = get.get(field.errors());
            if (!texts.isEmpty()) {
                all.put(field.name(), texts);
            }
        }
        return Collections.unmodifiableMap(all);
    }

    private boolean isBusy(Getter get) {
        return get.get(state).now().status() == Status.SUBMITTING;
    }

    List<Sent<?>> sent(Getter get) {
        List<Sent<?>> all = new ArrayList<>(fields.size());
        for (FieldAtom<?> field : fields) {
            all.add(field.sent(get));
        }
        return all;
    }

    // ---- submitting: parts of a commit, also for AsyncSubmission ----

    private void reset(Setter set) {
        fields.forEach(field -> set.run(field.reset()));
        if (!isBusy(set)) {
            set.set(state, FormState.IDLE);
        }
    }

    private <R> Submission<R> submitNow(Setter set, ActionAtom<@Nullable Void, @Nullable R> body) {
        if (isBusy(set)) {
            return new Busy<>();
        }
        fields.forEach(field -> field.beginSubmission(set));
        if (!set.get(valid)) {
            set.set(state, FormState.of(Status.INVALID));
            return invalid(set);
        }
        List<Sent<?>> before = sent(set);
        try {
            R result = set.run(body); // joined calls are savepoints: a rejection takes back what it wrote
            accept(set, sent(set));
            set.set(state, FormState.of(Status.SUBMITTED));
            return new Submitted<>(result);
        } catch (Rejection rejection) {
            set.set(state, FormState.of(Status.INVALID));
            return reject(set, before, rejection);
        }
    }

    <R> Invalid<R> invalid(Getter get) {
        Set<String> open = new LinkedHashSet<>();
        for (FieldAtom<?> field : fields) {
            if (get.get(field.validating())) {
                open.add(field.name());
            }
        }
        return new Invalid<>(get.get(errors), Collections.unmodifiableSet(open));
    }

    void accept(Setter set, List<Sent<?>> sent) {
        for (Sent<?> each : sent) {
            if (resetting) {
                each.cleared(set);
            } else {
                each.accepted(set);
            }
        }
    }

    <R> Invalid<R> reject(Setter set, List<Sent<?>> sent, Rejection rejection) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        Map<FieldAtom<?>, List<String>> rest = new LinkedHashMap<>(rejection.errors);
        for (Sent<?> each : sent) {
            List<String> own = rest.remove(each.field());
            if (own != null) {
                each.rejected(set, own);
                texts.put(each.field().name(), own);
            }
        }
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("A submission of " + name + " rejected " + rest.keySet()
                    + ", which is no part of it. Reject one of its fields, which are " + fields + ".");
        }
        return new Invalid<>(Collections.unmodifiableMap(texts), Set.of());
    }

    boolean begin(Setter set, Call call) {
        if (isBusy(set)) {
            return false;
        }
        fields.forEach(field -> field.beginSubmission(set));
        set.set(state, FormState.submitting(call));
        return true;
    }

    /** Only the running call may: a snapshot that was restored may know of none, or of another one. */
    void conclude(Setter set, Call call, FormState ending) {
        set.update(state, now -> now.call() == call ? ending : now);
    }
}
