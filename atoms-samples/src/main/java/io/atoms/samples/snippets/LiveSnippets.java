package io.atoms.samples.snippets;

import io.atoms.query.LiveConnection;
import io.atoms.query.LiveUpdates;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The snippets of {@code docs/query/live.md}. */
final class LiveSnippets {
    private LiveSnippets() {}

    private static final Sinks.Many<Change> SERVER = Sinks.many().multicast().directBestEffort();

    // tag::definition
    record Change(long number, String task) {}

    record Board(List<String> tasks, long number) {
        Board with(Change change) {
            List<String> more = new ArrayList<>(tasks);
            more.add(change.task());
            return new Board(List.copyOf(more), change.number());
        }
    }

    record BoardKey(String team) implements QueryKey<Board> {}

    static final QueryDefinition<BoardKey, Board> BOARD = QueryDefinition.mono(
                    BoardKey.class, (key, context) -> load(key.team()))
            .onEntryAdded(LiveUpdates.<BoardKey, Change, Board>of(LiveSnippets::changes, Board::with)
                    .sequence(Change::number, Board::number));
    // end::definition

    private static Mono<Board> load(String team) {
        return Mono.just(new Board(List.of("plan of " + team), 1));
    }

    private static Flux<Change> changes(BoardKey key, LiveConnection connection) {
        return SERVER.asFlux();
    }

    static void show(PrintStream out) {
        Sinks.Many<Change> server = SERVER;
        // tag::show
        QueryClient client = QueryClient.create();
        client.observe(BOARD.options(new BoardKey("us")))
                .filter(result -> !result.isFetching())
                .subscribe(result -> out.println(result.dataOrNull()));
        server.tryEmitNext(new Change(2, "build"));
        // end::show
        client.close();
    }
}
