package io.atoms.utils.storage;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link Storage#CURRENT} is before it is set: every use says what to do. */
final class NoStorage extends Storage {

    static final NoStorage INSTANCE = new NoStorage();

    private NoStorage() {
        super("no storage", StorageOptions.ofDefaults());
    }

    @Override
    protected Entry read(String key) {
        throw Reports.noStorage(key);
    }

    @Override
    protected long write(Map<String, byte @Nullable []> changes) {
        throw Reports.noStorage(String.join(", ", changes.keySet()));
    }

    @Override
    protected String setAside(String key) {
        throw Reports.noStorage(key);
    }

    @Override
    protected Set<String> readKeys() {
        return Set.of();
    }

    @Override
    protected void release() {
        // Others go on using the one instance.
    }
}
