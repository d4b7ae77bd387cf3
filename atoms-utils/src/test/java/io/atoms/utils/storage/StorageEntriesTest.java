package io.atoms.utils.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.utils.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageEntriesTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000);

    private final Codec<String> text = JacksonCodec.of(String.class);

    @TempDir
    Path folder;

    private static Kind kindOf(Throwable error) {
        return ((StorageException) error).kind();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"memory", "files", "journal"})
    void whatIsWritten_isRead_alsoByAnotherStorage(String which) {
        MemoryStorage memory = MemoryStorage.create();
        try (Storage storage = open(which, memory)) {
            StorageEntries entries = StorageEntries.of(storage);
            assertThat(entries.read("a", text)).isEmpty();
            entries.changes(NOW).put("a", text, "one").put("b", text, "two").write();
            entries.changes(NOW).put("a", text, "three").remove("b").write();
            assertThat(entries.read("a", text)).contains("three");
            assertThat(entries.keys()).containsExactly("a");
        }
        if (!which.equals("memory")) {
            try (Storage storage = open(which, memory)) {
                assertThat(StorageEntries.of(storage).read("a", text)).contains("three");
                assertThat(StorageEntries.of(storage).read("b", text)).isEmpty();
            }
        }
    }

    private Storage open(String which, MemoryStorage memory) {
        return switch (which) {
            case "memory" -> memory;
            case "files" -> FileStorage.open(folder);
            default -> JournalStorage.open(folder.resolve("journal"));
        };
    }

    @Test
    void whatIsRemoved_leavesNoFile() throws IOException {
        try (Storage storage = FileStorage.open(folder)) {
            StorageEntries entries = StorageEntries.of(storage);
            String longKey = "long/".repeat(80);
            entries.changes(NOW).put("a", text, "one").put(longKey, text, "x").write();
            entries.changes(NOW).put("a", text, "two").put(longKey, text, "y").write();
            entries.changes(NOW).remove("a").remove(longKey).write();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).allMatch(name -> name.equals(".lock"));
        }
    }

    @Test
    void whatIsBad_isAnError_andStays() throws IOException {
        try (Storage storage = FileStorage.open(folder)) {
            StorageEntries entries = StorageEntries.of(storage);
            entries.changes(NOW).put("a", text, "one").write();
            Files.writeString(folder.resolve("a.atom"), "garbage");
            assertThatThrownBy(() -> entries.read("a", text))
                    .hasMessageContaining("damaged")
                    .matches(error -> kindOf(error) == Kind.DAMAGED);
            assertThat(folder.resolve("a.atom")).hasContent("garbage");
            entries.changes(NOW).put("a", text, "two").write();
            assertThat(entries.read("a", text)).contains("two");
            assertThatThrownBy(() -> entries.read("a", JacksonCodec.of(Integer.class)))
                    .matches(error -> kindOf(error) == Kind.UNDECODABLE);
            assertThatThrownBy(() -> entries.read("a", EncryptedCodec.of(text, keys())))
                    .matches(error -> kindOf(error) == Kind.REFUSED);
        }
    }

    private static EncryptionKeys keys() {
        return EncryptionKeys.of("1", new javax.crypto.spec.SecretKeySpec(new byte[32], "AES"));
    }

    @Test
    void whatCantBeEncoded_doesNotSpoilTheOthers() {
        Codec<String> failing = new Codec<>() {
            @Override
            public byte[] encode(String value) {
                throw new IllegalStateException("no");
            }

            @Override
            public String decode(byte[] bytes, int version) {
                throw new AssertionError();
            }
        };
        StorageEntries entries = StorageEntries.of(
                MemoryStorage.create(StorageOptions.ofDefaults().maxBytes(200)));
        StorageEntries.Changes changes = entries.changes(NOW).put("a", text, "one");
        assertThatThrownBy(() -> changes.put("b", failing, "x")).matches(error -> kindOf(error) == Kind.NOT_ENCODED);
        assertThatThrownBy(() -> changes.put("c", text, "x".repeat(200)))
                .matches(error -> kindOf(error) == Kind.NOT_ENCODED);
        changes.write();
        assertThat(entries.keys()).containsExactly("a");
    }

    @Test
    void aClosedStorage_refuses() {
        MemoryStorage storage = MemoryStorage.create();
        StorageEntries entries = StorageEntries.of(storage);
        entries.changes(NOW).write();
        assertThat(entries.keys()).isEmpty();
        storage.close();
        assertThatThrownBy(() -> entries.read("a", text)).matches(error -> kindOf(error) == Kind.NOT_OPEN);
        assertThatThrownBy(() -> entries.changes(NOW).put("a", text, "x").write())
                .matches(error -> kindOf(error) == Kind.NOT_OPEN);
    }
}
