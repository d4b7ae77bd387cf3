package io.atoms.query;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** Tells events to those who listen, and never waits for them. */
final class Events<E> {

    /** How many events wait for a slow subscriber. */
    private static final int WAITING = 1_024;

    private final List<FluxSink<E>> sinks = new CopyOnWriteArrayList<>();
    private final LongAdder dropped = new LongAdder();

    void emit(E event) {
        for (FluxSink<E> each : sinks) {
            each.next(event);
        }
    }

    Flux<E> flux() {
        return Flux.<E>create(
                        sink -> {
                            sinks.add(sink);
                            sink.onDispose(() -> sinks.remove(sink));
                        },
                        FluxSink.OverflowStrategy.IGNORE)
                .onBackpressureBuffer(WAITING, event -> dropped.increment(), BufferOverflowStrategy.DROP_OLDEST);
    }

    long dropped() {
        return dropped.sum();
    }
}
