package io.atoms.query;

import io.atoms.query.InvalidationBus.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A client's connection to an {@link InvalidationBus}. What comes within a short time, in either direction, is gathered and
 * dealt with as one.
 *
 * <p>Threads: the lock guards what was gathered, the sequences and the state of the connection. The bus is called, and
 * queries are invalidated, outside of it.
 */
final class BusLink {

    /** How long invalidations are gathered. */
    static final Duration GATHERING = Duration.ofMillis(10);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** How many nodes are remembered; beyond that those that were quiet for longest are taken for new ones. */
    private static final int NODES = 10_000;

    private final DefaultQueryClient client;
    private final InvalidationBus bus;
    private final String node = UUID.randomUUID().toString();
    private final ReentrantLock lock = new ReentrantLock();
    private final Outgoing outgoing = new Outgoing();
    private final Incoming incoming = new Incoming();

    private final Disposable.Swap subscription = Disposables.swap();
    private final Disposable.Swap pause = Disposables.swap();
    private boolean connected;
    private int failures;
    private Instant connectedAt;

    BusLink(DefaultQueryClient client, InvalidationBus bus) {
        this.client = client;
        this.bus = bus;
        this.connectedAt = client.now();
    }

    private static Duration pauseAfter(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void report(Throwable error) {
        client.problems().report("invalidation bus", error);
    }

    // ---- the connection ----

    void connect() {
        connect(false);
    }

    /** Connects without waiting for the end of the pause, if there is one. */
    void reconnect() {
        lock.lock();
        try {
            if (connected) {
                return;
            }
        } finally {
            lock.unlock();
        }
        connect(true);
    }

    private void connect(boolean again) {
        lock.lock();
        try {
            if (connected) {
                return;
            }
            connected = true;
            connectedAt = client.now();
            incoming.heard.clear();
        } finally {
            lock.unlock();
        }
        pause.update(Disposables.disposed());
        Messages messages = new Messages();
        subscription.update(messages);
        Flux.defer(bus::messages).subscribe(messages);
        if (again) {
            incoming.lost();
        }
    }

    private final class Messages extends BaseSubscriber<Message> {
        @Override
        protected void hookOnNext(Message message) {
            incoming.received(message);
        }

        @Override
        protected void hookOnError(Throwable error) {
            disconnected(error);
        }

        @Override
        protected void hookOnComplete() {
            disconnected(null);
        }
    }

    private void disconnected(@Nullable Throwable error) {
        int failed;
        lock.lock();
        try {
            connected = false;
            boolean lasted = Duration.between(connectedAt, client.now()).compareTo(LONGEST_PAUSE) >= 0;
            failures = lasted ? 1 : failures + 1;
            failed = failures;
        } finally {
            lock.unlock();
        }
        if (error != null) {
            report(error);
        }
        pause.update(client.schedule(pauseAfter(failed), () -> connect(true)));
    }

    /** Sends what was gathered, and ends. */
    void close() {
        subscription.dispose();
        pause.dispose();
        outgoing.sendLast();
    }

    // ---- to others ----

    /** The queries that match were invalidated here. Others are told of tags and exact keys: all that has a name. */
    void invalidated(QueryFilters filters) {
        QueryKey<?> exact = filters.exactKey();
        Set<QueryKey<?>> keys = exact == null ? Set.of() : Set.of(ScopedKey.unwrap(exact));
        if (!keys.isEmpty() || !filters.tags().isEmpty()) {
            client.batches().afterwards(() -> outgoing.add(filters.tags(), keys));
        }
    }

    /** Sends one message at a time, so that others get them in order. */
    private final class Outgoing {
        private Set<Tag> tags = new LinkedHashSet<>();
        private Set<QueryKey<?>> keys = new LinkedHashSet<>();
        private long sequence;

        /** Whether something is being gathered or sent. */
        private boolean busy;

        void add(Set<Tag> moreTags, Set<QueryKey<?>> moreKeys) {
            lock.lock();
            try {
                tags.addAll(moreTags);
                keys.addAll(moreKeys);
                if (busy) {
                    return;
                }
                busy = true;
            } finally {
                lock.unlock();
            }
            client.schedule(GATHERING, this::send);
        }

        private void send() {
            Message message = take();
            if (message != null) {
                send(message, 0);
            }
        }

        private @Nullable Message take() {
            lock.lock();
            try {
                busy = !tags.isEmpty() || !keys.isEmpty();
                if (!busy) {
                    return null;
                }
                Message message = new Message(node, ++sequence, tags, keys);
                tags = new LinkedHashSet<>();
                keys = new LinkedHashSet<>();
                return message;
            } finally {
                lock.unlock();
            }
        }

        private void send(Message message, int failures) {
            Mono.defer(() -> bus.publish(message))
                    .subscribe(
                            none -> {},
                            error -> failed(message, failures + 1, error),
                            () -> client.schedule(GATHERING, this::send));
        }

        private void failed(Message message, int failures, Throwable error) {
            report(error);
            client.schedule(pauseAfter(failures), () -> send(message, failures));
        }

        void sendLast() {
            Message message = take();
            if (message != null) {
                Mono.defer(() -> bus.publish(message)).subscribe(none -> {}, BusLink.this::report);
            }
        }
    }

    // ---- from others ----

    private final class Incoming {
        /** The last sequence of each node. */
        private final Map<String, Long> heard = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > NODES;
            }
        };

        private Set<Tag> tags = new LinkedHashSet<>();
        private Set<QueryKey<?>> keys = new LinkedHashSet<>();
        private boolean lost;
        private boolean scheduled;

        void received(Message message) {
            if (message.isLost()) {
                lost();
                return;
            }
            if (message.node().equals(node)) {
                return;
            }
            lock.lock();
            try {
                Long before = heard.get(message.node());
                if (before != null && message.sequence() <= before) {
                    return; // repeated, or overtaken by one that showed that it was missing
                }
                heard.put(message.node(), message.sequence());
                lost |= before != null && message.sequence() > before + 1;
                tags.addAll(message.tags());
                keys.addAll(message.keys());
            } finally {
                lock.unlock();
            }
            schedule();
        }

        /** Messages are missing. */
        void lost() {
            lock.lock();
            try {
                lost = true;
            } finally {
                lock.unlock();
            }
            schedule();
        }

        private void schedule() {
            lock.lock();
            try {
                if (scheduled) {
                    return;
                }
                scheduled = true;
            } finally {
                lock.unlock();
            }
            client.schedule(GATHERING, this::apply);
        }

        private void apply() {
            boolean all;
            Set<Tag> someTags;
            Set<QueryKey<?>> someKeys;
            lock.lock();
            try {
                all = lost;
                someTags = tags;
                someKeys = keys;
                lost = false;
                scheduled = false;
                tags = new LinkedHashSet<>();
                keys = new LinkedHashSet<>();
            } finally {
                lock.unlock();
            }
            if (all) {
                client.refetching().resync();
                return;
            }
            if (!someTags.isEmpty()) {
                client.refetching().invalidate(QueryFilters.tags(someTags.toArray(Tag[]::new)), RefetchType.ACTIVE);
            }
            someKeys.forEach(key -> client.refetching().invalidate(QueryFilters.exact(key), RefetchType.ACTIVE));
        }
    }
}
