package io.atoms.samples.board;

import io.atoms.AtomStore;
import io.atoms.query.FetchStatus;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryFilters;
import io.atoms.samples.board.client.BoardApi;
import io.atoms.samples.board.client.BoardAtoms;
import io.atoms.samples.board.client.BoardQueries;
import io.atoms.samples.board.client.Line;
import io.atoms.samples.board.server.BoardServer;
import io.atoms.samples.board.server.Colleague;
import io.atoms.samples.board.server.TaskTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.core.scheduler.Scheduler;

/** A user before his screen: a query client, a store with the {@link BoardAtoms}, and those who watch. */
final class Session implements AutoCloseable {

    private final Board.Options options;
    private final Scheduler time;
    private final TaskTable truth;
    private final BoardServer server;
    private final Timeline timeline;
    private final Line line = new Line();
    private final Traffic traffic = new Traffic();
    private final Queue<String> reported = new ConcurrentLinkedQueue<>();
    private final BoardApi api;
    private final BoardQueries queries;
    private final BoardAtoms atoms;
    private final Witness witness;
    private final Screen screen;
    private final QueryClient client;
    private final AtomStore store;

    /** Opens a store; nothing is asked for yet. */
    Session(Board.Options options, Scheduler time, TaskTable truth, BoardServer server, Timeline timeline) {
        this.options = options;
        this.time = time;
        this.truth = truth;
        this.server = server;
        this.timeline = timeline;
        this.api = new BoardApi(server.address(), line);
        this.queries = new BoardQueries(api, this::notice);
        this.atoms = new BoardAtoms(queries);
        this.witness = new Witness(truth, queries.edits());
        this.screen = new Screen(timeline, queries.edits(), witness, options.limit());
        this.client = QueryClient.builder()
                .name("board")
                .scheduler(time)
                .online(line.connectivity())
                .metrics(traffic)
                .random(new SplittableRandom(options.seed())::nextDouble)
                .onError((what, error) -> reported.add(what + ": " + error))
                .build();
        this.store = AtomStore.builder().name("board").scheduler(time).build();
        store.set(QueryClient.CURRENT, client);
        store.subscribe(atoms.shown(), screen::show);
    }

    private void notice(String text) {
        timeline.add("  network", text);
        screen.changed();
    }

    /** Does all of it, and tells what became of it. */
    Report run() throws InterruptedException {
        screen.show(store.get(atoms.shown()));
        Scenario scenario = new Scenario(store, queries, atoms, screen, witness, line, truth, timeline, time);
        scenario.arrive();
        Colleague colleague =
                new Colleague(truth, options.seed(), time, task -> timeline.add("colleague", task.toString()));
        try {
            scenario.work();
        } finally {
            colleague.dispose();
        }
        scenario.end();
        return report();
    }

    /** As of now. */
    Report report() {
        List<String> seen = new ArrayList<>(witness.problems());
        reported.forEach(problem -> seen.add("reported by the client: " + problem));
        return new Report(
                screen.shown(),
                truth,
                queries.edits().all(),
                api.sent(),
                queries.editsRetried(),
                traffic.counts(),
                server.counts(),
                witness.states(),
                List.copyOf(seen),
                busy());
    }

    private List<String> busy() {
        List<String> busy = new ArrayList<>();
        client.keys(QueryFilters.all())
                .forEach(key -> client.getQueryState(key)
                        .filter(state -> state.fetchStatus() != FetchStatus.IDLE)
                        .ifPresent(state -> busy.add(key + " is " + state.fetchStatus() + ", after "
                                + state.failureCount() + " failed attempts")));
        return busy;
    }

    @Override
    public void close() {
        store.close();
        client.close();
        api.close();
    }
}
