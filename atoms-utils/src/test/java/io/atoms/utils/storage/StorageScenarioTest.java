package io.atoms.utils.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.StoreSnapshot;
import io.atoms.utils.TimeAtoms;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Random operations on stores and storages against a naive oracle, which knows for each store what it must show, and for
 * each storage what it holds, and is never told how. After each step every store shows what the oracle says; at the end, when
 * all that can fail has been repaired and flushed, so does what is stored. A failure names the seed and the steps.
 *
 * <p>More by {@code -Dstorage.scenarios=1000}.
 */
class StorageScenarioTest {

    private static final int STEPS = 150;
    private static final String DEFAULT = "default";

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("storage.scenarios", 60));
    }

    @ParameterizedTest(name = "exclusive, seed {0}")
    @MethodSource("seeds")
    void oneStore_switchingStorages_neverLosesAWrite(long seed) {
        new Scenario(seed, false).run();
    }

    @ParameterizedTest(name = "shared, seed {0}")
    @MethodSource("seeds")
    void aSharedStorage_convergesToTheLastWrite(long seed) {
        new Scenario(seed, true).run();
    }

    /** Everything happens on one thread, with the clock at hand, so a seed is a history. */
    private static final class Scenario {

        private final Random random;
        private final long seed;
        private final boolean shared;
        private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        private final List<TestStorage> storages = new ArrayList<>();
        private final List<StorageAtom<String>> atoms = new ArrayList<>();
        private final AtomStore store = AtomStore.create();
        private final Deque<String> script = new ArrayDeque<>();

        // ---- the oracle ----

        /** By storage and key: what the store shows while the storage is current. */
        private List<Map<String, String>> shown = new ArrayList<>();

        private int current;

        /** Keys that may be unsaved in a shared storage. */
        private final Set<String> dirty = new TreeSet<>();
        /** Keys that were ever written here. */
        private final Set<String> ours = new TreeSet<>();
        /** Keys of those that others have written since. */
        private final Set<String> theirs = new TreeSet<>();

        /** Values seen by a listener of each atom, the last first. */
        private final Map<String, String> heard = new LinkedHashMap<>();

        private final List<Saved> snapshots = new ArrayList<>();
        private int next;
        private int switches;

        private record Saved(StoreSnapshot snapshot, List<Map<String, String>> shown, int switches) {}

        Scenario(long seed, boolean shared) {
            this.seed = seed;
            this.shared = shared;
            this.random = new Random(seed * 31 + (shared ? 7 : 0));
            for (int i = 0; i < (shared ? 1 : 2); i++) {
                TestStorage storage = TestStorage.create(options -> options.writeDelay(Duration.ofMillis(50)));
                storage.shared = shared;
                storages.add(storage);
                shown.add(new TreeMap<>());
            }
            store.set(TimeAtoms.SCHEDULER, clock);
            store.set(Storage.CURRENT, storages.get(0));
            for (int i = 0; i < 4; i++) {
                StorageAtom<String> atom = StorageAtom.of("k" + i, new TextCodec(), DEFAULT);
                atoms.add(i == 3 ? atom.keepOnReset() : atom);
                if (random.nextBoolean()) {
                    for (int s = 0; s < storages.size(); s++) {
                        storages.get(s).with(atom.key(), "old" + s);
                        shown.get(s).put(atom.key(), "old" + s);
                    }
                }
            }
            for (StorageAtom<String> atom : atoms) {
                if (random.nextBoolean()) {
                    AtomSubscription none = store.subscribe(atom.value(), value -> heard.put(atom.key(), value));
                    script.add("listen " + atom.key() + " " + none.isDisposed());
                }
            }
        }

        void run() {
            try {
                for (int i = 0; i < STEPS; i++) {
                    step();
                    check();
                }
                finish();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + (shared ? " shared" : "") + ": " + e.getMessage() + " after " + script, e);
            } finally {
                snapshots.forEach(each -> each.snapshot.close());
                storages.forEach(each -> each.failWrites = null);
                store.close();
            }
        }

        private void step() {
            switch (random.nextInt(15)) {
                case 0, 1, 2 -> write();
                case 3, 4 -> together();
                case 5 -> rollback();
                case 6 -> reset();
                case 7 -> pass();
                case 8 -> flush();
                case 9 -> snapshot();
                case 10 -> restore();
                case 11 -> pause();
                case 12 -> fail();
                case 13 -> flushInside();
                default -> {
                    if (shared) {
                        foreign();
                    } else {
                        switchStorage();
                    }
                }
            }
        }

        private StorageAtom<String> atom() {
            return atoms.get(random.nextInt(atoms.size()));
        }

        private TestStorage storage() {
            return storages.get(current);
        }

        private Map<String, String> view() {
            return shown.get(current);
        }

        private void wrote(StorageAtom<String> atom, String value) {
            if (!value.equals(view().getOrDefault(atom.key(), DEFAULT))) {
                theirs.remove(atom.key());
            }
            view().put(atom.key(), value);
            dirty.add(atom.key());
            ours.add(atom.key());
        }

        private void write() {
            StorageAtom<String> atom = atom();
            String value = random.nextInt(4) == 0 ? DEFAULT : "v" + next++;
            script.add("set " + atom.key() + " " + value);
            store.set(atom.value(), value);
            wrote(atom, value);
        }

        private void together() {
            String value = "t" + next++;
            List<StorageAtom<String>> some = List.of(atom(), atom());
            script.add("transaction " + some + " " + value);
            store.transaction(tx -> some.forEach(each -> tx.set(each.value(), value)));
            some.forEach(each -> wrote(each, value));
        }

        private void rollback() {
            StorageAtom<String> atom = atom();
            boolean flush = random.nextBoolean();
            script.add("rollback " + atom.key() + (flush ? " flushing" : ""));
            try {
                store.transaction(tx -> {
                    tx.set(atom.value(), "never");
                    if (flush) {
                        flushQuietly();
                    }
                    throw new IllegalStateException("roll back");
                });
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("roll back");
            }
            if (flush) {
                // That a flush has stored something, the rolled back transaction did not come to know.
                clock.advanceTimeBy(Duration.ofMinutes(1));
            }
        }

        private void flushInside() {
            StorageAtom<String> atom = atom();
            String value = "f" + next++;
            script.add("flush inside a transaction of " + atom.key() + " " + value);
            store.transaction(tx -> {
                tx.set(atom.value(), value);
                flushQuietly();
            });
            wrote(atom, value);
        }

        private void reset() {
            StorageAtom<String> atom = atom();
            script.add("reset " + atom.key());
            store.reset(atom.value());
            wrote(atom, DEFAULT);
        }

        private void pass() {
            int millis = random.nextInt(200);
            script.add("pass " + millis);
            clock.advanceTimeBy(Duration.ofMillis(millis));
        }

        private void flush() {
            script.add("flush");
            if (flushQuietly()) {
                expectStored(current);
            }
        }

        /** Whether it worked. */
        private boolean flushQuietly() {
            try {
                storage().flush(store);
                return true;
            } catch (StorageException e) {
                assertThat(storage().failWrites).isNotNull();
                return false;
            }
        }

        private void snapshot() {
            if (!theirs.isEmpty()) {
                return; // restored, what we wrote before comes back, and not what others wrote over it
            }
            script.add("snapshot " + snapshots.size());
            // Values that were never loaded are those of the storage at the time of reading, so they are read before.
            atoms.forEach(each -> store.get(each.value()));
            snapshots.add(new Saved(store.snapshot(), copy(), switches));
        }

        private List<Map<String, String>> copy() {
            List<Map<String, String>> copy = new ArrayList<>();
            shown.forEach(each -> copy.add(new TreeMap<>(each)));
            return copy;
        }

        private void restore() {
            if (snapshots.isEmpty()) {
                return;
            }
            int which = random.nextInt(snapshots.size());
            Saved saved = snapshots.get(which);
            // What was only loaded is no state of the store, and is loaded anew when a storage comes back.
            if (saved.switches != switches) {
                return;
            }
            script.add("restore " + which);
            store.restore(saved.snapshot);
            shown.set(current, new TreeMap<>(saved.shown.get(current)));
            atoms.forEach(each -> dirty.add(each.key()));
        }

        private void pause() {
            script.add("pause or resume " + storage().status().paused());
            if (storage().status().paused()) {
                storage().resume();
            } else {
                storage().pause();
            }
        }

        private void fail() {
            TestStorage storage = storage();
            storage.failWrites = storage.failWrites == null ? new IOException("full") : null;
            script.add("full " + (storage.failWrites != null));
        }

        /** Another process writes; what is not stored here yet is later. */
        private void foreign() {
            StorageAtom<String> atom = atom();
            boolean stored = !dirty.contains(atom.key());
            if (!stored && storedText(current, atom).equals(view().getOrDefault(atom.key(), DEFAULT))) {
                return; // stored, or about to be stored again: nobody can tell
            }
            String value = random.nextInt(4) == 0 ? null : "o" + next++;
            script.add("foreign " + atom.key() + " " + value + (stored ? "" : " hidden"));
            snapshots.forEach(each -> each.snapshot.close());
            snapshots.clear(); // they don't take back what others wrote
            storage().foreign(atom.key(), value);
            clock.advanceTimeBy(Duration.ZERO);
            if (stored) {
                view().put(atom.key(), value == null ? DEFAULT : value);
                if (ours.contains(atom.key())) {
                    theirs.add(atom.key());
                }
            }
        }

        private String storedText(int which, StorageAtom<String> atom) {
            return Objects.requireNonNullElse(storages.get(which).text(atom.key()), DEFAULT);
        }

        private void switchStorage() {
            current = 1 - current;
            switches++;
            script.add("switch to " + current);
            store.set(Storage.CURRENT, storages.get(current));
        }

        private void check() {
            if (storage().status().unsaved() == 0) {
                dirty.clear();
            }
            for (StorageAtom<String> atom : atoms) {
                String expected = view().getOrDefault(atom.key(), DEFAULT);
                assertThat(store.get(atom.value())).as(atom.key()).isEqualTo(expected);
                if (heard.containsKey(atom.key())) {
                    assertThat(heard.get(atom.key()))
                            .as("heard of " + atom.key())
                            .isEqualTo(expected);
                }
            }
        }

        private void finish() {
            for (int i = 0; i < storages.size(); i++) {
                TestStorage storage = storages.get(i);
                storage.failWrites = null;
                if (random.nextBoolean()) {
                    storage.resume();
                    clock.advanceTimeBy(Duration.ofMinutes(2));
                } else {
                    storage.flush(store);
                }
                expectStored(i);
                assertThat(storage.status().unsaved()).isZero();
                assertThat(storage.status().failure()).isNull();
            }
        }

        private void expectStored(int which) {
            for (StorageAtom<String> atom : atoms) {
                assertThat(storedText(which, atom))
                        .as("stored under " + atom.key() + " in " + which)
                        .isEqualTo(shown.get(which).getOrDefault(atom.key(), DEFAULT));
            }
        }
    }
}
