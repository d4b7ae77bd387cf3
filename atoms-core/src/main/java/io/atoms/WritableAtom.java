package io.atoms;

import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An atom that can be written with an argument: a {@link PrimitiveAtom}, or a derived atom with a write function made
 * by {@link Atom#writable}.
 *
 * <p><b>Rules.</b> The write function runs under the writers' lock as one commit, or as part of the commit around it;
 * if it throws, what it wrote is taken back. It should do nothing but read and write atoms.
 *
 * @param <T> the type of the value
 * @param <A> the type of the argument of {@code set}
 */
public sealed interface WritableAtom<T extends @Nullable Object, A extends @Nullable Object> extends Atom<T>
        permits PrimitiveAtom, WritableDefinition {

    @Override
    WritableAtom<T, A> named(String name);

    @Override
    WritableAtom<T, A> equality(BiPredicate<? super T, ? super T> equality);

    @Override
    WritableAtom<T, A> onMount(Function<? super MountContext<T>, ? extends @Nullable Runnable> mount);

    /**
     * Returns a new definition for which {@link Setter#reset} runs the given function as part of the commit.
     *
     * @param reset writes other atoms
     * @return the new definition
     */
    WritableAtom<T, A> onReset(Consumer<? super Setter> reset);
}
