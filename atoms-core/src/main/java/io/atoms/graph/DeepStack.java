package io.atoms.graph;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Continues a deep recursion through user code on another stack. A read function that asks for a value that is not
 * current runs the read function of that value, and so on: the recursion goes through code that is not ours, so no
 * explicit stack of ours can replace it. After a fixed number of levels the next one runs on a helper thread with a
 * large stack while the caller waits; that thread may hand over to another one in turn. Depth is thus bounded by memory
 * only, and every read function still runs once (the alternative, unwinding and restarting, runs some twice).
 *
 * <p>The helper stands in for the caller: {@link Held} and the graph's writer move to it for the time.
 */
final class DeepStack {

    /** How many levels may run on a caller's own stack, whose size is unknown. */
    static final int CALLER_LEVELS = 64;

    /** How many levels a helper runs: with its stack, over 6 KB a level. */
    static final int HELPER_LEVELS = 10_000;

    private static final long HELPER_STACK_BYTES = 64L << 20;

    private DeepStack() {}

    static <R extends @Nullable Object> R call(Callable<R> work) {
        Thread caller = Thread.currentThread();
        Held held = Held.current();
        FutureTask<R> task = new FutureTask<>(() -> {
            Held.adopt(held);
            return work.call();
        });
        Thread helper = new Thread(null, task, "atoms-deep-stack", HELPER_STACK_BYTES, false);
        helper.setDaemon(true);
        helper.setContextClassLoader(caller.getContextClassLoader());
        helper.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw Failure.sneaky(e.getCause() == null ? e : e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                caller.interrupt();
            }
        }
    }
}
