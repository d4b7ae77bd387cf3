package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.PrimitiveAtom;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where utilities take their time from. */
public final class TimeAtoms {

    /**
     * The scheduler that measures all delays and intervals of utilities in a store, and tells the time. Default: {@link
     * Schedulers#parallel()}. A test sets a {@code VirtualTimeScheduler} before the first use.
     */
    public static final PrimitiveAtom<Scheduler> SCHEDULER =
            Atom.of(Schedulers.parallel()).named("utils.scheduler");

    private TimeAtoms() {}
}
