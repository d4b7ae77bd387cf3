package io.atoms.query;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The options that do not depend on the type of a query's data. Immutable: each method returns a new object.
 *
 * <p>Where an option is set more than once the nearest wins: {@link QueryOptions} at the call, then what {@link
 * QueryClient#setQueryDefaults} gives for the key (the last call before the first), then the {@link QueryDefinition}, then
 * {@link QueryClientBuilder#defaults}, then the default that is named here. Meta data of all of them is put together.
 *
 * @param <S> the type itself
 */
public abstract sealed class QueryTuning<S extends QueryTuning<S>> permits QueryDefaults, QueryOptions {

    final Settings settings;

    QueryTuning(Settings settings) {
        this.settings = settings;
    }

    abstract S with(Settings settings);

    private S with(Setting<?> setting, Object value) {
        return with(settings.with(setting, Objects.requireNonNull(value)));
    }

    /**
     * How long data counts as fresh after it arrived. Default: zero, so it is stale at once.
     *
     * @param age how old; not negative
     * @return options with it
     */
    public S staleTime(Duration age) {
        return staleTime(StaleTime.after(age));
    }

    /**
     * How long data counts as fresh.
     *
     * @param time when data becomes stale
     * @return options with it
     */
    public S staleTime(StaleTime time) {
        return staleTime(Setting.always(Objects.requireNonNull(time, "time")));
    }

    /**
     * How long data counts as fresh, from the state of the query.
     *
     * @param time when data becomes stale, from the state
     * @return options with it
     */
    public S staleTime(Function<? super QueryState<?>, ? extends StaleTime> time) {
        return with(Setting.STALE_TIME, time);
    }

    /**
     * How long an entry that nobody observes and nothing fetches is kept; zero or more, {@link QueryDefaults#FOREVER} for no
     * end. The longest time that was ever given for an entry counts. Default: 5 minutes.
     *
     * @param time how long; not negative
     * @return options with it
     */
    public S gcTime(Duration time) {
        return with(Setting.GC_TIME, Checks.notNegative("gcTime", time));
    }

    /**
     * So many further attempts after a failed one, see {@link RetryPolicy#times}.
     *
     * @param times how many; not negative
     * @return options with it
     */
    public S retry(int times) {
        return retry(RetryPolicy.times(times));
    }

    /**
     * Further attempts after a failed one. Default: 3 for observers, none for {@link QueryClient#fetch} and its like.
     *
     * @param policy how often, when and after what
     * @return options with it
     */
    public S retry(RetryPolicy policy) {
        return with(Setting.RETRY, policy);
    }

    /**
     * Whether a new observer fetches a query again that has failed and has no data. Default: true.
     *
     * @param retry whether it does
     * @return options with it
     */
    public S retryOnMount(boolean retry) {
        return with(Setting.RETRY_ON_MOUNT, retry);
    }

    /**
     * Whether a new observer fetches data again that is there. Default: if it is stale.
     *
     * @param occasion when to
     * @return options with it
     */
    public S refetchOnMount(RefetchOn occasion) {
        return with(Setting.REFETCH_ON_MOUNT, occasion);
    }

    /**
     * Whether the focus coming back fetches again, see {@link FocusManager}. Default: if the data is stale.
     *
     * @param occasion when to
     * @return options with it
     */
    public S refetchOnFocus(RefetchOn occasion) {
        return with(Setting.REFETCH_ON_FOCUS, occasion);
    }

    /**
     * Whether being online again fetches again, see {@link ConnectivityManager}. Default: if the data is stale; never with
     * {@link NetworkMode#ALWAYS}.
     *
     * @param occasion when to
     * @return options with it
     */
    public S refetchOnReconnect(RefetchOn occasion) {
        return with(Setting.REFETCH_ON_RECONNECT, occasion);
    }

    /**
     * By which part of itself an interval is varied, up and down; and up to which part of a second what focus and reconnect
     * fetch is delayed. 0 to 1. Default: 0.
     *
     * @param part from 0 to 1
     * @return options with it
     */
    public S refetchJitter(double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("refetchJitter must be between 0 and 1, but is " + part);
        }
        return with(Setting.REFETCH_JITTER, part);
    }

    /**
     * Fetches again this long after each fetch has ended, while observed; positive. Default: never.
     *
     * @param interval after the end of a fetch
     * @return options with it
     */
    public S refetchInterval(Duration interval) {
        Optional<Duration> some = Optional.of(Checks.positive("refetchInterval", interval));
        return refetchInterval(Setting.always(some));
    }

    /**
     * As {@link #refetchInterval(Duration)}, from the state of the query; empty for never.
     *
     * @param interval after the end of a fetch, from the state; empty for none
     * @return options with it
     */
    public S refetchInterval(Function<? super QueryState<?>, Optional<Duration>> interval) {
        return with(Setting.REFETCH_INTERVAL, interval);
    }

    /**
     * Whether the interval goes on while the client is unfocused. Default: false.
     *
     * @param background whether it does
     * @return options with it
     */
    public S refetchInBackground(boolean background) {
        return with(Setting.REFETCH_IN_BACKGROUND, background);
    }

    /**
     * What being offline means. Default: {@link NetworkMode#ONLINE}.
     *
     * @param mode what to do offline
     * @return options with it
     */
    public S networkMode(NetworkMode mode) {
        return with(Setting.NETWORK_MODE, mode);
    }

    /**
     * Whether a running fetch is cancelled, and the query goes back to its state before, when the last observer leaves. By
     * default it goes on, without further attempts, and its result is cached; unless the function asks for {@link
     * QueryContext#signal}.
     *
     * @param cancel whether it is
     * @return options with it
     */
    public S cancelWhenUnobserved(boolean cancel) {
        return with(Setting.CANCEL_WHEN_UNOBSERVED, cancel);
    }

    /**
     * Older data is never shown, not even while it is fetched again; positive. That data became too old is no occasion to
     * fetch it: see {@link #refetchInterval}. Default: data of any age is shown.
     *
     * @param age how old; positive
     * @return options with it
     */
    public S maxAge(Duration age) {
        return with(Setting.MAX_AGE, Checks.positive("maxAge", age));
    }

    /**
     * How long after it became stale by its age {@link QueryClient#fetch} gives data instead of the error of a failed fetch;
     * zero or more. When it was invalidated does not count. Default: not at all.
     *
     * @param time how long; not negative
     * @return options with it
     */
    public S staleIfError(Duration time) {
        return with(Setting.STALE_IF_ERROR, Checks.notNegative("staleIfError", time));
    }

    /**
     * After how long an attempt fails with a {@link java.util.concurrent.TimeoutException}; positive. Default: never.
     *
     * @param perAttempt how long; positive
     * @return options with it
     */
    public S timeout(Duration perAttempt) {
        return with(Setting.TIMEOUT, Checks.positive("timeout", perAttempt));
    }

    /**
     * What of the old data is kept. Default: {@link StructuralSharing#elements}.
     *
     * @param sharing keeps parts of the old data
     * @return options with it
     */
    public S structuralSharing(StructuralSharing sharing) {
        return with(Setting.STRUCTURAL_SHARING, sharing);
    }

    /**
     * Something for the query function to read, see {@link QueryContext#meta}. Meta data of all places is put together.
     *
     * @param key its name
     * @param value what to read
     * @return options with it
     */
    public S meta(String key, Object value) {
        return with(settings.withMeta(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
    }
}
