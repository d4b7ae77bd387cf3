package io.atoms.bench;

import java.util.function.Function;

/** Counts how often a read function ran. Plain: read functions of one store run one at a time. */
final class Runs {

    private long count;

    <A, T> Function<A, T> counting(Function<A, T> function) {
        return argument -> {
            count++;
            return function.apply(argument);
        };
    }

    long count() {
        return count;
    }
}
