package io.atoms;

import org.jspecify.annotations.Nullable;

/**
 * Sees every write of a primitive atom before it happens, and may replace or refuse the value. Registered with
 * {@link AtomStoreBuilder#intercept}; several are asked in order of registration, each given what the one before
 * returned.
 *
 * <p><b>Rules.</b> Called only for values that would be a change. Runs on the writer's thread under the lock; it must be
 * quick and may not write to the store. Restoring a snapshot and rolling back do not call it.
 */
@FunctionalInterface
public interface WriteInterceptor {

    /**
     * Returns the value to write: {@code proposed} to let it pass, another one to transform it. A
     * {@link RuntimeException} refuses the write: the writer gets a {@link WriteRefusedException} with it as the cause.
     * An {@link AtomException} and an {@link Error} reach the writer as they are.
     *
     * @param <T> the type of the value
     * @param atom what is written
     * @param present its value
     * @param proposed the value to be written
     * @return the value to write
     */
    <T extends @Nullable Object> T beforeWrite(PrimitiveAtom<T> atom, T present, T proposed);
}
