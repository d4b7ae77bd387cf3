package io.atoms.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A client in virtual time, and queries that tell what they did. */
final class Clients implements AutoCloseable {

    final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    final FocusManager.Switch focus = FocusManager.manual();
    final ConnectivityManager.Switch online = ConnectivityManager.manual();
    final List<Throwable> problems = new CopyOnWriteArrayList<>();
    final List<CacheEvent> events = new CopyOnWriteArrayList<>();
    final QueryClient client;

    Clients() {
        this(builder -> builder);
    }

    Clients(UnaryOperator<QueryClientBuilder> tune) {
        client = tune.apply(QueryClient.builder()
                        .scheduler(clock)
                        .focus(focus)
                        .online(online)
                        .onError((where, error) -> problems.add(error)))
                .build();
        client.events().subscribe(events::add);
    }

    /** Lets time pass. */
    void pass(long millis) {
        clock.advanceTimeBy(Duration.ofMillis(millis));
    }

    <T> QueryState<T> state(QueryKey<T> key) {
        return client.getQueryState(key).orElseThrow();
    }

    /** Subscribes to an observer, and returns the results that it is told. */
    <R> Results<R> observe(QueryOptions<?, R> options) {
        return new Results<>(client.observer(options));
    }

    /** What an observer was told. */
    static final class Results<R> {
        final QueryObserver<?, R> observer;
        final List<QueryResult<R>> all = new ArrayList<>();

        Results(QueryObserver<?, R> observer) {
            this.observer = observer;
            observer.subscribe(all::add);
        }

        QueryResult<R> last() {
            return observer.currentResult();
        }
    }

    /** A query function that counts its calls and takes a time. */
    final class Calls<T> implements Function<QueryContext, Mono<T>> {
        final AtomicInteger count = new AtomicInteger();
        final AtomicInteger cancelled = new AtomicInteger();
        private final Function<Integer, Mono<T>> answer;
        private final long millis;

        /** @param millis how long it takes; a negative number for at once, on the calling thread */
        Calls(long millis, Function<Integer, Mono<T>> answer) {
            this.millis = millis;
            this.answer = answer;
        }

        @Override
        public Mono<T> apply(QueryContext context) {
            int call = count.incrementAndGet();
            Mono<T> mono = Mono.defer(() -> answer.apply(call));
            return (millis < 0
                            ? mono
                            : Mono.delay(Duration.ofMillis(millis), clock).then(mono))
                    .doOnCancel(cancelled::incrementAndGet);
        }
    }

    /** Gives 1, 2, 3 and so on. */
    Calls<Integer> counting(long millis) {
        return new Calls<>(millis, Mono::just);
    }

    /** Always fails. */
    Calls<Integer> failing(long millis) {
        return new Calls<>(millis, call -> Mono.error(new IllegalArgumentException("attempt " + call)));
    }

    @Override
    public void close() {
        client.close();
    }
}
