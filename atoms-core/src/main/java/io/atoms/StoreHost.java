package io.atoms;

import io.atoms.graph.Definition;
import io.atoms.graph.Host;
import io.atoms.graph.Reads;
import io.atoms.inspect.ListenerFailure;
import io.atoms.inspect.StoreObserver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/** What the graph of a store needs from the public API. */
final class StoreHost implements Host {

    private final DefaultAtomStore store;
    private final List<WriteInterceptor> interceptors;
    private final @Nullable Consumer<? super ListenerFailure> errorHandler;
    private final @Nullable StoreObserver observer;

    StoreHost(
            DefaultAtomStore store,
            List<WriteInterceptor> interceptors,
            @Nullable Consumer<? super ListenerFailure> errorHandler,
            @Nullable StoreObserver observer) {
        this.store = store;
        this.interceptors = interceptors;
        this.errorHandler = errorHandler;
        this.observer = observer;
    }

    DefaultAtomStore store() {
        return store;
    }

    @Override
    public Object facade(Reads reads) {
        return new ReadContext(reads);
    }

    @Override
    public @Nullable Object beforeWrite(Definition source, @Nullable Object present, @Nullable Object proposed) {
        return interceptors.isEmpty()
                ? proposed
                : Interceptors.run(interceptors, store, (PrimitiveDefinition<?>) source, present, proposed);
    }

    @Override
    public @Nullable Runnable mount(Definition definition) {
        return ((Mountable) definition).mount(store);
    }

    @Override
    public boolean mayWait() {
        return !Schedulers.isInNonBlockingThread();
    }

    @Override
    public boolean failed(String source, Throwable error) {
        ListenerFailure failure = new ListenerFailure(source, error);
        try {
            if (observer != null) {
                observer.listenerFailed(failure);
            }
        } finally {
            if (errorHandler != null) {
                errorHandler.accept(failure);
            }
        }
        return errorHandler != null;
    }

    @Override
    public RuntimeException cycle(List<Definition> path) {
        List<String> names = new ArrayList<>(path.size());
        Definition last = null;
        for (Definition each : path) {
            Definition shown = StoreTracer.shown(each);
            if (shown != last) {
                names.add(shown.name());
                last = shown;
            }
        }
        if (names.size() == 1) {
            names.add(names.get(0));
        }
        return new AtomCycleException(names);
    }

    @Override
    public boolean isCycle(Throwable error) {
        return error instanceof AtomCycleException;
    }

    @Override
    public RuntimeException writeWhileComputing(@Nullable Definition running) {
        return new AtomUsageException(Messages.WRITE_WHILE_COMPUTING, running == null ? "an atom" : running.name());
    }

    @Override
    public RuntimeException readerOutsideItsRun() {
        return new AtomUsageException(Messages.READER_OUTSIDE_ITS_RUN, store.name());
    }

    @Override
    public RuntimeException lockOrder(Host outer) {
        String outerName = outer instanceof StoreHost host ? host.store.name() : "?";
        return new AtomUsageException(Messages.LOCK_ORDER, store.name(), outerName);
    }

    @Override
    public RuntimeException unsettled(int rounds, Collection<String> names) {
        return new AtomUnsettledException(Messages.UNSETTLED, store.name(), rounds, String.join(", ", names));
    }

    @Override
    public RuntimeException closed() {
        return new StoreClosedException(Messages.STORE_CLOSED, store.name());
    }

    @Override
    public RuntimeException viewClosed() {
        return new AtomUsageException(Messages.SNAPSHOT_CLOSED, store.name());
    }

    @Override
    public void ended() {
        store.cancelRunning();
    }
}
