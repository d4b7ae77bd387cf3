package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.WritableAtom;
import io.atoms.query.InfiniteData;
import io.atoms.query.InfiniteKey;
import io.atoms.query.InfiniteResult;
import io.atoms.query.PageDirection;
import io.atoms.query.PageParams;
import io.atoms.query.QueryAtoms;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryOptions;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The snippets of {@code docs/query/infinite.md}. */
final class InfiniteSnippets {
    private InfiniteSnippets() {}

    // tag::definition
    record Page(List<String> posts, Optional<Integer> next) {}

    record FeedKey(String topic) implements InfiniteKey<Page, Integer> {}

    static final QueryDefinition<FeedKey, InfiniteData<Page, Integer>> FEED = QueryDefinition.infinite(
            FeedKey.class, (key, number, context) -> load(key.topic(), number), PageParams.cursor(1, Page::next));
    // end::definition

    /** Three pages. */
    private static Mono<Page> load(String topic, int number) {
        List<String> posts = List.of(topic + " " + (2 * number - 1), topic + " " + 2 * number);
        return Mono.just(new Page(posts, number < 3 ? Optional.of(number + 1) : Optional.empty()));
    }

    static void client(PrintStream out) {
        // tag::client
        QueryClient client = QueryClient.create();
        QueryOptions<InfiniteData<Page, Integer>, List<String>> posts =
                FEED.options(new FeedKey("cats")).select(data -> data.items(Page::posts));

        client.fetchPages(posts, 2).subscribe(out::println);
        client.fetchNextPage(posts).subscribe(out::println);
        client.fetchNextPage(posts).subscribe(all -> out.println("still " + all.size())); // there is no other page
        // end::client
        client.close();
    }

    static void atom(PrintStream out) {
        // tag::atom
        WritableAtom<InfiniteResult<List<String>>, PageDirection> feed =
                QueryAtoms.infinite(get -> FEED.options(new FeedKey("dogs")).select(data -> data.items(Page::posts)));

        AtomStore store = AtomStore.create();
        store.subscribe(feed, result -> {});
        store.set(feed, PageDirection.NEXT);
        out.println(store.get(feed).dataOrNull() + ", more: " + store.get(feed).hasNextPage());
        // end::atom
        store.close();
    }

    // tag::window
    static final PageParams<Page, Integer> WINDOW = PageParams.<Page, Integer>of(
                    1, data -> data.lastPage().next())
            .previous(data -> data.firstParam() == 1 ? Optional.empty() : Optional.of(data.firstParam() - 1))
            .maxPages(2);
    // end::window
}
