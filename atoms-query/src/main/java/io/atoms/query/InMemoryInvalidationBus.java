package io.atoms.query;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** Connects clients of one process: those of several stores or users, or of a test. Hands on objects as they are. */
public final class InMemoryInvalidationBus implements InvalidationBus {

    private final List<FluxSink<Message>> subscribers = new CopyOnWriteArrayList<>();

    private InMemoryInvalidationBus() {}

    /** {@return a bus without subscribers} */
    public static InMemoryInvalidationBus create() {
        return new InMemoryInvalidationBus();
    }

    @Override
    public Mono<Void> publish(Message message) {
        Objects.requireNonNull(message, "message");
        return Mono.fromRunnable(() -> subscribers.forEach(each -> each.next(message)));
    }

    @Override
    public Flux<Message> messages() {
        return Flux.create(sink -> {
            subscribers.add(sink);
            sink.onDispose(() -> subscribers.remove(sink));
        });
    }
}
