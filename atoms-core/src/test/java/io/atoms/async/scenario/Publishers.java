package io.atoms.async.scenario;

import io.atoms.AsyncAtom;
import io.atoms.AsyncGetter;
import io.atoms.Atom;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes the Publisher of one run as {@link Work} says. */
final class Publishers {
    private final GraphSpec graph;
    private final int node;
    private final Work work;
    private final IntFunction<Atom<?>> atoms;
    private final Server server;
    private final BiConsumer<Integer, String> log;

    Publishers(GraphSpec graph, int node, IntFunction<Atom<?>> atoms, Server server, BiConsumer<Integer, String> log) {
        this.graph = graph;
        this.node = node;
        this.work = graph.work(node);
        this.atoms = atoms;
        this.server = server;
        this.log = log;
    }

    /** A Mono may be cancelled between its value and its end: that is no cancellation of work. */
    Mono<Integer> mono(AsyncGetter get) {
        int sum = sum(get);
        Mono<Integer> source = source(get, sum);
        AtomicBoolean valued = new AtomicBoolean();
        return Mono.defer(() -> started(source, sum))
                .map(value -> late(get, value + sum))
                .doOnNext(value -> valued.set(true))
                .doOnCancel(() -> {
                    if (!valued.get()) {
                        cancelled();
                    }
                });
    }

    Flux<Integer> flux(AsyncGetter get) {
        int sum = sum(get);
        Flux<Integer> source = Flux.from(server.publisher());
        return Flux.defer(() -> started(source, sum))
                .map(value -> late(get, value + sum))
                .doOnCancel(this::cancelled);
    }

    private int sum(AsyncGetter get) {
        int sum = graph.sum(node, read -> get.get(atoms.apply(read)));
        if (work.throwsAt(sum)) {
            throw graph.error(node, sum);
        }
        return sum;
    }

    private Mono<Integer> source(AsyncGetter get, int sum) {
        return switch (work.source()) {
            case HAND, STREAM -> Mono.fromDirect(server.publisher());
            case JUST -> Mono.just(0);
            case FAIL -> Mono.error(graph.error(node, sum));
            case EMPTY -> Mono.empty();
            case AWAIT -> get.await(awaited(0));
            case RECOVER -> get.await(awaited(0)).onErrorReturn(77);
            case ZIP -> Mono.zip(get.await(awaited(0)), get.await(awaited(1)), Integer::sum);
            case WHEN -> work.awaitsWhenRead(sum) ? get.await(awaited(0)) : Mono.just(0);
            case THEN ->
                Mono.fromDirect(server.publisher())
                        .flatMap(value -> get.await(awaited(0)).map(other -> value + other));
            case DEFER -> Mono.defer(() -> get.await(awaited(0)));
        };
    }

    @SuppressWarnings("unchecked")
    private AsyncAtom<Integer> awaited(int place) {
        List<Integer> awaits = work.awaits();
        return (AsyncAtom<Integer>) atoms.apply(awaits.get(place));
    }

    private <P> P started(P source, int sum) {
        log.accept(node, "started " + sum);
        return source;
    }

    private void cancelled() {
        log.accept(node, "cancelled");
    }

    private int late(AsyncGetter get, int value) {
        return work.late() < 0 ? value : value + GraphSpec.code(get.get(atoms.apply(work.late())));
    }
}
