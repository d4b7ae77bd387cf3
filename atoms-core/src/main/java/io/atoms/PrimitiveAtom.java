package io.atoms;

import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An atom with an initial value, written directly. {@link Setter#reset} returns it to the initial value, or does what
 * {@link #onReset} says.
 *
 * <p>The initial value is shared by all stores, so it should be immutable, as every value should.
 *
 * @param <T> the type of the value
 */
public sealed interface PrimitiveAtom<T extends @Nullable Object> extends WritableAtom<T, T>
        permits PrimitiveDefinition {

    /** {@return the value in a store where the atom was never written} */
    T initial();

    @Override
    PrimitiveAtom<T> named(String name);

    @Override
    PrimitiveAtom<T> equality(BiPredicate<? super T, ? super T> equality);

    @Override
    PrimitiveAtom<T> onMount(Function<? super MountContext<T>, ? extends @Nullable Runnable> mount);

    @Override
    PrimitiveAtom<T> onReset(Consumer<? super Setter> reset);
}
