package io.atoms.samples.snippets;

import io.atoms.query.ListKey;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryException;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/query/keys.md}. */
@SuppressWarnings("ArrayRecordComponent") // one of the traps
final class QueriesKeys {
    private QueriesKeys() {}

    // tag::records
    record User(long id, String name) {}

    sealed interface ShopKey {} // all keys of this part of the program

    record UserKey(long id) implements QueryKey<User>, ShopKey {}

    record OrdersKey(long user, String status) implements QueryKey<List<String>>, ShopKey {
        @Override
        public List<?> path() {
            return List.of("users", user, "orders", status);
        }
    }

    // end::records

    static void typed(PrintStream out) {
        QueryClient client = QueryClient.create();
        // tag::typed
        client.setQueryData(new UserKey(7), new User(7, "Ada"));
        client.setQueryData(new OrdersKey(7, "open"), List.of("tea", "milk"));

        String name = client.getQueryData(new UserKey(7)).map(User::name).orElse("nobody");
        int open = client.getQueryData(new OrdersKey(7, "open")).map(List::size).orElse(0);
        out.println(name + " has " + open + " open orders");
        out.println(client.keys(QueryFilters.type(ShopKey.class)).size() + " keys of the shop");
        out.println(client.keys(QueryFilters.prefix("users", 7L)));
        // end::typed
        client.close();
    }

    static void definition(PrintStream out) {
        Server server = new Server(out);
        QueryClient client = QueryClient.create();
        // tag::definition
        QueryDefinition<UserKey, User> users = QueryDefinition.mono(
                        UserKey.class,
                        (key, context) -> server.get("/users/" + key.id()).map(name -> new User(key.id(), name)))
                .named("user") // in metrics
                .defaults(options -> options.staleTime(Duration.ofMinutes(1)));

        client.fetch(users.options(new UserKey(7))).subscribe(out::println);
        server.answer("/users/7", "Ada");
        client.fetch(users.options(new UserKey(7)).staleTime(Duration.ZERO)).subscribe(out::println); // this call alone
        server.answer("/users/7", "Ada Lovelace");
        // end::definition
        client.close();
    }

    static void twice(PrintStream out) {
        QueryClient client = QueryClient.create();
        // tag::twice
        for (int i = 0; i < 2; i++) {
            QueryDefinition<UserKey, User> users = QueryDefinition.mono( // each time another one
                    UserKey.class, (key, context) -> Mono.just(new User(key.id(), "Ada")));
            try {
                out.println(client.fetch(users.options(new UserKey(7))).block());
            } catch (QueryException e) {
                out.println(e.getMessage());
            }
        }
        // end::twice
        client.close();
    }

    static void listKey(PrintStream out) {
        QueryClient client =
                QueryClient.builder().scheduler(VirtualTimeScheduler.create()).build();
        // tag::listKey
        ListKey<String> user = ListKey.of("users", 7L);
        ListKey<String> orders = ListKey.of("users", 7L, "orders");
        ListKey<String> news = ListKey.of("news");
        for (ListKey<String> key : List.of(user, orders, news)) {
            client.fetch(QueryOptions.of(key, context -> Mono.just("data of " + key)))
                    .subscribe(out::println);
        }

        client.invalidate(QueryFilters.prefix("users", 7L));
        out.println("stale for good: "
                + client.keys(QueryFilters.all().where(q -> q.state().invalidated()))
                        .size());
        client.remove(QueryFilters.prefix("users"));
        out.println(client.keys(QueryFilters.all()));
        // end::listKey
        client.close();
    }

    // tag::trapTypes
    record ByIds(long[] ids) implements QueryKey<String> {} // wrong: an array

    record ByIdList(List<Long> ids) implements QueryKey<String> {
        ByIdList {
            ids = List.copyOf(ids); // nobody changes this one
        }
    }

    // end::trapTypes

    static void traps(PrintStream out) {
        // tag::traps
        out.println("arrays: " + new ByIds(new long[] {1, 2}).equals(new ByIds(new long[] {1, 2})));
        out.println("lists: " + new ByIdList(List.of(1L, 2L)).equals(new ByIdList(List.of(1L, 2L))));
        out.println("int and long: " + ListKey.of("users", 7).equals(ListKey.of("users", 7L)));
        out.println("0.0 and -0.0: " + ListKey.of(0.0).equals(ListKey.of(-0.0)));

        List<String> parts = new ArrayList<>(List.of("users"));
        ListKey<String> key = new ListKey<>(parts);
        parts.add("7"); // the key has a copy
        out.println(key);

        out.println(ListKey.of((Object[]) new String[] {"users", "7"})); // two parts
        try {
            ListKey.of("users", new long[] {7});
        } catch (QueryException e) {
            out.println(e.getMessage());
        }
        // end::traps
    }
}
