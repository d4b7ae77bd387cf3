package io.atoms.query;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** A bus that can fail, lose and repeat. */
final class TestBus implements InvalidationBus {
    final List<Message> published = new CopyOnWriteArrayList<>();
    final List<FluxSink<Message>> subscribers = new CopyOnWriteArrayList<>();

    /** What becomes of a message that is published. */
    volatile Function<Message, Mono<Void>> publishing = message -> {
        deliver(message);
        return Mono.empty();
    };

    /** Fails each subscription if it is not null. */
    volatile @org.jspecify.annotations.Nullable RuntimeException refusal;

    int subscriptions;

    @Override
    public Mono<Void> publish(Message message) {
        published.add(message);
        return publishing.apply(message);
    }

    void deliver(Message message) {
        subscribers.forEach(each -> each.next(message));
    }

    @Override
    public Flux<Message> messages() {
        return Flux.create(sink -> {
            subscriptions++;
            if (refusal != null) {
                sink.error(refusal);
                return;
            }
            subscribers.add(sink);
            sink.onDispose(() -> subscribers.remove(sink));
        });
    }
}
