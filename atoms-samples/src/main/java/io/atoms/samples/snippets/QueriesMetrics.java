package io.atoms.samples.snippets;

import io.atoms.query.CacheEvent;
import io.atoms.query.CacheMetrics;
import io.atoms.query.ListKey;
import io.atoms.query.MetricsListener;
import io.atoms.query.MutationDefinition;
import io.atoms.query.MutationState;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryOptions;
import io.atoms.query.QueryState;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/query/metrics.md}. */
final class QueriesMetrics {
    private QueriesMetrics() {}

    record UserKey(long id) implements QueryKey<String> {}

    // tag::meters
    /** What the bridge needs of a library of meters. Tags are pairs of name and value. */
    interface Meters {
        void count(String name, String... tags);

        void time(String name, Duration time, String... tags);

        void gauge(String name, IntSupplier value);
    }

    // end::meters

    // tag::bridge
    static final class MeteredCache implements MetricsListener {
        private final Meters meters;

        MeteredCache(Meters meters) {
            this.meters = meters;
        }

        @Override
        public void hit(String query, QueryKey<?> key) {
            meters.count("query.requests", "query", query, "result", "hit");
        }

        @Override
        public void staleHit(String query, QueryKey<?> key) {
            meters.count("query.requests", "query", query, "result", "stale");
        }

        @Override
        public void miss(String query, QueryKey<?> key) {
            meters.count("query.requests", "query", query, "result", "miss");
        }

        @Override
        public void joined(String query, QueryKey<?> key) {
            meters.count("query.joined", "query", query);
        }

        @Override
        public void retried(String query, QueryKey<?> key, Throwable error) {
            meters.count(
                    "query.retries", "query", query, "error", error.getClass().getSimpleName());
        }

        @Override
        public void fetchEnded(String query, QueryKey<?> key, Outcome outcome, int attempts, Duration time) {
            meters.time(
                    "query.fetches",
                    time,
                    "query",
                    query,
                    "outcome",
                    outcome.name().toLowerCase(Locale.ROOT));
        }

        @Override
        public void removed(String query, QueryKey<?> key, CacheEvent.Cause cause) {
            meters.count("query.removals", "query", query, "cause", cause.name().toLowerCase(Locale.ROOT));
        }

        @Override
        public void mutationPaused(MutationState<?> mutation) {
            meters.count("mutation.pauses", "mutation", mutation.name());
        }

        @Override
        public void mutationEnded(MutationState<?> mutation, Outcome outcome, int attempts, Duration time) {
            meters.time(
                    "mutation.runs",
                    time,
                    "mutation",
                    mutation.name(),
                    "outcome",
                    outcome.name().toLowerCase(Locale.ROOT));
        }

        void watch(QueryClient client) {
            meters.gauge("query.entries", () -> client.metrics().entries());
            meters.gauge("query.fetching", () -> client.metrics().fetching());
        }
    }

    // end::bridge

    /** Meters in a map. */
    private static final class Sums implements Meters {
        final Map<String, String> values = new TreeMap<>();
        final Map<String, IntSupplier> gauges = new TreeMap<>();

        @Override
        public void count(String name, String... tags) {
            values.merge(name + " " + String.join(" ", tags), "1", (a, b) -> String.valueOf(Integer.parseInt(a) + 1));
        }

        @Override
        public void time(String name, Duration time, String... tags) {
            values.merge(
                    name + " " + String.join(" ", tags),
                    time.toString(),
                    (a, b) -> Duration.parse(a).plus(Duration.parse(b)).toString());
        }

        @Override
        public void gauge(String name, IntSupplier value) {
            gauges.put(name, value);
        }

        void print(PrintStream out) {
            values.forEach((name, value) -> out.println(name + " = " + value));
            gauges.forEach((name, value) -> out.println(name + " = " + value.getAsInt()));
        }
    }

    static void use(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        Sums meters = new Sums();
        // tag::use
        MeteredCache metered = new MeteredCache(meters);
        QueryClient client =
                QueryClient.builder().scheduler(clock).metrics(metered).build();
        metered.watch(client);

        QueryDefinition<UserKey, String> users = QueryDefinition.mono(
                        UserKey.class,
                        (key, context) -> Mono.delay(Duration.ofMillis(200), clock)
                                .map(n -> {
                                    if (context.attempt() == 1 && key.id() == 8) {
                                        throw new IllegalStateException("busy");
                                    }
                                    return "user " + key.id();
                                }))
                .named("users")
                .defaults(options -> options.retry(1).staleTime(Duration.ofSeconds(10)));
        for (long id : new long[] {7, 7, 8}) { // a miss, one that joins it, a miss with a second attempt
            client.fetch(users.options(new UserKey(id))).subscribe();
        }
        clock.advanceTimeBy(Duration.ofSeconds(5));
        client.fetch(users.options(new UserKey(7))).subscribe(); // a hit
        MutationDefinition<String, String> rename = MutationDefinition.<String, String>mono((name, context) ->
                        Mono.delay(Duration.ofMillis(300), clock).map(n -> name))
                .named("rename")
                .scope(name -> "names");
        client.mutate(rename, "Ada");
        client.mutate(rename, "Grace"); // waits for the one before
        clock.advanceTimeBy(Duration.ofMinutes(5)); // all are collected
        meters.print(out);
        // end::use
        client.close();
    }

    static void events(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::events
        client.events().subscribe(event -> {
            if (event instanceof CacheEvent.Updated updated) {
                out.println(updated.key() + " " + updated.action());
            } else {
                out.println(event.key() + " " + event.getClass().getSimpleName());
            }
        });
        QueryOptions<String, String> rates = QueryOptions.<String>of(
                        ListKey.of("rates"), context -> Mono.error(new IOException("no route")))
                .retry(1);
        Disposable listening = client.observer(rates).subscribe(result -> {});
        clock.advanceTimeBy(Duration.ofSeconds(1));
        listening.dispose();
        clock.advanceTimeBy(Duration.ofMinutes(5));
        // end::events
        client.close();
    }

    static void errors(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::errors
        client.events()
                .ofType(CacheEvent.Updated.class)
                .filter(updated -> updated.action() == CacheEvent.Action.ERROR)
                .subscribe(updated -> {
                    QueryState<?> state = updated.state();
                    String what = state.hasData() ? "out of date: " : "not available: ";
                    out.println(what + updated.key() + ", " + state.error());
                });
        QueryOptions<String, String> rates = QueryOptions.<String>of(
                        ListKey.of("rates"), context -> Mono.error(new IOException("no route")))
                .retry(1);
        client.prefetch(rates).subscribe();
        clock.advanceTimeBy(Duration.ofSeconds(1));
        client.setQueryData(ListKey.of("rates"), "of yesterday");
        client.observer(rates).subscribe(result -> {});
        client.observer(rates).subscribe(result -> {});
        clock.advanceTimeBy(Duration.ofSeconds(1));
        // end::errors
        client.close();
    }

    static void counts(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::counts
        client.setQueryData(ListKey.of("a"), "resting");
        client.observer(QueryOptions.of(ListKey.of("b"), context -> Mono.never()))
                .subscribe(result -> {});
        client.observer(QueryOptions.cached(ListKey.of("c"))).subscribe(result -> {}); // observed, can't fetch
        CacheMetrics now = client.metrics();
        out.println(now);
        // end::counts
        client.close();
    }
}
