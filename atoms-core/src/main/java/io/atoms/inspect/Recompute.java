package io.atoms.inspect;

import org.jspecify.annotations.Nullable;

/**
 * One run of an atom's read function, or of an effect.
 *
 * @param atom what ran
 * @param trigger the dependency that was found changed and made it run; null at a first run
 * @param nanos how long the run took, in nanoseconds, nested recomputes included
 * @param changed whether the value differs from the one before; false means cut-off
 * @param error what the read function threw, if it did
 */
public record Recompute(
        AtomInfo atom,
        @Nullable AtomInfo trigger,
        long nanos,
        boolean changed,
        @Nullable Throwable error) {}
