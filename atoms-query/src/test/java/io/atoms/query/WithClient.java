package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.Clients.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import reactor.core.publisher.Mono;

/** A test of one client in virtual time. Problems that it does not expect fail it. */
abstract class WithClient {
    final Clients it = new Clients();
    final QueryClient client = it.client;
    final ListKey<Integer> key = ListKey.of("key");

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    /** Subscribes, and returns what comes. */
    static <T> Outcome<T> run(Mono<T> mono) {
        return new Outcome<>(mono);
    }

    /** What came of a Mono, so far. */
    static final class Outcome<T> {
        final List<T> values = new ArrayList<>();
        final List<Throwable> errors = new ArrayList<>();
        final reactor.core.Disposable subscription;
        boolean ended;

        Outcome(Mono<T> mono) {
            subscription = mono.doOnTerminate(() -> ended = true).subscribe(values::add, errors::add);
        }
    }

    /** Status and fetch status, such as {@code SUCCESS+IDLE}. */
    static String show(QueryState<?> state) {
        return state.status() + "+" + state.fetchStatus();
    }

    static String show(QueryResult<?> result) {
        return result.status() + "+" + result.info().fetchStatus();
    }

    static <R> List<String> shown(Results<R> results) {
        return results.all.stream().map(WithClient::show).toList();
    }

    static <R> List<R> data(Results<R> results) {
        List<R> data = new ArrayList<>();
        results.all.forEach(each -> data.add(each.dataOrNull()));
        return data;
    }

    QueryOptions<Integer, Integer> options(Function<? super QueryContext, ? extends Mono<? extends Integer>> function) {
        return QueryOptions.of(key, function);
    }

    /** An observer that starts no fetch by itself. */
    QueryOptions<Integer, Integer> quiet(Function<? super QueryContext, ? extends Mono<? extends Integer>> function) {
        return options(function).staleTime(StaleTime.NEVER).retry(0);
    }
}
