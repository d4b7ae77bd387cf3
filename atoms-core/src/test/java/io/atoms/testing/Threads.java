package io.atoms.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Real threads whose every wait is bounded. */
public final class Threads {
    /** After this many seconds a wait counts as for ever. */
    public static final long LIMIT_SECONDS = 20;

    private Threads() {}

    /** A task that may throw. */
    @FunctionalInterface
    public interface Task {
        /** Runs it. */
        void run() throws Exception;
    }

    /**
     * A task that another thread runs.
     *
     * @param <T> the type of its result
     */
    public static final class Background<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        Background(Callable<T> body, long stackBytes) {
            task = new FutureTask<>(body);
            thread = new Thread(null, task, "test-background", stackBytes);
            thread.setDaemon(true);
            thread.start();
        }

        /** The result, or the error of the task; fails if it does not come in time. */
        public T join() {
            try {
                return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw unwrapped(e.getCause());
            } catch (TimeoutException e) {
                throw hanging();
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }

        /** Whether it has ended. */
        public boolean isDone() {
            return task.isDone();
        }

        /** The thread. */
        public Thread thread() {
            return thread;
        }

        private AssertionError hanging() {
            AssertionError error = new AssertionError("hangs for " + LIMIT_SECONDS + " s: " + thread);
            error.setStackTrace(thread.getStackTrace());
            return error;
        }
    }

    /** Starts the task on a thread of its own. */
    public static Background<Void> start(Task task) {
        return new Background<>(callable(task), 0);
    }

    /** Runs the task on a thread of its own and waits for it. */
    public static void run(Task task) {
        start(task).join();
    }

    /** Starts to compute the result on a thread of its own. */
    public static <T> Background<T> compute(Callable<T> task) {
        return new Background<>(task, 0);
    }

    /** Computes the result on a thread of its own and waits for it. */
    public static <T> T call(Callable<T> task) {
        return new Background<>(task, 0).join();
    }

    /** Runs the task on a thread with a stack of that size and waits for it. */
    public static void runOnStack(long bytes, Task task) {
        new Background<>(callable(task), bytes).join();
    }

    /** Runs all tasks at the same time and waits for them. */
    public static void race(List<Task> tasks) {
        CountDownLatch ready = new CountDownLatch(tasks.size());
        List<Background<Void>> running = new ArrayList<>();
        for (Task task : tasks) {
            running.add(start(() -> {
                ready.countDown();
                await(ready);
                task.run();
            }));
        }
        running.forEach(Background::join);
    }

    /** Waits for the latch, and fails if it does not open in time. */
    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the latch did not open in " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static Callable<Void> callable(Task task) {
        return () -> {
            task.run();
            return null;
        };
    }

    private static RuntimeException unwrapped(Throwable error) {
        if (error instanceof Error fatal) {
            throw fatal;
        }
        return error instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(error);
    }
}
