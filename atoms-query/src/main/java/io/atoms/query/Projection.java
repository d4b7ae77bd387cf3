package io.atoms.query;

import java.time.Duration;
import java.time.Instant;
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

    Projection(DefaultQueryClient client) {
        this.client = client;
    }

    static boolean isEnabled(Settings settings, QueryState<?> state) {
        Predicate<? super QueryState<?>> enabled = settings.get(Setting.ENABLED);
        return enabled.test(state);
    }

    static boolean isStatic(Settings settings, QueryState<?> state) {
        return settings.get(Setting.STALE_TIME).apply(state) instanceof StaleTime.Static;
    }

    /** Whether the data is stale, for somebody who is enabled. */
    static boolean isStale(Settings settings, QueryState<?> state, Instant now) {
        if (!state.hasData() || isTooOld(settings, state, now)) {
            return true;
        }
        StaleTime time = settings.get(Setting.STALE_TIME).apply(state);
        if (time instanceof StaleTime.Static) {
            return false;
        }
        if (state.invalidated()) {
            return true;
        }
        return time instanceof StaleTime.After after && !isYounger(state, after.age(), now);
    }

    /** Whether the data must not be shown any more. */
    static boolean isTooOld(Settings settings, QueryState<?> state, Instant now) {
        Duration most = settings.get(Setting.MAX_AGE);
        return most != null && state.hasData() && !isYounger(state, most, now);
    }

    private static boolean isYounger(QueryState<?> state, Duration age, Instant now) {
        Instant at = state.dataUpdatedAt();
        return at != null && Duration.between(at, now).compareTo(age) < 0;
    }

    /** When the result changes by itself because the data gets older; null if it does not. */
    static @Nullable Duration untilOlder(Settings settings, QueryState<?> state, Instant now) {
        Instant at = state.dataUpdatedAt();
        if (at == null || !state.hasData()) {
            return null;
        }
        Duration age = Duration.between(at, now);
        Duration next = null;
        if (settings.get(Setting.STALE_TIME).apply(state) instanceof StaleTime.After after && !state.invalidated()) {
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
        Instant now = client.now();
        boolean enabled = isEnabled(settings, state);
        ResultInfo info = new ResultInfo(
                state.fetchStatus(),
                enabled && isStale(settings, state, now),
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
        T data = isTooOld(settings, state, now) ? null : state.data();
        Throwable error = state.error();
        if (data == null) {
            return error != null && state.status() == QueryStatus.ERROR
                    ? new QueryResult.Failure<>(error, null, info)
                    : withoutData(options, settings, info);
        }
        lastData = data;
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

    private QueryResult<R> withoutData(QueryOptions<T, R> options, Settings settings, ResultInfo info) {
        Function<? super @Nullable T, ? extends @Nullable T> placeholder = options.placeholder();
        if (placeholder == null) {
            return new QueryResult.Pending<>(info);
        }
        try {
            T stand = placeholder.apply(lastData);
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

    /** The observer follows another key. */
    void forgetSelection() {
        selectedFrom = null;
        selectedBy = null;
    }
}
