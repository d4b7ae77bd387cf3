package io.atoms.samples.snippets;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.atoms.query.ListKey;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefaults;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryObserver;
import io.atoms.query.QueryOptions;
import io.atoms.query.StaleTime;
import io.atoms.query.StructuralSharing;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/query/freshness.md}. */
final class QueriesFreshness {
    private static final ListKey<String> RATES = ListKey.of("rates");

    private QueriesFreshness() {}

    static void kinds(PrintStream out) {
        QueryClient client =
                QueryClient.builder().scheduler(VirtualTimeScheduler.create()).build();
        // tag::kinds
        for (StaleTime time : List.of(StaleTime.after(Duration.ZERO), StaleTime.NEVER, StaleTime.STATIC)) {
            AtomicInteger requests = new AtomicInteger();
            QueryOptions<Integer, Integer> options = QueryOptions.of(
                            ListKey.<Integer>of(time), context -> Mono.fromSupplier(requests::incrementAndGet))
                    .staleTime(time);
            client.fetch(options).block();
            client.fetch(options).block();
            int second = requests.get();
            client.invalidate(QueryFilters.exact(options.key()));
            client.fetch(options).block();
            out.println(time + ": " + second + " requests, after an invalidation " + requests);
        }
        // end::kinds
        client.close();
    }

    static void fromState(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::fromState
        QueryOptions<Optional<String>, Optional<String>> user = QueryOptions.of(
                        ListKey.<Optional<String>>of("users", 7),
                        context -> server.get("/users/7").singleOptional())
                .staleTime(state -> state.data() instanceof Optional<?> data && data.isEmpty()
                        ? StaleTime.after(Duration.ofSeconds(5)) // ask soon again for one that was not there
                        : StaleTime.after(Duration.ofMinutes(1)));

        client.fetch(user).subscribe(out::println);
        server.answer("/users/7", "Ada");
        clock.advanceTimeBy(Duration.ofSeconds(59));
        client.fetch(user).subscribe(out::println); // still fresh
        // end::fromState
        client.close();
    }

    static void collected(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::collected
        QueryOptions<String, String> rates =
                QueryOptions.of(RATES, context -> Mono.just("1.08")).gcTime(Duration.ofSeconds(30));
        Disposable listening = client.observer(rates).subscribe(result -> {});

        clock.advanceTimeBy(Duration.ofHours(1));
        out.println("observed: " + client.getQueryData(RATES));
        listening.dispose(); // it rests from now on
        clock.advanceTimeBy(Duration.ofSeconds(29));
        out.println("resting: " + client.getQueryData(RATES));
        clock.advanceTimeBy(Duration.ofSeconds(1));
        out.println("collected: " + client.getQueryData(RATES));
        // end::collected
        client.close();
    }

    static void bounded(PrintStream out) {
        // tag::bounded
        QueryClient client = QueryClient.builder().maximumSize(100).build(); // resting ones
        QueryOptions<String, String> observed = QueryOptions.of(RATES, context -> Mono.just("1.08"));
        Disposable listening = client.observer(observed).subscribe(result -> {});

        for (int i = 0; i < 1_000; i++) {
            client.setQueryData(ListKey.<String>of("page", i), "page " + i);
        }
        out.println(client.metrics().entries() + " entries, " + client.metrics().resting() + " of them resting");
        out.println("observed: " + client.getQueryData(RATES));
        // end::bounded
        listening.dispose();
        client.close();
    }

    static void maxAge(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::maxAge
        QueryOptions<String, String> rates = QueryOptions.of(RATES, context -> server.get("/rates"))
                .staleTime(Duration.ofSeconds(10))
                .maxAge(Duration.ofSeconds(60));
        QueryObserver<String, String> observer = client.observer(rates);
        observer.subscribe(result -> out.println(clock.now(SECONDS) + " s: " + result.status() + " "
                + result.dataOrNull() + (result.isStale() ? ", stale" : "")));

        server.answer("/rates", "1.08");
        clock.advanceTimeBy(Duration.ofSeconds(60));
        // end::maxAge
        client.close();
    }

    static void staleIfError(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::staleIfError
        QueryOptions<String, String> rates = QueryOptions.of(RATES, context -> server.get("/rates"))
                .staleTime(Duration.ofSeconds(10))
                .staleIfError(Duration.ofSeconds(60));
        client.fetch(rates).subscribe(out::println);
        server.answer("/rates", "1.08");

        clock.advanceTimeBy(Duration.ofSeconds(70)); // 10 fresh and 60 more
        client.fetch(rates).subscribe(out::println, out::println);
        server.fail("/rates", new IOException("no route"));
        clock.advanceTimeBy(Duration.ofSeconds(1));
        client.fetch(rates).subscribe(out::println, out::println);
        server.fail("/rates", new IOException("no route"));
        // end::staleIfError
        client.close();
    }

    static void initialData(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        clock.advanceTimeBy(Duration.ofHours(1));
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::initialData
        Instant yesterday = Instant.EPOCH; // the clock of this page begins there
        QueryOptions<String, String> rates = QueryOptions.of(RATES, context -> server.get("/rates"))
                .staleTime(Duration.ofMinutes(10))
                .initialData(() -> "1.05", yesterday);
        client.observer(rates)
                .subscribe(r -> out.println(r.dataOrNull() + " " + r.info().fetchStatus()));
        server.answer("/rates", "1.08");
        client.reset(QueryFilters.all());
        server.answer("/rates", "1.09");
        // end::initialData
        client.close();
    }

    // tag::sharingTypes
    record Line(String product, int amount) {}

    record Order(List<Line> lines, String status) {}

    // end::sharingTypes

    static void sharing(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        // tag::sharing
        QueryKey<Order> key = ListKey.of("order");
        for (StructuralSharing kind : List.of(StructuralSharing.elements(), StructuralSharing.deep())) {
            QueryClient client = QueryClient.builder()
                    .scheduler(clock)
                    .defaults(QueryDefaults.client().structuralSharing(kind))
                    .build();
            List<Line> lines = List.of(new Line("tea", 2), new Line("milk", 1));
            client.setQueryData(key, new Order(lines, "open"));
            client.setQueryData(key, new Order(List.of(new Line("tea", 2), new Line("milk", 1)), "sent"));
            Order now = client.getQueryData(key).orElseThrow();
            out.println(now.status() + ", the lines are the same object: " + (now.lines() == lines));
            client.close();
        }
        // end::sharing
    }
}
