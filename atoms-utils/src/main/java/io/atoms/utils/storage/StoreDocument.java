package io.atoms.utils.storage;

import io.atoms.AtomStore;
import io.atoms.Setter;
import io.atoms.StoreSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values of chosen storage atoms as one JSON document: a backup, or what is moved to another machine or into
 * another kind of storage.
 *
 * <pre>{@code
 * StoreDocument backup = StoreDocument.of(settings, notes);
 * backup.save(store, Path.of("backup.json"));
 * // later, elsewhere
 * backup.load(other, Path.of("backup.json"));
 * }</pre>
 *
 * <p><b>Rules.</b> {@code save} takes all values from one snapshot, defaults too, whatever is stored so far. {@code load}
 * writes them as one commit, which is then stored like any other; atoms that the document does not know stay as they are. It loads all or
 * nothing. Values are encoded by the codecs of the atoms, with the versions of these, so an older document is migrated, and
 * what a codec encrypts is encrypted in the document.
 *
 * <p>The document has the fields {@code atomsDocument} (the version of the form, 1), {@code saved} (the time), {@code
 * values} (by key: the codec's version, and its bytes as {@code text}, or as {@code base64} if they are no text) and {@code sha256}.
 *
 * <p><b>Threads.</b> Any. Reading and writing files takes time: not in a transaction.
 *
 * <p><b>Errors.</b> A document that is damaged, of a newer form, or has a value that a codec does not take, is a {@link
 * StorageException} of the kind {@link StorageException.Kind#BAD_DOCUMENT} that names the key, and the store is as before.
 * So is an atom that can't be read or encoded, and then nothing is saved.
 */
public final class StoreDocument {

    private static final int FORM = 1;

    /** The document is as large as its values are. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxDocumentLength(-1)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, StorageAtom<?>> atoms = new LinkedHashMap<>();

    private StoreDocument(List<StorageAtom<?>> chosen) {
        for (StorageAtom<?> atom : chosen) {
            if (atoms.putIfAbsent(atom.key(), atom) != null) {
                throw new IllegalArgumentException("Two atoms of the document have the key " + atom.key() + ".");
            }
        }
    }

    /**
     * {@return a document of these atoms}
     *
     * @param atoms what it consists of
     */
    public static StoreDocument of(StorageAtom<?>... atoms) {
        return new StoreDocument(Arrays.asList(atoms));
    }

    /**
     * {@return a document of these atoms}
     *
     * @param atoms what it consists of
     */
    public static StoreDocument of(Iterable<? extends StorageAtom<?>> atoms) {
        List<StorageAtom<?>> chosen = new ArrayList<>();
        atoms.forEach(chosen::add);
        return new StoreDocument(chosen);
    }

    /**
     * What {@code load} has done.
     *
     * @param loaded the keys whose values were written
     * @param missing the keys of atoms that the document does not have
     * @param unknown the keys in the document for which no atom was chosen
     */
    public record Report(Set<String> loaded, Set<String> missing, Set<String> unknown) {}

    // ---- saving ----

    /**
     * {@return the document, as UTF-8}
     *
     * @param store whose values
     */
    public byte[] save(AtomStore store) {
        ObjectNode values = JSON.createObjectNode();
        try (StoreSnapshot snapshot = store.snapshot()) {
            for (StorageAtom<?> atom : atoms.values()) {
                values.set(atom.key(), encode(snapshot, atom));
            }
        }
        ObjectNode document = JSON.createObjectNode();
        document.put("atomsDocument", FORM);
        document.put("saved", Instant.now().toString());
        document.set("values", values);
        document.put("sha256", checksum(values));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
    }

    /**
     * Saves the document to a file, which is replaced as a whole and forced to the disk.
     *
     * @param store whose values
     * @param file where to
     * @throws IOException if the file can't be written; one that was there is as before
     */
    public void save(AtomStore store, Path file) throws IOException {
        byte[] bytes = save(store);
        Path target = file.toAbsolutePath();
        Path folder = Objects.requireNonNull(target.getParent(), "a file has a folder");
        Path temporary = Files.createTempFile(folder, ".tmp-", ".json");
        try {
            Uninterrupted.call(() -> {
                Disk.write(temporary, bytes, StandardOpenOption.TRUNCATE_EXISTING);
                Disk.replace(temporary, target);
                Disk.forceFolder(folder);
                return target;
            });
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static <T extends @Nullable Object> ObjectNode encode(StoreSnapshot snapshot, StorageAtom<T> atom) {
        ObjectNode entry = JSON.createObjectNode();
        if (snapshot.get(atom.loadable()).isLoading()) {
            throw Reports.badDocument(
                    "can't be saved: the value of " + atom.key()
                            + " is still being loaded. Wait until StorageAtom.loadable() is ready.",
                    null);
        }
        byte[] bytes;
        try {
            bytes = atom.codec().encode(snapshot.get(atom.value()));
        } catch (Exception | StackOverflowError e) {
            throw Reports.badDocument("can't be saved: the value of " + atom.key() + " fails: " + Reports.reason(e), e);
        }
        entry.put("version", atom.codec().version());
        String text = textOf(bytes);
        if (text != null) {
            entry.put("text", text);
        } else {
            entry.put("base64", Base64.getEncoder().encodeToString(bytes));
        }
        return entry;
    }

    private static @Nullable String textOf(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String checksum(JsonNode values) {
        return Envelope.checksum("document", "", JSON.writeValueAsBytes(values), 0);
    }

    // ---- loading ----

    /**
     * Writes the values of the document into the store, as one commit.
     *
     * @param store whose values
     * @param document made by {@link #save(AtomStore)}
     * @return what was written and what was left out
     */
    public Report load(AtomStore store, byte[] document) {
        JsonNode values = valuesOf(document);
        List<Consumer<Setter>> writes = new ArrayList<>();
        Set<String> missing = new TreeSet<>();
        for (StorageAtom<?> atom : atoms.values()) {
            JsonNode entry = values.get(atom.key());
            if (entry == null) {
                missing.add(atom.key());
            } else {
                writes.add(decode(atom, entry));
            }
        }
        store.transaction(tx -> writes.forEach(write -> write.accept(tx)));
        Set<String> loaded = new TreeSet<>(atoms.keySet());
        loaded.removeAll(missing);
        Set<String> unknown = new TreeSet<>(values.propertyNames());
        unknown.removeAll(atoms.keySet());
        return new Report(loaded, missing, unknown);
    }

    /**
     * Loads the document of a file.
     *
     * @param store whose values
     * @param file where from
     * @return what was written and what was left out
     * @throws IOException if the file can't be read
     */
    public Report load(AtomStore store, Path file) throws IOException {
        return load(store, Uninterrupted.call(() -> Files.readAllBytes(file)));
    }

    private static JsonNode valuesOf(byte[] document) {
        JsonNode read;
        try {
            read = JSON.readTree(document);
        } catch (JacksonException | StackOverflowError e) {
            throw Reports.badDocument("can't be loaded: it is not JSON: " + Reports.reason(e), e);
        }
        JsonNode values = read.path("values");
        if (!read.path("atomsDocument").isInt() || !values.isObject()) {
            throw Reports.badDocument("can't be loaded: it was not made by StoreDocument.save.", null);
        }
        int form = read.path("atomsDocument").intValue();
        if (form != FORM) {
            throw Reports.badDocument(
                    "can't be loaded: it has form " + form + ", and this program knows " + FORM
                            + ". Use a newer program.",
                    null);
        }
        if (!checksum(values).equals(read.path("sha256").asString(""))) {
            throw Reports.badDocument("can't be loaded: its checksum is wrong, so it was truncated or altered.", null);
        }
        return values;
    }

    private static <T extends @Nullable Object> Consumer<Setter> decode(StorageAtom<T> atom, JsonNode entry) {
        T value;
        try {
            JsonNode text = entry.get("text");
            byte[] bytes = text != null
                    ? text.stringValue().getBytes(StandardCharsets.UTF_8)
                    : Base64.getDecoder().decode(entry.path("base64").stringValue());
            value = atom.codec().decode(bytes, entry.path("version").intValue());
        } catch (Exception | StackOverflowError e) {
            throw Reports.badDocument(
                    "can't be loaded: the value of " + atom.key() + " can't be decoded: " + Reports.reason(e), e);
        }
        return tx -> tx.set(atom.value(), value);
    }
}
