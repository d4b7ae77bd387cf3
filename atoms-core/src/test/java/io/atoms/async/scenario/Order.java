package io.atoms.async.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the rules leave open: in which order things happen that one commit leads to. Each is a possible world; a store is
 * wrong if it behaves as in none of them.
 *
 * @param dependenciesFirst new runs are started in the order in which their read functions returned, else in that in
 *     which they began
 * @param byAtom observers are looked after in the order of their atoms, else in that of their registration
 * @param effectsLast an effect that is to run is not looked after again until it does
 * @param effectsReadFirst an effect observes what it reads only when what that started and completed at once is done
 * @param comparesAwaited the value of what is only awaited is compared at each commit, else when somebody reads it
 * @param lateRead when the work that a late read starts is done
 * @param shuffle 0 if what is due is done first in, first out; else the seed of another order
 */
record Order(
        boolean dependenciesFirst,
        boolean byAtom,
        boolean effectsLast,
        boolean effectsReadFirst,
        boolean comparesAwaited,
        LateRead lateRead,
        long shuffle) {

    /** When the work that a late read starts is done, as far as it completes at once. */
    enum LateRead {
        /** Before the read returns. */
        BEFORE,
        /** When it has returned, before anything else. */
        AFTER,
        /** With everything else that is due. */
        LATER
    }

    private static final int SOME = 80;
    private static final int MANY = 600;

    /** The plainest one, and some more. */
    static List<Order> some() {
        List<Order> orders = new ArrayList<>();
        orders.add(new Order(true, false, false, false, true, LateRead.BEFORE, 0));
        orders.addAll(random(1, SOME));
        return orders;
    }

    /** For a step at which much happens. */
    static List<Order> many() {
        return random(SOME + 1, MANY);
    }

    private static List<Order> random(int first, int last) {
        List<Order> orders = new ArrayList<>();
        for (int seed = first; seed <= last; seed++) {
            orders.add(of(new Random(seed * 0x9E3779B97F4A7C15L), seed));
        }
        return orders;
    }

    private static Order of(Random random, int seed) {
        return new Order(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                Leniency.LATE_READ_LOADING.isAllowed() ? LateRead.values()[random.nextInt(3)] : LateRead.BEFORE,
                random.nextBoolean() ? 0 : seed);
    }
}
