package io.atoms.query;

import io.atoms.query.CacheEvent.Action;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Looks for stored data before it fetches; fresh data is not fetched. */
final class RestoringFetcher<T> implements Fetcher<T> {

    private final Persistence persistence;
    private final Fetcher<T> fetcher;

    RestoringFetcher(Persistence persistence, Fetcher<T> fetcher) {
        this.persistence = persistence;
        this.fetcher = fetcher;
    }

    @Override
    public Flux<T> attempt(Attempt<T> attempt) {
        if (attempt.number() > 1 || attempt.previousData() != null) {
            return fetcher.attempt(attempt);
        }
        return persistence
                .restore(attempt.fetch().key())
                .map(stored -> isEnough(attempt.fetch(), stored))
                .defaultIfEmpty(false)
                .flatMapMany(enough -> enough ? Flux.empty() : fetcher.attempt(attempt));
    }

    /** Gives the entry what was stored. If that is fresh the fetch ends by it, and what it emits comes too late. */
    private boolean isEnough(Fetch<T> fetch, DehydratedState.Query<T> stored) {
        DefaultQueryClient client = fetch.client();
        Entry<T> entry = client.entries().find(fetch.key());
        if (entry == null
                || !entry.restored(fetch, stored)
                || Projection.isStale(client, fetch.settings(), entry.state())) {
            return false;
        }
        entry.ended(fetch, Action.RESTORE);
        return true;
    }

    @Override
    public boolean streams() {
        return fetcher.streams();
    }

    @Override
    public boolean startsOver() {
        return fetcher.startsOver();
    }

    @Override
    public T merge(@Nullable T base, T value, @Nullable Object reason) {
        return fetcher.merge(base, value, reason);
    }
}
