package io.atoms.bench.own;

import io.atoms.AtomStore;

/**
 * A graph of your own, to be measured by {@link io.atoms.bench.Own}. The class is public and has a public constructor
 * without parameters; its atoms are fields, as in your program.
 *
 * <p><b>Rules.</b> An instance is made for each store. {@link #observe} is called once, then {@link #write} and
 * {@link #read} in turns; the time of both together is what is measured. Every write should change something.
 *
 * <p><b>Threads.</b> One thread calls all methods.
 *
 * <p><b>Errors.</b> What a method throws ends the measurement.
 */
public interface OwnGraph {

    /** Subscribes to, or makes effects of, all that your program observes. */
    void observe(AtomStore store);

    /**
     * Writes once, as your program does: a {@code set}, a transaction or an action.
     *
     * @param round 1 at the first call, and one more at each
     */
    void write(AtomStore store, int round);

    /** Reads what your program reads after a write without observing it. Default: nothing. */
    default void read(AtomStore store) {}
}
