package io.atoms.utils.storage;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.utils.testing.Garbage;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** The atom {@link Storage#KEYS}. */
class StorageKeysTest {

    private final List<StorageException> problems = new CopyOnWriteArrayList<>();
    private final StorageOptions options =
            StorageOptions.ofDefaults().writeDelay(Duration.ofMillis(1)).onProblem(problems::add);
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private <C extends AutoCloseable> C opened(C resource) {
        open.add(0, resource);
        return resource;
    }

    private AtomStore store(Storage storage) {
        AtomStore store = opened(AtomStore.create());
        store.set(Storage.CURRENT, storage);
        return store;
    }

    private static StorageAtom<String> atom(String key) {
        return StorageAtom.of(key, new TextCodec(), "");
    }

    private static void awaitKeys(AtomStore store, String... keys) {
        await().untilAsserted(() -> assertThat(store.get(Storage.KEYS)).containsExactlyInAnyOrder(keys));
    }

    @Test
    void atFirst_areWhatIsStored() {
        AtomStore before = store(opened(FileStorage.openShared(folder, options)));
        before.set(atom("a").value(), "1");
        before.get(Storage.CURRENT).flush(before);

        AtomStore store = store(opened(FileStorage.openShared(folder, options)));
        assertThat(store.get(Storage.KEYS)).containsExactly("a");
    }

    @Test
    void withoutAStorage_areNone() {
        assertThat(opened(AtomStore.create()).get(Storage.KEYS)).isEmpty();
    }

    @Test
    void thatCantBeReadAtFirst_areAnError() {
        TestStorage failing = TestStorage.create(with -> with);
        failing.failReads = new IOException("cable cut");
        AtomStore store = store(opened(failing));
        assertThatThrownBy(() -> store.get(Storage.KEYS))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("cable cut");
        failing.failReads = null;
    }

    @Test
    void ofOwnWrites_comeWhenTheyAreStored_andLeaveWithThem() {
        AtomStore store = store(opened(FileStorage.open(folder, options)));
        StorageAtom<String> a = atom("a");
        store.get(Storage.CURRENT).pause();
        store.set(a.value(), "1");
        assertThat(store.get(Storage.KEYS)).isEmpty();
        store.get(Storage.CURRENT).resume();
        awaitKeys(store, "a");
        store.set(a.value(), "2");
        store.reset(a.value());
        awaitKeys(store);
    }

    @Test
    void areToldOncePerChange() {
        AtomStore store = store(opened(MemoryStorage.create(options)));
        List<Set<String>> seen = new CopyOnWriteArrayList<>();
        store.subscribe(Storage.KEYS, keys -> seen.add(keys));
        StorageAtom<String> a = atom("a");
        StorageAtom<String> b = atom("b");
        for (String value : List.of("1", "2", "3")) {
            store.set(a.value(), value);
            store.get(Storage.CURRENT).flush(store);
        }
        awaitKeys(store, "a");
        store.set(b.value(), "1");
        awaitKeys(store, "a", "b");
        assertThat(seen).containsExactly(Set.of("a"), Set.of("a", "b"));
    }

    @Test
    void ofAnotherStorage_areItsOwnAtOnce() {
        AtomStore store = store(opened(MemoryStorage.create(options)));
        store.set(atom("a").value(), "1");
        awaitKeys(store, "a");
        store.set(Storage.CURRENT, opened(MemoryStorage.create(options)));
        assertThat(store.get(Storage.KEYS)).isEmpty();
    }

    @Test
    void ofAStorageThatLoadsLater_comeLater() {
        AtomStore before = store(opened(FileStorage.openShared(folder, options)));
        before.set(atom("a").value(), "1");
        before.get(Storage.CURRENT).flush(before);

        AtomStore store = store(opened(AsyncStorage.of(FileStorage.openShared(folder, options))));
        awaitKeys(store, "a");
        before.set(atom("b").value(), "1");
        awaitKeys(store, "a", "b");
    }

    @Test
    void thatCantBeReadLater_stayAndAreReported() {
        TestStorage failing = opened(TestStorage.create(
                with -> with.scheduler(Schedulers.boundedElastic()).writeDelay(Duration.ofMillis(1))));
        AtomStore store = store(failing);
        store.set(atom("a").value(), "1");
        awaitKeys(store, "a");
        failing.failReads = new IOException("cable cut");
        failing.keysChanged();
        await().until(() -> !failing.problems.isEmpty());
        assertThat(failing.problems.get(0)).hasMessageContaining("cable cut");
        assertThat(store.get(Storage.KEYS)).containsExactly("a");
        failing.failReads = null;
        store.set(atom("b").value(), "1");
        awaitKeys(store, "a", "b");
    }

    @Test
    void keepNoStoreAlive() throws Exception {
        Storage storage = opened(MemoryStorage.create(options));
        WeakReference<AtomStore> gone = new WeakReference<>(used(storage));
        assertThat(Garbage.collects(gone)).isTrue();
    }

    private static AtomStore used(Storage storage) {
        AtomStore store = AtomStore.create();
        store.set(Storage.CURRENT, storage);
        store.set(atom("a").value(), "1");
        storage.flush(store);
        awaitKeys(store, "a");
        return store;
    }

    @Nested
    class Shared {

        private AtomStore shared(boolean events) {
            return store(opened(FileStorage.open(folder, options, true, events)));
        }

        private void expectToSeeTheOther(boolean events) {
            AtomStore me = shared(events);
            AtomStore you = shared(events);
            StorageAtom<String> a = atom("a");
            assertThat(me.get(Storage.KEYS)).isEmpty();
            you.set(a.value(), "1");
            awaitKeys(me, "a");
            you.reset(a.value());
            awaitKeys(me);
        }

        @Test
        void keysOfOthers_comeAndGo() {
            expectToSeeTheOther(true);
        }

        @Test
        void withoutEvents_too() {
            expectToSeeTheOther(false);
        }

        @Test
        void bothAddingAtOnce_seeAll() throws Exception {
            AtomStore me = shared(true);
            AtomStore you = shared(true);
            Set<String> all = new HashSet<>();
            IntStream.range(0, 50).forEach(i -> {
                all.add("me" + i);
                all.add("you" + i);
            });
            me.subscribe(Storage.KEYS, keys -> {});
            Thread mine = new Thread(() -> add(me, "me"));
            mine.start();
            add(you, "you");
            mine.join();
            awaitKeys(me, all.toArray(String[]::new));
            awaitKeys(you, all.toArray(String[]::new));
        }

        private void add(AtomStore store, String name) {
            for (int i = 0; i < 50; i++) {
                store.set(atom(name + i).value(), "x");
                store.get(Storage.CURRENT).flush(store);
            }
        }
    }
}
