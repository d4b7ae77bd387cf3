package io.atoms.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * One call of a query function.
 *
 * @param number from 1
 * @param reason why it is fetched, for fetchers that know several; null usually
 */
record Attempt<T>(Fetch<T> fetch, int number, @Nullable Object reason) implements QueryContext {

    @Override
    public QueryClient client() {
        return fetch.client();
    }

    @Override
    public QueryKey<T> key() {
        return fetch.key();
    }

    @Override
    public Map<String, Object> meta() {
        return fetch.settings().get(Setting.META);
    }

    @Override
    public int attempt() {
        return number;
    }

    @Override
    public ContextView context() {
        return fetch.context();
    }

    @Override
    public CancellationSignal signal() {
        return fetch.readSignal();
    }

    @Override
    public @Nullable T previousData() {
        return fetch.previousData();
    }
}
