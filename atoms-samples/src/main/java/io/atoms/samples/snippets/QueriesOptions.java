package io.atoms.samples.snippets;

import io.atoms.query.QueryClient;
import io.atoms.query.QueryContext;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryKey;
import java.io.PrintStream;
import reactor.core.publisher.Mono;

/** The snippets of {@code docs/query/options.md}. */
final class QueriesOptions {
    private QueriesOptions() {}

    record PageKey(int number) implements QueryKey<String> {}

    static void order(PrintStream out) {
        // tag::order
        QueryDefinition<PageKey, String> page = QueryDefinition.mono(
                        PageKey.class, (key, context) -> Mono.just(said(context)))
                .defaults(options -> options.meta("definition", "2").meta("all", "of the definition"));
        QueryClient client = QueryClient.builder()
                .defaults(options -> options.meta("client", "1").meta("all", "of the client"))
                .build();
        client.setQueryDefaults(
                QueryFilters.type(PageKey.class),
                options -> options.meta("keys", "3").meta("all", "of the keys"));

        client.fetch(page.options(new PageKey(1))).subscribe(out::println);
        client.fetch(page.options(new PageKey(1)).meta("all", "of the call")).subscribe(out::println);
        // end::order
        client.close();
    }

    private static String said(QueryContext context) {
        return new java.util.TreeMap<>(context.meta()).toString();
    }
}
