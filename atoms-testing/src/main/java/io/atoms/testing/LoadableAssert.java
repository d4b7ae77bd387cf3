package io.atoms.testing;

import io.atoms.Loadable;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;

/**
 * Assertions about a {@link Loadable}: the value of an async atom when the assertion began.
 *
 * @param <T> the type of the value
 */
public final class LoadableAssert<T> extends AbstractAssert<LoadableAssert<T>, Loadable<T>> {

    LoadableAssert(Loadable<T> actual) {
        super(actual, LoadableAssert.class);
    }

    /**
     * Asserts that it is loading.
     *
     * @return this assertion
     */
    public LoadableAssert<T> isLoading() {
        return expect(Loadable::isLoading, "loading");
    }

    /**
     * Asserts that it has a value that is current.
     *
     * @return this assertion
     */
    public LoadableAssert<T> isReady() {
        return expect(Loadable::isReady, "ready");
    }

    /**
     * Asserts that it is ready with a value equal to that one.
     *
     * @param value the value
     * @return this assertion
     */
    public LoadableAssert<T> isReadyWith(T value) {
        isReady();
        Assertions.assertThat((Object) actual.valueOrPrevious())
                .as(descriptionText())
                .isEqualTo(value);
        return this;
    }

    /**
     * Asserts that it has failed.
     *
     * @return this assertion
     */
    public LoadableAssert<T> isFailed() {
        return expect(Loadable::isFailed, "failed");
    }

    /**
     * Asserts that it has failed with an error of that type.
     *
     * @param type of the error, or a supertype
     * @return this assertion
     */
    public LoadableAssert<T> isFailedWith(Class<? extends Throwable> type) {
        failure().isInstanceOf(type);
        return this;
    }

    /**
     * Asserts that it has failed, and goes on with assertions about the error.
     *
     * @return assertions about the error
     */
    public AbstractThrowableAssert<?, ? extends Throwable> failure() {
        isFailed();
        return Assertions.assertThat(((Loadable.Failed<T>) actual).error()).as(descriptionText());
    }

    /**
     * Asserts that it is loading or has failed, and keeps a previous value equal to that one.
     *
     * @param previous the previous value
     * @return this assertion
     */
    public LoadableAssert<T> hasPrevious(T previous) {
        refuseReady();
        Assertions.assertThat((Object) actual.valueOrPrevious())
                .as("previous value of %s", actual)
                .isEqualTo(previous);
        return this;
    }

    /**
     * Asserts that it is loading or has failed, without a previous value.
     *
     * @return this assertion
     */
    public LoadableAssert<T> hasNoPrevious() {
        refuseReady();
        return expect(loadable -> loadable.valueOrPrevious() == null, "without a previous value");
    }

    private void refuseReady() {
        expect(loadable -> !loadable.isReady(), "loading or failed");
    }

    private LoadableAssert<T> expect(Predicate<Loadable<T>> condition, String what) {
        isNotNull();
        if (!condition.test(actual)) {
            throw failure("expected to be %s, but it is %s", what, actual);
        }
        return this;
    }
}
