package io.atoms.utils.storage;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Counts what is unsaved in all stores of a storage and keeps the last failure. Its fields are guarded by itself. Statuses are
 * published on the scheduler, one for many changes, because who changes them may hold locks that a subscriber wants.
 */
final class StatusBoard {

    private final StorageOptions options;
    private final WeakSinks<StorageStatus> sinks = new WeakSinks<>();
    private final AtomicBoolean publishing = new AtomicBoolean();

    private int unsaved;
    private int attempts;
    private @Nullable StorageException failure;
    private boolean paused;

    StatusBoard(StorageOptions options) {
        this.options = options;
    }

    /** The status at the subscription and after changes. */
    Flux<StorageStatus> statuses() {
        return sinks.flux().mergeWith(Mono.fromSupplier(this::status)).map(any -> status());
    }

    synchronized StorageStatus status() {
        return new StorageStatus(unsaved, attempts, failure, paused);
    }

    synchronized void addUnsaved(int change) {
        unsaved += change;
        if (unsaved == 0) {
            attempts = 0; // what could not be written was taken back
            failure = null;
        }
        publish();
    }

    synchronized void setPaused(boolean value) {
        paused = value;
        publish();
    }

    synchronized boolean isPaused() {
        return paused;
    }

    synchronized void succeeded(int change) {
        unsaved += change;
        attempts = 0;
        failure = null;
        publish();
    }

    /** Whether it is the first since the last that succeeded. */
    synchronized boolean failed(StorageException problem) {
        attempts++;
        failure = problem;
        publish();
        return attempts == 1;
    }

    /** The number of failed attempts since the last that succeeded. */
    synchronized int attempts() {
        return attempts;
    }

    private void publish() {
        if (publishing.compareAndSet(false, true)) {
            options.scheduler().schedule(() -> {
                publishing.set(false);
                sinks.emit(status());
            });
        }
    }
}
