package io.atoms.testing;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.inspect.AtomInspection;
import java.util.Objects;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about an atom in a store. Each reads the atom anew.
 *
 * @param <T> the type of the value
 */
public final class AtomAssert<T extends @Nullable Object> extends AbstractAssert<AtomAssert<T>, Atom<T>> {

    private final AtomStore store;

    AtomAssert(AtomStore store, Atom<T> atom) {
        super(Objects.requireNonNull(atom, "atom"), AtomAssert.class);
        this.store = Objects.requireNonNull(store, "store");
        as("atom '%s'", atom.name());
    }

    /**
     * Asserts that the value is equal to that one.
     *
     * @param expected the value
     * @return this assertion
     */
    public AtomAssert<T> hasValue(T expected) {
        Assertions.assertThat((Object) value()).as(descriptionText()).isEqualTo(expected);
        return this;
    }

    /**
     * Asserts that the value meets the requirements, which are assertions.
     *
     * @param requirements is given the value, and throws if it is wrong
     * @return this assertion
     */
    public AtomAssert<T> hasValueSatisfying(Consumer<? super T> requirements) {
        requirements.accept(value());
        return this;
    }

    private T value() {
        try {
            return store.get(actual);
        } catch (Throwable error) {
            throw new AssertionError(
                    "[" + descriptionText() + "] expected a value, but it has failed: " + error, error);
        }
    }

    /**
     * Asserts that the atom's value is an error of that type.
     *
     * @param type of the error, or a supertype
     * @return this assertion
     */
    public AtomAssert<T> isFailedWith(Class<? extends Throwable> type) {
        failure().isInstanceOf(type);
        return this;
    }

    /**
     * Asserts that the atom's value is an error, and goes on with assertions about that.
     *
     * @return assertions about the error
     */
    public AbstractThrowableAssert<?, ? extends Throwable> failure() {
        T value;
        try {
            value = store.get(actual);
        } catch (Throwable error) {
            return Assertions.assertThat(error).as(descriptionText());
        }
        throw failure("expected to have failed, but its value is %s", value);
    }

    /**
     * Asserts that it has a subscriber or effect, or is a dependency of an observed atom.
     *
     * @return this assertion
     */
    public AtomAssert<T> isObserved() {
        if (!observed()) {
            throw failure("expected to be observed");
        }
        return this;
    }

    /**
     * Asserts that nobody observes it.
     *
     * @return this assertion
     */
    public AtomAssert<T> isNotObserved() {
        if (observed()) {
            throw failure("expected not to be observed");
        }
        return this;
    }

    private boolean observed() {
        AtomInspection found = Inspections.find(store, actual);
        return found != null && found.observed();
    }
}
