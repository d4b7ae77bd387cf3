package io.atoms.query;

import io.atoms.AtomStore;
import io.atoms.Setter;
import io.atoms.StoreClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what an operation writes to stores, so that it is one commit per store however many queries it changed. An
 * operation belongs to the thread that runs it; what another thread delivers for it is written by that one.
 */
final class Batches {

    /** What a thread's operation has collected; of this client, since operations of two clients may nest. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Batch> current = new ThreadLocal<>();

    /** Not at once, which in virtual time would be inside of the transaction. */
    private static final Duration SOON = Duration.ofNanos(1);

    private final DefaultQueryClient client;

    Batches(DefaultQueryClient client) {
        this.client = client;
    }

    private static final class Batch {
        final Map<AtomStore, Queue<Consumer<Setter>>> writes = new LinkedHashMap<>();
        final List<Runnable> after = new ArrayList<>();
        boolean changed;
    }

    /** Runs an operation, then writes what it collected. Nested ones are part of the outermost. */
    void run(Runnable operation) {
        if (current.get() != null) {
            operation.run();
            return;
        }
        Batch batch = new Batch();
        current.set(batch);
        try {
            operation.run();
        } finally {
            current.remove();
            batch.writes.forEach(this::write);
            if (batch.changed) {
                client.tellRevision();
            }
            batch.after.forEach(this::runAfter);
        }
    }

    private void runAfter(Runnable action) {
        try {
            action.run();
        } catch (Throwable error) {
            client.problems().report("end of an operation", error);
        }
    }

    /** Runs something after the running operation and its writes; at once if none is running. */
    void afterwards(Runnable action) {
        Batch batch = current.get();
        if (batch == null) {
            action.run();
        } else {
            batch.after.add(action);
        }
    }

    /** As {@link #run}, with a result. */
    <T> T call(Supplier<T> operation) {
        List<T> result = new ArrayList<>(1);
        run(() -> result.add(operation.get()));
        return result.get(0);
    }

    /** Some entry has changed: who reads without observing is to look again. */
    void noteChange() {
        Batch batch = current.get();
        if (batch == null) {
            client.tellRevision();
        } else {
            batch.changed = true;
        }
    }

    /** Writes to a store, with everything else that the running operation writes to it. */
    void write(AtomStore store, Consumer<Setter> write) {
        Batch batch = current.get();
        if (batch == null) {
            Queue<Consumer<Setter>> one = new ConcurrentLinkedQueue<>();
            one.add(write);
            write(store, one);
        } else {
            batch.writes
                    .computeIfAbsent(store, none -> new ConcurrentLinkedQueue<>())
                    .add(write);
        }
    }

    /**
     * Inside a transaction of the store, which may be rolled back, this waits for its end; if it is rolled back, the
     * scheduler writes.
     */
    private void write(AtomStore store, Queue<Consumer<Setter>> writes) {
        try {
            store.afterCommit(same -> commit(same, writes));
        } catch (StoreClosedException e) {
            return;
        } catch (Throwable error) {
            client.problems().report("listener of store " + store.name(), error); // R17: it was committed
            return;
        }
        if (!writes.isEmpty()) {
            client.schedule(SOON, () -> commit(store, writes));
        }
    }

    private void commit(AtomStore store, Queue<Consumer<Setter>> writes) {
        if (writes.isEmpty()) {
            return;
        }
        try {
            store.transaction(set -> {
                for (Consumer<Setter> each : writes) {
                    each.accept(set);
                }
            });
            writes.clear();
        } catch (StoreClosedException e) {
            writes.clear(); // nobody reads it any more
        }
    }
}
