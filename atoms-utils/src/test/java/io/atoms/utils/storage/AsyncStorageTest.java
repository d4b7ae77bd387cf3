package io.atoms.utils.storage;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.Loadable;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class AsyncStorageTest {

    private final TestStorage slow = TestStorage.create(
                    options -> options.scheduler(Schedulers.boundedElastic()).writeDelay(Duration.ofMillis(1)))
            .with("name", "Ada");
    private final AsyncStorage storage = AsyncStorage.of(slow);
    private final StorageAtom<String> name = StorageAtom.of("name", new TextCodec(), "nobody");
    private final AtomStore store = AtomStore.create();

    AsyncStorageTest() {
        store.set(Storage.CURRENT, storage);
    }

    @Test
    void theStoredValue_comesLater() {
        assertThat(store.get(name.loadable()).isFailed()).isFalse();
        await().untilAsserted(() -> assertThat(store.get(name.value())).isEqualTo("Ada"));
        assertThat(store.get(name.loadable())).isEqualTo(Loadable.ready("Ada"));
    }

    @Test
    void writes_goToTheOther() {
        store.set(name.value(), "Bob");
        storage.flush(store);
        assertThat(slow.text("name")).isEqualTo("Bob");
        assertThat(storage.keys()).containsExactly("name");
    }

    @Test
    void problems_areThoseOfTheOther() {
        slow.failReads = new IOException("cable cut");
        store.get(name.value());
        await().until(() -> !slow.problems.isEmpty());
        assertThat(slow.problems.get(0)).hasMessageContaining("cable cut");
    }

    @Test
    void changesOfAShared_arePassedOn() {
        slow.shared = true;
        await().untilAsserted(() -> assertThat(store.get(name.value())).isEqualTo("Ada"));
        slow.foreign("name", "Eve");
        await().untilAsserted(() -> assertThat(store.get(name.value())).isEqualTo("Eve"));
    }

    @Test
    void closing_closesTheOther() {
        store.set(name.value(), "Bob");
        storage.close();
        assertThat(slow.released).isTrue();
        assertThat(slow.text("name")).isEqualTo("Bob");
        assertThatThrownBy(storage::keys).isInstanceOf(StorageException.class);
    }

    @Test
    void isAsWholeAsTheOther() {
        assertThat(storage.keepsCommitsWhole()).isFalse();
        assertThat(AsyncStorage.of(MemoryStorage.create()).keepsCommitsWhole()).isTrue();
        assertThat(storage.loadsLater()).isTrue();
    }
}
