package io.atoms.utils.storage;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Threads that do all that can be done to a store and its storage at once, at random. In the end what is stored is what the
 * store shows, nothing is unsaved, and no write had a part of a commit.
 */
@Timeout(300)
class StorageRacesTest {

    private static final long MILLIS = Long.getLong("storage.races.millis", 1000);

    private final StorageAtom<String> left = StorageAtom.of("left", new TextCodec(), "");
    private final StorageAtom<String> right = StorageAtom.of("right", new TextCodec(), "");
    private final StorageAtom<String> alone = StorageAtom.of("alone", new TextCodec(), "");
    private final StorageAtom<String> watching = StorageAtom.of("watching", new TextCodec(), "");
    private final AtomicInteger next = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomStore store = AtomStore.builder()
            .onError(failure -> failures.add(failure.error()))
            .build();

    private static StorageOptions quick() {
        return StorageOptions.ofDefaults()
                .writeDelay(Duration.ofMillis(2))
                .retry(Duration.ofMillis(1), Duration.ofMillis(5))
                .onProblem(problem -> {});
    }

    /** Fails now and then, takes its time, and looks whether commits are whole. */
    private static final class Unreliable extends Storage {

        private final Map<String, byte[]> entries = new HashMap<>();
        private final Random random = new Random(1);
        private final AtomicReference<@Nullable String> torn = new AtomicReference<>();
        private final boolean shared;
        private volatile boolean failing = true;
        private volatile boolean released;
        private long version;

        Unreliable(StorageOptions options, boolean shared) {
            super("unreliable storage", options);
            this.shared = shared;
        }

        @Override
        public boolean isShared() {
            return shared;
        }

        @Override
        protected synchronized Entry read(String key) {
            return new Entry(entries.get(key), version);
        }

        @Override
        protected synchronized long write(Map<String, byte @Nullable []> changes) throws IOException {
            if (released) {
                torn.compareAndSet(null, "written after it was released");
            }
            String text = text("left", changes.get("left"));
            if (changes.containsKey("left") != changes.containsKey("right")
                    || !Objects.equals(text, text("right", changes.get("right")))) {
                torn.compareAndSet(null, changes.keySet() + " " + text);
            }
            LockSupport.parkNanos(random.nextInt(300_000));
            if (failing && random.nextInt(4) == 0) {
                throw new IOException("now and then");
            }
            entries.putAll(changes);
            entries.values().removeIf(Objects::isNull);
            return ++version;
        }

        synchronized @Nullable String text(String key) {
            return text(key, entries.get(key));
        }

        private static @Nullable String text(String key, byte @Nullable [] bytes) {
            try {
                return bytes == null
                        ? null
                        : new String(Envelope.open(key, bytes).payload(), StandardCharsets.UTF_8);
            } catch (Envelope.DamageException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected String setAside(String key) {
            return "nowhere";
        }

        @Override
        protected synchronized Set<String> readKeys() {
            return new TreeSet<>(entries.keySet());
        }

        @Override
        protected void release() {
            released = true;
        }
    }

    @Test
    void ofAStorageThatFailsNowAndThen_loseNothing_andTearNothing() throws Exception {
        race(false);
    }

    @Test
    void ofASharedStorage_loseNothing_andTearNothing() throws Exception {
        race(true);
    }

    private void race(boolean shared) throws Exception {
        Unreliable storage = new Unreliable(quick(), shared);
        store.set(Storage.CURRENT, storage);
        // A listener that writes at each news of the storage, but settles.
        store.subscribe(Storage.STATUS, status -> store.set(watching.value(), "attempts " + status.attempts()));
        store.subscribe(alone.value(), value -> {
            if (value.hashCode() % 7 == 0) {
                flush(storage);
            }
        });
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int seed = t;
            threads.add(new Thread(() -> run(storage, new Random(seed))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(Patience.LIMIT.toMillis());
            assertThat(thread.isAlive()).as("deadlock").isFalse();
        }
        storage.failing = false;
        storage.resume();
        storage.flush(store);
        await().until(() -> storage.status().isSaved());
        assertThat(storage.torn.get()).isNull();
        assertThat(failures).isEmpty();
        for (StorageAtom<String> atom : List.of(left, right, alone, watching)) {
            assertThat(Objects.requireNonNullElse(storage.text(atom.key()), ""))
                    .as(atom.key())
                    .isEqualTo(store.get(atom.value()));
        }
        store.set(alone.value(), "the last");
        storage.close();
        assertThat(storage.text("alone")).isEqualTo("the last");
        assertThat(storage.torn.get()).isNull();
        store.close();
    }

    private void run(Storage storage, Random random) {
        long end = System.nanoTime() + Duration.ofMillis(MILLIS).toNanos();
        try {
            while (System.nanoTime() < end) {
                step(storage, random);
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    private void step(Storage storage, Random random) {
        String value = "v" + next.incrementAndGet();
        switch (random.nextInt(12)) {
            case 0, 1, 2 ->
                store.transaction(tx -> {
                    tx.set(left.value(), value);
                    tx.set(right.value(), value);
                });
            case 3, 4 -> store.set(alone.value(), value);
            case 5 -> store.update(alone.value(), old -> old.length() > 100 ? "" : old + "x");
            case 6 -> flush(storage);
            case 7 ->
                store.transaction(tx -> {
                    tx.set(alone.value(), value);
                    flush(storage);
                });
            case 8 -> rollback(storage, value);
            case 9 -> {
                storage.pause();
                storage.resume();
            }
            case 10 -> store.reset(alone.value());
            default ->
                store.transaction(tx -> {
                    tx.reset(left.value());
                    tx.reset(right.value());
                });
        }
    }

    private void rollback(Storage storage, String value) {
        try {
            store.transaction(tx -> {
                tx.set(left.value(), value);
                flush(storage);
                throw new IllegalStateException("roll back");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("roll back");
        }
    }

    private void flush(Storage storage) {
        try {
            storage.flush(store);
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining("now and then");
        }
    }

    @Test
    void ofFilesThatAreSwitched_loseNothing(@TempDir Path folder) throws Exception {
        List<FileStorage> files = List.of(
                FileStorage.open(folder.resolve("a"), quick()), FileStorage.openShared(folder.resolve("b"), quick()));
        PrimitiveAtom<Integer> last = Atom.of(0);
        store.set(Storage.CURRENT, files.get(0));
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            Random random = new Random(t);
            threads.add(new Thread(() -> run(files.get(random.nextInt(2)), random)));
        }
        threads.add(new Thread(() -> Flux.interval(Duration.ofMillis(3), Schedulers.parallel())
                .take(Duration.ofMillis(MILLIS))
                .doOnNext(n -> {
                    store.transaction(tx -> {
                        tx.set(Storage.CURRENT, files.get((int) (n % 2)));
                        tx.set(last, n.intValue());
                    });
                    flush(files.get((int) (n % 2)));
                })
                .blockLast()));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(Patience.LIMIT.toMillis());
            assertThat(thread.isAlive()).as("deadlock").isFalse();
        }
        assertThat(failures).isEmpty();
        for (FileStorage each : files) {
            store.set(Storage.CURRENT, each);
            Map<StorageAtom<String>, String> shown = new HashMap<>();
            for (StorageAtom<String> atom : List.of(left, right, alone)) {
                shown.put(atom, store.get(atom.value()));
            }
            each.flush(store);
            await().until(() -> each.status().isSaved());
            assertThat(shown.get(left)).isEqualTo(shown.get(right));
            try (AtomStore fresh = AtomStore.create()) {
                fresh.set(Storage.CURRENT, each);
                shown.forEach((atom, value) ->
                        assertThat(fresh.get(atom.value())).as(atom.key()).isEqualTo(value));
            }
        }
        for (FileStorage each : files) {
            each.close();
        }
        store.close();
    }
}
