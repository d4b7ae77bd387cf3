package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryOptions;
import io.atoms.query.QueryResult;
import io.atoms.query.StaleTime;
import java.io.PrintStream;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

/** The snippets of {@code docs/query/tenants.md}. */
final class QueriesTenants {
    private QueriesTenants() {}

    // tag::definition
    record BalanceKey(String account) implements QueryKey<String> {}

    static final QueryDefinition<BalanceKey, String> BALANCE = QueryDefinition.mono(
                    BalanceKey.class,
                    (key, context) ->
                            Mono.just(key.account() + " of " + context.context().get("user")))
            .contextKeys("user")
            .defaults(options -> options.staleTime(StaleTime.NEVER));

    // end::definition

    static void fetching(PrintStream out) {
        QueryClient client =
                QueryClient.builder().scheduler(VirtualTimeScheduler.create()).build();
        // tag::fetching
        Mono<String> balance = client.fetch(BALANCE.options(new BalanceKey("savings")));
        balance.contextWrite(Context.of("user", "ada")).subscribe(out::println); // as a filter of a server does it
        balance.contextWrite(Context.of("user", "bob")).subscribe(out::println);
        out.println(client.keys(QueryFilters.all()).size() + " entries");
        balance.subscribe(out::println, error -> out.println(error.getMessage()));
        // end::fetching
        client.close();
    }

    static void given(PrintStream out) {
        QueryClient client =
                QueryClient.builder().scheduler(VirtualTimeScheduler.create()).build();
        // tag::given
        QueryOptions<String, String> adas =
                BALANCE.options(new BalanceKey("savings")).in(Context.of("user", "ada"));
        out.println(adas.key());
        client.observer(adas).subscribe(result -> out.println(result.dataOrNull()));
        out.println(client.getQueryData(adas.key()));
        out.println(client.getQueryData(new BalanceKey("savings"))); // nobody's
        client.invalidate(QueryFilters.exact(new BalanceKey("savings"))); // everybody's
        // end::given
        client.close();
    }

    static void lost(PrintStream out) {
        QueryClient client =
                QueryClient.builder().scheduler(VirtualTimeScheduler.create()).build();
        // tag::lost
        record WhoKey() implements QueryKey<String> {}
        QueryDefinition<WhoKey, String> who = QueryDefinition.mono( // wrong: no context keys
                WhoKey.class,
                (key, context) ->
                        Mono.deferContextual(mine -> Mono.just("user " + mine.getOrDefault("user", "unknown"))));
        Mono<String> asked = client.fetch(who.options(new WhoKey()));
        asked.contextWrite(Context.of("user", "ada")).subscribe(out::println);
        // end::lost
        client.close();
    }

    static void stores(PrintStream out) {
        // tag::stores
        try (AtomStore ada = AtomStore.create();
                AtomStore bob = AtomStore.create()) { // a store for each session, each with its client
            QueryClient.of(ada).setQueryData(new BalanceKey("savings"), "100");
            out.println(QueryClient.of(bob).getQueryData(new BalanceKey("savings")));
        }
        // end::stores
    }

    static void logOut(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::logOut
        record MailKey() implements QueryKey<String> {}
        QueryDefinition<MailKey, String> mail =
                QueryDefinition.mono(MailKey.class, (key, context) -> server.get("/mail"));
        client.observer(mail.options(new MailKey()))
                .subscribe((QueryResult<String> r) -> out.println(r.status() + " " + r.dataOrNull()));
        server.answer("/mail", "3 letters");
        client.refetch(QueryFilters.all());
        client.clear(); // the data is gone, requests are cancelled, and nothing is fetched
        // end::logOut
        client.close();
    }
}
