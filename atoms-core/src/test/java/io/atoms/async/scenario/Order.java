package io.atoms.async.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * What the rules leave open: in which order things happen that one commit leads to. Each is a possible world; a store is
 * wrong if it behaves as in none of them.
 *
 * @param dependenciesFirst new runs are started in the order in which their read functions returned, else in that in
 *     which they began
 * @param byAtom observers are looked after in the order of their atoms, else in that of their registration
 * @param deliversFirst awaits are given a result before the runs that it supersedes are cancelled
 * @param startsSuperseded a run that has been superseded before it was started is started nevertheless, and cancelled
 * @param shuffle 0 if what is due is done first in, first out; else the seed of another order
 */
record Order(boolean dependenciesFirst, boolean byAtom, boolean deliversFirst, boolean startsSuperseded, long shuffle) {

    private static final int SOME = 24;
    private static final int MANY = 500;

    /** Those without shuffling, and some with. The first one is the plainest. */
    static List<Order> some() {
        List<Order> orders = new ArrayList<>();
        for (int bits = 0; bits < 16; bits++) {
            orders.add(of(bits, 0));
        }
        orders.addAll(shuffled(1, SOME));
        orders.removeIf(Order::isRefused);
        return orders;
    }

    static List<Order> many() {
        List<Order> orders = shuffled(SOME + 1, MANY);
        orders.removeIf(Order::isRefused);
        return orders;
    }

    private static List<Order> shuffled(int first, int last) {
        List<Order> orders = new ArrayList<>();
        for (int seed = first; seed <= last; seed++) {
            orders.add(of(seed & 15, seed));
        }
        return orders;
    }

    private boolean isRefused() {
        return deliversFirst && !Leniency.SUPERSEDED_DELIVERED.isAllowed()
                || startsSuperseded && !Leniency.SUPERSEDED_STARTED.isAllowed();
    }

    private static Order of(int bits, long shuffle) {
        return new Order((bits & 1) == 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, shuffle);
    }
}
