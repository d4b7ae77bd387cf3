package io.atoms.samples.snippets;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.query.ListKey;
import io.atoms.query.QueryAtoms;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryOptions;
import io.atoms.query.QueryResult;
import io.atoms.query.StaleTime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/query/atoms.md}. */
final class QueriesAtoms {
    private QueriesAtoms() {}

    record UserKey(long id) implements QueryKey<String> {}

    private static AtomStore store(VirtualTimeScheduler clock) {
        AtomStore store = AtomStore.builder().scheduler(clock).build();
        store.set(QueryClient.CURRENT, QueryClient.builder().scheduler(clock).build());
        return store;
    }

    @SuppressWarnings("NullAway") // without its JSpecify mode it does not know nullable type arguments
    static void query(PrintStream out) {
        Server server = new Server(out);
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AtomStore store = store(clock);
        // tag::query
        QueryDefinition<UserKey, String> user =
                QueryDefinition.mono(UserKey.class, (key, context) -> server.get("/users/" + key.id()));
        PrimitiveAtom<Long> id = Atom.of(7L);
        WritableAtom<QueryResult<String>, @Nullable Void> shown =
                QueryAtoms.query(get -> user.options(new UserKey(get.get(id))));

        out.println(store.get(shown).status() + ", and nothing was asked");
        AtomSubscription subscription = store.subscribe(
                shown, r -> out.println(r.dataOrNull() + " " + r.info().fetchStatus()));
        server.answer("/users/7", "Ada");
        store.set(shown, null); // fetch again
        server.answer("/users/7", "Ada Lovelace");
        store.set(id, 8L); // another query
        server.answer("/users/8", "Grace");
        subscription.dispose();
        out.println(store.get(shown).dataOrNull() + ", from the cache");
        // end::query
        store.get(QueryClient.CURRENT).close();
    }

    static void data(PrintStream out) {
        Server server = new Server(out);
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AtomStore store = store(clock);
        QueryDefinition<UserKey, String> user = QueryDefinition.mono(
                        UserKey.class, (key, context) -> server.get("/users/" + key.id()))
                .defaults(options -> options.staleTime(StaleTime.NEVER));
        // tag::data
        AsyncAtom<String> name = QueryAtoms.queryData(get -> user.options(new UserKey(7)));
        AsyncAtom<String> greeting =
                Atom.async(get -> get.await(name).map(text -> "Dear " + text)).named("greeting");

        out.println(store.get(greeting)); // reading is enough
        server.answer("/users/7", "Ada");
        out.println(store.get(greeting));
        // end::data
        store.get(QueryClient.CURRENT).close();
    }

    static void several(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AtomStore store = store(clock);
        // tag::several
        PrimitiveAtom<List<Long>> ids = Atom.of(List.of(1L, 2L));
        Function<Long, QueryOptions<Integer, Integer>> stock =
                id -> QueryOptions.of(ListKey.<Integer>of("stock", id), context -> {
                            out.println("asking for product " + id);
                            return Mono.just((int) (id * 10));
                        })
                        .staleTime(StaleTime.NEVER);
        Atom<Integer> total = QueryAtoms.queries(
                get -> get.get(ids).stream().map(stock).toList(),
                results -> results.stream()
                        .mapToInt(r -> r.fold(() -> 0, n -> n, (error, before) -> 0))
                        .sum());

        store.subscribe(total, sum -> out.println("total " + sum));
        store.set(ids, List.of(3L, 2L, 1L)); // another order, and one more
        // end::several
        store.get(QueryClient.CURRENT).close();
    }

    static void commits(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AtomStore store = store(clock);
        QueryClient client = store.get(QueryClient.CURRENT);
        // tag::commits
        Atom<List<QueryResult<Integer>>> results = QueryAtoms.queries(get -> List.of(
                QueryOptions.cached(ListKey.of("price", 1)),
                QueryOptions.cached(ListKey.of("price", 2)),
                QueryOptions.cached(ListKey.of("price", 3))));
        for (int i = 1; i <= 3; i++) {
            client.setQueryData(ListKey.of("price", i), 10 * i);
        }
        store.subscribe(
                results,
                now -> out.println(now.stream().map(QueryResult::dataOrNull).toList()));

        client.updateQueriesData(QueryFilters.prefix("price"), (Integer price) -> price + 1); // one operation
        client.setQueryData(ListKey.of("price", 1), 50); // two operations
        client.setQueryData(ListKey.of("price", 2), 60);
        store.transaction(
                tx -> { // two operations, seen after the end
                    client.setQueryData(ListKey.of("price", 1), 70);
                    client.setQueryData(ListKey.of("price", 2), 80);
                    out.println("end of the transaction");
                });
        // end::commits
        client.close();
    }

    static void rollback(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AtomStore store = store(clock);
        QueryClient client = store.get(QueryClient.CURRENT);
        // tag::rollback
        PrimitiveAtom<Integer> amount = Atom.of(1);
        QueryKey<Integer> price = ListKey.of("price");
        try {
            store.transaction(tx -> {
                tx.set(amount, 5);
                client.setQueryData(price, 20);
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException e) {
            out.println(store.get(amount) + ", but " + client.getQueryData(price));
        }
        // end::rollback
        client.close();
    }

    static void fetching(PrintStream out) {
        Server server = new Server(out);
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AtomStore store = store(clock);
        QueryClient client = store.get(QueryClient.CURRENT);
        // tag::fetching
        Atom<Integer> running = QueryAtoms.isFetching(QueryFilters.prefix("report"));
        store.subscribe(running, n -> out.println(n + " running"));
        client.prefetch(QueryOptions.of(ListKey.of("report", 1), context -> server.get("/1")))
                .subscribe();
        client.prefetch(QueryOptions.of(ListKey.of("report", 2), context -> server.get("/2")))
                .subscribe();
        server.answer("/1", "one");
        server.answer("/2", "two");
        // end::fetching
        client.close();
    }

    static void clients(PrintStream out) {
        // tag::clients
        AtomStore store = AtomStore.create();
        QueryClient own = QueryClient.of(store); // made at first need
        out.println(own == store.get(QueryClient.CURRENT));
        store.close();
        out.println("closed with its store: " + own.isClosed());

        AtomStore other = AtomStore.create();
        try (QueryClient given = QueryClient.builder()
                .name("shop")
                .defaults(options -> options.staleTime(Duration.ofSeconds(30)))
                .build()) {
            other.set(QueryClient.CURRENT, given); // before the first use
            out.println(QueryClient.of(other).name());
            other.close();
            out.println("closed with the store: " + given.isClosed());
        }
        // end::clients
    }
}
