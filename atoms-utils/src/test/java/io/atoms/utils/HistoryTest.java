package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.utils.History.Entry;
import io.atoms.utils.testing.Garbage;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

class HistoryTest {
    private final PrimitiveAtom<String> text = Atom.of("").named("text");
    private final PrimitiveAtom<Integer> size = Atom.of(10).named("size");
    private final History history = History.of(text, 3);
    private final WritableAtom<String, String> tracked = history.tracked(text);
    private final AtomStore store = AtomStore.create();

    private void write(String... values) {
        for (String value : values) {
            store.set(tracked, value);
        }
    }

    private List<String> labels(History of) {
        return store.get(of.entries()).stream().map(Entry::label).toList();
    }

    @Nested
    class UndoAndRedo {
        @Test
        void nothingWritten_nothingToDo() {
            assertThat(store.get(history.canUndo())).isFalse();
            assertThat(store.get(history.canRedo())).isFalse();
            assertThat(store.run(history.undo())).isFalse();
            assertThat(store.run(history.redo())).isFalse();
            assertThat(store.get(history.entries())).isEmpty();
        }

        @Test
        void undo_goesBack_andRedoForward() {
            write("a", "b");

            assertThat(store.run(history.undo())).isTrue();
            assertThat(store.get(text)).isEqualTo("a");
            assertThat(store.run(history.undo())).isTrue();
            assertThat(store.get(tracked)).isEmpty();
            assertThat(store.run(history.undo())).isFalse();
            assertThat(store.run(history.redo())).isTrue();
            assertThat(store.run(history.redo())).isTrue();
            assertThat(store.run(history.redo())).isFalse();
            assertThat(store.get(text)).isEqualTo("b");
        }

        @Test
        void entries_tellWhatWasUndone() {
            write("a", "b");
            store.run(history.undo());

            assertThat(store.get(history.entries())).containsExactly(new Entry("text", false), new Entry("text", true));
            assertThat(store.get(history.position())).isEqualTo(1);
            assertThat(store.get(history.canUndo())).isTrue();
            assertThat(store.get(history.canRedo())).isTrue();
        }

        @Test
        void newWrite_dropsTheRedoBranch() {
            write("a", "b");
            store.run(history.undo());
            write("c");

            assertThat(store.run(history.redo())).isFalse();
            assertThat(store.get(text)).isEqualTo("c");
            store.run(history.undo());
            assertThat(store.get(text)).isEqualTo("a");
        }

        @Test
        void equalWrite_isNoStep_andKeepsTheRedoBranch() {
            write("a", "b");
            store.run(history.undo());
            write("a");

            assertThat(store.get(history.canRedo())).isTrue();
            assertThat(store.get(history.position())).isEqualTo(1);
        }

        @Test
        void update_isAStep() {
            store.update(tracked, value -> value + "x");
            store.update(tracked, value -> value + "y");
            store.run(history.undo());

            assertThat(store.get(text)).isEqualTo("x");
        }

        @Test
        void reset_isAStep() {
            write("a");
            store.reset(tracked);
            assertThat(store.get(text)).isEmpty();
            store.run(history.undo());

            assertThat(store.get(text)).isEqualTo("a");
        }

        @Test
        void jump_goesToAnyPosition_inOneCommit() {
            write("a", "b", "c");
            List<String> told = new ArrayList<>();
            store.subscribe(text, value -> told.add(value));

            assertThat(store.run(history.jump(), 0)).isTrue();
            assertThat(store.run(history.jump(), 2)).isTrue();
            assertThat(store.run(history.jump(), 2)).isFalse();
            assertThat(store.run(history.jump(), 3)).isTrue();

            assertThat(told).containsExactly("", "b", "c");
        }

        @ParameterizedTest(name = "to {0}")
        @ValueSource(ints = {-1, 2})
        void jump_elsewhere_isRefused(int position) {
            write("a");

            assertThatThrownBy(() -> store.run(history.jump(), position))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("text.history")
                    .hasMessageContaining("from 0 to the number of entries, 1");
        }

        @Test
        void clear_forgetsTheSteps_andKeepsTheValue() {
            write("a", "b");
            store.run(history.undo());

            assertThat(store.run(history.clear())).isTrue();
            assertThat(store.run(history.clear())).isFalse();
            assertThat(store.get(text)).isEqualTo("a");
            assertThat(store.get(history.canUndo())).isFalse();
            assertThat(store.get(history.canRedo())).isFalse();
        }

        @Test
        void limit_dropsTheOldest() {
            write("a", "b", "c", "d", "e");
            while (store.run(history.undo())) {
                assertThat(store.get(history.position())).isLessThan(3);
            }

            assertThat(store.get(text)).isEqualTo("b");
        }

        @Test
        void nulls_areValues() {
            PrimitiveAtom<String> nullable = Atom.of(null);
            History of = History.of(nullable, 5);
            store.set(of.tracked(nullable), "a");
            store.set(of.tracked(nullable), null);
            store.run(of.undo());
            assertThat(store.get(nullable)).isEqualTo("a");
            store.run(of.undo());
            assertThat(store.get(nullable)).isNull();
        }
    }

    @Nested
    class Notifications {
        @Test
        void valueAndCanUndo_changeInOneCommit() {
            List<String> told = new ArrayList<>();
            store.subscribe(
                    Atom.combine(tracked, history.canUndo(), history.canRedo(), (t, u, r) -> t + " " + u + " " + r),
                    value -> told.add(value));
            write("a");
            store.run(history.undo());

            assertThat(told).containsExactly("a true false", " false true");
        }

        @Test
        void listenerThatWrites_isAStepOfItsOwn() {
            store.subscribe(text, value -> {
                if (value.length() == 1) {
                    store.set(tracked, value + "!");
                }
            });
            write("a");

            assertThat(store.get(history.position())).isEqualTo(2);
            store.run(history.undo());
            assertThat(labels(history)).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Nested
    class Transactions {
        @Test
        void oneTransaction_isOneStep() {
            store.transaction(tx -> {
                tx.set(tracked, "a");
                tx.set(tracked, "b");
                assertThat(tx.get(history.canUndo())).isTrue();
                tx.update(tracked, value -> value + "c");
            });
            assertThat(store.get(history.position())).isEqualTo(1);
            store.run(history.undo());
            assertThat(store.get(text)).isEmpty();
            store.run(history.redo());
            assertThat(store.get(text)).isEqualTo("bc");
        }

        @Test
        void thereAndBack_isNoStep_andKeepsTheRedoBranch() {
            write("a", "b");
            store.run(history.undo());
            store.transaction(tx -> {
                tx.set(tracked, "x");
                tx.set(tracked, "a");
            });

            assertThat(store.get(history.canRedo())).isTrue();
            assertThat(store.get(history.position())).isEqualTo(1);
            store.transaction(tx -> {
                tx.set(tracked, "x");
                tx.set(tracked, "a");
                tx.set(tracked, "y");
            });
            assertThat(store.get(history.canRedo())).isFalse();
            assertThat(store.get(history.position())).isEqualTo(2);
        }

        @Test
        void rollback_leavesNoStep() {
            write("a");
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(tracked, "b");
                        tx.run(history.undo());
                        tx.run(history.undo());
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(store.get(text)).isEqualTo("a");
            assertThat(store.get(history.entries())).containsExactly(new Entry("text", false));
        }

        @Test
        void savepoint_leavesTheRestOfTheStep() {
            store.transaction(tx -> {
                tx.set(tracked, "a");
                assertThatThrownBy(() -> tx.run(Atom.action((inner, none) -> {
                            inner.set(tracked, "b");
                            throw new IllegalStateException("no");
                        })))
                        .hasMessage("no");
                tx.update(tracked, value -> value + "c");
            });

            assertThat(store.get(text)).isEqualTo("ac");
            assertThat(store.get(history.position())).isEqualTo(1);
        }

        @Test
        void undoInsideATransaction_thenAWrite_isAStepFromThere() {
            write("a", "b");
            store.transaction(tx -> {
                tx.set(tracked, "c");
                tx.run(history.undo());
                tx.run(history.undo());
                tx.set(tracked, "d");
            });

            assertThat(store.get(text)).isEqualTo("d");
            store.run(history.undo());
            assertThat(store.get(text)).isEqualTo("a");
            assertThat(store.get(history.entries())).containsExactly(new Entry("text", false), new Entry("text", true));
        }

        @Test
        void clearInsideATransaction_forgetsWhatItWrote() {
            write("a");
            store.transaction(tx -> {
                tx.set(tracked, "b");
                tx.run(history.clear());
                tx.set(tracked, "c");
            });

            assertThat(store.get(history.position())).isEqualTo(1);
            store.run(history.undo());
            assertThat(store.get(text)).isEqualTo("b");
        }

        @Test
        void snapshot_keepsTheSteps_andRestoreBringsThemBack() {
            write("a");
            try (StoreSnapshot snapshot = store.snapshot()) {
                write("b", "c");
                assertThat(snapshot.get(history.entries())).hasSize(1);
                store.restore(snapshot);
            }

            assertThat(store.get(history.entries())).hasSize(1);
            store.run(history.undo());
            assertThat(store.get(text)).isEmpty();
            store.run(history.redo());
            assertThat(store.get(text)).isEqualTo("a");
        }
    }

    @Nested
    class Labels {
        @Test
        void label_beforeOrAfterTheWrites_isThatOfTheStep() {
            store.transaction(tx -> {
                tx.run(history.label(), "first");
                tx.set(tracked, "a");
            });
            store.transaction(tx -> {
                tx.set(tracked, "b");
                tx.run(history.label(), "second");
                tx.set(tracked, "c");
            });

            assertThat(labels(history)).containsExactly("first", "second");
        }

        @Test
        void labelWithoutWrites_doesNothing() {
            store.run(history.label(), "nothing");
            write("a");

            assertThat(labels(history)).containsExactly("text");
        }
    }

    @Nested
    class Groups {
        private final History group = History.of(text, 10).and(size).named("edits");

        @Test
        void severalAtoms_areOneStep_andOneCommit() {
            store.transaction(tx -> {
                tx.set(group.tracked(text), "a");
                tx.set(group.tracked(size), 20);
            });
            List<String> told = new ArrayList<>();
            store.subscribe(Atom.combine(text, size, (t, s) -> t + s), value -> told.add(value));
            store.run(group.undo());
            store.run(group.redo());

            assertThat(told).containsExactly("10", "a20");
        }

        @Test
        void stepsOfDifferentAtoms_areUndoneInOrder() {
            store.set(group.tracked(text), "a");
            store.set(group.tracked(size), 20);
            store.run(group.undo());

            assertThat(store.get(text)).isEqualTo("a");
            assertThat(store.get(size)).isEqualTo(10);
            assertThat(labels(group)).containsExactly("text", "size");
        }

        @Test
        void undoThatAnAtomRefuses_isTakenBack() {
            PrimitiveAtom<Boolean> locked = Atom.of(false);
            WritableAtom<Integer, Integer> guarded = Atom.writable(get -> get.get(size), (set, value) -> {
                if (set.get(locked)) {
                    throw new IllegalStateException("locked");
                }
                set.set(size, value);
            });
            History of = History.of(text, 10).and(guarded);
            store.transaction(tx -> {
                tx.set(of.tracked(text), "a");
                tx.set(of.tracked(guarded), 20);
            });
            store.set(locked, true);

            assertThatThrownBy(() -> store.run(of.undo())).hasMessage("locked");
            assertThat(store.get(text)).isEqualTo("a");
            assertThat(store.get(of.position())).isEqualTo(1);
        }

        @Test
        void atomOfNoPart_isRefused() {
            assertThatThrownBy(() -> history.tracked(size))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("does not track size")
                    .hasMessageContaining("and(..)");
            assertThatThrownBy(() -> group.and(size)).hasMessageContaining("tracks size already");
        }

        @Test
        void names_areThoseOfTheHistory() {
            assertThat(group.name()).isEqualTo("edits");
            assertThat(group.canUndo().name()).isEqualTo("edits.canUndo");
            assertThat(group.tracked(size).name()).isEqualTo("size.tracked");
        }
    }

    @Nested
    class WritesPastTheHistory {
        @Test
        void areNoStep() {
            store.set(text, "loaded");

            assertThat(store.get(history.canUndo())).isFalse();
        }

        @Test
        void comeBackWithUndoAndRedo() {
            write("a");
            store.set(text, "a+");
            write("b");
            store.set(text, "b+");
            store.run(history.undo());
            assertThat(store.get(text)).isEqualTo("a+");
            store.run(history.redo());
            assertThat(store.get(text)).isEqualTo("b+");
        }
    }

    @Nested
    class Intervals {
        private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        private final History typed = history.captureEvery(Duration.ofSeconds(1));

        private void type(String letters, long pauseMillis) {
            for (char letter : letters.toCharArray()) {
                store.update(typed.tracked(text), value -> value + letter);
                clock.advanceTimeBy(Duration.ofMillis(pauseMillis));
            }
        }

        @Test
        void closeWrites_areOneStep_perInterval() {
            store.set(TimeAtoms.SCHEDULER, clock);
            type("abcdefghi", 300); // at 0, 300, 600, 900 | 1200, .., 2100 | 2400

            assertThat(store.get(typed.position())).isEqualTo(3);
            store.run(typed.undo());
            assertThat(store.get(text)).isEqualTo("abcdefgh");
            store.run(typed.undo());
            assertThat(store.get(text)).isEqualTo("abcd");
            store.run(typed.undo());
            assertThat(store.get(text)).isEmpty();
        }

        @Test
        void writeAfterAnUndo_joinsNothing() {
            store.set(TimeAtoms.SCHEDULER, clock);
            type("a", 0);
            store.run(typed.undo());
            store.run(typed.redo());
            type("b", 0);

            assertThat(store.get(typed.position())).isEqualTo(2);
        }

        @Test
        void labelledStep_standsAlone() {
            store.set(TimeAtoms.SCHEDULER, clock);
            type("a", 0);
            store.transaction(tx -> {
                tx.set(typed.tracked(text), "paste");
                tx.run(typed.label(), "Paste");
            });
            type("b", 0);

            assertThat(labels(typed)).containsExactly("text", "Paste", "text");
        }

        @Test
        void returningInTime_isNoStep() {
            store.set(TimeAtoms.SCHEDULER, clock);
            type("a", 0);
            store.set(typed.tracked(text), "");

            assertThat(store.get(typed.entries())).isEmpty();
        }

        @Test
        void badInterval_isRefused() {
            assertThatThrownBy(() -> history.captureEvery(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("interval of history text.history");
        }
    }

    @Nested
    class Definition {
        @Test
        void badLimit_isRefused() {
            assertThatThrownBy(() -> History.of(text, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 1 step, was 0");
        }

        @Test
        void twoStores_areIndependent() {
            AtomStore other = AtomStore.create();
            write("a");

            assertThat(other.get(history.canUndo())).isFalse();
            assertThat(other.run(history.undo())).isFalse();
            assertThat(store.get(text)).isEqualTo("a");
        }
    }

    @Nested
    class Memory {
        /** R26 */
        @Test
        void historyThatNobodyRefersTo_isCollectedWithItsSteps() {
            List<WeakReference<Object>> parts = writeOnce();

            for (WeakReference<Object> part : parts) {
                assertThat(Garbage.collects(part)).isTrue();
            }
            assertThat(store.get(text)).isEqualTo("ab");
        }

        private List<WeakReference<Object>> writeOnce() {
            History other = History.of(text, 10);
            String first = String.join("", "a", "");
            store.set(other.tracked(text), first + "1");
            store.set(other.tracked(text), "ab");
            store.get(other.entries());
            return List.of(new WeakReference<>(other), new WeakReference<>(other.entries()));
        }
    }

    @Nested
    class ManyThreads {
        @Test
        void eachTransaction_isOneStep() throws Exception {
            PrimitiveAtom<Integer> a = Atom.of(0);
            PrimitiveAtom<Integer> b = Atom.of(0);
            History of = History.of(a, 10_000).and(b);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    for (int n = 0; n < 100; n++) {
                        store.transaction(tx -> {
                            tx.update(of.tracked(a), value -> value + 1);
                            tx.update(of.tracked(b), value -> value - 1);
                        });
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(store.get(of.position())).isEqualTo(400);
            for (int n = 399; n >= 0; n--) {
                assertThat(store.run(of.undo())).isTrue();
                assertThat(store.get(a)).isEqualTo(n);
                assertThat(store.get(b)).isEqualTo(-n);
            }
        }
    }

    /** Against a list of states with a cursor. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomSteps_behaveLikeAListWithACursor(long seed) {
        Random random = new Random(seed);
        List<String> states = new ArrayList<>(List.of(""));
        int cursor = 0;
        for (int n = 0; n < 500; n++) {
            int kind = random.nextInt(6);
            if (kind < 3) {
                String value = "v" + random.nextInt(4);
                if (!value.equals(states.get(cursor))) {
                    states.subList(cursor + 1, states.size()).clear();
                    states.add(value);
                    if (states.size() > 4) {
                        states.remove(0);
                    }
                    cursor = states.size() - 1;
                }
                write(value);
            } else if (kind == 3) {
                assertThat(store.run(history.undo())).isEqualTo(cursor > 0);
                cursor = Math.max(0, cursor - 1);
            } else if (kind == 4) {
                assertThat(store.run(history.redo())).isEqualTo(cursor < states.size() - 1);
                cursor = Math.min(states.size() - 1, cursor + 1);
            } else {
                cursor = random.nextInt(states.size());
                store.run(history.jump(), cursor);
            }
            assertThat(store.get(text)).as("seed %d, step %d", seed, n).isEqualTo(states.get(cursor));
            assertThat(store.get(history.position())).isEqualTo(cursor);
            assertThat(store.get(history.entries())).hasSize(states.size() - 1);
        }
    }
}
