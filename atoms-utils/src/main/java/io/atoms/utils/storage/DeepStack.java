package io.atoms.utils.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Runs what recurses as deeply as a value is nested. If the stack of the calling thread is too small it runs again on a
 * large one: a value that could be written on one thread must not be unreadable on another.
 */
final class DeepStack {

    /** Reserved, not used: pages that are never touched cost nothing. */
    private static final long STACK_BYTES = 64L << 20;

    private DeepStack() {}

    /**
     * The result of the task, which is run again from its beginning if the stack ends.
     *
     * @param tooDeep the message if the large stack ends as well
     */
    static <T extends @Nullable Object> T call(String tooDeep, Supplier<T> task) {
        try {
            return task.get();
        } catch (StackOverflowError | JacksonException failure) {
            if (isOverflow(failure)) {
                return callOnLargeStack(tooDeep, task);
            }
            throw failure;
        }
    }

    /** When it writes, Jackson makes an exception of its own of the error. */
    private static boolean isOverflow(@Nullable Throwable failure) {
        return failure instanceof StackOverflowError
                || (failure instanceof JacksonException && failure.getCause() instanceof StackOverflowError);
    }

    private static <T extends @Nullable Object> T callOnLargeStack(String tooDeep, Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable body = () -> {
            try {
                result.complete(task.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        };
        Thread thread = new Thread(null, body, "atoms-deep-json", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return result.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (isOverflow(cause)) {
                throw new IllegalArgumentException(tooDeep, cause);
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }
}
