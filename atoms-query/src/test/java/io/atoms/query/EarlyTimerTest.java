package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Timers that are over before who set them knows of them. */
class EarlyTimerTest {

    /** Runs what is delayed before {@code schedule} returns, as another thread may. */
    private static final class Early implements Scheduler {
        private final Scheduler other = VirtualTimeScheduler.create();

        @Override
        public Disposable schedule(Runnable task) {
            task.run();
            return Disposables.disposed();
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            Disposable scheduled = Disposables.single();
            if (unit.toMillis(delay) < 100) { // longer ones, such as that of the garbage, never end here
                task.run();
            }
            return scheduled;
        }

        @Override
        public Worker createWorker() {
            return other.createWorker();
        }
    }

    @Test
    void delayOfARetry_isFollowedByTheAttempt() {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        try (QueryClient client = QueryClient.builder().scheduler(new Early()).build()) {
            client.observe(QueryOptions.of(
                                    ListKey.<Integer>of("key"),
                                    context -> calls.incrementAndGet() == 1
                                            ? Mono.<Integer>error(new IllegalArgumentException("again"))
                                            : Mono.<Integer>never().doOnCancel(cancelled::incrementAndGet))
                            .retry(RetryPolicy.times(5).delay(Duration.ZERO)))
                    .subscribe();
            assertThat(calls).hasValue(2);
            assertThat(cancelled).hasValue(0);
        }
    }

    @Test
    void tick_isFollowedByOthers() {
        ListKey<Long> key = ListKey.of("stream");
        Sinks.Many<Long> chunks = Sinks.many().unicast().onBackpressureBuffer();
        try (QueryClient client = QueryClient.builder().scheduler(new Early()).build()) {
            client.observe(QueryOptions.stream(key, context -> chunks.asFlux(), 0L, Long::sum))
                    .subscribe();
            for (long i = 1; i <= 3; i++) {
                chunks.tryEmitNext(i);
                assertThat(client.getQueryData(key)).contains(i * (i + 1) / 2);
            }
        }
    }
}
