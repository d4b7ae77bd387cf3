package io.atoms;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the running work of an {@link AsyncAtom} when its last observer leaves. Cancelled work starts anew at
 * the next need. Work that was only read, never observed, runs on.
 */
public final class Unobserved {

    private static final Unobserved KEEP = new Unobserved(null);

    static final Unobserved DEFAULT = new Unobserved(Duration.ofSeconds(1));

    final @Nullable Duration linger;

    private Unobserved(@Nullable Duration linger) {
        this.linger = linger;
    }

    /**
     * It runs on.
     *
     * @return the policy
     */
    public static Unobserved keep() {
        return KEEP;
    }

    /**
     * It is cancelled at once.
     *
     * @return the policy
     */
    public static Unobserved cancel() {
        return new Unobserved(Duration.ZERO);
    }

    /**
     * It is cancelled if no observer has come back after this time, measured by the store's scheduler.
     *
     * @param time how long the work goes on; not negative
     * @return the policy
     */
    public static Unobserved cancelAfter(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("the time must not be negative, was " + time);
        }
        return new Unobserved(time);
    }

    @Override
    public String toString() {
        return linger == null ? "keep" : "cancel after " + linger;
    }
}
