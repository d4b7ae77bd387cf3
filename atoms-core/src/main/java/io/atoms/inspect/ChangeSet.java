package io.atoms.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one commit did: which writes, and which recomputes they caused before it was published.
 *
 * @param epoch the epoch of the commit
 * @param cause the outermost operation: {@code set count}, {@code run checkout}, {@code transaction}, ...
 * @param thread the name of the thread that committed
 * @param nanos how long the store was locked for it, in nanoseconds, the body of a transaction and the recomputes
 *     included
 * @param changes the primitive atoms that changed, in order of their first write
 * @param recomputes the runs, in the order in which they ended
 */
public record ChangeSet(
        long epoch, String cause, String thread, long nanos, List<Change> changes, List<Recompute> recomputes) {

    private static final int CHANGES_SHOWN = 20;
    private static final double NANOS_PER_MILLI = 1_000_000;

    /**
     * Copies the lists.
     *
     * @param epoch the epoch of the commit
     * @param cause the outermost operation: {@code set count}, {@code run checkout}, {@code transaction}, ...
     * @param thread the name of the thread that committed
     * @param nanos how long the store was locked for it, in nanoseconds, the body of a transaction and the recomputes
     *     included
     * @param changes the primitive atoms that changed, in order of their first write
     * @param recomputes the runs, in the order in which they ended
     */
    public ChangeSet {
        changes = List.copyOf(changes);
        recomputes = List.copyOf(recomputes);
    }

    /**
     * Answers "why did this run?": the chain from the atom that was written, over the atoms that changed because of
     * it, to the named one. Empty if the atom did not run in this commit.
     *
     * @param atomName of the atom that ran
     * @return what led to it, in order; the atom itself is the last
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

    /**
     * The commit on one line, such as {@code epoch 2, set amount: amount 2 -> 3; 1 recomputed; 0.041 ms}. It shows at
     * most 20 changes, and at most 40 characters of each value.
     *
     * @return the line, without an end of line
     */
    public String toText() {
        StringBuilder text =
                new StringBuilder("epoch ").append(epoch).append(", ").append(Text.line(cause));
        String separator = ": ";
        for (Change change : changes.subList(0, Math.min(changes.size(), CHANGES_SHOWN))) {
            text.append(separator).append(change.toText());
            separator = ", ";
        }
        if (changes.size() > CHANGES_SHOWN) {
            text.append(" and ").append(changes.size() - CHANGES_SHOWN).append(" more");
        }
        return text.append("; ")
                .append(recomputes.size())
                .append(String.format(Locale.ROOT, " recomputed; %.3f ms", nanos / NANOS_PER_MILLI))
                .toString();
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
