package io.atoms.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one commit did: which writes, and which recomputes they caused before it was published.
 *
 * @param epoch the epoch of the commit
 * @param cause the outermost operation: {@code set count}, {@code run checkout}, {@code transaction}, ...
 * @param thread the name of the thread that committed
 * @param changes the primitive atoms that changed, in order of their first write
 * @param recomputes the runs, in the order in which they ended
 */
public record ChangeSet(long epoch, String cause, String thread, List<Change> changes, List<Recompute> recomputes) {

    /** Copies the lists. */
    public ChangeSet {
        changes = List.copyOf(changes);
        recomputes = List.copyOf(recomputes);
    }

    /**
     * Answers "why did this run?": the chain from the atom that was written, over the atoms that changed because of
     * it, to the named one. Empty if the atom did not run in this commit.
     */
    public List<AtomInfo> why(String atomName) {
        Deque<AtomInfo> chain = new ArrayDeque<>();
        Recompute run = lastRunOf(atomName);
        if (run == null) {
            return List.of();
        }
        chain.addFirst(run.atom());
        AtomInfo trigger = run.trigger();
        while (trigger != null && !chain.contains(trigger)) {
            chain.addFirst(trigger);
            Recompute cause = runOf(trigger);
            trigger = cause == null ? null : cause.trigger();
        }
        return new ArrayList<>(chain);
    }

    private @Nullable Recompute lastRunOf(String atomName) {
        Recompute last = null;
        for (Recompute run : recomputes) {
            if (run.atom().name().equals(atomName)) {
                last = run;
            }
        }
        return last;
    }

    private @Nullable Recompute runOf(AtomInfo atom) {
        Recompute last = null;
        for (Recompute run : recomputes) {
            if (Objects.equals(run.atom(), atom)) {
                last = run;
            }
        }
        return last;
    }
}
