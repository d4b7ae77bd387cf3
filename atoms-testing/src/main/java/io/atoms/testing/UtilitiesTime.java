package io.atoms.testing;

import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.lang.reflect.Field;
import reactor.core.scheduler.Scheduler;

/**
 * Gives a store's utilities their time. {@code TimeAtoms.SCHEDULER} is looked up by its name, because this module does not
 * require {@code io.atoms.utils}: the tests of the utilities use this module, and a project without the utilities must
 * not get their dependencies.
 */
final class UtilitiesTime {

    private static final String CLASS = "io.atoms.utils.TimeAtoms";
    private static final String FIELD = "SCHEDULER";

    private UtilitiesTime() {}

    /** Does nothing if the utilities are not there. */
    static void set(AtomStore store, Scheduler clock) {
        Class<?> timeAtoms;
        try {
            timeAtoms = Class.forName(CLASS);
        } catch (ClassNotFoundException withoutUtilities) {
            return;
        }
        store.set(scheduler(timeAtoms), clock);
    }

    @SuppressWarnings("unchecked") // as it is declared there
    private static PrimitiveAtom<Scheduler> scheduler(Class<?> timeAtoms) {
        try {
            Field field = timeAtoms.getField(FIELD);
            return (PrimitiveAtom<Scheduler>) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(
                    "atoms-testing and atoms-utils are of different versions: no " + CLASS + "." + FIELD, e);
        }
    }
}
