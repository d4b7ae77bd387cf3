package io.atoms.query;

import org.jspecify.annotations.Nullable;

/**
 * What an observer asks for. Immutable. Calls functions of the user, so without locks.
 *
 * @param given the options as they were given
 * @param options those, with what the key takes from the context
 * @param settings of the options, with the defaults of the definition and the client
 */
record Asked<T, R>(DefaultQueryClient client, QueryOptions<T, R> given, QueryOptions<T, R> options, Settings settings) {

    static <T, R> Asked<T, R> of(DefaultQueryClient client, QueryOptions<T, R> given) {
        QueryOptions<T, R> options = client.effective(given, client.context());
        return new Asked<>(client, given, options, client.settings(options));
    }

    <V extends @Nullable Object> V get(Setting<V> setting) {
        return settings.get(setting);
    }

    boolean isEnabled(QueryState<?> state) {
        return options.canFetch() && Projection.isEnabled(client, settings, state);
    }

    /** Whether it must never be fetched again by itself. */
    boolean isStatic(QueryState<?> state) {
        return state.hasData() && Projection.isStatic(client, settings, state);
    }

    /** Whether an observer that comes to this state fetches. */
    boolean shouldFetchOnMount(QueryState<?> state) {
        if (!isEnabled(state)) {
            return false;
        }
        if (state.hasData() && !Projection.isTooOld(client, settings, state)) {
            return shouldFetchOn(Setting.REFETCH_ON_MOUNT, state);
        }
        return state.status() != QueryStatus.ERROR || get(Setting.RETRY_ON_MOUNT);
    }

    /** Whether an occasion fetches. */
    boolean shouldFetchOn(Setting<RefetchOn> occasion, QueryState<?> state) {
        if (!isEnabled(state) || isStatic(state)) {
            return false;
        }
        if (occasion == Setting.REFETCH_ON_RECONNECT
                && settings.given(occasion) == null
                && get(Setting.NETWORK_MODE) == NetworkMode.ALWAYS) {
            return false;
        }
        return switch (get(occasion)) {
            case NEVER -> false;
            case IF_STALE -> Projection.isStale(client, settings, state);
            case ALWAYS -> true;
        };
    }
}
