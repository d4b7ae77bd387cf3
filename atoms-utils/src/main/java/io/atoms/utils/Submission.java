package io.atoms.utils;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of submitting a {@link Form}.
 *
 * @param <R> the type of the result
 */
public sealed interface Submission<R> {

    /**
     * The form was valid and has been submitted.
     *
     * @param <R> the type of the result
     * @param result what the function gave; null if that was nothing
     */
    record Submitted<R>(@Nullable R result) implements Submission<R> {}

    /**
     * The form was not submitted, because it was not valid, or the function rejected it.
     *
     * @param <R> the type of the result
     * @param errors the errors by the name of the field, of those that have any
     * @param validating the names of the fields about which async validators had yet to answer; empty if the submission is
     *     an async one, which waits for them
     */
    record Invalid<R>(Map<String, List<String>> errors, Set<String> validating) implements Submission<R> {}

    /**
     * Nothing was done, because an async submission of the form is running.
     *
     * @param <R> the type of the result
     */
    record Busy<R>() implements Submission<R> {}

    /** {@return whether the form has been submitted} */
    default boolean isSubmitted() {
        return this instanceof Submitted;
    }
}
