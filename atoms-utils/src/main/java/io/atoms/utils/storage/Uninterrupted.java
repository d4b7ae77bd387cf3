package io.atoms.utils.storage;

import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Input and output that an interrupt does not disturb. A channel is closed when a thread that uses it is interrupted,
 * and who reads an atom or stores it does not mean that.
 */
final class Uninterrupted {

    private Uninterrupted() {}

    /** What is done; it may be done again from the beginning if an interrupt comes in the middle. */
    interface Work<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** Does the work without the thread's interrupt, which is there again afterwards. */
    static <T extends @Nullable Object, E extends Exception> T call(Work<T, E> work) throws E {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.run();
                } catch (Exception e) {
                    if (!(e instanceof ClosedByInterruptException)) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
