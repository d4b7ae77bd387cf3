package io.atoms.samples.search;

import io.atoms.AtomStore;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** A field that is typed into, and its screen: a store with the {@link SearchAtoms}, and those who watch it. */
final class SearchSession implements AutoCloseable {

    private final AtomStore store;
    private final Scheduler time;
    private final Requests requests;
    private final Screen screen;
    private final Sinks.Empty<Void> done = Sinks.empty();

    /**
     * Opens a store.
     *
     * @param service answers queries
     * @param quiet how long nothing must be typed before a query is sent
     * @param time measures time; it is not disposed with the session
     * @param journal is told of all that happens
     */
    SearchSession(SearchService service, Duration quiet, Scheduler time, Journal journal) {
        this.time = time;
        this.requests = new Requests(service, journal);
        this.screen = new Screen(journal);
        this.store = AtomStore.builder().name("search").scheduler(time).build();
        store.transaction(tx -> {
            tx.set(SearchAtoms.SERVICE, requests);
            tx.set(SearchAtoms.TIME, time);
            tx.set(SearchAtoms.QUIET, quiet);
        });
        store.subscribe(SearchAtoms.TEXT, text -> journal.add("key", "[" + text + "]"));
        store.subscribe(SearchAtoms.SCREEN, screen::show);
        // The last to be told of a commit, so the screen has been drawn by then.
        store.subscribe(SearchAtoms.DONE, this::end);
    }

    private void end(boolean isDone) {
        if (isDone) {
            done.tryEmitEmpty();
        }
    }

    /** Types, and waits until the last query has been answered. For one subscriber, once. */
    Mono<SearchReport> run(List<Keystroke> script) {
        return Flux.fromIterable(script)
                .concatMap(key -> Mono.delay(key.after(), time).thenReturn(key.text()))
                .doOnNext(text -> store.set(SearchAtoms.TEXT, text))
                .doOnComplete(() -> store.set(SearchAtoms.TYPING, false))
                .then(done.asMono())
                .then(Mono.fromSupplier(() -> new SearchReport(
                        script.size(), store.get(SearchAtoms.TEXT), requests.counts(), screen.counts())));
    }

    /** Cancels the request that is on the way, if there is one. */
    @Override
    public void close() {
        store.close();
    }
}
