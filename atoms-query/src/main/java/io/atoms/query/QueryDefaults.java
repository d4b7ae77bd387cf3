package io.atoms.query;

import java.time.Duration;

/** Options for many queries: of a client, or of the keys that a filter matches. */
public final class QueryDefaults extends QueryTuning<QueryDefaults> {

    /** For {@link #gcTime}: as long as the client. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static final QueryDefaults NONE = new QueryDefaults(Settings.NONE);

    private QueryDefaults(Settings settings) {
        super(settings);
    }

    /**
     * Nothing but what is set on it.
     *
     * @return the options
     */
    public static QueryDefaults none() {
        return NONE;
    }

    /**
     * For programs with a user before them: the defaults of TanStack Query v5, which {@link QueryTuning} names.
     *
     * @return the options
     */
    public static QueryDefaults client() {
        return NONE;
    }

    /**
     * For services: no further attempts, nothing is fetched again on focus, by interval or on reconnect; what is, varies
     * by a fifth of its time; for a minute after it became stale, data is given instead of an error.
     *
     * @return the options
     */
    public static QueryDefaults server() {
        return NONE.retry(RetryPolicy.NONE)
                .refetchOnFocus(RefetchOn.NEVER)
                .refetchOnReconnect(RefetchOn.NEVER)
                .refetchJitter(0.2)
                .staleIfError(Duration.ofMinutes(1));
    }

    @Override
    QueryDefaults with(Settings settings) {
        return new QueryDefaults(settings);
    }
}
