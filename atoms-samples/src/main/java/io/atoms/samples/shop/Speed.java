package io.atoms.samples.shop;

import java.util.Locale;

/** Counts of two things, and how many there were of each in the last second. */
final class Speed {

    private static final long SECOND = 1_000;

    private long since;
    private long changesThen;
    private long eventsThen;
    private String text = "";

    /** Begins to measure. */
    Speed(long now) {
        since = now;
    }

    /**
     * Takes both counts; another text results once a second.
     *
     * @param now in milliseconds
     * @param changes how many there were in all
     * @param events how many there were in all
     */
    String measure(long now, long changes, long events) {
        long time = now - since;
        if (time >= SECOND) {
            text = String.format(
                    Locale.ROOT,
                    "%,d changes and %,d events in a second",
                    (changes - changesThen) * SECOND / time,
                    (events - eventsThen) * SECOND / time);
            since = now;
            changesThen = changes;
            eventsThen = events;
        }
        return text;
    }
}
