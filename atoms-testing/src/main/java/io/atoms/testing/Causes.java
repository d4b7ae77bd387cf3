package io.atoms.testing;

import io.atoms.inspect.AtomInfo;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.Recompute;
import io.atoms.inspect.StoreObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers of each atom why it ran last, and the last commit. The store tells one event at a time, but tests ask from
 * threads of their own.
 */
final class Causes implements StoreObserver {

    /** A change of an atom and the change that caused it. Null stands for a first run or a write. */
    private record Cause(AtomInfo atom, @Nullable Cause because) {}

    /** The last run of each atom by its id. Guarded by this. */
    private final Map<Long, Cause> runs = new HashMap<>();

    /** The last run that changed the value: what made dependents run. Guarded by this. */
    private final Map<Long, Cause> changes = new HashMap<>();

    private volatile long epoch;

    @Override
    public synchronized void recomputed(Recompute recompute) {
        Cause run = new Cause(recompute.atom(), cause(recompute.trigger()));
        runs.put(recompute.atom().id(), run);
        if (recompute.changed()) {
            changes.put(recompute.atom().id(), run);
        }
    }

    private @Nullable Cause cause(@Nullable AtomInfo trigger) {
        if (trigger == null) {
            return null;
        }
        Cause change = changes.get(trigger.id());
        return change == null ? new Cause(trigger, null) : change;
    }

    @Override
    public void committed(ChangeSet changes) {
        epoch = changes.epoch();
    }

    /** The epoch of the commit whose listeners are running, or of the last one. */
    long epoch() {
        return epoch;
    }

    /** The names from the first cause to the atom itself; empty if it never ran. */
    synchronized List<String> why(long id) {
        Deque<String> names = new ArrayDeque<>();
        for (Cause each = runs.get(id); each != null; each = each.because) {
            names.addFirst(each.atom.name());
        }
        return List.copyOf(names);
    }
}
