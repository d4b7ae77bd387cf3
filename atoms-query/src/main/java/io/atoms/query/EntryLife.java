package io.atoms.query;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.ContextView;

/** The hooks of one entry. */
final class EntryLife<T> implements EntryLifecycle<T> {

    private final Entry<T> entry;
    private final Sinks.One<T> loaded = Sinks.one();
    private final Sinks.Empty<Void> removed = Sinks.empty();
    /** Made for hooks. Emitted to by the deliveries of the entry, so one at a time. */
    private volatile Sinks.@Nullable Many<CacheEvent> events;

    private final Disposable.Composite work = Disposables.composite();

    EntryLife(Entry<T> entry) {
        this.entry = entry;
    }

    /** Calls the hooks of the definition. */
    <K extends QueryKey<T>> void begin(QueryDefinition<K, T> definition) {
        events = Sinks.unsafe().many().multicast().directBestEffort();
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

    /** Something has happened to the entry. */
    void tell(CacheEvent event) {
        Sinks.Many<CacheEvent> present = events;
        if (present != null) {
            present.tryEmitNext(event);
        }
    }

    /** The entry is gone. */
    void end() {
        Sinks.Many<CacheEvent> present = events;
        if (present == null) {
            return; // there are no hooks, and nobody else knows this object
        }
        present.tryEmitComplete();
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
    public QueryState<T> state() {
        return entry.state();
    }

    @Override
    public Flux<CacheEvent> events() {
        return Objects.requireNonNull(events).asFlux();
    }

    @Override
    public ContextView context() {
        return entry.client().contextOf(entry.key());
    }

    @Override
    public boolean refetch() {
        if (entry.options() == null) {
            return false;
        }
        entry.invalidate();
        if (!entry.state().hasData()) {
            entry.fetchOnceMore();
        }
        entry.client().refetching().refetch(entry);
        return true;
    }

    @Override
    public void update(UnaryOperator<T> recipe) {
        entry.set(before -> before == null ? null : recipe.apply(before), null);
    }
}
