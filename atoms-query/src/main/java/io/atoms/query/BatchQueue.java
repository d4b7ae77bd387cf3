package io.atoms.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Collects the keys of one batch definition in one client, and loads them together.
 *
 * <p>Threads: the lock guards which batches take keys, and who waits for what. The function is called, and those who wait
 * are told, outside of it.
 */
final class BatchQueue<K extends QueryKey<T>, T> {

    /**
     * The longest a batch waits without a window. Operations end before; but a listener inside one may block until its data
     * is there, and keys that are asked for outside of any have no other end.
     */
    private static final Duration LONGEST = Duration.ofMillis(1);

    private final DefaultQueryClient client;
    private final BatchFetcher<K, T> fetcher;
    private final ReentrantLock lock = new ReentrantLock();

    /** The batch that takes keys, by the context values that its keys have. */
    private final Map<Map<Object, Object>, Batch> open = new HashMap<>();

    BatchQueue(DefaultQueryClient client, BatchFetcher<K, T> fetcher) {
        this.client = client;
        this.fetcher = fetcher;
    }

    /** The data of one key, of a batch with others. */
    Mono<T> load(K key, Attempt<T> attempt) {
        Map<Object, Object> scope = attempt.key() instanceof ScopedKey<T> scoped ? scoped.context() : Map.of();
        return Mono.create(sink -> {
            Batch batch = add(new Batch(scope, new BatchContext(client, attempt.context())), key, sink);
            sink.onCancel(() -> batch.leave(key, sink));
        });
    }

    /** Adds to the open batch; the one given becomes it if there is none. */
    private Batch add(Batch first, K key, MonoSink<T> sink) {
        Batch batch;
        boolean full;
        lock.lock();
        try {
            batch = open.getOrDefault(first.scope, first);
            batch.waiting.computeIfAbsent(key, none -> new ArrayList<>(1)).add(sink);
            full = batch.waiting.size() >= fetcher.options().maxSize();
            if (full) {
                open.remove(first.scope);
            } else {
                open.put(first.scope, batch);
            }
        } finally {
            lock.unlock();
        }
        if (full) {
            batch.send();
        } else if (batch == first) {
            batch.schedule();
        }
        return batch;
    }

    /** Keys that are, or will be, loaded by one call. */
    private final class Batch {
        private final Map<Object, Object> scope;
        private final BatchContext context;
        private final Disposable.Swap timer = Disposables.swap();
        private final Disposable.Swap call = Disposables.swap();

        /** Who waits for which key. Guarded by the lock. */
        private Map<K, List<MonoSink<T>>> waiting = new LinkedHashMap<>();

        Batch(Map<Object, Object> scope, BatchContext context) {
            this.scope = scope;
            this.context = context;
        }

        void schedule() {
            boolean byOperation = fetcher.options().window().isZero();
            timer.update(
                    client.schedule(byOperation ? LONGEST : fetcher.options().window(), this::due));
            if (byOperation) {
                client.batches().afterwards(this::operationEnded);
            }
        }

        /**
         * An operation that asked for one key may be one of many, such as the timers of attempts that are due at the same time.
         */
        private void operationEnded() {
            boolean several;
            lock.lock();
            try {
                several = waiting.size() > 1;
            } finally {
                lock.unlock();
            }
            if (several) {
                due();
            }
        }

        private void due() {
            boolean mine;
            lock.lock();
            try {
                mine = open.remove(scope, this);
            } finally {
                lock.unlock();
            }
            if (mine) {
                send();
            }
        }

        /** Loads it. It is no longer open. */
        private void send() {
            timer.dispose();
            Set<K> keys;
            lock.lock();
            try {
                keys = Collections.unmodifiableSet(new LinkedHashSet<>(waiting.keySet()));
            } finally {
                lock.unlock();
            }
            if (!keys.isEmpty()) {
                call.update(fetcher.call(keys, context)
                        .subscribe(answer -> end(answer, null), error -> end(Map.of(), error)));
            }
        }

        /** Tells all who wait, in one operation: what they ask for next is one batch again. */
        private void end(Map<K, T> answer, @Nullable Throwable error) {
            Map<K, List<MonoSink<T>>> all;
            lock.lock();
            try {
                all = waiting;
                waiting = Map.of();
            } finally {
                lock.unlock();
            }
            client.batches()
                    .run(() -> all.forEach((key, sinks) -> sinks.forEach(sink -> tell(key, sink, answer, error))));
        }

        private void tell(K key, MonoSink<T> sink, Map<K, T> answer, @Nullable Throwable error) {
            if (error != null) {
                sink.error(error);
                return;
            }
            T value;
            try {
                value = answer.get(key);
            } catch (Throwable unusable) {
                sink.error(unusable); // a map of the user's, which may not take the key
                return;
            }
            if (value == null) {
                sink.error(new MissingInBatchException(key));
            } else {
                sink.success(value);
            }
        }

        /** Nobody waits by this sink any more. When all have left there is nothing to load. */
        void leave(K key, MonoSink<T> sink) {
            lock.lock();
            try {
                List<MonoSink<T>> sinks = waiting.get(key);
                if (sinks == null || !sinks.remove(sink)) {
                    return;
                }
                if (sinks.isEmpty()) {
                    waiting.remove(key);
                }
                if (!waiting.isEmpty()) {
                    return;
                }
                open.remove(scope, this);
            } finally {
                lock.unlock();
            }
            timer.dispose();
            call.dispose();
        }
    }
}
