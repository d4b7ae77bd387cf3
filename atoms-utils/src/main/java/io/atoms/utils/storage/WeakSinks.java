package io.atoms.utils.storage;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * A source of signals that does not keep its subscribers alive, so that a storage does not keep alive the stores that listen
 * to it. A subscriber's own subscription keeps its sink. Who requests slowly gets the newest.
 */
final class WeakSinks<T> {

    private final List<WeakReference<FluxSink<T>>> sinks = new CopyOnWriteArrayList<>();

    /** The signals from the subscription on; it never ends. */
    Flux<T> flux() {
        return Flux.create(
                sink -> {
                    WeakReference<FluxSink<T>> reference = new WeakReference<>(sink);
                    sinks.removeIf(each -> each.refersTo(null));
                    sinks.add(reference);
                    sink.onDispose(new Removal<>(sinks, reference, sink));
                },
                FluxSink.OverflowStrategy.LATEST);
    }

    /** How many listen, at most. */
    int count() {
        return sinks.size();
    }

    /** Holds no lock: a subscriber is called, and waits for what it likes. */
    void emit(T signal) {
        for (WeakReference<FluxSink<T>> each : sinks) {
            FluxSink<T> sink = each.get();
            if (sink != null) {
                sink.next(signal);
            }
        }
    }

    /** The subscription refers to it, and it to the sink, to which nobody else does. */
    private record Removal<T>(
            List<WeakReference<FluxSink<T>>> sinks, WeakReference<FluxSink<T>> reference, FluxSink<T> kept)
            implements Disposable {
        @Override
        public void dispose() {
            sinks.remove(reference);
        }
    }
}
