package io.atoms.utils.storage;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import org.junit.jupiter.api.Test;

class MemoryStorageTest {

    private final MemoryStorage storage = MemoryStorage.create();
    private final StorageAtom<String> name = StorageAtom.of("name", new TextCodec(), "nobody");

    private AtomStore store() {
        AtomStore store = AtomStore.create();
        store.set(Storage.CURRENT, storage);
        return store;
    }

    @Test
    void values_outliveTheStore() {
        AtomStore first = store();
        first.set(name.value(), "Ada");
        first.close();
        assertThat(store().get(name.value())).isEqualTo("Ada");
        assertThat(storage.keys()).containsExactly("name");
    }

    @Test
    void stores_seeEachOther() {
        AtomStore first = store();
        AtomStore second = store();
        assertThat(second.get(name.value())).isEqualTo("nobody");
        first.set(name.value(), "Ada");
        storage.flush(first);
        await().until(() -> second.get(name.value()).equals("Ada"));
        second.reset(name.value());
        storage.flush(second);
        await().until(() -> first.get(name.value()).equals("nobody"));
        assertThat(storage.keys()).isEmpty();
    }

    @Test
    void itsBytes_areNobodyElses() {
        byte[] bytes = {1};
        storage.write(java.util.Map.of("k", bytes));
        byte[] read = storage.read("k").bytes();
        assertThat(read).containsExactly(1);
        read[0] = 2;
        assertThat(storage.read("k").bytes()).containsExactly(1);
        assertThat(storage.setAside("k")).contains("k");
        assertThat(storage.read("k").bytes()).isNull();
        assertThat(storage.setAside("k")).isEqualTo("nothing");
    }

    @Test
    void keepsCommitsWhole_andIsShared() {
        assertThat(storage.keepsCommitsWhole()).isTrue();
        assertThat(storage.isShared()).isTrue();
        assertThat(storage).hasToString("memory storage");
    }
}
