package io.atoms;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The value of an {@link AsyncAtom}: being loaded, ready, or failed. While loading, and after a failure, the previous
 * value is kept, so that a screen need not go blank.
 *
 * <p>Immutable. Two loadables are equal if they are of the same kind and their parts are equal.
 *
 * @param <T> the type of the value
 */
public sealed interface Loadable<T> {

    /**
     * The work has not produced anything yet.
     *
     * @param <T> the type of the value
     * @param previous the last value of the atom, or null if there was none
     */
    record Loading<T>(@Nullable T previous) implements Loadable<T> {}

    /**
     * The work has produced a value.
     *
     * @param <T> the type of the value
     * @param value the value; never null
     */
    record Ready<T>(T value) implements Loadable<T> {
        /**
         * Refuses null.
         *
         * @param value the value; never null
         */
        public Ready {
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * The work has failed.
     *
     * @param <T> the type of the value
     * @param error the error
     * @param previous the last value of the atom, or null if there was none
     */
    record Failed<T>(Throwable error, @Nullable T previous) implements Loadable<T> {
        /**
         * Refuses a null error.
         *
         * @param error the error
         * @param previous the last value of the atom, or null if there was none
         */
        public Failed {
            Objects.requireNonNull(error, "error");
        }
    }

    /**
     * Loading without a previous value.
     *
     * @param <T> the type of the value
     * @return the loadable
     */
    static <T> Loadable<T> loading() {
        return new Loading<>(null);
    }

    /**
     * Ready with a value.
     *
     * @param <T> the type of the value
     * @param value what was loaded
     * @return the loadable
     */
    static <T> Loadable<T> ready(T value) {
        return new Ready<>(value);
    }

    /**
     * Failed without a previous value.
     *
     * @param <T> the type of the value
     * @param error why it failed
     * @return the loadable
     */
    static <T> Loadable<T> failed(Throwable error) {
        return new Failed<>(error, null);
    }

    /**
     * Calls the function of its kind.
     *
     * @param <R> the type of the result
     * @param loading is given the previous value, or null
     * @param ready is given the value
     * @param failed is given the error and the previous value, or null
     * @return what the function returned
     */
    @SuppressWarnings("NullAway") // in JSpecify mode it takes the bound of `? super @Nullable T` for non-null
    default <R extends @Nullable Object> R fold(
            Function<? super @Nullable T, ? extends R> loading,
            Function<? super T, ? extends R> ready,
            BiFunction<? super Throwable, ? super @Nullable T, ? extends R> failed) {
        if (this instanceof Ready<T> r) {
            return ready.apply(r.value());
        }
        if (this instanceof Failed<T> f) {
            return failed.apply(f.error(), f.previous());
        }
        return loading.apply(((Loading<T>) this).previous());
    }

    /** {@return whether it is loading} */
    default boolean isLoading() {
        return this instanceof Loading;
    }

    /** {@return whether it has a value that is current} */
    default boolean isReady() {
        return this instanceof Ready;
    }

    /** {@return whether it has failed} */
    default boolean isFailed() {
        return this instanceof Failed;
    }

    /** {@return the value if ready, else the previous value, else null} */
    default @Nullable T valueOrPrevious() {
        return this.<@Nullable T>fold(previous -> previous, value -> value, (error, previous) -> previous);
    }

    /**
     * The value if ready, else {@code other}; the previous value does not count.
     *
     * @param other in place of a value that is not ready
     * @return one of the two
     */
    default T orElse(T other) {
        return this instanceof Ready<T> r ? r.value() : other;
    }

    /**
     * {@return the value if ready}
     *
     * @throws NoSuchElementException if it is loading; if it has failed, the error itself is thrown, checked or not
     */
    default T orElseThrow() {
        if (this instanceof Ready<T> r) {
            return r.value();
        }
        if (this instanceof Failed<T> f) {
            throw Errors.sneaky(f.error());
        }
        throw new NoSuchElementException("The value is still loading. Wait for it with AtomStore.mono.");
    }

    /**
     * Applies the function to the value and to the previous value. What the function throws makes it failed.
     *
     * @param <R> the type of the result
     * @param function from a value to another one
     * @return a loadable of the same kind, or failed
     */
    default <R> Loadable<R> map(Function<? super T, ? extends R> function) {
        if (this instanceof Ready<T> r) {
            try {
                return new Ready<>(function.apply(r.value()));
            } catch (Throwable error) {
                return new Failed<>(error, null);
            }
        }
        R previous = mapPrevious(function);
        return this instanceof Failed<T> f ? new Failed<>(f.error(), previous) : new Loading<>(previous);
    }

    private <R> @Nullable R mapPrevious(Function<? super T, ? extends R> function) {
        T previous = valueOrPrevious();
        try {
            return previous == null ? null : function.apply(previous);
        } catch (Throwable error) {
            return null;
        }
    }

    /**
     * Applies a function that gives a loadable to the value; loading and failed stay as they are, without a previous
     * value. What the function throws, or null, makes it failed.
     *
     * @param <R> the type of the result
     * @param function from the value to a loadable
     * @return what the function returned, or what was not ready
     */
    default <R> Loadable<R> flatMap(Function<? super T, Loadable<R>> function) {
        if (this instanceof Ready<T> r) {
            try {
                return Objects.requireNonNull(function.apply(r.value()), "the function of flatMap returned null");
            } catch (Throwable error) {
                return new Failed<>(error, null);
            }
        }
        return this instanceof Failed<T> f ? new Failed<>(f.error(), null) : new Loading<>(null);
    }

    /**
     * All of them: ready with the list of values if all are ready; else loading if one is loading; else failed, with the
     * error if there is one, or with an {@link AtomLoadException} that holds all of them. The previous value is the
     * list of values and previous values, if all have one.
     *
     * @param <T> the type of the values
     * @param loadables in the order of the values
     * @return one loadable of the list
     */
    static <T> Loadable<List<T>> all(List<? extends Loadable<? extends T>> loadables) {
        List<T> values = new ArrayList<>(loadables.size());
        List<Throwable> errors = new ArrayList<>();
        boolean loading = false;
        for (Loadable<? extends T> loadable : loadables) {
            T value = loadable.valueOrPrevious();
            if (value != null) {
                values.add(value);
            }
            if (loadable instanceof Failed<? extends T> failed) {
                errors.add(failed.error());
            }
            loading |= loadable.isLoading();
        }
        List<T> whole = values.size() == loadables.size() ? Collections.unmodifiableList(values) : null;
        if (loading) {
            return new Loading<>(whole);
        }
        if (!errors.isEmpty()) {
            return new Failed<>(errors.size() == 1 ? errors.get(0) : together(errors), whole);
        }
        return new Ready<>(Collections.unmodifiableList(values));
    }

    private static Throwable together(List<Throwable> errors) {
        return new AtomLoadException(errors);
    }

    /**
     * Two of them, combined by a function; see {@link #all} for the rules.
     *
     * @param <A> the type of the first value
     * @param <B> the type of the second one
     * @param <R> the type of the result
     * @param a the first
     * @param b the second
     * @param function from the two values to the result
     * @return the loadable of the result
     */
    static <A, B, R> Loadable<R> combine(
            Loadable<A> a, Loadable<B> b, BiFunction<? super A, ? super B, ? extends R> function) {
        return Loadable.<Object>all(List.of(a, b))
                .map(values -> function.apply(Values.<A>cast(values.get(0)), Values.<B>cast(values.get(1))));
    }
}
