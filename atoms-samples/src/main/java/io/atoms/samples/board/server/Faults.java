package io.atoms.samples.board.server;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What goes wrong. It depends on the seed, on what is asked for and on how often that was asked before, not on the order
 * of requests.
 */
public final class Faults {

    private static final Fate[] BAD = {Fate.FAILED, Fate.CUT, Fate.SLOW};
    private static final int ALL = 100;

    private final int percent;
    private final long seed;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    /** What becomes of a request. */
    enum Fate {
        /** It is answered. */
        ANSWERED,
        /** Nothing is done, and the status is 500. */
        FAILED,
        /** It is done, and the connection breaks in the middle of the answer. */
        CUT,
        /** It is answered, ten times as late. */
        SLOW
    }

    /** So many of a hundred requests are not simply answered. */
    public Faults(int percent, long seed) {
        this.percent = percent;
        this.seed = seed;
    }

    Fate of(String request) {
        SplittableRandom random =
                new SplittableRandom(Objects.hash(seed, request, asked.merge(request, 1, Integer::sum)));
        return random.nextInt(ALL) < percent ? BAD[random.nextInt(BAD.length)] : Fate.ANSWERED;
    }
}
