package io.atoms.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * From the state of an entry to the result of an observer. Remembers what it has selected, to call the user's function once
 * per data, and the data of the key before.
 *
 * <p>Threads: used by one at a time, as {@link Observation} sees to. Calls user code, so without locks.
 */
final class Projection<T, R> {

    /** How often data had arrived and fetches had failed when the observation began. */
    record Mounted(long data, long errors) {}

    private final DefaultQueryClient client;
    private @Nullable T selectedFrom;
    private @Nullable Function<? super T, ? extends R> selectedBy;
    private @Nullable R selected;
    private @Nullable Throwable selectError;
    private @Nullable T lastData;
    private @Nullable QueryKey<T> lastKey;

    Projection(DefaultQueryClient client) {
        this.client = client;
    }

    // ---- what the functions of the user say: one that throws is reported, and what is careful is assumed ----

    static boolean isEnabled(DefaultQueryClient client, Settings settings, QueryState<?> state) {
        Predicate<? super QueryState<?>> enabled = settings.get(Setting.ENABLED);
        try {
            return enabled.test(state);
        } catch (Throwable error) {
            client.problems().report("enabled", error);
            return false;
        }
    }

    static StaleTime staleTime(DefaultQueryClient client, Settings settings, QueryState<?> state) {
        try {
            return Objects.requireNonNull(settings.get(Setting.STALE_TIME).apply(state), "staleTime gave null");
        } catch (Throwable error) {
            client.problems().report("staleTime", error);
            return StaleTime.after(Duration.ZERO);
        }
    }

    /** Until the next fetch by interval; null if there is none. */
    static @Nullable Duration interval(DefaultQueryClient client, Settings settings, QueryState<?> state) {
        try {
            return settings.get(Setting.REFETCH_INTERVAL)
                    .apply(state)
                    .filter(time -> !time.isZero() && !time.isNegative())
                    .orElse(null);
        } catch (Throwable error) {
            client.problems().report("refetchInterval", error);
            return null;
        }
    }

    // ---- age ----

    static boolean isStatic(DefaultQueryClient client, Settings settings, QueryState<?> state) {
        return staleTime(client, settings, state) instanceof StaleTime.Static;
    }

    /** Whether the data is stale, for somebody who is enabled. */
    static boolean isStale(DefaultQueryClient client, Settings settings, QueryState<?> state) {
        if (!state.hasData() || isTooOld(client, settings, state)) {
            return true;
        }
        StaleTime time = staleTime(client, settings, state);
        if (time instanceof StaleTime.Static) {
            return false;
        }
        if (state.invalidated()) {
            return true;
        }
        return time instanceof StaleTime.After after && !isYounger(state, after.age(), client.now());
    }

    /** Whether the data must not be shown any more. */
    static boolean isTooOld(DefaultQueryClient client, Settings settings, QueryState<?> state) {
        Duration most = settings.get(Setting.MAX_AGE);
        return most != null && state.hasData() && !isYounger(state, most, client.now());
    }

    private static boolean isYounger(QueryState<?> state, Duration age, Instant now) {
        Instant at = state.dataUpdatedAt();
        return at != null && Duration.between(at, now).compareTo(age) < 0;
    }

    /** When the result changes by itself because the data gets older; null if it does not. */
    static @Nullable Duration untilOlder(DefaultQueryClient client, Settings settings, QueryState<?> state) {
        Instant at = state.dataUpdatedAt();
        if (at == null || !state.hasData()) {
            return null;
        }
        Duration age = Duration.between(at, client.now());
        Duration next = null;
        if (!state.invalidated() && staleTime(client, settings, state) instanceof StaleTime.After after) {
            next = left(after.age(), age);
        }
        Duration most = settings.get(Setting.MAX_AGE);
        Duration gone = most == null ? null : left(most, age);
        return next == null || (gone != null && gone.compareTo(next) < 0) ? gone : next;
    }

    private static @Nullable Duration left(Duration limit, Duration age) {
        return age.compareTo(limit) < 0 ? limit.minus(age) : null;
    }

    QueryResult<R> result(
            QueryOptions<T, R> options, Settings settings, QueryState<T> state, @Nullable Mounted mounted) {
        boolean enabled = isEnabled(client, settings, state);
        ResultInfo info = new ResultInfo(
                state.fetchStatus(),
                enabled && isStale(client, settings, state),
                enabled,
                state.dataUpdateCount() + state.errorUpdateCount() > 0,
                mounted != null
                        && (state.dataUpdateCount() > mounted.data() || state.errorUpdateCount() > mounted.errors()),
                state.dataUpdatedAt(),
                state.errorUpdatedAt(),
                state.errorUpdateCount(),
                state.failureCount(),
                state.failureReason(),
                state.pendingPatches() > 0,
                state.pageDirection());
        T data = isTooOld(client, settings, state) ? null : state.data();
        Throwable error = state.error();
        if (data == null) {
            return error != null && state.status() == QueryStatus.ERROR
                    ? new QueryResult.Failure<>(error, null, info)
                    : withoutData(options, settings, info);
        }
        lastData = data;
        lastKey = options.key();
        R value = select(options, settings, data);
        if (selectError != null) {
            return new QueryResult.Failure<>(selectError, value, info);
        }
        if (error != null || value == null) {
            Throwable failure = error == null ? new EmptyQueryException(options.key()) : error;
            return new QueryResult.Failure<>(failure, value, info);
        }
        return new QueryResult.Success<>(value, false, info);
    }

    /** Not data of its own, which is gone and must not come back, nor of another context: that of another user. */
    private boolean mayStandIn(QueryKey<T> key) {
        return lastKey != null
                && !lastKey.equals(key)
                && ScopedKey.contextOf(lastKey).equals(ScopedKey.contextOf(key));
    }

    private QueryResult<R> withoutData(QueryOptions<T, R> options, Settings settings, ResultInfo info) {
        Function<? super @Nullable T, ? extends @Nullable T> placeholder = options.placeholder();
        if (placeholder == null) {
            return new QueryResult.Pending<>(info);
        }
        try {
            T previous = mayStandIn(options.key()) ? lastData : null;
            T stand = placeholder.apply(Unchecked.<T>cast(previous)); // it takes null
            if (stand == null) {
                return new QueryResult.Pending<>(info);
            }
            R value = select(options, settings, stand);
            if (selectError != null || value == null) {
                Throwable error = selectError == null ? new EmptyQueryException(options.key()) : selectError;
                return new QueryResult.Failure<>(error, value, info);
            }
            return new QueryResult.Success<>(value, true, info);
        } catch (Throwable error) {
            return new QueryResult.Failure<>(error, null, info);
        }
    }

    /** The selected part; if the function throws, the one before, with the error in {@code selectError}. */
    private @Nullable R select(QueryOptions<T, R> options, Settings settings, T data) {
        if (data != selectedFrom || options.select() != selectedBy) {
            selectedFrom = data;
            selectedBy = options.select();
            selectError = null;
            try {
                R now = options.select().apply(data);
                R before = selected;
                selected = before == null || now == null
                        ? now
                        : settings.get(Setting.STRUCTURAL_SHARING).share(before, now);
            } catch (Throwable error) {
                selectError = error;
            }
        }
        return selected;
    }
}
