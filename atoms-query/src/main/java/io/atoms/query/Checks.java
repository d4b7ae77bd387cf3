package io.atoms.query;

import java.time.Duration;
import java.util.Objects;

/** Checks of arguments. */
final class Checks {

    private Checks() {}

    static Duration notNegative(String what, Duration duration) {
        Objects.requireNonNull(duration, what);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative, but is " + duration);
        }
        return duration;
    }

    static Duration positive(String what, Duration duration) {
        if (notNegative(what, duration).isZero()) {
            throw new IllegalArgumentException(what + " must be positive, but is zero");
        }
        return duration;
    }

    static long positive(String what, long number) {
        if (number <= 0) {
            throw new IllegalArgumentException(what + " must be positive, but is " + number);
        }
        return number;
    }
}
