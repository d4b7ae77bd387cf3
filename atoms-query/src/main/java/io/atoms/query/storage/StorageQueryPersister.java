package io.atoms.query.storage;

import io.atoms.query.DehydratedState;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryPersister;
import io.atoms.utils.storage.Codec;
import io.atoms.utils.storage.EncryptedCodec;
import io.atoms.utils.storage.EncryptionKeys;
import io.atoms.utils.storage.JacksonCodec;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageEntries;
import io.atoms.utils.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps queries in a {@link Storage}: files, a journal, or memory. Each method returns a new persister.
 *
 * <pre>{@code
 * Storage storage = FileStorage.open(Path.of("cache"));
 * QueryClient client = QueryClient.builder()
 *         .persister(StorageQueryPersister.of(storage).maxAge(Duration.ofDays(7)).buster("v2"))
 *         .register(USER.dataType(User.class))
 *         .build();
 * }</pre>
 *
 * <p><b>Rules.</b> Data is stored as JSON by {@link JacksonCodec}, under the name of its definition and a hash of its key. What
 * is older than {@link #maxAge}, has another {@link #buster}, can't be read, or belongs to no definition is deleted, and the
 * query is fetched. Whoever made the storage closes it, after the client.
 *
 * <p><b>Threads.</b> Any. The storage is used on its own {@linkplain io.atoms.utils.storage.StorageOptions#scheduler
 * scheduler}, by one thread at a time.
 *
 * <p><b>Errors.</b> What can't be encoded is told to the storage's {@linkplain
 * io.atoms.utils.storage.StorageOptions#onProblem handler}, and nothing is stored for that query.
 */
public final class StorageQueryPersister implements QueryPersister {

    private static final String PREFIX = "query/";

    private final Storage storage;
    private final StorageEntries entries;
    private final Duration maxAge;
    private final String buster;
    private final @Nullable EncryptionKeys encryption;
    private final StoredKeys keys = new StoredKeys(PREFIX);
    private final Map<QueryDefinition<?, ?>, Codec<?>> codecs = new ConcurrentHashMap<>();

    /** Held while something is read and deleted because it is bad, and while something is written. */
    private final ReentrantLock lock = new ReentrantLock();

    private StorageQueryPersister(
            Storage storage, Duration maxAge, String buster, @Nullable EncryptionKeys encryption) {
        this.storage = storage;
        this.entries = StorageEntries.of(storage);
        this.maxAge = maxAge;
        this.buster = buster;
        this.encryption = encryption;
    }

    /**
     * {@return a persister for a storage}
     *
     * @param storage where it is kept
     */
    public static StorageQueryPersister of(Storage storage) {
        return new StorageQueryPersister(Objects.requireNonNull(storage, "storage"), Duration.ofHours(24), "", null);
    }

    /**
     * How old data may be to be used again; positive. Default: 24 hours.
     *
     * @param age how old; positive
     * @return the new persister
     */
    public StorageQueryPersister maxAge(Duration age) {
        if (age.isZero() || age.isNegative()) {
            throw new IllegalArgumentException("maxAge must be positive, but is " + age);
        }
        return new StorageQueryPersister(storage, age, buster, encryption);
    }

    /**
     * What data is marked with: that of another mark is not used. Change it when the data means something else. Default: empty.
     *
     * @param mark any text
     * @return the new persister
     */
    public StorageQueryPersister buster(String mark) {
        return new StorageQueryPersister(storage, maxAge, Objects.requireNonNull(mark, "buster"), encryption);
    }

    /**
     * Encrypts all data by {@link EncryptedCodec}. Names of definitions can be read, keys can't.
     *
     * @param keys encrypt and decrypt
     * @return the new persister
     */
    public StorageQueryPersister encrypted(EncryptionKeys keys) {
        return new StorageQueryPersister(storage, maxAge, buster, Objects.requireNonNull(keys, "keys"));
    }

    // ---- the persister ----

    @Override
    public Mono<Void> open(Collection<QueryDefinition<?, ?>> definitions, Instant now) {
        return run(() -> {
            Map<String, QueryDefinition<?, ?>> known = new HashMap<>();
            definitions.forEach(each -> known.put(each.name(), each));
            StorageEntries.Changes changes = entries.changes(now);
            for (String stored : entries.keys()) {
                if (keys.isOne(stored) && !isUsable(stored, known.get(keys.nameOf(stored)), now)) {
                    changes.remove(stored);
                }
            }
            changes.write();
            return null;
        });
    }

    private boolean isUsable(String stored, @Nullable QueryDefinition<?, ?> definition, Instant now) {
        return definition != null && read(stored, definition, now, entries.changes(now)) != null;
    }

    @Override
    public <T> Mono<DehydratedState.Query<T>> restore(Identity<T> id, Instant now) {
        return run(() -> {
            String text = keys.text(id);
            String stored = keys.stored(id.definition(), text);
            StorageEntries.Changes bad = entries.changes(now);
            StoredQuery<T> found = read(stored, id.definition(), now, bad);
            if (found != null && !found.key().equals(text)) {
                bad.remove(stored);
                found = null;
            }
            bad.write();
            return found == null ? null : found.of(id.key());
        });
    }

    /** What is stored, if it may be used; what may not be is added to the bad ones. */
    private <T> @Nullable StoredQuery<T> read(
            String stored, QueryDefinition<?, ?> definition, Instant now, StorageEntries.Changes bad) {
        try {
            StoredQuery<T> found =
                    entries.read(stored, this.<T>codec(definition)).orElse(null);
            if (found == null || isUsable(found, now)) {
                return found;
            }
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.NOT_OPEN) {
                throw e;
            }
            // Fetching it again is all that has to be done about it.
        }
        bad.remove(stored);
        return null;
    }

    private boolean isUsable(StoredQuery<?> query, Instant now) {
        return query.buster().equals(buster)
                && query.data() != null
                && Duration.between(query.updatedAt(), now).compareTo(maxAge) < 0;
    }

    @Override
    public Mono<Void> save(List<Change<?>> changes, Instant now) {
        return run(() -> {
            StorageEntries.Changes all = entries.changes(now);
            changes.forEach(each -> add(all, each));
            all.write();
            return null;
        });
    }

    private <T> void add(StorageEntries.Changes all, Change<T> change) {
        String text;
        try {
            text = keys.text(change.id());
        } catch (RuntimeException error) {
            notStored(change, error);
            return;
        }
        String stored = keys.stored(change.id().definition(), text);
        all.remove(stored);
        DehydratedState.Query<T> query = change.query();
        if (query == null) {
            return;
        }
        try {
            all.put(
                    stored,
                    this.<T>codec(change.id().definition()),
                    new StoredQuery<>(buster, text, query.dataUpdatedAt(), query.invalidated(), query.data()));
        } catch (RuntimeException error) {
            notStored(change, error);
        }
    }

    private void notStored(Change<?> change, RuntimeException error) {
        storage.options()
                .onProblem()
                .accept(StorageException.refused(
                        "Query " + change.id().key() + " can't be stored: " + error.getMessage(), error));
    }

    @Override
    public Mono<Void> clear() {
        return run(() -> {
            StorageEntries.Changes changes = entries.changes(Instant.EPOCH);
            entries.keys().stream().filter(keys::isOne).forEach(changes::remove);
            changes.write();
            return null;
        });
    }

    private <R> Mono<R> run(Callable<@Nullable R> work) {
        return Mono.<R>fromCallable(() -> {
                    lock.lock();
                    try {
                        return work.call();
                    } finally {
                        lock.unlock();
                    }
                })
                .subscribeOn(storage.options().scheduler());
    }

    @SuppressWarnings("unchecked") // made of the type of the definition's data
    private <T> Codec<StoredQuery<T>> codec(QueryDefinition<?, ?> definition) {
        return (Codec<StoredQuery<T>>) codecs.computeIfAbsent(definition, this::newCodec);
    }

    private Codec<?> newCodec(QueryDefinition<?, ?> definition) {
        Codec<StoredQuery<Object>> plain =
                JacksonCodec.of(StoredQuery.type(definition.dataType().orElseThrow()));
        return encryption == null ? plain : EncryptedCodec.of(plain, encryption);
    }
}
