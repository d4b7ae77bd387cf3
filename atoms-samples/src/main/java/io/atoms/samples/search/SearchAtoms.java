package io.atoms.samples.search;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The state of the program: what is typed, what was found, and the resources that are needed, as atoms too.
 *
 * <pre>
 * text --> debounced --> query --> result
 *                           \        /
 *                             screen
 * </pre>
 *
 * <p>Nothing here decides which request to cancel or which answer comes too late: a new run of an async atom cancels
 * the one before, and what {@link #SCREEN} reads belongs to one commit.
 */
final class SearchAtoms {

    /** Who answers. To be set before the first query. */
    static final PrimitiveAtom<SearchService> SERVICE =
            Atom.<SearchService>of(SearchAtoms::nobody).named("service");

    /** What measures time. */
    static final PrimitiveAtom<Scheduler> TIME = Atom.of(Schedulers.parallel()).named("time");

    /** How long nothing must be typed before a query is sent. */
    static final PrimitiveAtom<Duration> QUIET = Atom.of(Duration.ofMillis(150)).named("quiet");

    /** What is in the field. */
    static final PrimitiveAtom<String> TEXT = Atom.of("").named("text");

    /** Whether more will be typed. */
    static final PrimitiveAtom<Boolean> TYPING = Atom.of(true).named("typing");

    /** The text once it rests: each keystroke cancels the wait before. An empty field needs no wait. */
    static final AsyncAtom<String> DEBOUNCED = Atom.<String>async(get -> {
                String text = get.get(TEXT);
                Mono<String> now = Mono.just(text);
                return text.isEmpty() ? now : now.delayElement(get.get(QUIET), get.get(TIME));
            })
            .named("debounced");

    /** The last text that rested. It stays while the next one is typed. */
    static final Atom<String> QUERY = Atom.map(
                    DEBOUNCED, debounced -> Objects.requireNonNullElse(debounced.valueOrPrevious(), ""))
            .named("query");

    /** The answer to the query. Another query cancels the request that is on the way. */
    static final AsyncAtom<Answer> RESULT = Atom.<Answer>async(get -> {
                String query = get.get(QUERY);
                return query.isEmpty()
                        ? Mono.just(Answer.NONE)
                        : get.get(SERVICE).search(query);
            })
            .named("result");

    /** What is on the screen. */
    static final Atom<Shown> SCREEN = Atom.combine(QUERY, RESULT, Shown::new).named("screen");

    /** Whether the last query has been answered, and no other will come. */
    static final Atom<Boolean> DONE = Atom.derived(get -> !get.get(TYPING)
                    && get.get(DEBOUNCED).isReady()
                    && !get.get(RESULT).isLoading())
            .named("done");

    private SearchAtoms() {}

    /**
     * A query and what is found for it.
     *
     * @param query the query of this moment
     * @param result the answer to it; while it is loading or failed, the previous answer to another one
     */
    record Shown(String query, Loadable<Answer> result) {

        /** Whether an answer to another query is shown as if it were one to this query. */
        boolean isStale() {
            return result instanceof Loadable.Ready<Answer> ready
                    && !ready.value().query().equals(query);
        }
    }

    private static Mono<Answer> nobody(String query) {
        return Mono.error(new IllegalStateException("SERVICE is not set, and was asked for " + query));
    }
}
