package io.atoms.query;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when a failed attempt is followed by another.
 *
 * @param when whether to try again, from the number of attempts that failed before this one (0 for the first) and the error
 * @param delay how long to wait, from the same
 * @param jitter by which part of itself a delay is varied at random, up and down; 0 to 1
 */
public record RetryPolicy(
        BiPredicate<Integer, Throwable> when, BiFunction<Integer, Throwable, Duration> delay, double jitter) {

    /** No second attempt. */
    public static final RetryPolicy NONE = times(0);

    /** Three more attempts, after 1, 2 and 4 seconds, without jitter. */
    public static final RetryPolicy DEFAULT = times(3);

    private static final long FIRST_DELAY = 1_000;
    private static final long LONGEST_DELAY = 30_000;
    private static final Duration LONGEST_VARIED = Duration.ofDays(10_000);

    /**
     * Refuses null, and a part that is not from 0 to 1.
     *
     * @param when whether to try again, from the number of attempts that failed before this one (0 for the first) and
     *     the error
     * @param delay how long to wait, from the same
     * @param jitter by which part of itself a delay is varied at random, up and down; 0 to 1
     */
    public RetryPolicy {
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(delay, "delay");
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be between 0 and 1, but is " + jitter);
        }
    }

    /**
     * So many more attempts, with delays of 1 s, 2 s, 4 s and so on up to 30 s, without jitter.
     *
     * @param retries how many; not negative
     * @return the policy
     */
    public static RetryPolicy times(int retries) {
        if (retries < 0) {
            throw new IllegalArgumentException("retries must not be negative, but are " + retries);
        }
        return new RetryPolicy((failures, error) -> failures < retries, (failures, error) -> exponential(failures), 0);
    }

    /**
     * {@return a policy with the same delays that tries again only after errors that the condition accepts as well}
     *
     * @param condition whether to try again after an error
     */
    public RetryPolicy onlyIf(java.util.function.Predicate<? super Throwable> condition) {
        Objects.requireNonNull(condition, "condition");
        return new RetryPolicy((n, error) -> condition.test(error) && when.test(n, error), delay, jitter);
    }

    /**
     * {@return a policy that always waits this long}
     *
     * @param fixed how long; not negative
     */
    public RetryPolicy delay(Duration fixed) {
        Checks.notNegative("delay", Objects.requireNonNull(fixed, "fixed"));
        return new RetryPolicy(when, (failures, error) -> fixed, jitter);
    }

    /**
     * {@return a policy whose delays vary by this part of themselves}
     *
     * @param part from 0 to 1
     */
    public RetryPolicy jitter(double part) {
        return new RetryPolicy(when, delay, part);
    }

    /** How long to wait until the next attempt after so many have failed; null if there is none. */
    @Nullable
    Duration delayAfter(int failures, Throwable error, DefaultQueryClient client) {
        try {
            return when.test(failures - 1, error) ? vary(delay.apply(failures - 1, error), jitter, client) : null;
        } catch (Throwable problem) {
            if (problem != error) {
                error.addSuppressed(problem);
            }
            return null;
        }
    }

    /** The duration, more or less by a random part of it. */
    static Duration vary(Duration duration, double part, DefaultQueryClient client) {
        if (part == 0 || duration.compareTo(LONGEST_VARIED) > 0) {
            return duration;
        }
        double factor = 1 + part * (2 * client.random() - 1);
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }

    private static Duration exponential(int failures) {
        return Duration.ofMillis(failures >= 5 ? LONGEST_DELAY : FIRST_DELAY << failures);
    }
}
