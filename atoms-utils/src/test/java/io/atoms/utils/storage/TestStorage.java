package io.atoms.utils.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/** A storage that records what is done to it, and fails on demand. It writes on the clock's thread. */
final class TestStorage extends Storage {

    /** By key. */
    final Map<String, byte[]> entries = new LinkedHashMap<>();

    final Map<String, byte[]> backups = new LinkedHashMap<>();
    final Map<String, byte[]> aside = new LinkedHashMap<>();
    final List<Set<String>> writes = new ArrayList<>();
    final List<String> reads = new ArrayList<>();
    final List<StorageException> problems;
    boolean later;
    boolean shared;

    @Nullable
    IOException failReads;

    @Nullable
    IOException failWrites;

    @Nullable
    IOException failAside;

    boolean released;
    private long version;

    private TestStorage(StorageOptions options, List<StorageException> problems) {
        super("test storage", options);
        this.problems = problems;
    }

    static TestStorage create() {
        return create(options -> options);
    }

    static TestStorage create(UnaryOperator<StorageOptions> change) {
        List<StorageException> problems = new CopyOnWriteArrayList<>();
        StorageOptions options = StorageOptions.ofDefaults()
                .writeDelay(Duration.ofMillis(100))
                .scheduler(Schedulers.immediate())
                .onProblem(problems::add);
        return new TestStorage(change.apply(options), problems);
    }

    /** Stores the text under the key, as version 1 of its codec. */
    TestStorage with(String key, String text) {
        entries.put(key, sealed(key, text));
        return this;
    }

    static byte[] sealed(String key, String text) {
        return new Envelope(1, 0, text.getBytes(StandardCharsets.UTF_8)).seal(key);
    }

    /** The text that is stored under the key, or null. */
    @Nullable
    String text(String key) {
        byte[] bytes = entries.get(key);
        try {
            return bytes == null ? null : new String(Envelope.open(key, bytes).payload(), StandardCharsets.UTF_8);
        } catch (Envelope.DamageException e) {
            throw new AssertionError(e);
        }
    }

    /** As if another process had written. */
    synchronized void foreign(String key, @Nullable String text) {
        version++;
        if (text == null) {
            entries.remove(key);
        } else {
            entries.put(key, sealed(key, text));
        }
        changed(key);
    }

    @Override
    public boolean loadsLater() {
        return later;
    }

    @Override
    public boolean isShared() {
        return shared;
    }

    @Override
    protected synchronized Entry read(String key) throws IOException {
        reads.add(key);
        if (failReads != null) {
            throw failReads;
        }
        return new Entry(entries.get(key), version);
    }

    @Override
    protected byte @Nullable [] readBackup(String key) {
        return backups.get(key);
    }

    @Override
    protected synchronized long write(Map<String, byte @Nullable []> changes) throws IOException {
        if (failWrites != null) {
            throw failWrites;
        }
        writes.add(Set.copyOf(changes.keySet()));
        changes.forEach((key, bytes) -> {
            if (bytes == null) {
                entries.remove(key);
            } else {
                entries.put(key, bytes);
            }
        });
        return ++version;
    }

    @Override
    protected synchronized String setAside(String key) throws IOException {
        if (failAside != null) {
            throw failAside;
        }
        byte[] bytes = entries.remove(key);
        if (bytes != null) {
            aside.put(key, bytes);
        }
        return "aside/" + key;
    }

    @Override
    protected Set<String> readKeys() throws IOException {
        if (failReads != null) {
            throw failReads;
        }
        return new TreeSet<>(entries.keySet());
    }

    @Override
    protected void release() {
        released = true;
    }
}
