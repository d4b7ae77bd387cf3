package io.atoms.graph;

import org.jspecify.annotations.Nullable;

/** The value of a node whose function threw. Two failures are the same if the error is the same instance. */
public final class Failure {

    /** What was thrown. */
    public final Throwable error;

    Failure(Throwable error) {
        this.error = error;
    }

    /** Returns the value, or throws the error if it is a failure: the same instance, checked or not. */
    static @Nullable Object unwrap(@Nullable Object value) {
        if (value instanceof Failure failure) {
            throw sneaky(failure.error);
        }
        return value;
    }

    /** The first of two errors, with the second among its suppressed ones. */
    static Throwable first(@Nullable Throwable before, Throwable error) {
        if (before == null) {
            return error;
        }
        if (before != error) {
            before.addSuppressed(error);
        }
        return before;
    }

    /** Runs something that has no caller to throw to: an error goes to the thread's handler of uncaught exceptions. */
    static void reporting(Runnable runnable) {
        try {
            runnable.run();
        } catch (Throwable error) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
        }
    }

    /** Throws any error as it is. The return type lets the caller write {@code throw sneaky(e)}. */
    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException sneaky(Throwable error) throws X {
        throw (X) error;
    }
}
