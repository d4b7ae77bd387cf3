package io.atoms.query;

import io.atoms.query.Fetch.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Serves those who ask once: from the cache if they may have what is there, else by a fetch that they wait for. */
final class Fetching {

    private final DefaultQueryClient client;

    Fetching(DefaultQueryClient client) {
        this.client = client;
    }

    /** Fetches whatever the cache has, by subscribing. */
    <T> Mono<T> fetchNow(QueryOptions<T, ?> asked, RetryPolicy retry, boolean restart, @Nullable Object reason) {
        return Mono.create(sink -> {
            client.ensureOpen();
            QueryOptions<T, ?> of = client.effective(asked, sink.contextView());
            Settings settings = client.settings(of);
            client.fetch(client.entry(of, settings), of, settings, retry, restart, reason, waiter(sink, of));
        });
    }

    private <T> Waiter<T> waiter(MonoSink<T> sink, QueryOptions<T, ?> of) {
        Waiter<T> waiter = new Waiter<>(
                (data, error) -> {
                    if (data != null) {
                        sink.success(data);
                    } else if (error != null) {
                        sink.error(error);
                    }
                },
                true);
        sink.onCancel(() -> {
            Entry<T> present = client.entries().find(of.key());
            if (present != null) {
                present.stopWaiting(waiter);
            }
        });
        return waiter;
    }

    /** The retry policy of those who ask once: none, unless somebody has said otherwise. */
    private static RetryPolicy retryOf(Settings settings) {
        RetryPolicy given = settings.given(Setting.RETRY);
        return given == null ? RetryPolicy.NONE : given;
    }

    /** The data of the cache if it is fresh, else of a fetch. */
    <T, R> Mono<R> fetch(QueryOptions<T, R> asked, @Nullable Object reason) {
        Objects.requireNonNull(asked, "options");
        return Mono.deferContextual(caller -> {
            client.ensureOpen();
            QueryOptions<T, R> of = client.effective(asked, caller);
            Settings settings = client.settings(of);
            QueryState<T> state = known(of, settings);
            T fresh = fresh(of, settings, state);
            if (fresh != null) {
                client.told().hit(of.key());
                return Mono.just(select(of, fresh));
            }
            return fetchStale(of, settings, state, reason);
        });
    }

    /** What the cache knows, initial data included. */
    <T> QueryState<T> known(QueryOptions<T, ?> of, Settings settings) {
        Entry<T> entry = client.entries().find(of.key());
        if (entry == null && settings.given(Setting.INITIAL) == null) {
            return QueryState.empty();
        }
        if (entry == null || !entry.state().hasData()) {
            entry = client.entry(of, settings);
            entry.adopt(settings);
            entry.deliver();
            entry.rest();
        }
        client.entries().read(entry);
        return entry.state();
    }

    /** The data of the state if there is no need to fetch it; else null. */
    private <T> @Nullable T fresh(QueryOptions<T, ?> of, Settings settings, QueryState<T> state) {
        if (!state.hasData()) {
            return null;
        }
        boolean canFetch = of.canFetch() || canFetch(of.key());
        return canFetch && Projection.isStale(client, settings, state) ? null : state.data();
    }

    private boolean canFetch(QueryKey<?> key) {
        Entry<?> entry = client.entries().find(key);
        return entry != null && entry.options() != null;
    }

    private <T, R> Mono<R> fetchStale(
            QueryOptions<T, R> of, Settings settings, QueryState<T> seen, @Nullable Object reason) {
        if (seen.hasData()) {
            client.told().staleHit(of.key());
        } else {
            client.told().miss(of.key());
        }
        return Mono.<T>create(sink -> fetchUnlessFresh(sink, of, settings, seen, reason))
                .onErrorResume(error -> {
                    T data = dataInsteadOf(of, settings);
                    return data == null ? Mono.error(error) : Mono.just(data);
                })
                .map(data -> select(of, data));
    }

    /** Another caller's fetch may have ended since it was decided to fetch. */
    private <T> void fetchUnlessFresh(
            MonoSink<T> sink, QueryOptions<T, ?> of, Settings settings, QueryState<T> seen, @Nullable Object reason) {
        Waiter<T> waiter = waiter(sink, of);
        QueryState<T> decided = seen;
        while (!client.fetch(
                client.entry(of, settings), of, settings, retryOf(settings), false, reason, waiter, decided)) {
            decided = known(of, settings);
            T fresh = fresh(of, settings, decided);
            if (fresh != null) {
                sink.success(fresh);
                return;
            }
        }
    }

    /** Data that became stale not too long ago. */
    private <T> @Nullable T dataInsteadOf(QueryOptions<T, ?> of, Settings settings) {
        Duration grace = settings.get(Setting.STALE_IF_ERROR);
        QueryState<T> state = client.stateOf(of.key());
        Instant at = state.dataUpdatedAt();
        if (grace == null || at == null || Projection.isTooOld(client, settings, state)) {
            return null;
        }
        Duration fresh = Projection.staleTime(client, settings, state) instanceof StaleTime.After after
                ? after.age()
                : Duration.ZERO;
        return Duration.between(at, client.now()).compareTo(fresh.plus(grace)) <= 0 ? state.data() : null;
    }

    /** The selected part, which must not be null. */
    static <T, R> R select(QueryOptions<T, R> of, T data) {
        return Objects.requireNonNull(of.select().apply(data), "select gave null");
    }

    /** The data of the cache, however old, else of a fetch. */
    <T, R> Mono<R> ensure(QueryOptions<T, R> asked, boolean revalidate) {
        Objects.requireNonNull(asked, "options");
        return Mono.deferContextual(caller -> {
            client.ensureOpen();
            QueryOptions<T, R> of = client.effective(asked, caller);
            Settings settings = client.settings(of);
            QueryState<T> state = known(of, settings);
            T fresh = fresh(of, settings, state);
            T data = fresh == null && !Projection.isTooOld(client, settings, state) ? state.data() : fresh;
            if (data == null) {
                return fetch(of, null).contextWrite(caller);
            }
            if (fresh == null && revalidate) {
                client.fetch(client.entry(of, settings), of, settings, retryOf(settings), false, null, null);
            }
            return Mono.just(select(of, data));
        });
    }
}
