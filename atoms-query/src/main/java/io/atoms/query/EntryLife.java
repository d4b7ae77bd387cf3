package io.atoms.query;

import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The hooks of one entry. */
final class EntryLife<T> implements EntryLifecycle<T> {

    private final Entry<T> entry;
    private final Sinks.One<T> loaded = Sinks.one();
    private final Sinks.Empty<Void> removed = Sinks.empty();
    private final Disposable.Composite work = Disposables.composite();

    /** Whether there are hooks: nobody else knows this object. */
    private volatile boolean hooked;

    EntryLife(Entry<T> entry) {
        this.entry = entry;
    }

    /** Calls the hooks of the definition. */
    <K extends QueryKey<T>> void begin(QueryDefinition<K, T> definition) {
        hooked = true;
        K key = definition.keyType().cast(ScopedKey.unwrap(entry.key()));
        for (BiFunction<? super K, ? super EntryLifecycle<T>, ? extends @Nullable Disposable> hook :
                definition.hooks()) {
            try {
                Disposable disposable = hook.apply(key, this);
                if (disposable != null) {
                    work.add(disposable);
                }
            } catch (Throwable error) {
                entry.client().problems().report("onEntryAdded of " + definition.name(), error);
            }
        }
    }

    /** There is data. */
    void loaded(T data) {
        loaded.tryEmitValue(data);
    }

    /** The entry is gone. */
    void end() {
        if (!hooked) {
            return;
        }
        loaded.tryEmitError(new FetchCancelledException(entry.key(), "it was removed"));
        removed.tryEmitEmpty();
        work.dispose();
    }

    @Override
    public QueryClient client() {
        return entry.client();
    }

    @Override
    public Mono<T> dataLoaded() {
        return loaded.asMono();
    }

    @Override
    public Mono<Void> removed() {
        return removed.asMono();
    }

    @Override
    public void update(UnaryOperator<T> recipe) {
        entry.set(before -> before == null ? null : recipe.apply(before), null);
    }
}
