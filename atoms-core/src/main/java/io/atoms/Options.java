package io.atoms;

import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options that any atom may have. */
record Options<T extends @Nullable Object>(
        @Nullable String name,
        @Nullable BiPredicate<? super T, ? super T> equality,
        @Nullable Function<? super MountContext<T>, ? extends @Nullable Runnable> mount,
        @Nullable Consumer<? super Setter> reset) {

    private static final Options<?> NONE = new Options<>(null, null, null, null);

    @SuppressWarnings("unchecked") // holds nothing of any type
    static <T extends @Nullable Object> Options<T> none() {
        return (Options<T>) NONE;
    }

    Options<T> named(String newName) {
        return new Options<>(Objects.requireNonNull(newName, "name"), equality, mount, reset);
    }

    Options<T> equality(BiPredicate<? super T, ? super T> newEquality) {
        return new Options<>(name, Objects.requireNonNull(newEquality, "equality"), mount, reset);
    }

    Options<T> onMount(Function<? super MountContext<T>, ? extends @Nullable Runnable> newMount) {
        return new Options<>(name, equality, Objects.requireNonNull(newMount, "mount"), reset);
    }

    Options<T> onReset(Consumer<? super Setter> newReset) {
        return new Options<>(name, equality, mount, Objects.requireNonNull(newReset, "reset"));
    }
}
