package io.atoms.utils.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDocumentTest {

    private final StorageAtom<String> name = StorageAtom.of("name", new TextCodec(), "nobody");
    private final StorageAtom<String> place = StorageAtom.of("place", new TextCodec(), "nowhere");
    private final StorageAtom<byte[]> picture = StorageAtom.of("picture", new BytesCodec(), new byte[0]);
    private final StoreDocument document = StoreDocument.of(name, place, picture);
    private final AtomStore store = store();

    private static final class BytesCodec implements Codec<byte[]> {
        @Override
        public byte[] encode(byte[] value) {
            return value.clone();
        }

        @Override
        public byte[] decode(byte[] bytes, int version) {
            return bytes;
        }
    }

    private static AtomStore store() {
        AtomStore made = AtomStore.create();
        made.set(Storage.CURRENT, MemoryStorage.create());
        return made;
    }

    private String saved() {
        return new String(document.save(store), StandardCharsets.UTF_8);
    }

    private StoreDocument.Report load(AtomStore into, String text) {
        return document.load(into, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void savedAndLoaded_givesTheSameValues_inOneCommit() {
        byte[] bytes = {0, -1, 2};
        store.set(name.value(), "Ada\n\"quoted\" \uD83D\uDE00");
        store.set(picture.value(), bytes);
        AtomStore other = store();
        other.set(place.value(), "Paris");
        List<String> seen = new ArrayList<>();
        other.subscribe(name.value(), value -> seen.add(value + other.get(place.value())));
        StoreDocument.Report report = load(other, saved());
        assertThat(other.get(name.value())).isEqualTo("Ada\n\"quoted\" \uD83D\uDE00");
        assertThat(other.get(place.value())).isEqualTo("nowhere");
        assertThat(other.get(picture.value())).isEqualTo(bytes);
        assertThat(seen).hasSize(1);
        assertThat(report.loaded()).containsExactly("name", "picture", "place");
        assertThat(report.missing()).isEmpty();
        assertThat(report.unknown()).isEmpty();
    }

    @Test
    void loaded_isStored() {
        store.set(name.value(), "Ada");
        AtomStore other = store();
        Storage storage = other.get(Storage.CURRENT);
        load(other, saved());
        storage.flush(other);
        assertThat(storage.keys()).contains("name");
    }

    @Test
    void missingAndUnknownKeys_areReported() {
        store.set(name.value(), "Ada");
        byte[] saved = StoreDocument.of(name, place).save(store);
        AtomStore other = store();
        StoreDocument.Report report = StoreDocument.of(name, picture).load(other, saved);
        assertThat(report.loaded()).containsExactly("name");
        assertThat(report.missing()).containsExactly("picture");
        assertThat(report.unknown()).containsExactly("place");
    }

    @Test
    void everyTruncation_isRefused_andTheStoreIsAsBefore() {
        store.set(name.value(), "Ada");
        String text = saved();
        AtomStore other = store();
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> load(other, cut))
                    .as("length %d", cut.length())
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("ATOMS-110")
                    .hasMessageContaining("The store is as before.");
        }
        assertThat(other.get(name.value())).isEqualTo("nobody");
    }

    @Test
    void alteredValues_foreignJson_andNewerForms_areRefused() {
        store.set(name.value(), "Ada");
        String text = saved();
        assertThatThrownBy(() -> load(store(), text.replace("Ada", "Eve"))).hasMessageContaining("checksum");
        assertThatThrownBy(() -> load(store(), "{}")).hasMessageContaining("not made by");
        assertThatThrownBy(() -> load(store(), "[]")).hasMessageContaining("not made by");
        assertThatThrownBy(() -> load(store(), text.replace("\"atomsDocument\" : 1", "\"atomsDocument\" : 2")))
                .hasMessageContaining("newer program");
        assertThatThrownBy(() -> load(store(), "[".repeat(100_000))).hasMessageContaining("not JSON");
    }

    @Test
    void oneBadValue_loadsNothing() {
        store.set(name.value(), "Ada");
        store.set(place.value(), "bad");
        AtomStore other = store();
        assertThatThrownBy(() -> load(other, saved()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("place")
                .hasMessageContaining("it is bad");
        assertThat(other.get(name.value())).isEqualTo("nobody");
    }

    @Test
    void aValueThatCantBeEncoded_savesNothing() {
        store.set(place.value(), "heavy");
        assertThatThrownBy(() -> document.save(store))
                .hasMessageContaining("place")
                .hasMessageContaining("too heavy");
    }

    @Test
    void files_areReplacedAsAWhole(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("backup.json");
        store.set(name.value(), "Ada");
        document.save(store, file);
        store.set(place.value(), "heavy");
        assertThatThrownBy(() -> document.save(store, file)).isInstanceOf(StorageException.class);
        AtomStore other = store();
        document.load(other, file);
        assertThat(other.get(name.value())).isEqualTo("Ada");
        try (java.util.stream.Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void twoAtomsOfOneKey_areRefused() {
        StorageAtom<String> twin = StorageAtom.of("name", new TextCodec(), "");
        assertThatThrownBy(() -> StoreDocument.of(name, twin)).hasMessageContaining("key name");
    }
}
