package io.atoms.samples.search;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How fast everything goes. Random times are between a quarter of the longest and all of it.
 *
 * @param key the longest time between two keys
 * @param look the longest pause between two words
 * @param quiet how long nothing must be typed before a query is sent
 * @param latency the longest time that the server takes
 * @param errors how many of a hundred requests it refuses
 */
record Pace(Duration key, Duration look, Duration quiet, Duration latency, int errors) {

    private static final int SHORTEST = 4;

    /** A person who hesitates now and then, and a server that may take longer than the next query. */
    static Pace ofPerson(int errors) {
        return new Pace(
                Duration.ofMillis(200), Duration.ofMillis(800), Duration.ofMillis(150), Duration.ofMillis(500), errors);
    }

    /** The same, so many times faster. */
    Pace faster(int times) {
        return new Pace(
                key.dividedBy(times), look.dividedBy(times), quiet.dividedBy(times), latency.dividedBy(times), errors);
    }

    Duration randomKey(RandomGenerator random) {
        return upTo(key, random);
    }

    Duration randomLook(RandomGenerator random) {
        return upTo(look, random);
    }

    Duration randomLatency(RandomGenerator random) {
        return upTo(latency, random);
    }

    boolean refuses(RandomGenerator random) {
        return random.nextInt(100) < errors;
    }

    private static Duration upTo(Duration longest, RandomGenerator random) {
        long nanos = longest.toNanos();
        long shortest = nanos / SHORTEST;
        return Duration.ofNanos(shortest + (long) (random.nextDouble() * (nanos - shortest)));
    }
}
