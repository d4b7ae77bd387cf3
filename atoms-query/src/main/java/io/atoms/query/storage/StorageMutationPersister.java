package io.atoms.query.storage;

import io.atoms.query.MutationDefinition;
import io.atoms.query.MutationPersister;
import io.atoms.query.PausedMutation;
import io.atoms.utils.storage.Codec;
import io.atoms.utils.storage.EncryptedCodec;
import io.atoms.utils.storage.EncryptionKeys;
import io.atoms.utils.storage.JacksonCodec;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageEntries;
import io.atoms.utils.storage.StorageException;
import java.lang.reflect.Type;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/**
 * Keeps mutations that have not ended in a {@link Storage}, so that no change of the user is lost with the process. Each
 * method that takes an option returns a new persister.
 *
 * <pre>{@code
 * QueryClient client = QueryClient.builder()
 *         .register(RENAME)
 *         .mutationPersister(StorageMutationPersister.of(storage).with(RENAME, Rename.class))
 *         .build();
 * }</pre>
 *
 * <p><b>Rules.</b> A mutation is stored a moment after it was asked for, and removed when it has ended. It keeps its idempotency
 * key: a server that knows that does it once, however often the process dies. What can't be read, or belongs to no definition
 * given here, stays in the storage untouched and is reported. Whoever made the storage closes it, after the client.
 *
 * <p><b>Threads.</b> The storage is used on its own {@linkplain io.atoms.utils.storage.StorageOptions#scheduler scheduler}.
 * A persister belongs to one client at a time.
 *
 * <p><b>Errors.</b> What can't be stored or read is told to the storage's {@linkplain
 * io.atoms.utils.storage.StorageOptions#onProblem handler}.
 */
public final class StorageMutationPersister implements MutationPersister {

    private static final String PREFIX = "mutation/";

    private final Storage storage;
    private final StorageEntries entries;
    private final Map<String, Types> types;
    private final @Nullable EncryptionKeys encryption;

    // Used by one at a time, as the client sees to.
    private final Map<String, Codec<StoredMutation<Object, Object>>> codecs = new HashMap<>();
    private final Map<String, Known> known = new HashMap<>();
    private final Set<String> reported = new HashSet<>();
    private long order;

    /** The types of a definition; without one, contexts are not stored. */
    private record Types(Type variables, @Nullable Type context) {}

    /** What is stored. */
    private record Known(long order, PausedMutation mutation) {}

    private StorageMutationPersister(Storage storage, Map<String, Types> types, @Nullable EncryptionKeys encryption) {
        this.storage = storage;
        this.entries = StorageEntries.of(storage);
        this.types = types;
        this.encryption = encryption;
    }

    /**
     * {@return a persister for a storage, which knows no mutations yet}
     *
     * @param storage where it is kept
     */
    public static StorageMutationPersister of(Storage storage) {
        return new StorageMutationPersister(Objects.requireNonNull(storage, "storage"), Map.of(), null);
    }

    /**
     * Stores the mutations of a definition. What {@code onMutate} gave is not stored, and null after a restart.
     *
     * @param <V> the type of the variables
     * @param definition whose mutations
     * @param variables their type
     * @return the new persister
     */
    public <V> StorageMutationPersister with(MutationDefinition<V, ?> definition, Class<V> variables) {
        return with(definition.name(), new Types(Objects.requireNonNull(variables, "variables"), null));
    }

    /**
     * As {@link #with(MutationDefinition, Class)}, with variables of a generic type.
     *
     * @param <V> the type of the variables
     * @param definition whose mutations
     * @param variables their type
     * @return the new persister
     */
    public <V> StorageMutationPersister with(MutationDefinition<V, ?> definition, TypeReference<V> variables) {
        return with(definition.name(), new Types(variables.getType(), null));
    }

    /**
     * As {@link #with(MutationDefinition, TypeReference)}, with the type of what {@code onMutate} gives.
     *
     * @param <V> the type of the variables
     * @param definition whose mutations
     * @param variables their type
     * @param context the type of what {@code onMutate} gives
     * @return the new persister
     */
    public <V> StorageMutationPersister with(
            MutationDefinition<V, ?> definition, TypeReference<V> variables, TypeReference<?> context) {
        return with(definition.name(), new Types(variables.getType(), context.getType()));
    }

    private StorageMutationPersister with(String name, Types ofDefinition) {
        Map<String, Types> more = new HashMap<>(types);
        more.put(name, ofDefinition);
        return new StorageMutationPersister(storage, Map.copyOf(more), encryption);
    }

    /**
     * Encrypts mutations by {@link EncryptedCodec}. Names of definitions and idempotency keys can be read.
     *
     * @param keys encrypt and decrypt
     * @return the new persister
     */
    public StorageMutationPersister encrypted(EncryptionKeys keys) {
        return new StorageMutationPersister(storage, types, Objects.requireNonNull(keys, "keys"));
    }

    // ---- the persister ----

    @Override
    public Mono<List<PausedMutation>> load() {
        return Mono.fromCallable(() -> {
                    for (String stored : entries.keys()) {
                        if (stored.startsWith(PREFIX)) {
                            load(stored);
                        }
                    }
                    return known.values().stream()
                            .sorted(Comparator.comparingLong(Known::order))
                            .map(Known::mutation)
                            .toList();
                })
                .subscribeOn(storage.options().scheduler());
    }

    private void load(String stored) {
        String name =
                URLDecoder.decode(stored.substring(PREFIX.length(), stored.lastIndexOf('/')), StandardCharsets.UTF_8);
        try {
            entries.read(stored, codec(name)).ifPresent(found -> {
                known.put(stored, new Known(found.order(), found.of(name)));
                order = Math.max(order, found.order());
            });
        } catch (StorageException problem) {
            storage.options().onProblem().accept(problem);
        }
    }

    @Override
    public Mono<Void> save(List<PausedMutation> all, Instant now) {
        return Mono.<Void>fromRunnable(() -> {
                    StorageEntries.Changes changes = entries.changes(now);
                    Map<String, Known> next = new TreeMap<>();
                    all.forEach(each -> save(each, next, changes));
                    known.keySet().stream()
                            .filter(stored -> !next.containsKey(stored))
                            .forEach(changes::remove);
                    changes.write();
                    known.clear();
                    known.putAll(next);
                })
                .subscribeOn(storage.options().scheduler());
    }

    private void save(PausedMutation mutation, Map<String, Known> next, StorageEntries.Changes changes) {
        String stored = PREFIX + encoded(mutation.name()) + "/" + encoded(mutation.idempotencyKey());
        Known before = known.get(stored);
        Known now = new Known(before == null ? ++order : before.order(), mutation);
        try {
            if (!now.equals(before)) {
                Types of = types.get(mutation.name());
                Object context = of == null || of.context() == null ? null : mutation.context();
                changes.put(stored, codec(mutation.name()), StoredMutation.from(now.order(), mutation, context));
            }
            next.put(stored, now);
        } catch (StorageException problem) {
            if (before != null) {
                next.put(stored, before); // what was stored before is better than nothing
            }
            if (reported.add(stored)) {
                storage.options().onProblem().accept(problem);
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Codec<StoredMutation<Object, Object>> codec(String name) {
        Types of = types.get(name);
        if (of == null) {
            throw StorageException.refused(
                    "A mutation of " + name + " is neither stored nor restored, because its types are not known. Name"
                            + " them with StorageMutationPersister.with.",
                    null);
        }
        return codecs.computeIfAbsent(name, none -> {
            Codec<StoredMutation<Object, Object>> plain = JacksonCodec.of(
                    StoredMutation.type(of.variables(), of.context() == null ? String.class : of.context()));
            return encryption == null ? plain : EncryptedCodec.of(plain, encryption);
        });
    }
}
