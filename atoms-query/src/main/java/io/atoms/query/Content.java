package io.atoms.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the server gave last and the patches over it, in order; immutable. Making one calls the patches' functions, so it is
 * made outside of locks.
 * Two are the same only if they are one object.
 */
final class Content<T> {

    private final @Nullable T base;
    private final List<Layer<T>> layers;
    private final @Nullable T visible;

    private Content(@Nullable T base, List<Layer<T>> layers, @Nullable T visible) {
        this.base = base;
        this.layers = layers;
        this.visible = visible;
    }

    /** What the server gave last; null if there is no data. */
    @Nullable
    T base() {
        return base;
    }

    List<Layer<T>> layers() {
        return layers;
    }

    /** The base with all patches applied. */
    @Nullable
    T visible() {
        return visible;
    }

    /** A patch. Compared by identity. */
    static final class Layer<T> {
        private final UnaryOperator<T> recipe;
        private final Problems problems;

        /** What the server had given when it was made; null if nothing. Written by the entry, before it has it. */
        volatile @Nullable T base;

        Layer(UnaryOperator<T> recipe, Problems problems) {
            this.recipe = recipe;
            this.problems = problems;
        }

        /** A recipe that does not fit the data leaves it as it is, and the others are applied all the same. */
        private T apply(T data) {
            try {
                return java.util.Objects.requireNonNull(recipe.apply(data), "a patch gave null");
            } catch (Throwable error) {
                problems.report("patch", error);
                return data;
            }
        }
    }

    static <T> Content<T> empty() {
        return new Content<>(null, List.of(), null);
    }

    private static <T> Content<T> of(@Nullable T base, List<Layer<T>> layers) {
        T visible = base;
        if (visible != null) {
            for (Layer<T> layer : layers) {
                visible = layer.apply(visible);
            }
        }
        return new Content<>(base, layers, visible);
    }

    /** Without data, which needs no function of the patches. */
    Content<T> withoutBase() {
        return new Content<>(null, layers, null);
    }

    Content<T> withBase(@Nullable T newBase) {
        return of(newBase, layers);
    }

    Content<T> with(Layer<T> layer) {
        List<Layer<T>> more = new ArrayList<>(layers);
        more.add(layer);
        return of(base, List.copyOf(more));
    }

    /** With another layer in the place of one; this if that one is not there. */
    Content<T> replaced(Layer<T> layer, Layer<T> other) {
        int index = layers.indexOf(layer);
        if (index < 0) {
            return this;
        }
        List<Layer<T>> same = new ArrayList<>(layers);
        same.set(index, other);
        return of(base, List.copyOf(same));
    }

    /** Without the layer; if it is kept, the base contains its change. */
    Content<T> without(Layer<T> layer, boolean kept) {
        List<Layer<T>> fewer = new ArrayList<>(layers);
        if (!fewer.remove(layer)) {
            return this;
        }
        T below = kept && base != null ? layer.apply(base) : base;
        return of(below, List.copyOf(fewer));
    }
}
