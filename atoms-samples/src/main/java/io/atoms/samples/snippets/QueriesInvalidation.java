package io.atoms.samples.snippets;

import io.atoms.query.ListKey;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryOptions;
import io.atoms.query.RefetchType;
import io.atoms.query.Tag;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/query/invalidation.md}. */
final class QueriesInvalidation {
    private QueriesInvalidation() {}

    record Product(long id, String name) {}

    record ProductKey(long id) implements QueryKey<Product> {}

    record SearchKey(String text) implements QueryKey<List<Product>> {}

    static void tags(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::tags
        QueryDefinition<ProductKey, Product> product = QueryDefinition.mono(ProductKey.class, (key, context) -> {
                    out.println("loading product " + key.id());
                    return Mono.just(new Product(key.id(), "tea"));
                })
                .tags((key, data) -> Set.of(Tag.of("product", key.id())));
        QueryDefinition<SearchKey, List<Product>> search = QueryDefinition.mono(SearchKey.class, (key, context) -> {
                    out.println("searching " + key.text());
                    return Mono.just(List.of(new Product(1, "tea"), new Product(2, "teapot")));
                })
                .tags((key, found) -> Stream.concat(
                                Stream.of(Tag.of("product", "LIST")), // also what is not found yet
                                found.stream().map(each -> Tag.of("product", each.id())))
                        .collect(Collectors.toSet()));
        client.observer(product.options(new ProductKey(1))).subscribe(result -> {});
        client.observer(search.options(new SearchKey("tea"))).subscribe(result -> {});

        out.println("-- product 2 has changed");
        client.invalidateTags(Tag.of("product", 2L));
        out.println("-- there is a new product");
        client.invalidateTags(Tag.of("product", "LIST"));
        out.println("-- about products: "
                + client.keys(QueryFilters.tags(Tag.of("product"))).size());
        // end::tags
        client.close();
    }

    static void refetchTypes(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::refetchTypes
        Set<String> fetched = new TreeSet<>();
        Function<String, QueryOptions<String, String>> query = name -> QueryOptions.of(ListKey.of(name), context -> {
            fetched.add(name);
            return Mono.just(name);
        });
        client.observer(query.apply("active")).subscribe(result -> {});
        client.fetch(query.apply("inactive")).subscribe();

        for (RefetchType type : RefetchType.values()) {
            fetched.clear();
            client.invalidate(QueryFilters.all(), type);
            out.println(type + " " + fetched);
        }
        // end::refetchTypes
        client.close();
    }

    static void writing(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::writing
        client.setQueryData(new ProductKey(1), new Product(1, "tea")); // makes an entry
        client.setQueryData(new SearchKey("tea"), List.of(new Product(1, "tea")));

        out.println(
                client.updateQueryData(new ProductKey(1), p -> p == null ? null : new Product(p.id(), "green tea")));
        out.println(client.updateQueryData(new ProductKey(2), p -> p == null ? null : new Product(p.id(), "?")));
        int changed = client.updateQueriesData(
                QueryFilters.type(SearchKey.class),
                (List<Product> found) -> found.stream()
                        .map(p -> p.id() == 1 ? new Product(1, "green tea") : p)
                        .toList());
        out.println(changed + " " + client.getQueryData(new SearchKey("tea")));
        out.println(client.keys(QueryFilters.all()).size() + " entries"); // product 2 has none
        // end::writing
        client.close();
    }

    static void operations(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        Server server = new Server(out);
        // tag::operations
        QueryKey<String> key = ListKey.of("rates");
        client.observer(QueryOptions.of(key, context -> server.get("/rates")))
                .subscribe(r -> out.println("  " + r.status() + " " + r.info().fetchStatus() + " " + r.dataOrNull()));
        server.answer("/rates", "1.08");

        out.println("refetch");
        client.refetch(QueryFilters.exact(key)).subscribe(n -> {}, e -> {}, () -> out.println("  all have ended"));
        out.println("cancel");
        client.cancel(QueryFilters.exact(key)); // back to the state before
        out.println("reset");
        client.reset(QueryFilters.exact(key)); // no data, and a fetch
        server.answer("/rates", "1.09");
        out.println("remove");
        client.remove(QueryFilters.exact(key)); // it is observed: it stays, without data
        // end::operations
        client.close();
    }

    static void filters(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::filters
        client.setQueryData(ListKey.of("products", 1), "tea");
        client.setQueryData(ListKey.of("products", 2), "teapot");
        client.setQueryData(ListKey.of("orders", 1), "2 tea");

        out.println(client.keys(QueryFilters.prefix("products")).size());
        out.println(client.keys(QueryFilters.prefix("products").active(true)).size());
        out.println(client.keys(QueryFilters.prefix("products")
                .where(query -> query.state().data() instanceof String s && s.endsWith("pot"))));
        // end::filters
        client.close();
    }
}
