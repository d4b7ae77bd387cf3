package io.atoms;

import io.atoms.graph.Definition;
import io.atoms.graph.Graph;
import io.atoms.graph.Reads;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The getter of one run: tracks through the graph while the read function runs, by late dependencies afterwards. */
final class AsyncContext implements AsyncGetter {

    private final AsyncRun<?> run;

    /** The graph's reader while the read function runs, else null. */
    private volatile @Nullable Reads reads;

    AsyncContext(AsyncRun<?> run) {
        this.run = run;
    }

    void begin(Reads present) {
        reads = present;
    }

    void end() {
        reads = null;
    }

    @Override
    public <T extends @Nullable Object> T get(Atom<T> atom) {
        return Values.cast(read(AbstractAtom.of(atom), true));
    }

    @Override
    public <T extends @Nullable Object> T peek(Atom<T> atom) {
        return Values.cast(read(AbstractAtom.of(atom), false));
    }

    private @Nullable Object read(Definition definition, boolean tracked) {
        Reads present = reads;
        if (present != null) {
            return present.read(definition, tracked);
        }
        Graph graph = currentGraph();
        Object value = graph.inbox().readWithoutWaiting(definition);
        if (tracked) {
            graph.inbox().submit(() -> {
                RuntimeException cycle = addDependency(graph, definition, value);
                if (cycle != null) {
                    graph.inbox().afterUnlock(() -> run.abort(cycle));
                }
            });
        }
        return Graph.unwrap(value);
    }

    /** A task of {@link io.atoms.graph.Inbox#submit}. */
    private @Nullable RuntimeException addDependency(Graph graph, Definition definition, @Nullable Object value) {
        AsyncRuns<?> runs = run.runs();
        return runs == null ? null : graph.inbox().addDependency(runs, run, definition, value);
    }

    private Graph currentGraph() {
        DefaultAtomStore store = run.store();
        if (store == null || !run.isCurrent()) {
            throw new AtomUsageException(Messages.LATE_READ_OF_OLD_RUN, run.name());
        }
        return store.graph();
    }

    @Override
    public <T> Mono<T> await(AsyncAtom<T> atom) {
        AsyncDefinition<T> awaited = AsyncDefinition.of(atom);
        Reads present = reads;
        if (present != null) {
            AsyncAwait.Version<T> version = Values.cast(present.read(awaited.await, true));
            return version.run().result();
        }
        return lateAwait(awaited);
    }

    /** The awaited run is made under the lock, if there is none, and started when that is released. */
    private <T> Mono<T> lateAwait(AsyncDefinition<T> awaited) {
        Graph graph = currentGraph();
        Mono<AsyncAwait.Version<T>> version = Mono.create(sink -> graph.inbox().submit(() -> {
            Object value = graph.inbox().compute(awaited.await);
            RuntimeException cycle = addDependency(graph, awaited.await, value);
            graph.inbox().afterUnlock(() -> {
                if (cycle != null) {
                    sink.error(cycle);
                } else {
                    AsyncAwait.Version<T> awaitedNow = Values.cast(value);
                    sink.success(awaitedNow);
                }
            });
        }));
        return version.flatMap(v -> v.run().result());
    }
}
