package io.atoms.utils;

import io.atoms.Getter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is wrong with a value: a list of errors, texts for the user, which is empty if the value is valid. It may read
 * other atoms, other fields for one, and is asked again when they change.
 *
 * <pre>{@code
 * Validator<String> required = Validator.check(text -> !text.isBlank(), "is required");
 * Validator<String> brief = Validator.check(text -> text.length() <= 20, "is longer than 20 characters");
 * Validator<LocalDate> afterStart = (get, end) ->
 *         end.isBefore(get.get(start.value())) ? List.of("is before the start") : List.of();
 *
 * FieldAtom<String> name = FieldAtom.of("").validate(required.then(brief));
 * }</pre>
 *
 * <p><b>Threads.</b> It runs as part of a read function: it must be pure, as it may run under the writers' lock.
 *
 * <p><b>Errors.</b> One that throws, or returns null, counts as an error of the value. See {@link FieldAtom}.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface Validator<T extends @Nullable Object> {

    /**
     * {@return what is wrong with the value} What is read through the getter is a dependency.
     *
     * @param get reads other atoms
     * @param value what is entered
     */
    List<String> validate(Getter get, T value);

    /**
     * One that has the error unless the value meets the condition.
     *
     * @param <T> the type of what is validated
     * @param condition whether the value is valid
     * @param error says what is wrong
     * @return the validator
     */
    static <T extends @Nullable Object> Validator<T> check(Predicate<? super T> condition, String error) {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(error, "error");
        return (get, value) -> condition.test(value) ? List.of() : List.of(error);
    }

    /**
     * {@return the errors of this one and then those of the other}
     *
     * @param other asked as well
     */
    default Validator<T> and(Validator<? super T> other) {
        Objects.requireNonNull(other, "other");
        return (get, value) -> {
            List<String> errors = new ArrayList<>(validate(get, value));
            errors.addAll(other.validate(get, value));
            return Collections.unmodifiableList(errors);
        };
    }

    /**
     * {@return the errors of this one; if there are none, those of the other, which may rely on that}
     *
     * @param other asked as well
     */
    default Validator<T> then(Validator<? super T> other) {
        Objects.requireNonNull(other, "other");
        return (get, value) -> {
            List<String> errors = validate(get, value);
            return errors.isEmpty() ? other.validate(get, value) : errors;
        };
    }
}
