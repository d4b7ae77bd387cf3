package io.atoms.query;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many entries may rest.
 *
 * @param most the sum of their weights; {@code Long.MAX_VALUE} for no bound
 * @param weigher the weight of data; null for one each
 */
record Bound(long most, @Nullable ToIntFunction<Object> weigher) {

    static final Bound NONE = new Bound(Long.MAX_VALUE, null);

    int weigh(@Nullable Object data) {
        return weigher == null || data == null ? 1 : Math.max(0, weigher.applyAsInt(data));
    }
}
