package io.atoms.testing;

import io.atoms.Getter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Counts how often read functions ran. */
public final class Runs {
    private final AtomicInteger total = new AtomicInteger();
    private final AtomicInteger reported = new AtomicInteger();

    /** The same function, counted. */
    public <T> Function<Getter, T> counting(Function<? super Getter, ? extends T> read) {
        return get -> {
            total.incrementAndGet();
            return read.apply(get);
        };
    }

    /** Counts a run. */
    public void count() {
        total.incrementAndGet();
    }

    /** All runs so far. */
    public int total() {
        return total.get();
    }

    /** The runs since the last call of this method. */
    public int sinceLast() {
        int now = total.get();
        return now - reported.getAndSet(now);
    }
}
