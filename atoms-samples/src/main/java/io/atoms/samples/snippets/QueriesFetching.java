package io.atoms.samples.snippets;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.atoms.query.ConnectivityManager;
import io.atoms.query.FocusManager;
import io.atoms.query.ListKey;
import io.atoms.query.NetworkMode;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryOptions;
import io.atoms.query.RetryPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/query/fetching.md}. */
final class QueriesFetching {
    private static final ListKey<String> RATES = ListKey.of("rates");

    private QueriesFetching() {}

    static void asking(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::asking
        QueryOptions<String, String> rates = QueryOptions.of(RATES, context -> server.get("/rates"));

        Mono<String> later = client.fetch(rates); // asks nobody yet
        out.println("subscribing");
        later.subscribe(rate -> out.println("fetch: " + rate));
        server.answer("/rates", "1.08");
        client.ensure(rates, false).subscribe(rate -> out.println("ensure: " + rate)); // stale, but there
        client.ensure(rates, true).subscribe(rate -> out.println("ensure and revalidate: " + rate));
        server.answer("/rates", "1.09"); // in the background
        client.prefetch(rates).subscribe(nothing -> {}, error -> {}, () -> out.println("prefetched"));
        server.fail("/rates", new IOException("no route")); // not told
        // end::asking
        client.close();
    }

    static void blocking(PrintStream out) {
        // tag::blocking
        try (QueryClient client = QueryClient.create()) {
            QueryOptions<String, String> rates = QueryOptions.blocking(RATES, context -> "1.08"); // on another thread
            out.println(client.fetchBlocking(rates, Duration.ofSeconds(5)));

            QueryOptions<String, String> broken = QueryOptions.blocking(ListKey.of("broken"), context -> {
                throw new IllegalArgumentException("no such currency");
            });
            client.fetchBlocking(broken, Duration.ofSeconds(5));
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
        }
        // end::blocking
    }

    static void attempts(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::attempts
        QueryOptions<String, String> rates = QueryOptions.of(RATES, context -> {
            out.println(clock.now(MILLISECONDS) + " ms: attempt " + context.attempt());
            return Mono.error(new IOException("no route"));
        });
        Disposable listening = client.observer(rates)
                .subscribe(r -> out.println(
                        "  " + r.status() + ", failures: " + r.info().failureCount()));
        clock.advanceTimeBy(Duration.ofSeconds(10));
        // end::attempts
        listening.dispose();
        client.close();
    }

    static void policies(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        // tag::policies
        QueryClient client = QueryClient.builder()
                .scheduler(clock)
                .random(() -> 1.0) // for this page: as late as jitter allows
                .build();
        RetryPolicy policy = RetryPolicy.times(5)
                .onlyIf(error -> error instanceof IOException)
                .delay(Duration.ofMillis(100))
                .jitter(0.2);
        QueryOptions<String, String> rates = QueryOptions.of(RATES, context -> {
                    out.println(clock.now(MILLISECONDS) + " ms: attempt " + context.attempt());
                    return Mono.error(
                            context.attempt() < 3 ? new IOException("no route") : new SecurityException("not you"));
                })
                .retry(policy);
        client.fetch(rates).subscribe(out::println, out::println);
        clock.advanceTimeBy(Duration.ofSeconds(10));
        // end::policies
        client.close();
    }

    static void timeout(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::timeout
        QueryOptions<String, String> rates = QueryOptions.of(RATES, context -> server.get("/rates"))
                .timeout(Duration.ofSeconds(2)) // of each attempt
                .retry(1);
        client.fetch(rates).subscribe(out::println, e -> out.println(e instanceof TimeoutException ? "too late" : "?"));
        clock.advanceTimeBy(Duration.ofSeconds(2)); // then a second until the next attempt
        clock.advanceTimeBy(Duration.ofSeconds(1));
        clock.advanceTimeBy(Duration.ofSeconds(2));
        // end::timeout
        client.close();
    }

    static void cancelling(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::cancelling
        QueryOptions<String, String> kept = QueryOptions.of(ListKey.of("kept"), context -> server.get("/kept"));
        QueryOptions<String, String> dropped = QueryOptions.<String>of(
                        ListKey.of("dropped"), context -> server.get("/dropped"))
                .cancelWhenUnobserved(true);
        for (QueryOptions<String, String> options : java.util.List.of(kept, dropped)) {
            client.fetch(options).subscribe().dispose(); // nobody waits any more
        }
        server.answer("/kept", "data");
        out.println(client.getQueryData(kept.key()) + " " + client.getQueryData(dropped.key()));

        client.fetch(dropped).subscribe(out::println, out::println);
        client.cancel(QueryFilters.exact(dropped.key()));
        // end::cancelling
        client.close();
    }

    static void signal(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::signal
        QueryOptions<String, String> report = QueryOptions.<String>of(ListKey.of("report"), context -> {
            context.signal().onCancel(() -> out.println("telling the server to stop"));
            return Mono.never();
        });
        client.fetch(report).subscribe().dispose();
        // end::signal
        client.close();
    }

    static void concurrency(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        Server server = new Server(out);
        // tag::concurrency
        QueryClient client =
                QueryClient.builder().scheduler(clock).maxConcurrentFetches(1).build();
        for (String page : java.util.List.of("a", "b")) {
            client.prefetch(QueryOptions.of(ListKey.of(page), context -> server.get("/" + page)))
                    .subscribe();
        }
        QueryOptions<String, String> shown = QueryOptions.of(ListKey.of("shown"), context -> server.get("/shown"));
        client.observer(shown).subscribe(result -> {});
        out.println("fetching: " + client.metrics().fetching());
        server.answer("/a", "A");
        server.answer("/shown", "S"); // came last, and did not wait for b
        server.answer("/b", "B");
        // end::concurrency
        client.close();
    }

    static void offline(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        // tag::offline
        ConnectivityManager.Switch connection = ConnectivityManager.manual();
        QueryClient client =
                QueryClient.builder().scheduler(clock).online(connection).build();
        for (NetworkMode mode : NetworkMode.values()) {
            QueryOptions<String, String> rates = QueryOptions.<String>of(ListKey.of(mode), context -> {
                        out.println("  attempt " + context.attempt());
                        return connection.isOnline() ? Mono.just("1.08") : Mono.error(new IOException("no route"));
                    })
                    .networkMode(mode)
                    .retry(1)
                    .staleTime(Duration.ofMinutes(1));
            out.println(mode + ", offline");
            connection.setOnline(false);
            Disposable listening = client.observer(rates)
                    .subscribe(
                            r -> out.println("  " + r.status() + " " + r.info().fetchStatus()));
            clock.advanceTimeBy(Duration.ofSeconds(1)); // until a second attempt
            out.println("online");
            connection.setOnline(true);
            listening.dispose();
        }
        // end::offline
        client.close();
    }

    static void focus(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        Server server = new Server(out);
        // tag::focus
        FocusManager.Switch window = FocusManager.manual();
        QueryClient client =
                QueryClient.builder().scheduler(clock).focus(window).build();
        client.observer(QueryOptions.of(RATES, context -> server.get("/rates"))).subscribe(result -> {});
        server.answer("/rates", "1.08");

        window.setFocused(false);
        window.setFocused(true); // the user comes back, and the data is stale
        server.answer("/rates", "1.09");
        // end::focus
        client.close();
    }
}
