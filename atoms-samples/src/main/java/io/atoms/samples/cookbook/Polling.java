package io.atoms.samples.cookbook;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.Unobserved;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.RetryPolicy;
import io.atoms.utils.TimeAtoms;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The recipe of {@code docs/cookbook/polling.md}. */
final class Polling {
    private Polling() {}

    // tag::polling
    interface Server {
        Mono<String> status();
    }

    /** The last value, and how many attempts have failed since. */
    record Poll(Optional<String> value, int failures) {
        /** The time to the next attempt: 10 seconds, and twice as much with each failure, up to 5 minutes. */
        Duration pause() {
            return Duration.ofSeconds(Math.min(300, 10L << Math.min(failures, 10)));
        }
    }

    static final PrimitiveAtom<Server> SERVER = Atom.<Server>of(Mono::never).named("server");

    /** Asks while it is observed; {@code refresh} asks at once. */
    static final AsyncAtom<Poll> STATUS = Atom.<Poll>stream(get -> polls(get.get(SERVER), get.get(TimeAtoms.SCHEDULER)))
            .whenUnobserved(Unobserved.cancel())
            .named("status");

    private static Flux<Poll> polls(Server server, Scheduler clock) {
        return poll(server, clock, new Poll(Optional.empty(), 0))
                .expand(last -> Mono.delay(last.pause(), clock).then(poll(server, clock, last)));
    }

    private static Mono<Poll> poll(Server server, Scheduler clock, Poll last) {
        return Mono.defer(server::status)
                .timeout(Duration.ofSeconds(10), clock)
                .map(value -> new Poll(Optional.of(value), 0))
                .onErrorResume(error -> Mono.just(new Poll(last.value(), last.failures() + 1)));
    }
    // end::polling

    // tag::query
    record StatusKey() implements QueryKey<String> {}

    /** The same as a query, which all share who ask for its key. */
    static QueryDefinition<StatusKey, String> query(Server server) {
        return QueryDefinition.mono(StatusKey.class, (key, context) -> server.status())
                .defaults(options -> options.refetchInterval(Duration.ofSeconds(10))
                        .retry(new RetryPolicy(
                                (failures, error) -> true,
                                (failures, error) -> new Poll(Optional.empty(), failures + 1).pause(),
                                0)));
    }

    // end::query

    static void using(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        Queue<Mono<String>> answers = new ArrayDeque<>(List.of(
                Mono.just("green"), Mono.just("green"), Mono.error(new IOException()), Mono.just("red"), Mono.never()));
        Server server = () -> {
            out.println("  GET /status");
            return answers.remove();
        };
        // tag::using
        AtomStore store = AtomStore.create();
        store.set(TimeAtoms.SCHEDULER, clock); // virtual, as in a test
        store.set(SERVER, server);

        AtomSubscription view = store.subscribe(STATUS, status -> out.println(status));
        clock.advanceTimeBy(Duration.ofSeconds(10)); // the same answer
        clock.advanceTimeBy(Duration.ofSeconds(10)); // a failure
        clock.advanceTimeBy(Duration.ofSeconds(20));
        view.dispose();
        clock.advanceTimeBy(Duration.ofHours(1)); // nobody looks
        out.println("looking again");
        store.subscribe(STATUS, status -> out.println(status));
        out.println(store.get(STATUS));
        // end::using
    }

    static void query(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        Queue<Mono<String>> answers = new ArrayDeque<>(
                List.of(Mono.just("green"), Mono.error(new IOException()), Mono.just("red"), Mono.never()));
        Server server = () -> {
            out.println("  GET /status");
            return answers.remove();
        };
        // tag::query
        try (QueryClient client = QueryClient.builder().scheduler(clock).build()) {
            Disposable view = client.observe(query(server).options(new StatusKey()))
                    .subscribe(result -> out.println(
                            result.dataOrNull() + " " + result.info().failureCount()));
            clock.advanceTimeBy(Duration.ofSeconds(10)); // a failure
            clock.advanceTimeBy(Duration.ofSeconds(20));
            view.dispose();
            clock.advanceTimeBy(Duration.ofHours(1)); // nobody looks
        }
        // end::query
    }
}
