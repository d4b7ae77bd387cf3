package io.atoms.utils.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.utils.BoundedFamily;
import io.atoms.utils.TimeAtoms;
import io.atoms.utils.storage.StorageException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class StorageAtomTest {

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final TestStorage storage = TestStorage.create();
    private final StorageAtom<String> name = StorageAtom.of("name", new TextCodec(), "nobody");
    private final StorageAtom<String> place = StorageAtom.of("place", new TextCodec(), "nowhere");
    private AtomStore store = store(storage);

    private AtomStore store(Storage used) {
        AtomStore made = AtomStore.create();
        made.set(TimeAtoms.SCHEDULER, clock);
        made.set(Storage.CURRENT, used);
        return made;
    }

    private void pass(long millis) {
        clock.advanceTimeBy(Duration.ofMillis(millis));
    }

    private AtomStore restart() {
        store.close();
        store = store(storage);
        return store;
    }

    @Nested
    class FirstUse {

        @Test
        void withNothingStored_isTheDefault() {
            assertThat(store.get(name.value())).isEqualTo("nobody");
        }

        @Test
        void withAStoredValue_isThat() {
            storage.with("name", "Ada");
            assertThat(store.get(name.value())).isEqualTo("Ada");
        }

        @Test
        void reads_oncePerStore() {
            storage.with("name", "Ada");
            store.get(name.value());
            store.get(name.value());
            assertThat(storage.reads).containsExactly("name");
            AtomStore other = store(storage);
            assertThat(other.get(name.value())).isEqualTo("Ada");
            assertThat(storage.reads).hasSize(2);
        }

        @Test
        void ofADefinition_readsNothing() {
            StorageAtom<String> defined = StorageAtom.of("other", new TextCodec(), "x");
            assertThat(defined.value().name()).isEqualTo("other");
            assertThat(storage.reads).isEmpty();
        }

        @Test
        void byAnUpdate_seesTheStoredValue() {
            storage.with("name", "Ada");
            store.update(name.value(), text -> text + " L.");
            assertThat(store.get(name.value())).isEqualTo("Ada L.");
        }

        @Test
        void insideATransactionThatRollsBack_isNoHarm() {
            storage.with("name", "Ada");
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(name.value(), "Bob");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            pass(1000);
            assertThat(store.get(name.value())).isEqualTo("Ada");
            assertThat(storage.writes).isEmpty();
        }

        @Test
        void withoutAStorage_failsWithTheRemedy() {
            AtomStore bare = AtomStore.create();
            assertThatThrownBy(() -> bare.get(name.value()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("ATOMS-108")
                    .hasMessageContaining("name")
                    .hasMessageContaining("FileStorage.open");
            assertThatThrownBy(() -> bare.set(name.value(), "Ada")).isInstanceOf(StorageException.class);
            bare.set(Storage.CURRENT, storage);
            assertThat(bare.get(name.value())).isEqualTo("nobody");
        }
    }

    @Nested
    class Writing {

        @Test
        void takesEffectAtOnce_andIsStoredAfterTheDelay() {
            store.set(name.value(), "Ada");
            assertThat(store.get(name.value())).isEqualTo("Ada");
            pass(99);
            assertThat(storage.writes).isEmpty();
            pass(1);
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void manyTimes_isStoredOnce() {
            for (int i = 0; i < 1000; i++) {
                store.set(name.value(), "n" + i);
            }
            pass(100);
            assertThat(storage.writes).hasSize(1);
            assertThat(storage.text("name")).isEqualTo("n999");
        }

        @Test
        void withoutPause_isStoredEachDelay() {
            for (int i = 0; i < 100; i++) {
                store.set(name.value(), "n" + i);
                pass(10);
            }
            assertThat(storage.writes).hasSizeBetween(8, 10);
        }

        @Test
        void anEqualValue_storesNothing() {
            storage.with("name", "Ada");
            store.set(name.value(), "Ada");
            pass(1000);
            assertThat(storage.writes).isEmpty();
        }

        @Test
        void ofTheDefaultWhereNothingIsStored_storesNothing() {
            store.set(name.value(), "nobody");
            pass(1000);
            assertThat(storage.writes).isEmpty();
        }

        @Test
        void twoAtomsInOneTransaction_areStoredTogether() {
            store.transaction(tx -> {
                tx.set(name.value(), "Ada");
                tx.set(place.value(), "London");
            });
            pass(100);
            assertThat(storage.writes).containsExactly(Set.of("name", "place"));
        }

        @Test
        void survivesARestart() {
            store.set(name.value(), "Ada");
            assertThat(restart().get(name.value())).isEqualTo("Ada");
        }

        @Test
        void rolledBackInPart_storesTheRest() {
            store.transaction(tx -> {
                tx.set(name.value(), "Ada");
                try {
                    tx.run(
                            Atom.<Integer, Integer>action((set, n) -> {
                                set.set(place.value(), "London");
                                throw new IllegalStateException("no");
                            }),
                            1);
                } catch (IllegalStateException e) {
                    // the place is taken back
                }
            });
            pass(100);
            assertThat(storage.writes).containsExactly(Set.of("name"));
        }

        @Test
        void ofAnotherDefinitionInUse_isRefusedWhileTheFirstIsUnsaved() {
            StorageAtom<String> twin = StorageAtom.of("name", new TextCodec(), "nobody");
            store.get(twin.value());
            store.set(name.value(), "Ada");
            assertThatThrownBy(() -> store.set(twin.value(), "Bob"))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("Two storage atoms with the key name");
            pass(1000);
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void ofADefinitionMadeAgain_goesOnFromWhatWasWritten() {
            store.set(name.value(), "Ada");
            StorageAtom<String> again = StorageAtom.of("name", new TextCodec(), "nobody");
            assertThat(store.get(again.value())).isEqualTo("Ada");
            assertThat(storage.text("name")).isEqualTo("Ada");
            store.set(again.value(), "Bob");
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Bob");
            assertThat(storage.problems).isEmpty();
            storage.flush(store);
            storage.flush(store);
            assertThat(storage.text("name")).isEqualTo("Bob");
            assertThat(storage.writes).hasSize(2);
        }

        @Test
        void ofADefinitionMadeAgain_isNotUndoneByARestoredWriteOfTheFirst() {
            store.set(name.value(), "Ada");
            pass(100);
            StorageAtom<String> again = StorageAtom.of("name", new TextCodec(), "nobody");
            store.set(again.value(), "Bob");
            pass(100);
            try (StoreSnapshot snapshot = store.snapshot()) {
                store.set(place.value(), "London");
                store.restore(snapshot);
            }
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Bob");
        }

        @Test
        void ofAnAtomOfABoundedFamily_survivesItsEviction() {
            BoundedFamily<String, WritableAtom<String, String>> notes =
                    BoundedFamily.<String, WritableAtom<String, String>>builder(
                                    id -> StorageAtom.of("note " + id, new TextCodec(), "")
                                            .value())
                            .maximumSize(1)
                            .executor(Runnable::run)
                            .build();
            for (int round = 0; round < 3; round++) {
                for (String id : List.of("a", "b", "c")) {
                    store.update(notes.of(id), text -> text + id);
                    notes.cleanUp();
                }
            }
            pass(100);
            assertThat(storage.text("note a")).isEqualTo("aaa");
            assertThat(storage.text("note b")).isEqualTo("bbb");
            assertThat(storage.text("note c")).isEqualTo("ccc");
            assertThat(storage.problems).isEmpty();
        }
    }

    @Nested
    class Resetting {

        @Test
        void removesWhatIsStored() {
            storage.with("name", "Ada");
            store.reset(name.value());
            assertThat(store.get(name.value())).isEqualTo("nobody");
            pass(100);
            assertThat(storage.entries).isEmpty();
        }

        @Test
        void whatIsNotStored_storesNothing() {
            store.reset(name.value());
            pass(1000);
            assertThat(storage.writes).isEmpty();
        }

        @Test
        void twice_writesOnce() {
            storage.with("name", "Ada");
            store.reset(name.value());
            pass(100);
            store.reset(name.value());
            pass(1000);
            assertThat(storage.writes).hasSize(1);
        }

        @Test
        void withKeepOnReset_storesTheDefault() {
            StorageAtom<String> kept = name.keepOnReset();
            storage.with("name", "Ada");
            store.reset(kept.value());
            pass(100);
            assertThat(storage.text("name")).isEqualTo("nobody");
        }

        @Test
        void purge_removesEvenWhatIsRefused() {
            storage.with("name", "secret");
            assertThatThrownBy(() -> store.get(name.value())).isInstanceOf(StorageException.class);
            store.run(name.purge());
            assertThat(store.get(name.value())).isEqualTo("nobody");
            store.set(name.value(), "Ada");
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Ada");
            assertThat(storage.problems).isEmpty();
        }
    }

    @Nested
    class BadEntries {

        @Test
        void damaged_isSetAsideAndReported_andTheDefaultIsUsed() {
            byte[] garbage = {1, 2, 3};
            storage.entries.put("name", garbage);
            assertThat(store.get(name.value())).isEqualTo("nobody");
            assertThat(storage.aside).containsEntry("name", garbage);
            assertThat(storage.problems).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(Kind.DAMAGED);
                assertThat(problem.key()).isEqualTo("name");
                assertThat(problem).hasMessageContaining("aside/name").hasMessageContaining("default is used");
            });
        }

        @Test
        void damaged_withAGoodBackup_isThat() {
            storage.entries.put("name", new byte[0]);
            storage.backups.put("name", TestStorage.sealed("name", "Ada"));
            assertThat(store.get(name.value())).isEqualTo("Ada");
            assertThat(storage.problems)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem).hasMessageContaining("last backup is used"));
        }

        @Test
        void ofAnotherKey_isDamaged() {
            storage.entries.put("name", TestStorage.sealed("place", "London"));
            assertThat(store.get(name.value())).isEqualTo("nobody");
            assertThat(storage.problems).extracting(StorageException::kind).containsExactly(Kind.DAMAGED);
        }

        @Test
        void flippedBits_areAllNoticed() {
            byte[] good = TestStorage.sealed("name", "Ada Lovelace");
            for (int i = 0; i < good.length * 8; i++) {
                byte[] bad = good.clone();
                bad[i / 8] ^= (byte) (1 << (i % 8));
                storage.entries.put("name", bad);
                AtomStore fresh = store(storage);
                assertThat(fresh.get(name.value())).as("bit %d", i).isEqualTo("nobody");
            }
            assertThat(storage.problems).hasSize(good.length * 8);
        }

        @Test
        void truncated_areAllNoticed() {
            byte[] good = TestStorage.sealed("name", "Ada Lovelace");
            for (int length = 0; length < good.length; length++) {
                storage.entries.put("name", java.util.Arrays.copyOf(good, length));
                assertThat(store(storage).get(name.value()))
                        .as("length %d", length)
                        .isEqualTo("nobody");
            }
        }

        @Test
        void undecodable_isSetAside() {
            storage.with("name", "bad");
            assertThat(store.get(name.value())).isEqualTo("nobody");
            assertThat(storage.aside).containsKey("name");
            assertThat(storage.problems).extracting(StorageException::kind).containsExactly(Kind.UNDECODABLE);
        }

        @Test
        void refused_failsTheAtomAndStays() {
            storage.with("name", "secret");
            assertThatThrownBy(() -> store.get(name.value()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("left untouched")
                    .hasMessageContaining("Ask for the key.");
            assertThatThrownBy(() -> store.set(name.value(), "Ada")).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> store.reset(name.value())).isInstanceOf(StorageException.class);
            pass(1000);
            assertThat(storage.text("name")).isEqualTo("secret");
            storage.with("name", "Ada");
            store.run(name.reload());
            assertThat(store.get(name.value())).isEqualTo("Ada");
        }

        @Test
        void unreadable_isSetAsideBeforeItIsOverwritten() {
            storage.with("name", "Ada");
            storage.failReads = new IOException("no permission");
            assertThat(store.get(name.value())).isEqualTo("nobody");
            assertThat(storage.aside).isEmpty();
            assertThat(storage.problems).extracting(StorageException::kind).containsExactly(Kind.UNREADABLE);
            store.set(name.value(), "Bob");
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Bob");
            assertThat(storage.aside).containsKey("name");
        }

        @Test
        void unreadable_readableAgain_isReloaded() {
            storage.with("name", "Ada");
            storage.failReads = new IOException("no permission");
            store.get(name.value());
            storage.failReads = null;
            store.run(name.reload());
            assertThat(store.get(name.value())).isEqualTo("Ada");
        }

        @Test
        void thatCantBeSetAside_isNotOverwritten() {
            byte[] garbage = {1, 2, 3};
            storage.entries.put("name", garbage);
            storage.failAside = new IOException("read-only");
            assertThat(store.get(name.value())).isEqualTo("nobody");
            store.set(name.value(), "Bob");
            pass(100);
            assertThat(storage.entries).containsEntry("name", garbage);
            assertThat(storage.status().unsaved()).isEqualTo(1);
            storage.failAside = null;
            pass(60_000);
            assertThat(storage.text("name")).isEqualTo("Bob");
            assertThat(storage.aside).containsEntry("name", garbage);
        }
    }

    @Nested
    class Snapshots {

        @Test
        void restored_storesWhatTheyBringBack() {
            store.set(name.value(), "Ada");
            pass(100);
            try (StoreSnapshot snapshot = store.snapshot()) {
                store.set(name.value(), "Bob");
                pass(100);
                store.restore(snapshot);
            }
            assertThat(store.get(name.value())).isEqualTo("Ada");
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void ofBeforeTheFirstWrite_bringBackWhatWasLoaded() {
            storage.with("name", "Ada");
            try (StoreSnapshot snapshot = store.snapshot()) {
                store.set(name.value(), "Bob");
                pass(100);
                store.restore(snapshot);
            }
            assertThat(store.get(name.value())).isEqualTo("Ada");
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void ofBeforeTheFirstWrite_removeWhatWasNotThere() {
            try (StoreSnapshot snapshot = store.snapshot()) {
                store.set(name.value(), "Bob");
                pass(100);
                store.restore(snapshot);
            }
            pass(100);
            assertThat(storage.entries).isEmpty();
            store.set(name.value(), "Cid");
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Cid");
        }

        @Test
        void restoredInASharedStorage_winOverWhatOthersWrote() {
            storage.shared = true;
            store.set(name.value(), "Ada");
            pass(100);
            try (StoreSnapshot snapshot = store.snapshot()) {
                storage.foreign("name", "Bob");
                assertThat(store.get(name.value())).isEqualTo("Bob");
                store.set(name.value(), "Cid");
                pass(100);
                store.restore(snapshot);
            }
            assertThat(store.get(name.value())).isEqualTo("Ada");
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Ada");
        }
    }

    @Nested
    class LoadedLater {

        private final Deque<Runnable> io = new ArrayDeque<>();
        private final TestStorage slow =
                TestStorage.create(options -> options.scheduler(Schedulers.fromExecutor(io::add)));
        private final AtomStore waiting = store(slow);

        LoadedLater() {
            slow.later = true;
        }

        private void runIo() {
            while (!io.isEmpty()) {
                io.remove().run();
            }
        }

        @Test
        void isTheDefaultUntilItComes() {
            slow.with("name", "Ada");
            List<String> seen = new ArrayList<>();
            waiting.subscribe(name.value(), value -> seen.add(value));
            assertThat(waiting.get(name.value())).isEqualTo("nobody");
            assertThat(waiting.get(name.loadable()).isLoading()).isTrue();
            runIo();
            assertThat(waiting.get(name.value())).isEqualTo("Ada");
            assertThat(waiting.get(name.loadable())).isEqualTo(Loadable.ready("Ada"));
            assertThat(seen).containsExactly("Ada");
        }

        @Test
        void aWriteBeforeItComes_wins() {
            slow.with("name", "Ada");
            waiting.get(name.value());
            waiting.set(name.value(), "Bob");
            runIo();
            assertThat(waiting.get(name.value())).isEqualTo("Bob");
            pass(100);
            runIo();
            assertThat(slow.text("name")).isEqualTo("Bob");
        }

        @Test
        void aWriteOfTheDefaultBeforeItComes_winsToo() {
            slow.with("name", "Ada");
            waiting.get(name.value());
            waiting.set(name.value(), "nobody");
            runIo();
            assertThat(waiting.get(name.value())).isEqualTo("nobody");
        }

        @Test
        void aWriteOverWhatIsRefused_isNotStored() {
            slow.with("name", "secret");
            waiting.set(name.value(), "Bob");
            pass(100);
            runIo();
            assertThat(slow.text("name")).isEqualTo("secret");
            assertThat(slow.problems).extracting(StorageException::kind).containsExactly(Kind.REFUSED);
            waiting.set(name.value(), "Cid");
            pass(100);
            runIo();
            assertThat(slow.text("name")).isEqualTo("secret");
            waiting.run(name.purge());
            pass(100);
            runIo();
            assertThat(slow.entries).isEmpty();
        }
    }

    @Nested
    class Shared {

        Shared() {
            storage.shared = true;
        }

        @Test
        void aForeignChange_arrivesAsACommit() {
            List<String> seen = new ArrayList<>();
            store.subscribe(name.value(), value -> seen.add(value));
            storage.foreign("name", "Ada");
            assertThat(seen).containsExactly("Ada");
            storage.foreign("name", null);
            assertThat(seen).containsExactly("Ada", "nobody");
        }

        @Test
        void aForeignChange_reachesWhoReadsWithoutObserving() {
            assertThat(store.get(name.value())).isEqualTo("nobody");
            storage.foreign("name", "Ada");
            assertThat(store.get(name.value())).isEqualTo("Ada");
        }

        @Test
        void anOwnWrite_doesNotEcho() {
            List<String> seen = new ArrayList<>();
            store.subscribe(name.value(), value -> seen.add(value));
            store.set(name.value(), "Ada");
            pass(100);
            storage.changed("name");
            store.set(name.value(), "Bob");
            storage.changed("name");
            assertThat(seen).containsExactly("Ada", "Bob");
        }

        @Test
        void anUnsavedWrite_winsOverAForeignOne() {
            store.set(name.value(), "Ada");
            storage.foreign("name", "Bob");
            assertThat(store.get(name.value())).isEqualTo("Ada");
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Ada");
            assertThat(store.get(name.value())).isEqualTo("Ada");
        }

        @Test
        void aForeignWriteAfterOurs_wins() {
            store.set(name.value(), "Ada");
            pass(100);
            storage.foreign("name", "Bob");
            assertThat(store.get(name.value())).isEqualTo("Bob");
            store.set(name.value(), "Cid");
            pass(100);
            assertThat(store.get(name.value())).isEqualTo("Cid");
        }

        @Test
        void twoStores_seeEachOther() {
            AtomStore other = store(storage);
            assertThat(other.get(name.value())).isEqualTo("nobody");
            store.set(name.value(), "Ada");
            assertThat(other.get(name.value())).isEqualTo("nobody");
            pass(100);
            assertThat(other.get(name.value())).isEqualTo("Ada");
            store.set(name.value(), "Bob");
            pass(100);
            assertThat(other.get(name.value())).isEqualTo("Bob");
        }
    }

    @Test
    void inAnotherStorage_isKeptThere() {
        TestStorage cloud = TestStorage.create();
        PrimitiveAtom<Storage> remote = Atom.<Storage>of(cloud);
        StorageAtom<String> token = StorageAtom.of("token", new TextCodec(), "").in(remote);
        store.set(token.value(), "t");
        pass(100);
        assertThat(cloud.text("token")).isEqualTo("t");
        assertThat(storage.entries).isEmpty();
    }

    @Test
    void switchingStorages_switchesValues() {
        TestStorage second = TestStorage.create().with("name", "Eve");
        store.set(name.value(), "Ada");
        store.set(Storage.CURRENT, second);
        assertThat(store.get(name.value())).isEqualTo("Eve");
        pass(100);
        assertThat(storage.text("name")).isEqualTo("Ada");
        assertThat(second.text("name")).isEqualTo("Eve");
        store.set(Storage.CURRENT, storage);
        assertThat(store.get(name.value())).isEqualTo("Ada");
    }

    @Test
    void anEmptyKey_isRefused() {
        assertThatThrownBy(() -> StorageAtom.of("", new TextCodec(), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> StorageAtom.of("a\uD800", new TextCodec(), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
    }
}
