package io.atoms.utils.storage;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another storage, for the reading of which nobody waits: atoms have their default value until the stored one was read
 * on the scheduler of the options, and {@link StorageAtom#loadable} tells the difference. For a storage on a network, and for user
 * interfaces that must not wait for a disk.
 *
 * <pre>{@code
 * Storage files = AsyncStorage.of(FileStorage.open(folder));
 * store.set(Storage.CURRENT, files);
 * store.get(settings.loadable()); // Loading; a little later Ready
 * }</pre>
 *
 * <p><b>Rules.</b> A write before the stored value has come wins. Closing it closes the other storage, which must not be
 * used otherwise.
 *
 * <p><b>Threads.</b> Any.
 *
 * <p><b>Errors.</b> As the other storage.
 */
public final class AsyncStorage extends Storage {

    private final Storage storage;

    private AsyncStorage(Storage storage) {
        super(storage.name(), storage.options());
        this.storage = storage;
    }

    /**
     * {@return the storage, read on its scheduler}
     *
     * @param storage what is read
     */
    public static AsyncStorage of(Storage storage) {
        Objects.requireNonNull(storage, "storage");
        AsyncStorage later = new AsyncStorage(storage);
        storage.wrapper = later;
        return later;
    }

    @Override
    public boolean isShared() {
        return storage.isShared();
    }

    @Override
    public boolean loadsLater() {
        return true;
    }

    @Override
    public boolean keepsCommitsWhole() {
        return storage.keepsCommitsWhole();
    }

    @Override
    protected Entry read(String key) throws Exception {
        return storage.read(key);
    }

    @Override
    protected byte @Nullable [] readBackup(String key) throws Exception {
        return storage.readBackup(key);
    }

    @Override
    protected long write(Map<String, byte @Nullable []> changes) throws Exception {
        return storage.write(changes);
    }

    @Override
    protected String setAside(String key) throws Exception {
        return storage.setAside(key);
    }

    @Override
    @Nullable
    String setAsideIf(String key, byte[] bad) throws Exception {
        return storage.setAsideIf(key, bad);
    }

    @Override
    protected Set<String> readKeys() throws Exception {
        return storage.readKeys();
    }

    @Override
    protected void release() throws Exception {
        storage.close();
    }
}
