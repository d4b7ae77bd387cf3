package io.atoms;

import java.util.Objects;

/**
 * How an atom of {@link Atom#stream} follows its Flux. Immutable; the defaults are {@link Completed#KEEP},
 * {@link Errored#FAIL} and {@link Overflow#NEWEST}. What else a Flux may do ({@code repeat}, {@code retry},
 * {@code onErrorResume}, {@code sample}) is better said with its operators.
 *
 * @param completed what its completion does
 * @param errored what its error does
 * @param overflow what happens to values that come faster than the store takes them
 */
public record StreamPolicy(Completed completed, Errored errored, Overflow overflow) {

    /** What the completion of the Flux does. One that completes without a value fails the atom in any case. */
    public enum Completed {
        /** The last value stays. */
        KEEP,
        /** The atom fails with {@link AtomUsageException}, with the last value as the previous one. */
        FAIL
    }

    /** What an error of the Flux does. */
    public enum Errored {
        /** The atom fails, with the last value as the previous one. */
        FAIL,
        /** The last value stays; an error before the first value fails the atom. */
        KEEP
    }

    /** What happens to values that come faster than the store takes them. */
    public enum Overflow {
        /** They replace each other; there is never more than one on the way. */
        NEWEST,
        /** Each is a commit of its own; the next one is requested when the store has taken it. */
        EVERY
    }

    /**
     * Refuses null.
     *
     * @param completed what its completion does
     * @param errored what its error does
     * @param overflow what happens to values that come faster than the store takes them
     */
    public StreamPolicy {
        Objects.requireNonNull(completed, "completed");
        Objects.requireNonNull(errored, "errored");
        Objects.requireNonNull(overflow, "overflow");
    }

    /**
     * The defaults.
     *
     * @return the defaults
     */
    public static StreamPolicy ofDefaults() {
        return new StreamPolicy(Completed.KEEP, Errored.FAIL, Overflow.NEWEST);
    }

    /**
     * This policy with another completion.
     *
     * @param policy the new one
     * @return a copy with it
     */
    public StreamPolicy completed(Completed policy) {
        return new StreamPolicy(policy, errored, overflow);
    }

    /**
     * This policy with another error.
     *
     * @param policy the new one
     * @return a copy with it
     */
    public StreamPolicy errored(Errored policy) {
        return new StreamPolicy(completed, policy, overflow);
    }

    /**
     * This policy with another overflow.
     *
     * @param policy the new one
     * @return a copy with it
     */
    public StreamPolicy overflow(Overflow policy) {
        return new StreamPolicy(completed, errored, policy);
    }
}
