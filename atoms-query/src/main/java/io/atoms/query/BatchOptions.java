package io.atoms.query;

import java.time.Duration;

/**
 * How the keys of a batch definition are collected. Immutable; each method returns new options.
 *
 * @param window how long a batch takes keys after its first one. Zero, the default, means until the end of the client's
 *     operation that asked for several of them, an invalidation for example, and at most one millisecond
 * @param maxSize how many keys a call gets at most; positive. A batch that is full is loaded at once. Default: no bound
 */
public record BatchOptions(Duration window, int maxSize) {

    private static final BatchOptions DEFAULTS = new BatchOptions(Duration.ZERO, Integer.MAX_VALUE);

    /**
     * Refuses a negative time and a size that is not positive.
     *
     * @param window how long a batch takes keys after its first one. Zero, the default, means until the end of the
     *     client's operation that asked for several of them, an invalidation for example, and at most one millisecond
     * @param maxSize how many keys a call gets at most; positive. A batch that is full is loaded at once. Default: no
     *     bound
     */
    public BatchOptions {
        Checks.notNegative("window", window);
        Checks.positive("maxSize", maxSize);
    }

    /**
     * The defaults.
     *
     * @return the defaults
     */
    public static BatchOptions ofDefaults() {
        return DEFAULTS;
    }

    /**
     * {@return these options with another time to wait for more keys; zero or more}
     *
     * @param time how long; not negative
     */
    public BatchOptions window(Duration time) {
        return new BatchOptions(time, maxSize);
    }

    /**
     * {@return these options with another largest number of keys in one call; positive}
     *
     * @param most how many; positive
     */
    public BatchOptions maxSize(int most) {
        return new BatchOptions(window, most);
    }
}
