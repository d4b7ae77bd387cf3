package io.atoms;

import io.atoms.graph.Reads;
import io.atoms.inspect.AtomKind;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

final class DerivedDefinition<T extends @Nullable Object> extends AbstractAtom<T> {

    private final Function<? super Getter, ? extends T> read;

    DerivedDefinition(Function<? super Getter, ? extends T> read) {
        this(read, Options.none());
    }

    private DerivedDefinition(Function<? super Getter, ? extends T> read, Options<T> options) {
        super(Kind.DERIVED, options);
        this.read = Objects.requireNonNull(read, "read");
    }

    @Override
    protected @Nullable Object compute(Reads reads) {
        return read.apply((Getter) reads.facade);
    }

    @Override
    AtomKind atomKind() {
        return AtomKind.DERIVED;
    }

    @Override
    public Atom<T> named(String name) {
        return new DerivedDefinition<>(read, options.named(name));
    }

    @Override
    public Atom<T> equality(BiPredicate<? super T, ? super T> equality) {
        return new DerivedDefinition<>(read, options.equality(equality));
    }

    @Override
    public Atom<T> onMount(Function<? super MountContext<T>, ? extends @Nullable Runnable> mount) {
        return new DerivedDefinition<>(read, options.onMount(mount));
    }
}
