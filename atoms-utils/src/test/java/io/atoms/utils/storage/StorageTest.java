package io.atoms.utils.storage;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.utils.TimeAtoms;
import io.atoms.utils.storage.StorageException.Kind;
import io.atoms.utils.testing.Garbage;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class StorageTest {

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

    @Nested
    class Flushing {

        @Test
        void writesAtOnce() {
            store.set(name.value(), "Ada");
            storage.flush(store);
            assertThat(storage.text("name")).isEqualTo("Ada");
            pass(1000);
            assertThat(storage.writes).hasSize(1);
        }

        @Test
        void ofNothing_doesNothing() {
            storage.flush(store);
            assertThat(storage.writes).isEmpty();
        }

        @Test
        void awaited_completes() {
            store.set(name.value(), "Ada");
            StepVerifier.create(storage.awaitFlushed(store)).verifyComplete();
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void awaited_fails() {
            storage.failWrites = new IOException("full");
            store.set(name.value(), "Ada");
            StepVerifier.create(storage.awaitFlushed(store))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(StorageException.class)
                            .hasMessageContaining("full")
                            .hasMessageContaining("stay in memory"))
                    .verify();
        }

        @Test
        void insideATransaction_writesWhatWasCommittedBefore() {
            store.set(name.value(), "Ada");
            store.transaction(tx -> {
                tx.set(name.value(), "Bob");
                storage.flush(store);
            });
            assertThat(storage.writes).hasSize(1);
            assertThat(storage.text("name")).isEqualTo("Ada");
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Bob");
        }

        @Test
        void insideAListener_writesItsCommit() {
            store.subscribe(name.value(), value -> storage.flush(store));
            store.set(name.value(), "Ada");
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void afterACommitWhoseListenersRunElsewhere_writesIt() throws Exception {
            // Another thread is inside a listener, so ours are still to be run when set returns.
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            store.subscribe(place.value(), value -> {
                inside.countDown();
                awaitLatch(leave);
            });
            Thread other = new Thread(() -> store.set(place.value(), "London"));
            other.start();
            awaitLatch(inside);
            store.set(name.value(), "Ada");
            storage.flush(store);
            assertThat(storage.text("name")).isEqualTo("Ada");
            leave.countDown();
            other.join();
        }

        private void awaitLatch(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class Closing {

        @Test
        void theStore_writesWhatIsUnsaved() {
            store.set(name.value(), "Ada");
            store.close();
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void theStore_whenWritingFails_tellsSo() {
            store.set(name.value(), "Ada");
            storage.failWrites = new IOException("full");
            assertThatThrownBy(store::close)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("full");
        }

        @Test
        void theStorage_writesWhatIsUnsavedInAllStores() {
            AtomStore other = store();
            store.set(name.value(), "Ada");
            other.set(place.value(), "London");
            storage.close();
            assertThat(storage.text("name")).isEqualTo("Ada");
            assertThat(storage.text("place")).isEqualTo("London");
            assertThat(storage.released).isTrue();
            storage.close();
        }

        @Test
        void theStorage_leavesValues_andReportsLaterWrites() {
            store.set(name.value(), "Ada");
            storage.close();
            assertThat(store.get(name.value())).isEqualTo("Ada");
            store.set(name.value(), "Bob");
            assertThat(store.get(name.value())).isEqualTo("Bob");
            pass(1000);
            assertThat(storage.problems).extracting(StorageException::kind).containsExactly(Kind.NOT_OPEN);
            assertThatThrownBy(() -> store.get(place.value()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("is closed");
            assertThatThrownBy(() -> storage.flush(store)).isInstanceOf(StorageException.class);
            assertThatThrownBy(storage::keys).isInstanceOf(StorageException.class);
        }

        @Test
        void theStorage_thatCantWrite_isReleasedAllTheSame() {
            storage.failWrites = new IOException("full");
            store.set(name.value(), "Ada");
            assertThatThrownBy(storage::close).isInstanceOf(StorageException.class);
            assertThat(storage.released).isTrue();
        }
    }

    @Nested
    class Failing {

        @Test
        void toWrite_keepsTheValueAndTheCommit_andTriesAgainWithGrowingPauses() {
            storage.failWrites = new IOException("full");
            store.set(name.value(), "Ada");
            pass(100);
            assertThat(store.get(name.value())).isEqualTo("Ada");
            assertThat(storage.status().attempts()).isEqualTo(1);
            pass(199);
            assertThat(storage.status().attempts()).isEqualTo(1);
            pass(1);
            assertThat(storage.status().attempts()).isEqualTo(2);
            pass(400);
            assertThat(storage.status().attempts()).isEqualTo(3);
            store.set(name.value(), "Bob");
            pass(100);
            assertThat(storage.status().attempts()).isEqualTo(3);
            storage.failWrites = null;
            pass(700);
            assertThat(storage.status().attempts()).isZero();
            assertThat(storage.text("name")).isEqualTo("Bob");
            assertThat(storage.problems).hasSize(1);
        }

        @Test
        void forLong_pausesNoLongerThanTheLongest() {
            storage.failWrites = new IOException("full");
            store.set(name.value(), "Ada");
            pass(Duration.ofHours(1).toMillis());
            int before = storage.status().attempts();
            pass(60_000);
            assertThat(storage.status().attempts()).isEqualTo(before + 2);
        }

        @Test
        void toEncodeOne_storesTheOthers() {
            storage.with("name", "Ada");
            store.transaction(tx -> {
                tx.set(name.value(), "heavy");
                tx.set(place.value(), "London");
            });
            pass(100);
            assertThat(storage.text("place")).isEqualTo("London");
            assertThat(storage.text("name")).isEqualTo("Ada");
            assertThat(storage.problems).extracting(StorageException::kind).containsExactly(Kind.NOT_ENCODED);
            assertThat(storage.status().unsaved()).isEqualTo(1);
            pass(100_000);
            assertThat(storage.problems).hasSize(1);
            assertThatThrownBy(() -> storage.flush(store)).hasMessageContaining("too heavy");
            assertThat(storage.problems).hasSize(1);
            store.set(name.value(), "light");
            pass(100);
            assertThat(storage.text("name")).isEqualTo("light");
            assertThat(storage.status().isSaved()).isTrue();
        }

        @Test
        void isAnAtom() {
            List<StorageStatus> seen = new ArrayList<>();
            store.subscribe(Storage.STATUS, status -> seen.add(status));
            storage.failWrites = new IOException("full");
            store.set(name.value(), "Ada");
            pass(100);
            assertThat(store.get(Storage.STATUS).failure()).hasMessageContaining("full");
            storage.failWrites = null;
            pass(1000);
            assertThat(store.get(Storage.STATUS)).isEqualTo(new StorageStatus(0, 0, null, false));
            assertThat(seen).extracting(StorageStatus::unsaved).contains(1).endsWith(0);
        }
    }

    @Nested
    class Pausing {

        @Test
        void writesNothing_untilResumed() {
            storage.pause();
            store.set(name.value(), "Ada");
            pass(10_000);
            assertThat(storage.writes).isEmpty();
            assertThat(storage.status().paused()).isTrue();
            storage.resume();
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void withATimerUnderWay_writesNothing() {
            store.set(name.value(), "Ada");
            storage.pause();
            pass(10_000);
            assertThat(storage.writes).isEmpty();
            storage.resume();
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Ada");
        }

        @Test
        void isOverriddenByFlushAndClose() {
            storage.pause();
            store.set(name.value(), "Ada");
            storage.flush(store);
            assertThat(storage.text("name")).isEqualTo("Ada");
            store.set(name.value(), "Bob");
            storage.close();
            assertThat(storage.text("name")).isEqualTo("Bob");
        }
    }

    @Nested
    class Memory {

        @Test
        void aStoreThatNobodyRefersTo_isCollected_thoughTheStorageLivesOn() {
            WeakReference<AtomStore> gone = new WeakReference<>(usedStore(false));
            assertThat(Garbage.collects(gone)).isTrue();
        }

        @Test
        void soIsOneOfASharedStorage() {
            storage.shared = true;
            WeakReference<AtomStore> gone = new WeakReference<>(usedStore(true));
            assertThat(Garbage.collects(gone)).isTrue();
        }

        @Test
        void withUnsavedValues_isWrittenFirst() {
            WeakReference<AtomStore> gone = new WeakReference<>(unsavedStore());
            System.gc();
            pass(100);
            assertThat(storage.text("name")).isEqualTo("Ada");
            assertThat(Garbage.collects(gone)).isTrue();
        }

        private AtomStore unsavedStore() {
            AtomStore made = store();
            made.set(name.value(), "Ada");
            return made;
        }

        private AtomStore usedStore(boolean status) {
            AtomStore made = unsavedStore();
            if (status) {
                made.get(Storage.STATUS);
            }
            pass(100);
            return made;
        }

        @Test
        void anAtomThatNobodyRefersTo_isCollected_onceItIsStored() {
            StorageAtom<String> shortLived = StorageAtom.of("short", new TextCodec(), "");
            store.set(shortLived.value(), "x");
            pass(100);
            WeakReference<StorageAtom<String>> gone = new WeakReference<>(shortLived);
            shortLived = null;
            store.set(name.value(), "Ada"); // the log's newest entry
            store.set(name.value(), "Bob");
            pass(100);
            assertThat(Garbage.collects(gone)).isTrue();
            StorageAtom<String> again = StorageAtom.of("short", new TextCodec(), "");
            store.set(again.value(), "y");
            pass(100);
            assertThat(storage.text("short")).isEqualTo("y");
        }
    }

    @Test
    void manyThreads_loseNoWrite_andCommitsStayWhole() throws Exception {
        TestStorage real = TestStorage.create(
                options -> options.writeDelay(Duration.ofMillis(1)).scheduler(Schedulers.boundedElastic()));
        AtomStore shared = AtomStore.create();
        shared.set(Storage.CURRENT, real);
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    shared.transaction(tx -> {
                        String value = "v" + next.incrementAndGet();
                        tx.set(name.value(), value);
                        tx.set(place.value(), value);
                    });
                    if (i % 50 == 0) {
                        real.flush(shared);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        await().until(() -> real.status().isSaved());
        assertThat(real.text("name")).isEqualTo(shared.get(name.value())).isEqualTo("v2000");
        assertThat(real.text("place")).isEqualTo("v2000");
        assertThat(real.writes).allMatch(Set.of("name", "place")::equals).hasSizeLessThan(2000);
        assertThat(real.problems).isEmpty();
    }

    @Test
    void options_thatMakeNoSense_areRefused() {
        StorageOptions options = StorageOptions.ofDefaults();
        assertThatThrownBy(() -> options.writeDelay(Duration.ofMillis(-1))).hasMessageContaining("writeDelay");
        assertThatThrownBy(() -> options.retry(Duration.ZERO, Duration.ZERO)).hasMessageContaining("retryFirst");
        assertThatThrownBy(() -> options.retry(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("retryLongest");
        assertThatThrownBy(() -> options.writeDelay(java.time.temporal.ChronoUnit.FOREVER.getDuration()))
                .hasMessageContaining("pause");
        assertThatThrownBy(() -> options.maxBytes(0)).hasMessageContaining("maxBytes");
    }
}
