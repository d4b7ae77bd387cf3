package io.atoms.utils.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Storage} that ends with the process. For tests, and for programs that are told to leave no traces.
 *
 * <pre>{@code
 * store.set(Storage.CURRENT, MemoryStorage.create());
 * }</pre>
 *
 * <p><b>Rules.</b> It keeps commits whole, and it is shared: stores that use the same one see each other's writes.
 *
 * <p><b>Threads.</b> Any; guarded by a lock of its own. As with every storage that is shared, what is stored comes to the stores
 * on the {@linkplain StorageOptions#scheduler scheduler}, as commits. They may run listeners and effects of a write that another
 * thread makes at that moment, whose {@code set} returns before. A test that counts on them gives the storage the test's thread:
 *
 * <pre>{@code
 * MemoryStorage.create(StorageOptions.ofDefaults().scheduler(Schedulers.immediate()));
 * }</pre>
 *
 * <p><b>Errors.</b> None.
 */
public final class MemoryStorage extends Storage {

    // Guarded by this.
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, byte[]> aside = new HashMap<>();
    private long version;

    private MemoryStorage(StorageOptions options) {
        super("memory storage", options);
    }

    /** {@return an empty storage with default options} */
    public static MemoryStorage create() {
        return create(StorageOptions.ofDefaults());
    }

    /**
     * {@return an empty storage}
     *
     * @param options the options
     */
    public static MemoryStorage create(StorageOptions options) {
        return new MemoryStorage(options);
    }

    @Override
    public boolean keepsCommitsWhole() {
        return true;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    protected synchronized Entry read(String key) {
        Entry entry = entries.getOrDefault(key, new Entry(null, 0));
        byte[] bytes = entry.bytes();
        return bytes == null ? entry : new Entry(bytes.clone(), entry.version());
    }

    @Override
    protected synchronized long write(Map<String, byte @Nullable []> changes) {
        version++;
        changes.forEach((key, bytes) -> entries.put(key, new Entry(bytes, version)));
        return version;
    }

    @Override
    protected synchronized String setAside(String key) {
        byte[] bytes = entries.getOrDefault(key, new Entry(null, 0)).bytes();
        if (bytes == null) {
            return "nothing";
        }
        version++;
        entries.put(key, new Entry(null, version));
        String place = key + ".damaged-" + version;
        aside.put(place, bytes);
        return place;
    }

    @Override
    protected synchronized Set<String> readKeys() {
        Set<String> keys = new TreeSet<>();
        entries.forEach((key, entry) -> {
            if (entry.bytes() != null) {
                keys.add(key);
            }
        });
        return keys;
    }

    @Override
    protected void release() {
        // What it holds goes with it.
    }
}
