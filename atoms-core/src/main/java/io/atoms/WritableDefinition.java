package io.atoms;

import io.atoms.graph.Reads;
import io.atoms.inspect.AtomKind;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

final class WritableDefinition<T extends @Nullable Object, A extends @Nullable Object> extends AbstractAtom<T>
        implements WritableAtom<T, A> {

    private final Function<? super Getter, ? extends T> read;
    private final BiConsumer<? super Setter, ? super A> write;

    WritableDefinition(Function<? super Getter, ? extends T> read, BiConsumer<? super Setter, ? super A> write) {
        this(read, write, Options.none());
    }

    private WritableDefinition(
            Function<? super Getter, ? extends T> read,
            BiConsumer<? super Setter, ? super A> write,
            Options<T> options) {
        super(Kind.DERIVED, options);
        this.read = Objects.requireNonNull(read, "read");
        this.write = Objects.requireNonNull(write, "write");
    }

    void write(Setter setter, A argument) {
        write.accept(setter, argument);
    }

    @Override
    protected @Nullable Object compute(Reads reads) {
        return read.apply((Getter) reads.facade);
    }

    @Override
    AtomKind atomKind() {
        return AtomKind.WRITABLE;
    }

    @Override
    public WritableAtom<T, A> named(String name) {
        return new WritableDefinition<>(read, write, options.named(name));
    }

    @Override
    public WritableAtom<T, A> equality(BiPredicate<? super T, ? super T> equality) {
        return new WritableDefinition<>(read, write, options.equality(equality));
    }

    @Override
    public WritableAtom<T, A> onMount(Function<? super MountContext<T>, ? extends @Nullable Runnable> mount) {
        return new WritableDefinition<>(read, write, options.onMount(mount));
    }

    @Override
    public WritableAtom<T, A> onReset(Consumer<? super Setter> reset) {
        return new WritableDefinition<>(read, write, options.onReset(reset));
    }
}
