package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How many attempts run at once. */
class ConcurrencyBoundTest {
    private final Map<String, Sinks.One<String>> running = new LinkedHashMap<>();
    private final List<Throwable> errors = new ArrayList<>();

    private Clients it = new Clients(builder -> builder.maxConcurrentFetches(2));

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    private record Named(String name) implements QueryKey<String> {}

    private QueryDefinition<Named, String> definition() {
        return QueryDefinition.mono(Named.class, (key, context) -> running(key.name()));
    }

    private QueryOptions<String, String> query(String name) {
        return QueryOptions.of(ListKey.of(name), context -> running(name));
    }

    private Mono<String> running(String name) {
        Sinks.One<String> answer = Sinks.one();
        running.put(name, answer);
        return answer.asMono().doFinally(end -> running.remove(name));
    }

    private Disposable fetch(String name) {
        return it.client.fetch(query(name)).subscribe(data -> {}, errors::add);
    }

    private void answer(String name) {
        running.get(name).tryEmitValue("data").orThrow();
    }

    @Test
    void attempts_beyondTheBoundWait() {
        List.of("a", "b", "c", "d").forEach(this::fetch);
        assertThat(running).containsOnlyKeys("a", "b");

        answer("b");
        assertThat(running).containsOnlyKeys("a", "c");
        answer("a");
        answer("c");
        assertThat(running).containsOnlyKeys("d");
        answer("d");
        assertThat(it.client.metrics().fetching()).isZero();
    }

    @Test
    void observedKeys_goFirst() {
        List.of("a", "b", "c").forEach(this::fetch);
        it.observe(query("observed"));

        answer("a");
        assertThat(running).containsOnlyKeys("b", "observed");
    }

    @Test
    void cancelledAttempt_givesItsSlotBack() {
        List.of("a", "b", "c").forEach(this::fetch);
        it.client.cancel(QueryFilters.exact(ListKey.of("a")));

        assertThat(running).containsOnlyKeys("b", "c");
        assertThat(errors).singleElement().isInstanceOf(FetchCancelledException.class);
    }

    @Test
    void waitingAttempt_thatIsCancelled_neverRuns() {
        List.of("a", "b", "c", "d").forEach(this::fetch);
        it.client.cancel(QueryFilters.exact(ListKey.of("c")));

        answer("a");
        assertThat(running).containsOnlyKeys("b", "d");
    }

    @Test
    void delayBetweenAttempts_takesNoSlot() {
        it.client.fetch(query("failing").retry(1)).subscribe();
        List.of("b", "c").forEach(this::fetch);
        running.get("failing").tryEmitError(new IllegalStateException("no")).orThrow();
        assertThat(running).containsOnlyKeys("b", "c");

        it.pass(1_000);
        assertThat(running).containsOnlyKeys("b", "c"); // it waits for a slot again
        answer("b");
        assertThat(running).containsOnlyKeys("c", "failing");
        answer("failing");
    }

    @Test
    void attemptThatIsCancelledWhileItBegins_givesItsSlotBack() {
        QueryKey<String> key = ListKey.of("self");
        it.client
                .fetch(QueryOptions.<String>of(key, context -> {
                    it.client.cancel(QueryFilters.exact(key));
                    return Mono.never();
                }))
                .subscribe(data -> {}, errors::add);
        List.of("a", "b").forEach(this::fetch);

        assertThat(running).containsOnlyKeys("a", "b");
    }

    @Test
    void boundOfADefinition_isItsOwn() {
        it.close();
        it = new Clients();
        QueryDefinition<Named, String> one = definition().maxConcurrentFetches(1);
        it.client.fetch(one.options(new Named("x"))).subscribe();
        it.client.fetch(one.options(new Named("y"))).subscribe();
        fetch("a");
        assertThat(running).containsOnlyKeys("x", "a");

        answer("x");
        assertThat(running).containsOnlyKeys("y", "a");
        answer("y");
        answer("a");
    }
}
