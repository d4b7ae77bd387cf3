package io.atoms.query;

import io.atoms.query.Content.Layer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A layer of an entry; of none if there was no entry. */
final class EntryPatch<T> implements Patch {

    private final QueryKey<T> key;
    private final @Nullable Entry<T> entry;
    private volatile @Nullable Layer<T> layer;
    private final AtomicBoolean ended = new AtomicBoolean();

    EntryPatch(QueryKey<T> key, @Nullable Entry<T> entry, @Nullable Layer<T> layer) {
        this.key = key;
        this.entry = entry;
        this.layer = layer;
    }

    QueryKey<T> key() {
        return key;
    }

    /** What the server had given when it was made; null if nothing. */
    @Nullable
    T base() {
        Layer<T> present = layer;
        return present == null ? null : present.base;
    }

    /** Does something else from now on, in its place among the others. Not while another thread ends it. */
    void replace(UnaryOperator<T> recipe) {
        Layer<T> present = layer;
        if (entry != null && present != null && !ended.get()) {
            layer = entry.replacePatch(present, recipe);
        }
    }

    @Override
    public void commit() {
        end(true);
    }

    @Override
    public void undo() {
        end(false);
    }

    private void end(boolean keep) {
        Layer<T> present = layer;
        if (ended.compareAndSet(false, true) && entry != null && present != null) {
            entry.endPatch(present, keep);
            if (!keep) {
                entry.client().told().rolledBack(entry.key());
            }
        }
    }

    @Override
    public boolean isDisposed() {
        return ended.get();
    }
}
