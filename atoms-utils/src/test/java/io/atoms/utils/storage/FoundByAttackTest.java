package io.atoms.utils.storage;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.utils.TimeAtoms;
import io.atoms.utils.storage.StorageException.Kind;
import io.atoms.utils.testing.Garbage;
import io.atoms.utils.testing.Patience;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What an attack on the promises of the storages has found, each as the attacker met it. */
@Timeout(300)
class FoundByAttackTest {

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final TestStorage storage = TestStorage.create();
    private final StorageAtom<String> name = StorageAtom.of("name", new TextCodec(), "nobody");
    private final StorageAtom<String> place = StorageAtom.of("place", new TextCodec(), "nowhere");
    private final AtomStore store = store();

    private AtomStore store() {
        AtomStore made = AtomStore.create();
        made.set(TimeAtoms.SCHEDULER, clock);
        made.set(Storage.CURRENT, storage);
        return made;
    }

    private void pass(long millis) {
        clock.advanceTimeBy(Duration.ofMillis(millis));
    }

    private static Thread start(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class SharedStorages {

        @Test
        void afterAFlushInATransactionThatWasRolledBack_stillSeeWhatOthersWrite() {
            storage.shared = true;
            store.set(name.value(), "Ada");
            assertThatThrownBy(() -> store.transaction(tx -> {
                        storage.flush(store);
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            pass(100);
            storage.foreign("name", "Bob");
            pass(100);
            assertThat(store.get(name.value())).isEqualTo("Bob");
        }

        @Test
        void afterASnapshotOfBeforeTheFlushWasRestored_stillSeeWhatOthersWrite() {
            storage.shared = true;
            store.set(name.value(), "Ada");
            try (StoreSnapshot snapshot = store.snapshot()) {
                storage.flush(store);
                store.restore(snapshot);
            }
            pass(1000);
            storage.foreign("name", "Bob");
            pass(100);
            assertThat(store.get(name.value())).isEqualTo("Bob");
        }

        @Test
        void flushedInATransaction_tellAnOlderStore() {
            MemoryStorage memory =
                    MemoryStorage.create(StorageOptions.ofDefaults().writeDelay(Duration.ofHours(1)));
            AtomStore older = AtomStore.create();
            AtomStore newer = AtomStore.create();
            older.set(Storage.CURRENT, memory);
            newer.set(Storage.CURRENT, memory);
            older.get(name.value());
            newer.set(name.value(), "Ada");
            newer.transaction(tx -> memory.flush(newer));
            await().until(() -> older.get(name.value()).equals("Ada"));
            newer.set(name.value(), "Bob");
            memory.flush(newer);
            await().until(() -> older.get(name.value()).equals("Bob"));
        }

        @Test
        void flushedInATransactionOfAnotherStore_areStored_andSeeWhatOthersWrite() {
            storage.shared = true;
            store.get(name.value());
            AtomStore other = AtomStore.create();
            store.set(name.value(), "Ada");
            assertThatCode(() -> other.transaction(tx -> storage.flush(store))).doesNotThrowAnyException();
            assertThat(storage.text("name")).isEqualTo("Ada");
            storage.foreign("name", "Bob");
            pass(100);
            assertThat(store.get(name.value())).isEqualTo("Bob");
        }

        @Test
        void twoStoresThatFlushInTransactions_neverBlockEachOther() throws Exception {
            MemoryStorage memory =
                    MemoryStorage.create(StorageOptions.ofDefaults().writeDelay(Duration.ofMillis(1)));
            List<AtomStore> stores = List.of(AtomStore.create(), AtomStore.create());
            stores.forEach(each -> each.set(Storage.CURRENT, memory));
            List<Thread> threads = new ArrayList<>();
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            for (AtomStore each : stores) {
                each.get(name.value());
                threads.add(start(() -> {
                    try {
                        for (int i = 0; i < 2000; i++) {
                            each.set(name.value(), "v" + i);
                            each.transaction(tx -> memory.flush(each));
                        }
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join(Patience.LIMIT.toMillis());
                assertThat(thread.isAlive()).as("deadlock").isFalse();
            }
            assertThat(failure.get()).isNull();
            stores.forEach(memory::flush);
            await().until(() ->
                    stores.get(0).get(name.value()).equals(stores.get(1).get(name.value())));
        }

        @Test
        void aListenerThatWritesAStoreWhoseTransactionFlushes_blocksNobody() throws Exception {
            MemoryStorage memory =
                    MemoryStorage.create(StorageOptions.ofDefaults().writeDelay(Duration.ofHours(1)));
            AtomStore listening = AtomStore.create();
            AtomStore flushing = AtomStore.create();
            AtomStore third = AtomStore.create();
            for (AtomStore each : List.of(listening, flushing, third)) {
                each.set(Storage.CURRENT, memory);
                each.get(name.value());
            }
            CountDownLatch inListener = new CountDownLatch(1);
            CountDownLatch inTransaction = new CountDownLatch(1);
            listening.subscribe(name.value(), value -> {
                inListener.countDown();
                awaitLatch(inTransaction);
                flushing.set(place.value(), value);
            });
            flushing.set(name.value(), "Ada");
            Thread inside = start(() -> flushing.transaction(tx -> {
                inTransaction.countDown();
                awaitLatch(inListener);
                memory.flush(flushing);
            }));
            awaitLatch(inTransaction);
            third.set(name.value(), "Bob");
            Thread outside = start(() -> memory.flush(third));
            for (Thread thread : List.of(inside, outside)) {
                thread.join(Patience.LIMIT.toMillis());
                assertThat(thread.isAlive()).as("deadlock").isFalse();
            }
        }
    }

    @Nested
    class OneBadAtom {

        @Test
        void whoseCodecThrowsAnError_doesNotHarmOthers() {
            StorageAtom<String> broken = StorageAtom.of(
                    "broken",
                    new Codec<String>() {
                        @Override
                        public byte[] encode(String value) {
                            throw new NoClassDefFoundError("some/Module");
                        }

                        @Override
                        public String decode(byte[] bytes, int version) {
                            return "";
                        }
                    },
                    "");
            store.transaction(tx -> {
                tx.set(name.value(), "Ada");
                tx.set(broken.value(), "x");
                tx.set(place.value(), "London");
            });
            try {
                pass(1000);
            } catch (Throwable e) {
                // The clock's thread is told too.
            }
            assertThat(storage.text("name")).isEqualTo("Ada");
            assertThat(storage.text("place")).isEqualTo("London");
            assertThat(storage.problems).extracting(StorageException::kind).containsExactly(Kind.NOT_ENCODED);
            assertThat(storage.status().unsaved()).isEqualTo(1);
        }

        @Test
        void thatCantBeSetAside_doesNotKeepOthersFromBeingStored() {
            storage.entries.put("name", new byte[] {1});
            storage.failAside = new IOException("not permitted");
            store.transaction(tx -> {
                tx.set(name.value(), "Ada");
                tx.set(place.value(), "London");
            });
            pass(1000);
            assertThat(storage.text("place")).isEqualTo("London");
            assertThat(storage.entries.get("name")).isEqualTo(new byte[] {1});
            assertThat(storage.status().unsaved()).isEqualTo(1);
            storage.failAside = null;
            pass(60_000);
            assertThat(storage.text("name")).isEqualTo("Ada");
            assertThat(storage.status()).isEqualTo(new StorageStatus(0, 0, null, false));
        }

        @Test
        void thatIsWrittenAgain_countsOnce() {
            store.set(name.value(), "heavy");
            pass(100);
            assertThat(storage.status().unsaved()).isEqualTo(1);
            store.set(name.value(), "light");
            assertThat(storage.status().unsaved()).isEqualTo(1);
        }

        @Test
        void whoseStorageFailsWhenAWriteIsTakenBack_doesNotHarmOthers() {
            // A restored snapshot makes the session ask what was there before, in a storage that is closed.
            TestStorage second = TestStorage.create();
            try (StoreSnapshot before = store.snapshot()) {
                store.set(name.value(), "Ada");
                store.restore(before);
                store.set(place.value(), "London");
                storage.flush(store);
            }
            assertThat(storage.text("place")).isEqualTo("London");
            assertThat(second.writes).isEmpty();
        }
    }

    @Nested
    class Handlers {

        @Test
        void thatWriteAndFlush_areNotUndoneByTheFlushThatToldThem() {
            AtomicReference<AtomStore> in = new AtomicReference<>();
            AtomicReference<TestStorage> to = new AtomicReference<>();
            StorageAtom<String> other = StorageAtom.of("other", new TextCodec(), "");
            TestStorage told = TestStorage.create(options -> options.onProblem(problem -> {
                in.get().set(place.value(), "Paris");
                for (int i = 0; i < 5; i++) {
                    in.get().set(other.value(), "" + i);
                }
                to.get().flush(in.get());
            }));
            in.set(store);
            to.set(told);
            store.set(Storage.CURRENT, told);
            store.transaction(tx -> {
                tx.set(place.value(), "London");
                tx.set(name.value(), "heavy");
            });
            pass(1000);
            assertThat(store.get(place.value())).isEqualTo("Paris");
            assertThat(told.text("place")).isEqualTo("Paris");
        }
    }

    @Nested
    class Life {

        @Test
        void aStoreWithUnsavedValues_ofAPausedStorage_isKeptUntilTheyAreStored() {
            storage.pause();
            WeakReference<AtomStore> gone = new WeakReference<>(unsaved());
            Garbage.collect();
            storage.resume();
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Ada");
            assertThat(Garbage.collects(gone)).isTrue();
        }

        private AtomStore unsaved() {
            AtomStore made = store();
            made.set(name.value(), "Ada");
            return made;
        }

        @Test
        void aStoreThatIsClosedWhileAnotherThreadRunsItsListeners_isStored() throws Exception {
            CountDownLatch leave = listenElsewhere();
            store.set(name.value(), "Ada");
            closeWithoutWaiting();
            leave.countDown();
            listening.join();
            assertThat(storage.text("name")).isEqualTo("Ada");
            assertThat(storage.status().isSaved()).isTrue();
        }

        @Test
        void aStorageThatIsClosedAfterSuchAStore_waitsForIt() throws Exception {
            store.set(place.value(), "London");
            CountDownLatch leave = listenElsewhere();
            store.set(name.value(), "Ada");
            closeWithoutWaiting();
            Thread closing = start(storage::close);
            await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
            leave.countDown();
            listening.join();
            closing.join();
            assertThat(storage.text("name")).isEqualTo("Ada");
            assertThat(storage.text("place")).isEqualTo("London");
            assertThat(storage.problems).isEmpty();
        }

        /** A listener does not wait for the cleanups, which another thread will run. */
        private void closeWithoutWaiting() {
            PrimitiveAtom<Integer> end = Atom.of(0);
            try (AtomStore another = AtomStore.create()) {
                another.subscribe(end, value -> store.close());
                another.set(end, 1);
            }
        }

        @Test
        void aStoreThatIsClosedRightAfterItsFirstWrite_isStored() {
            // The first use of a shared storage has a thread run listeners for a moment.
            for (int i = 0; i < 2000; i++) {
                MemoryStorage memory = MemoryStorage.create();
                AtomStore brief = AtomStore.create();
                brief.set(Storage.CURRENT, memory);
                brief.set(name.value(), "Ada");
                brief.close();
                assertThat(memory.keys()).as("round " + i).containsExactly("name");
            }
        }

        private Thread listening = new Thread();

        /** Another thread runs listeners until the latch is released. */
        private CountDownLatch listenElsewhere() throws Exception {
            PrimitiveAtom<Integer> other = Atom.of(0);
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            store.subscribe(other, value -> {
                inside.countDown();
                awaitLatch(leave);
            });
            listening = start(() -> store.set(other, 1));
            inside.await();
            return leave;
        }

        @Test
        void aFirstFlushInATransactionThatIsRolledBack_endsNothing() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        storage.flush(store);
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            for (String value : List.of("Ada", "Bob")) {
                store.set(name.value(), value);
                pass(100);
                assertThat(storage.text("name")).isEqualTo(value);
            }
            store.set(name.value(), "Cid");
            store.close();
            assertThat(storage.text("name")).isEqualTo("Cid");
        }

        @Test
        void aStoreThatCouldNotBeStoredWhenItWasClosed_isNotCountedForEver() {
            store.set(name.value(), "Ada");
            storage.failWrites = new IOException("full");
            assertThatThrownBy(store::close).isInstanceOf(StorageException.class);
            storage.failWrites = null;
            pass(100_000);
            assertThat(storage.status().unsaved()).isZero();
        }
    }

    @Nested
    class OtherStorages {

        private final TestStorage second = TestStorage.create();

        @Test
        void whatWasWritten_goesToTheOldOne_whateverIsWrittenToTheNewOne() {
            store.set(name.value(), "Ada");
            store.set(Storage.CURRENT, second);
            store.set(name.value(), "Bob");
            pass(1000);
            assertThat(second.text("name")).isEqualTo("Bob");
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void comingBack_haveWhatWasWritten_thoughItIsNotStoredYet() {
            storage.failWrites = new IOException("full");
            store.set(name.value(), "Ada");
            store.set(Storage.CURRENT, second);
            store.set(name.value(), "Bob");
            pass(1000);
            store.set(Storage.CURRENT, storage);
            assertThat(store.get(name.value())).isEqualTo("Ada");
            storage.failWrites = null;
            pass(60_000);
            assertThat(storage.text("name")).isEqualTo("Ada");
        }
    }

    @Nested
    class Snapshots {

        @Test
        void ofUnsavedWrites_restoredAfterOneOfBeforeThem_areStored() {
            try (StoreSnapshot before = store.snapshot()) {
                store.transaction(tx -> {
                    tx.set(name.value(), "Ada");
                    tx.set(place.value(), "London");
                });
                try (StoreSnapshot after = store.snapshot()) {
                    store.restore(before);
                    pass(1000);
                    store.restore(after);
                    pass(1000);
                }
            }
            assertThat(storage.text("place")).isEqualTo("London");
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void restoredBeforeAnotherStorageIsSet_areStoredAllTheSame() {
            storage.with("name", "Ada");
            store.get(name.value());
            try (StoreSnapshot before = store.snapshot()) {
                store.set(name.value(), "Bob");
                storage.flush(store);
                store.restore(before);
            }
            store.set(Storage.CURRENT, TestStorage.create());
            pass(1000);
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void restored_leaveNoFailureOfWhatTheyTookBack() {
            try (StoreSnapshot before = store.snapshot()) {
                storage.failWrites = new IOException("full");
                store.set(name.value(), "Ada");
                pass(1000);
                store.restore(before);
            }
            pass(60_000);
            assertThat(storage.status()).isEqualTo(new StorageStatus(0, 0, null, false));
        }

        @Test
        void readAnAtomAsItWasBeforeItWasFirstUsed() {
            storage.with("name", "Ada");
            try (StoreSnapshot before = store.snapshot()) {
                store.set(name.value(), "Bob");
                storage.flush(store);
                assertThat(before.get(name.value())).isEqualTo("Ada");
            }
        }
    }

    @Nested
    class ClosedStorages {

        @Test
        void areWrittenByNobody() throws Exception {
            // A store that is first written while the storage is being closed, and is encoded when it has been.
            CountDownLatch closing = new CountDownLatch(1);
            CountDownLatch close = new CountDownLatch(1);
            CountDownLatch encoding = new CountDownLatch(1);
            CountDownLatch closed = new CountDownLatch(1);
            StorageAtom<String> first = StorageAtom.of("first", waiting(closing, close), "");
            StorageAtom<String> late = StorageAtom.of("late", waiting(encoding, closed), "");
            store.set(first.value(), "x");
            Thread ending = start(storage::close);
            closing.await();
            AtomStore other = store();
            other.set(late.value(), "x");
            Thread flushing = start(() -> {
                try {
                    storage.flush(other);
                } catch (StorageException e) {
                    storage.problems.add(e);
                }
            });
            encoding.await();
            close.countDown();
            ending.join();
            assertThat(storage.text("first")).isEqualTo("x");
            closed.countDown();
            flushing.join();
            assertThat(storage.text("late")).isNull();
            assertThat(storage.problems).extracting(StorageException::kind).contains(Kind.NOT_OPEN);
        }

        private Codec<String> waiting(CountDownLatch encoding, CountDownLatch leave) {
            return new Codec<String>() {
                @Override
                public byte[] encode(String value) {
                    encoding.countDown();
                    awaitLatch(leave);
                    return value.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public String decode(byte[] bytes, int version) {
                    return new String(bytes, StandardCharsets.UTF_8);
                }
            };
        }
    }

    @Nested
    class Backups {

        @Test
        void thatMustNotBeRead_areRefusedLikeValues() {
            storage.backups.put("name", TestStorage.sealed("name", "secret"));
            assertThatThrownBy(() -> store.get(name.value()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("Ask for the key");
            assertThatThrownBy(() -> store.set(name.value(), "Bob")).isInstanceOf(StorageException.class);
        }
    }

    @Nested
    class Documents {

        @Test
        void areNotMadeOfValuesThatAreStillLoading() {
            storage.later = true;
            storage.with("name", "Ada");
            TestStorage slow =
                    TestStorage.create(options -> options.scheduler(clock)).with("name", "Ada");
            slow.later = true;
            store.set(Storage.CURRENT, slow);
            assertThatThrownBy(() -> StoreDocument.of(name).save(store))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("name");
            store.get(name.value());
            pass(1000);
            assertThat(new String(StoreDocument.of(name).save(store), StandardCharsets.UTF_8))
                    .contains("Ada");
        }
    }

    @Nested
    class Folders {

        private final Path folder;
        private final List<StorageException> problems = new CopyOnWriteArrayList<>();
        private final StorageOptions options = StorageOptions.ofDefaults()
                .writeDelay(Duration.ofMillis(1))
                .retry(Duration.ofMillis(5), Duration.ofMillis(20))
                .onProblem(problems::add);

        Folders(@TempDir Path temporary) {
            this.folder = temporary.resolve("data");
        }

        private AtomStore store(Storage files) {
            AtomStore made = AtomStore.create();
            made.set(Storage.CURRENT, files);
            return made;
        }

        @Test
        void whoseLockIsALinkToAFile_leaveThatFileAlone() throws IOException {
            Path precious = folder.resolveSibling("precious");
            Files.writeString(precious, "precious");
            Files.createDirectories(folder);
            Files.createSymbolicLink(folder.resolve(".lock"), precious);
            assertThatThrownBy(() -> FileStorage.open(folder)).isInstanceOf(StorageException.class);
            assertThat(precious).hasContent("precious");
        }

        @Test
        void thatCouldNotBeCleaned_areNotInUse() throws IOException {
            Files.createDirectories(folder.resolve(".tmp-1").resolve("inside"));
            try (FileStorage files = FileStorage.open(folder)) {
                assertThat(files.keys()).isEmpty();
            }
        }

        @Test
        void ofKilledProcesses_areCleanedWhenTheyAreOpenedAsSharedToo() throws IOException {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(".tmp-1-2-3"), "half");
            try (FileStorage files = FileStorage.openShared(folder)) {
                assertThat(files.keys()).isEmpty();
                assertThat(folder.resolve(".tmp-1-2-3")).doesNotExist();
            }
        }

        @Test
        void withAFolderInPlaceOfABackup_takeWrites() throws IOException {
            Path inside = folder.resolve("name.atom.bak").resolve("inside");
            Files.createDirectories(inside.getParent());
            Files.writeString(inside, "precious");
            try (FileStorage files = FileStorage.open(folder, options)) {
                AtomStore store = store(files);
                for (String value : List.of("1", "2", "3")) {
                    store.set(name.value(), value);
                    store.set(place.value(), value);
                    files.flush(store);
                }
                assertThat(store(files).get(name.value())).isEqualTo("3");
                assertThat(store(files).get(place.value())).isEqualTo("3");
            }
        }

        @Test
        void withADamagedNameOfAKey_listTheOthers() throws IOException {
            try (FileStorage files = FileStorage.open(folder, options)) {
                AtomStore store = store(files);
                StorageAtom<String> longest = StorageAtom.of("k".repeat(300), new TextCodec(), "");
                store.set(name.value(), "Ada");
                store.set(longest.value(), "x");
                files.flush(store);
                Path keyFile = folder.resolve(FileNames.of("k".repeat(300)) + ".key");
                Files.write(keyFile, new byte[] {(byte) 0xC3, 0x28});
                assertThat(files.keys()).contains("name").doesNotContain("\uFFFD(");
                Files.writeString(keyFile, "another key");
                assertThat(files.keys()).containsExactly("name");
                store.set(longest.value(), "y");
                files.flush(store);
                assertThat(files.keys()).containsExactlyInAnyOrder("name", "k".repeat(300));
            }
        }

        @Test
        void whoseBadFileWasReplacedMeanwhile_keepTheGoodOne() throws Exception {
            Files.createDirectories(folder);
            Files.write(folder.resolve("name.atom"), TestStorage.sealed("name", "bad"));
            try (FileStorage mine = FileStorage.openShared(folder, options);
                    FileStorage yours = FileStorage.openShared(folder, options)) {
                AtomStore you = store(yours);
                CountDownLatch decoding = new CountDownLatch(1);
                CountDownLatch replaced = new CountDownLatch(1);
                StorageAtom<String> slow = StorageAtom.of(
                        "name",
                        new Codec<String>() {
                            @Override
                            public byte[] encode(String value) {
                                return value.getBytes(StandardCharsets.UTF_8);
                            }

                            @Override
                            public String decode(byte[] bytes, int version) {
                                if (new String(bytes, StandardCharsets.UTF_8).equals("bad")) {
                                    decoding.countDown();
                                    awaitLatch(replaced);
                                    throw new IllegalStateException("bad");
                                }
                                return new String(bytes, StandardCharsets.UTF_8);
                            }
                        },
                        "default");
                Thread reading = start(() -> store(mine).get(slow.value()));
                decoding.await();
                you.set(name.value(), "good");
                yours.flush(you);
                replaced.countDown();
                reading.join();
                assertThat(store(yours).get(name.value())).isEqualTo("good");
                assertThat(store(mine).get(slow.value())).isEqualTo("good");
            }
        }

        @Test
        void thatAreMadeAgain_areWatchedAgain() throws Exception {
            try (FileStorage mine = FileStorage.openShared(folder, options)) {
                AtomStore me = store(mine);
                List<String> seen = new CopyOnWriteArrayList<>();
                me.subscribe(name.value(), value -> seen.add(value));
                Files.delete(folder.resolve(".lock"));
                Files.delete(folder);
                await().until(() -> !problems.isEmpty());
                Files.createDirectories(folder);
                // As a whole: who watches the folder may look at any moment.
                Path ready = Files.write(folder.resolveSibling("ready"), TestStorage.sealed("name", "Ada"));
                Files.move(ready, folder.resolve("name.atom"), StandardCopyOption.ATOMIC_MOVE);
                await().untilAsserted(() -> assertThat(seen).containsExactly("Ada"));
                assertThat(problems).extracting(StorageException::kind).containsExactly(Kind.NOT_WATCHED);
            }
        }
    }
}
