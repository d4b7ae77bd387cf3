package io.atoms.utils.storage;

import io.atoms.utils.storage.Envelope.DamageException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of a {@link Storage} that are no state of a store: for caches and queues, which decide themselves when to read and
 * write, and what becomes of what can't be read.
 *
 * <pre>{@code
 * StorageEntries entries = StorageEntries.of(storage);
 * entries.changes(now).put("job/1", codec, job).remove("job/0").write();
 * Optional<Job> stored = entries.read("job/1", codec);
 * }</pre>
 *
 * <p><b>Rules.</b> Values are stored as those of atoms are: with the version of the codec and a checksum. Nothing is set aside
 * and no backup is read: what is bad is an error, and stays until it is written or removed. Keys must not be those of {@link
 * StorageAtom}s.
 *
 * <p><b>Threads.</b> Any. All methods block; call them on the {@linkplain StorageOptions#scheduler scheduler of the storage}.
 *
 * <p><b>Errors.</b> A {@link StorageException}.
 */
public final class StorageEntries {

    private static final String KEPT = "It was left where it is.";
    private static final String INSTEAD = "Remove it, or write it again.";

    private final Storage storage;

    private StorageEntries(Storage storage) {
        this.storage = storage;
    }

    /**
     * {@return the values of a storage}
     *
     * @param storage whose values
     */
    public static StorageEntries of(Storage storage) {
        return new StorageEntries(Objects.requireNonNull(storage, "storage"));
    }

    /** {@return all keys of the storage, those of atoms too} */
    public Set<String> keys() {
        return storage.keys();
    }

    /**
     * {@return what is stored under a key; empty if nothing is}
     *
     * @param <T> the type of the value
     * @param key where it is stored
     * @param codec makes bytes of the value
     * @throws StorageException if it is damaged or can't be decoded, is refused by the codec, or the storage can't be read
     */
    public <T> Optional<T> read(String key, Codec<T> codec) {
        storage.checkOpen(key);
        byte[] bytes;
        try {
            bytes = storage.read(key).bytes();
        } catch (StorageException e) {
            throw e;
        } catch (DamageException e) {
            throw Reports.damaged(storage.name(), key, e.why(), KEPT, INSTEAD);
        } catch (Exception e) {
            throw Reports.unreadable(storage.name(), key, e, KEPT);
        }
        return bytes == null ? Optional.empty() : Optional.of(decode(key, bytes, codec));
    }

    private <T> T decode(String key, byte[] bytes, Codec<T> codec) {
        try {
            Envelope envelope = Envelope.open(key, bytes);
            return Objects.requireNonNull(codec.decode(envelope.payload(), envelope.version()), "the codec gave null");
        } catch (DamageException e) {
            throw Reports.damaged(storage.name(), key, e.why(), KEPT, INSTEAD);
        } catch (StorageException e) {
            throw Reports.refused(storage.name(), key, e);
        } catch (Exception | StackOverflowError e) {
            throw Reports.undecodable(storage.name(), key, e, KEPT, INSTEAD);
        }
    }

    /**
     * Changes to be written as one, if the storage {@linkplain Storage#keepsCommitsWhole can do that}.
     *
     * @param at the time that is stored with them
     * @return the changes, none as yet
     */
    public Changes changes(Instant at) {
        return new Changes(storage, at.toEpochMilli());
    }

    /** What is to be written. Not thread-safe. */
    public static final class Changes {
        private final Storage storage;
        private final long millis;
        private final Map<String, byte @Nullable []> bytes = new LinkedHashMap<>();

        private Changes(Storage storage, long millis) {
            this.storage = storage;
            this.millis = millis;
        }

        /**
         * Stores a value under a key. It is encoded now.
         *
         * @param <T> the type of the value
         * @param key where it is stored
         * @param codec makes bytes of the value
         * @param value what to store
         * @return these changes
         * @throws StorageException if it can't be encoded, or is too large; the other changes are not touched
         */
        public <T> Changes put(String key, Codec<T> codec, T value) {
            byte[] sealed;
            try {
                sealed = new Envelope(codec.version(), millis, codec.encode(value)).seal(key);
            } catch (Exception | StackOverflowError e) {
                throw Reports.notEncoded(storage.name(), key, e);
            }
            long limit = storage.options().maxBytes();
            if (sealed.length > limit) {
                throw Reports.tooLarge(storage.name(), key, sealed.length, limit);
            }
            bytes.put(key, sealed);
            return this;
        }

        /**
         * Removes what is stored under a key.
         *
         * @param key where it is stored
         * @return these changes
         */
        public Changes remove(String key) {
            bytes.put(key, null);
            return this;
        }

        /**
         * Writes the changes. When it returns they survive the end of the process.
         *
         * @throws StorageException if they could not be written; each key has its old value or its new one
         */
        public void write() {
            if (bytes.isEmpty()) {
                return;
            }
            try {
                storage.writeIfOpen(bytes);
            } catch (StorageException e) {
                throw e;
            } catch (Exception e) {
                throw Reports.notWritten(storage.name(), bytes.keySet(), e);
            }
            storage.keysChanged();
        }
    }
}
