package io.atoms;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where blocking functions run by default: virtual threads where the JDK has them, else bounded elastic. */
final class BlockingScheduler {

    private static final Scheduler INSTANCE = make();

    private BlockingScheduler() {}

    static Scheduler instance() {
        return INSTANCE;
    }

    /** By reflection, because the library is compiled for 17. */
    private static Scheduler make() {
        try {
            Object executor =
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            return Schedulers.fromExecutorService((ExecutorService) executor, "atoms-blocking");
        } catch (ReflectiveOperationException withoutVirtualThreads) {
            return Schedulers.boundedElastic();
        }
    }
}
