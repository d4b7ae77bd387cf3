package io.atoms.samples.snippets;

import io.atoms.query.ListKey;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryObserver;
import io.atoms.query.QueryOptions;
import io.atoms.query.QueryResult;
import io.atoms.query.QueryStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/query/observing.md}. */
final class QueriesObserving {
    private QueriesObserving() {}

    record PageKey(int number) implements QueryKey<String> {}

    static void flux(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::flux
        QueryOptions<String, String> page = QueryOptions.of(new PageKey(1), context -> server.get("/pages/1"));

        Disposable subscription = client.observe(page).subscribe(result -> out.println(text(result)));
        server.answer("/pages/1", "one");
        client.setQueryData(new PageKey(1), "one, edited");
        subscription.dispose();
        // end::flux
        client.close();
    }

    // tag::result
    static String text(QueryResult<String> result) {
        String data = result.fold(
                () -> "nothing yet",
                page -> page,
                (error, before) -> error.getMessage() + (before == null ? "" : ", before it was " + before));
        return result.isFetching() ? data + " (fetching)" : data;
    }

    static String sameText(QueryResult<String> result) {
        if (result instanceof QueryResult.Success<String> success) {
            return success.data();
        } else if (result instanceof QueryResult.Failure<String> failure) {
            return String.valueOf(failure.error().getMessage());
        }
        return "nothing yet";
    }

    // end::result

    static void observer(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::observer
        Function<Integer, QueryOptions<String, String>> page =
                n -> QueryOptions.of(new PageKey(n), context -> server.get("/pages/" + n))
                        .retry(0);

        QueryObserver<String, String> observer = client.observer(page.apply(1));
        out.println(text(observer.currentResult()) + ": nobody listens, nothing is fetched");
        Disposable listening = observer.subscribe(result -> out.println(text(result)));
        server.answer("/pages/1", "one");
        observer.setOptions(page.apply(2)); // another key
        server.fail("/pages/2", new IOException("no such page"));
        observer.refetch(true).subscribe(result -> out.println("asked for: " + text(result)));
        server.answer("/pages/2", "two");
        listening.dispose(); // the last listener: no longer observed
        // end::observer
        client.close();
    }

    static void select(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::select
        QueryKey<List<String>> names = ListKey.of("names");
        QueryOptions<List<String>, List<String>> all = QueryOptions.of(names, context -> Mono.just(List.of("Ada")));
        QueryOptions<List<String>, Integer> size = all.select(list -> {
            out.println("counting " + list);
            return list.size();
        });
        client.observer(size).subscribe(r -> out.println(r.info().fetchStatus() + " " + r.dataOrNull()));
        client.setQueryData(names, List.of("Ada")); // equal data: the function is not called
        client.setQueryData(names, List.of("Ada", "Grace"));
        // end::select
        client.close();
    }

    static void placeholder(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::placeholder
        Function<Integer, QueryOptions<String, String>> page =
                n -> QueryOptions.of(new PageKey(n), context -> server.get("/pages/" + n))
                        .keepPreviousData();
        QueryObserver<String, String> observer = client.observer(page.apply(1));
        observer.subscribe(r -> out.println(text(r) + (r.isPlaceholder() ? " (of another page)" : "")));
        server.answer("/pages/1", "one");
        observer.setOptions(page.apply(2));
        out.println("in the cache: " + client.getQueryData(new PageKey(2)));
        server.answer("/pages/2", "two");
        // end::placeholder
        client.close();
    }

    static void enabled(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::enabled
        QueryOptions<String, String> page = QueryOptions.of(new PageKey(1), context -> server.get("/pages/1"));
        QueryObserver<String, String> observer = client.observer(page.enabled(false));
        observer.subscribe(result -> out.println(text(result)));
        out.println(text(observer.currentResult()));
        client.invalidate(QueryFilters.all()); // not for this one
        observer.setOptions(page.enabled(true));
        server.answer("/pages/1", "one");
        // end::enabled
        client.close();
    }

    static void interval(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::interval
        QueryOptions<String, String> job = QueryOptions.<String>of(ListKey.of("job"), context -> {
                    long second = clock.now(java.util.concurrent.TimeUnit.SECONDS);
                    out.println("asked at " + second + " s");
                    return Mono.just(second < 20 ? "running" : "done");
                })
                .refetchInterval(state -> state.status() == QueryStatus.SUCCESS && "done".equals(state.data())
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(10)));
        client.observer(job).subscribe(result -> {});
        clock.advanceTimeBy(Duration.ofMinutes(10));
        // end::interval
        client.close();
    }
}
