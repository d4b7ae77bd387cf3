package io.atoms;

import io.atoms.inspect.AtomKind;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

final class PrimitiveDefinition<T extends @Nullable Object> extends AbstractAtom<T> implements PrimitiveAtom<T> {

    private final T initial;

    PrimitiveDefinition(T initial) {
        this(initial, Options.none());
    }

    private PrimitiveDefinition(T initial, Options<T> options) {
        super(Kind.SOURCE, options);
        this.initial = initial;
    }

    @Override
    public T initial() {
        return initial;
    }

    @Override
    protected @Nullable Object initialValue() {
        return initial;
    }

    @Override
    AtomKind atomKind() {
        return AtomKind.PRIMITIVE;
    }

    @Override
    public PrimitiveAtom<T> named(String name) {
        return new PrimitiveDefinition<>(initial, options.named(name));
    }

    @Override
    public PrimitiveAtom<T> equality(BiPredicate<? super T, ? super T> equality) {
        return new PrimitiveDefinition<>(initial, options.equality(equality));
    }

    @Override
    public PrimitiveAtom<T> onMount(Function<? super MountContext<T>, ? extends @Nullable Runnable> mount) {
        return new PrimitiveDefinition<>(initial, options.onMount(mount));
    }

    @Override
    public PrimitiveAtom<T> onReset(Consumer<? super Setter> reset) {
        return new PrimitiveDefinition<>(initial, options.onReset(reset));
    }
}
