package io.atoms.utils.storage;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How a {@link Storage} writes and what it does about problems. Immutable; each method returns new options.
 *
 * @param writeDelay how long after the first unsaved write of a store everything unsaved is written, so that many writes
 *     become one; zero writes at once, still on another thread. Default: 100 milliseconds
 * @param retryFirst how long after a failed attempt to write the next one is made; it doubles with each. Default: 200
 *     milliseconds
 * @param retryLongest the longest time between attempts. Default: 30 seconds
 * @param scheduler where files are written, and {@link #onProblem} is called. Default: {@link
 *     Schedulers#boundedElastic()}
 * @param maxBytes the size of the largest value, encoded, in bytes. A larger one is neither written nor read. Default:
 *     512 MiB
 * @param onProblem told of each problem, on the scheduler. Default: logs a warning
 */
public record StorageOptions(
        Duration writeDelay,
        Duration retryFirst,
        Duration retryLongest,
        Scheduler scheduler,
        long maxBytes,
        Consumer<? super StorageException> onProblem) {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final System.Logger LOG = System.getLogger("io.atoms.utils.storage");

    /**
     * Refuses null, negative times, and no bytes.
     *
     * @param writeDelay how long after the first unsaved write of a store everything unsaved is written, so that many
     *     writes become one; zero writes at once, still on another thread. Default: 100 milliseconds
     * @param retryFirst how long after a failed attempt to write the next one is made; it doubles with each. Default:
     *     200 milliseconds
     * @param retryLongest the longest time between attempts. Default: 30 seconds
     * @param scheduler where files are written, and {@link #onProblem} is called. Default: {@link
     *     Schedulers#boundedElastic()}
     * @param maxBytes the size of the largest value, encoded, in bytes. A larger one is neither written nor read.
     *     Default: 512 MiB
     * @param onProblem told of each problem, on the scheduler. Default: logs a warning
     */
    public StorageOptions {
        notNegative("writeDelay", writeDelay);
        notNegative("retryFirst", retryFirst);
        notNegative("retryLongest", retryLongest);
        Objects.requireNonNull(scheduler, "scheduler");
        Objects.requireNonNull(onProblem, "onProblem");
        if (retryFirst.isZero()) {
            throw new IllegalArgumentException(
                    "retryFirst must be positive: a full disk would be tried without pause.");
        }
        if (retryLongest.compareTo(retryFirst) < 0) {
            throw new IllegalArgumentException(
                    "retryLongest must not be shorter than retryFirst, was " + retryLongest + " < " + retryFirst + ".");
        }
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes must be positive, was " + maxBytes + ".");
        }
    }

    /** {@return the defaults} */
    public static StorageOptions ofDefaults() {
        return new StorageOptions(
                Duration.ofMillis(100),
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                Schedulers.boundedElastic(),
                512L << 20,
                problem -> LOG.log(System.Logger.Level.WARNING, problem.getMessage(), problem));
    }

    /**
     * {@return these options with another delay between a write and its way to the disk}
     *
     * @param delay not negative
     */
    public StorageOptions writeDelay(Duration delay) {
        return new StorageOptions(delay, retryFirst, retryLongest, scheduler, maxBytes, onProblem);
    }

    /**
     * {@return these options with other times between attempts to write: the first, and the longest}
     *
     * @param first after the first failure
     * @param longest the delay that is not exceeded
     */
    public StorageOptions retry(Duration first, Duration longest) {
        return new StorageOptions(writeDelay, first, longest, scheduler, maxBytes, onProblem);
    }

    /**
     * {@return these options with another scheduler for files and handlers}
     *
     * @param other the new one
     */
    public StorageOptions scheduler(Scheduler other) {
        return new StorageOptions(writeDelay, retryFirst, retryLongest, other, maxBytes, onProblem);
    }

    /**
     * {@return these options with another size of the largest value, in bytes}
     *
     * @param bytes positive
     */
    public StorageOptions maxBytes(long bytes) {
        return new StorageOptions(writeDelay, retryFirst, retryLongest, scheduler, bytes, onProblem);
    }

    /**
     * {@return these options with another handler of problems}
     *
     * @param handler is given each problem
     */
    public StorageOptions onProblem(Consumer<? super StorageException> handler) {
        return new StorageOptions(writeDelay, retryFirst, retryLongest, scheduler, maxBytes, handler);
    }

    private static void notNegative(String option, Duration time) {
        Objects.requireNonNull(time, option);
        if (time.isNegative()) {
            throw new IllegalArgumentException(option + " must not be negative, was " + time + ".");
        }
        if (time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(option + " must be at most " + LONGEST.toDays() + " days, was " + time
                    + ". To write by flush alone, pause.");
        }
    }
}
