package io.atoms.query;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Counts changes of the cache, for atoms that are read and not observed. Subscribers are referred to weakly: a store that
 * nobody refers to any more is collected although a client outlives it.
 */
final class Revisions {

    private final AtomicLong revision = new AtomicLong();
    private final List<WeakReference<FluxSink<Long>>> sinks = new CopyOnWriteArrayList<>();

    void tell() {
        if (sinks.isEmpty()) {
            return;
        }
        long now = revision.incrementAndGet();
        boolean collected = false;
        for (WeakReference<FluxSink<Long>> each : sinks) {
            FluxSink<Long> sink = each.get();
            if (sink == null) {
                collected = true;
            } else {
                sink.next(now);
            }
        }
        if (collected) {
            sinks.removeIf(each -> each.get() == null);
        }
    }

    Flux<Long> flux() {
        return Flux.create(
                sink -> {
                    sinks.add(new WeakReference<>(sink));
                    sink.onDispose(() -> sinks.removeIf(each -> each.get() == sink));
                    sink.next(revision.get());
                },
                FluxSink.OverflowStrategy.LATEST);
    }
}
