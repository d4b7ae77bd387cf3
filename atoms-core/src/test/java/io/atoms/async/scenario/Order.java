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

    private static final boolean STRICT = Boolean.getBoolean("async.scenario.strict");
    private static final int SHUFFLED = 24;

    /** All that are tried. {@code -Dasync.scenario.strict=true} leaves out those that do superfluous work. */
    static List<Order> all() {
        List<Order> orders = new ArrayList<>();
        for (int bits = 0; bits < 16; bits++) {
            boolean superfluous = (bits & 12) != 0;
            if (!superfluous || !STRICT) {
                orders.add(of(bits, 0));
            }
        }
        for (int seed = 1; seed <= SHUFFLED; seed++) {
            orders.add(of(STRICT ? seed & 3 : seed & 15, seed));
        }
        return orders;
    }

    private static Order of(int bits, long shuffle) {
        return new Order((bits & 1) == 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, shuffle);
    }
}
