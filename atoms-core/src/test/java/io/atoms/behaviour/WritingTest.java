package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import io.atoms.fixtures.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Set, update, reset, writable atoms and actions. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WritingTest {
    private final AtomStore store = AtomStore.create();
    private final PrimitiveAtom<Integer> count = Atom.of(1).named("count");
    private final PrimitiveAtom<Integer> total = Atom.of(0).named("total");

    private long epoch() {
        try (StoreSnapshot snapshot = store.snapshot()) {
            return snapshot.epoch();
        }
    }

    @Nested
    class Primitives {
        private final RecordingListener<Integer> listener = new RecordingListener<>();

        @Test
        @Proves({"R10", "R14"})
        void set_isVisibleAndTold() {
            store.subscribe(count, listener);
            store.set(count, 2);

            assertThat(store.get(count)).isEqualTo(2);
            assertThat(listener.told()).containsExactly("1 -> 2");
        }

        @Test
        @Proves("R10")
        void set_isOneCommit() {
            long before = epoch();
            store.set(count, 2);
            long after = epoch();
            store.set(count, 3);

            assertThat(after).isGreaterThan(before);
            assertThat(epoch() - after).isEqualTo(after - before);
        }

        @Test
        @Proves("R12")
        void setOfAnEqualValue_isNoCommit() {
            store.subscribe(count, listener);
            store.set(count, 1000);
            long before = epoch();
            store.set(count, 999 + store.get(count) / 1000);
            store.update(count, n -> n + 0);

            assertThat(epoch()).isEqualTo(before);
            assertThat(listener.told()).containsExactly("1 -> 1000");
        }

        @Test
        @Proves("R12")
        void equalValue_keepsThePresentInstance() {
            PrimitiveAtom<List<Integer>> list = Atom.of(List.of(1));
            List<Integer> present = new ArrayList<>(List.of(1, 2));
            store.set(list, present);
            store.set(list, List.of(1, 2));

            assertThat(store.get(list)).isSameAs(present);
        }

        @Test
        @Proves("R12")
        void update_runsTheFunctionOnce() {
            Runs runs = new Runs();
            store.update(count, n -> {
                runs.count();
                return n + 1;
            });

            assertThat(store.get(count)).isEqualTo(2);
            assertThat(runs.total()).isEqualTo(1);
        }

        @Test
        @Proves({"R12", "T1"})
        void updateByManyThreads_losesNothing() {
            int perThread = 2000;
            Threads.Task adder = () -> {
                for (int i = 0; i < perThread; i++) {
                    store.update(count, n -> n + 1);
                }
            };
            Threads.race(List.of(adder, adder, adder, adder));

            assertThat(store.get(count)).isEqualTo(1 + 4 * perThread);
        }

        @Test
        @Proves({"R11", "R12"})
        void updateThatThrows_changesNothing() {
            IllegalArgumentException error = new IllegalArgumentException("no");
            store.subscribe(count, listener);

            Throwable thrown = catchThrowable(() -> store.update(count, n -> {
                throw error;
            }));

            assertThat(thrown).isSameAs(error);
            assertThat(store.get(count)).isEqualTo(1);
            assertThat(listener.told()).isEmpty();
            Threads.run(() -> store.update(count, n -> n + 1));
            assertThat(store.get(count)).isEqualTo(2);
        }

        @Test
        @Proves("R10")
        void updateFunction_mayReadAndWriteTheStore_asPartOfTheCommit() {
            Atom<Integer> both = Atom.combine(count, total, Integer::sum);
            store.subscribe(both, listener);
            store.set(total, 5);
            store.update(count, n -> {
                store.set(total, 7);
                return n + store.get(total);
            });

            assertThat(store.get(count)).isEqualTo(8);
            assertThat(listener.told()).containsExactly("1 -> 6", "6 -> 15");
        }

        @Test
        @Proves("R13")
        void reset_returnsToTheInitialValue() {
            store.subscribe(count, listener);
            store.set(count, 5);
            store.reset(count);
            store.reset(count);

            assertThat(store.get(count)).isEqualTo(1);
            assertThat(listener.told()).containsExactly("1 -> 5", "5 -> 1");
        }

        @Test
        @Proves("R13")
        void reset_ofAnAtomNeverWritten_isNoCommit() {
            long before = epoch();
            store.reset(count);

            assertThat(epoch()).isEqualTo(before);
        }

        @Test
        @Proves("R13")
        void reset_withOnReset_doesWhatItSays() {
            PrimitiveAtom<Integer> special = count.onReset(set -> set.set(total, 99));
            store.set(special, 5);
            store.reset(special);

            assertThat(store.get(special)).isEqualTo(5);
            assertThat(store.get(total)).isEqualTo(99);
        }

        @Test
        @Proves("R4")
        void setThenRead_derivedSeesIt_withoutAnObserver() {
            Atom<Integer> twice = Atom.map(count, n -> 2 * n);
            for (int i = 0; i < 5; i++) {
                store.set(count, i + 10);
                assertThat(store.get(twice)).isEqualTo(2 * i + 20);
            }
        }
    }

    @Nested
    @Proves("R10")
    class WritableAtoms {
        private final WritableAtom<Integer, Integer> both =
                Atom.writable(get -> get.get(count) + get.get(total), (set, value) -> {
                    set.set(count, value);
                    set.set(total, value * 10);
                });

        @Test
        void set_runsTheWriteFunctionAsOneCommit() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(both, listener);
            store.set(both, 5);

            assertThat(store.get(both)).isEqualTo(55);
            assertThat(listener.told()).containsExactly("1 -> 55");
        }

        @Test
        void writeFunction_seesItsOwnWrites() {
            List<Integer> seen = new ArrayList<>();
            Atom<Integer> twice = Atom.map(count, n -> n * 2);
            WritableAtom<Integer, Integer> atom = Atom.writable(get -> get.get(count), (set, value) -> {
                set.set(count, value);
                seen.add(set.get(count));
                seen.add(set.get(twice));
                seen.add(set.peek(both));
                seen.add(store.get(twice));
            });
            store.set(atom, 5);

            assertThat(seen).containsExactly(5, 10, 5, 10);
        }

        @Test
        void update_readsAndWritesThroughTheFunctions() {
            WritableAtom<Integer, Integer> tenfold =
                    Atom.writable(get -> get.get(count) * 10, (set, value) -> set.set(count, value / 10));
            store.update(tenfold, n -> n + 50);

            assertThat(store.get(count)).isEqualTo(6);
            assertThat(store.get(tenfold)).isEqualTo(60);
        }

        @Test
        void argumentOfAnotherType_isPassed() {
            WritableAtom<Integer, String> parsed =
                    Atom.writable(get -> get.get(count), (set, text) -> set.set(count, Integer.parseInt(text)));
            store.set(parsed, "42");

            assertThat(store.get(parsed)).isEqualTo(42);
        }

        @Test
        void nullArgument_isPassed() {
            WritableAtom<Integer, String> clear = Atom.writable(
                    get -> get.get(count), (set, text) -> set.set(count, text == null ? -1 : text.length()));
            store.set(clear, null);

            assertThat(store.get(clear)).isEqualTo(-1);
        }

        @Test
        @Proves("R11")
        void writeFunctionThatThrows_leavesNothing() {
            WritableAtom<Integer, Integer> failing = Atom.writable(get -> get.get(count), (set, value) -> {
                set.set(count, value);
                set.get(both);
                throw new IllegalArgumentException("no " + value);
            });
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(both, listener);

            assertThatThrownBy(() -> store.set(failing, 5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no 5");
            assertThat(store.get(count)).isEqualTo(1);
            assertThat(store.get(both)).isEqualTo(1);
            assertThat(listener.told()).isEmpty();
        }

        @Test
        void writeFunctionThatDoesNothing_isNoCommit() {
            WritableAtom<Integer, Integer> deaf = Atom.writable(get -> get.get(count), (set, value) -> {});
            long before = epoch();
            store.set(deaf, 5);

            assertThat(epoch()).isEqualTo(before);
        }

        @Test
        void writableOfWritables_isStillOneCommit() {
            WritableAtom<Integer, Integer> outer = Atom.writable(get -> get.get(both), (set, value) -> {
                set.set(both, value);
                set.update(count, n -> n + 1);
            });
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(outer, listener);
            store.set(outer, 3);

            assertThat(listener.told()).containsExactly("1 -> 34");
        }

        @Test
        @Proves("R13")
        void reset_withoutOnReset_isRefusedWithARemedy() {
            assertThatThrownBy(() -> store.reset(both.named("both")))
                    .isInstanceOf(AtomUsageException.class)
                    .hasMessageContaining("both")
                    .hasMessageContaining("onReset");
        }

        @Test
        @Proves("R13")
        void reset_withOnReset_runsIt() {
            WritableAtom<Integer, Integer> resettable = both.onReset(set -> {
                set.reset(count);
                set.set(total, -1);
            });
            store.set(resettable, 5);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(resettable, listener);
            store.reset(resettable);

            assertThat(listener.told()).containsExactly("55 -> 0");
        }
    }

    @Nested
    @Proves("R10")
    class Actions {
        private final ActionAtom<Integer, String> buy = Atom.<Integer, String>action((set, amount) -> {
                    set.update(count, n -> n + amount);
                    set.update(total, n -> n + 10 * amount);
                    return set.get(count) + " for " + set.get(total);
                })
                .named("buy");

        @Test
        void run_isOneCommitWithAResult() {
            Atom<String> both = Atom.combine(count, total, (c, t) -> c + "/" + t);
            RecordingListener<String> listener = new RecordingListener<>();
            store.subscribe(both, listener);

            assertThat(store.run(buy, 3)).isEqualTo("4 for 30");
            assertThat(listener.told()).containsExactly("1/0 -> 4/30");
            assertThat(buy.name()).isEqualTo("buy");
            assertThat(buy.toString()).contains("buy");
        }

        @Test
        void runWithoutArgument_runsIt() {
            ActionAtom<Void, Integer> increment = Atom.action((set, none) -> {
                set.update(count, n -> n + 1);
                return set.get(count);
            });

            assertThat(store.run(increment)).isEqualTo(2);
        }

        @Test
        @Proves("R11")
        void actionThatThrows_leavesNothing() {
            ActionAtom<Integer, Integer> failing = Atom.action((set, amount) -> {
                set.run(buy, amount);
                throw new IllegalStateException("sold out");
            });

            assertThatThrownBy(() -> store.run(failing, 3)).hasMessage("sold out");
            assertThat(store.get(count)).isEqualTo(1);
            assertThat(store.get(total)).isZero();
        }

        @Test
        void actionInsideActionInsideTransaction_isOneCommit() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(count, listener);
            ActionAtom<Integer, String> twice = Atom.action((set, amount) -> {
                set.run(buy, amount);
                return set.run(buy, amount);
            });
            String result = store.transactionResult(tx -> {
                tx.run(twice, 1);
                return tx.run(twice, 2);
            });

            assertThat(result).isEqualTo("7 for 60");
            assertThat(listener.told()).containsExactly("1 -> 7");
        }
    }

    @Nested
    @Proves("R9")
    class InsideAReadFunction {
        private final WritableAtom<Integer, Integer> writable =
                Atom.writable(get -> get.get(total), (set, value) -> set.set(total, value));

        static Stream<Arguments> writes() {
            PrimitiveAtom<Integer> target = Atom.of(0).named("target");
            WritableAtom<Integer, Integer> through =
                    Atom.writable(get -> get.get(target), (set, value) -> set.set(target, value));
            ActionAtom<Integer, Integer> action = Atom.action((set, value) -> {
                set.set(target, value);
                return value;
            });
            return Stream.of(
                    write("set", store -> store.set(target, 5)),
                    write("set of an equal value", store -> store.set(target, 0)),
                    write("set of a writable", store -> store.set(through, 5)),
                    write("update", store -> store.update(target, n -> n + 1)),
                    write("reset", store -> store.reset(target)),
                    write("run", store -> store.run(action, 5)),
                    write("transaction", store -> store.transaction(tx -> tx.set(target, 5))),
                    write("transactionResult", store -> store.transactionResult(tx -> tx.get(target))),
                    write("handle set", store -> store.handle(target).set(5)),
                    write("handle reset", store -> store.handle(target).reset()),
                    write("restore", store -> store.restore(store.snapshot())));
        }

        private static Arguments write(String name, Consumer<AtomStore> write) {
            return Arguments.of(name, write);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("writes")
        void write_isRefused_andIsTheValueOfTheAtom(String name, Consumer<AtomStore> write) {
            Atom<Integer> writing = Atom.derived(get -> {
                write.accept(store);
                return 1;
            });

            Threads.run(() -> {
                Throwable thrown = catchThrowable(() -> store.get(writing));
                assertThat(thrown).isInstanceOf(AtomUsageException.class);
                assertThat(catchThrowable(() -> store.get(writing))).isSameAs(thrown);
            });
            assertThat(store.get(total)).isZero();
            Threads.run(() -> store.set(total, 3));
            assertThat(store.get(total)).isEqualTo(3);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("writes")
        @Proves("T3")
        void write_insideASnapshot_isRefused(String name, Consumer<AtomStore> write) {
            Atom<Integer> writing = Atom.derived(get -> {
                write.accept(store);
                return 1;
            });

            Threads.run(() ->
                    assertThatThrownBy(() -> store.snapshot().get(writing)).isInstanceOf(AtomUsageException.class));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("writes")
        void write_whenObservedAndRecomputedByACommit_isRefused(String name, Consumer<AtomStore> write) {
            Atom<Integer> writing = Atom.derived(get -> {
                if (get.get(count) > 1) {
                    write.accept(store);
                }
                return 1;
            });
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(writing, listener);
            Threads.run(() -> store.set(count, 2));

            assertThat(listener.errors()).hasSize(1).allMatch(error -> error instanceof AtomUsageException);
            Threads.run(() -> store.set(count, 1));
            assertThat(listener.values()).containsExactly(1);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("writes")
        void write_insideATransaction_isRefusedAndCanBeCaught(String name, Consumer<AtomStore> write) {
            Atom<Integer> writing = Atom.derived(get -> {
                write.accept(store);
                return 1;
            });
            Threads.run(() -> store.transaction(tx -> {
                tx.set(count, 9);
                assertThatThrownBy(() -> tx.get(writing)).isInstanceOf(AtomUsageException.class);
            }));

            assertThat(store.get(count)).isEqualTo(9);
        }

        @Test
        void message_saysWhatToUseInstead() {
            Atom<Integer> writing = Atom.<Integer>derived(get -> {
                        store.set(count, 5);
                        return 1;
                    })
                    .named("sneaky");

            assertThatThrownBy(() -> store.get(writing))
                    .isInstanceOf(AtomUsageException.class)
                    .hasMessageContaining("ATOMS-")
                    .message()
                    .containsAnyOf("effect", "writable", "action", "write function");
        }

        @Test
        void writeThroughAnOuterSetter_isRefused() {
            Threads.run(() -> store.transaction(tx -> {
                Atom<Integer> writing = Atom.derived(get -> {
                    tx.set(count, 5);
                    return 1;
                });
                assertThatThrownBy(() -> tx.get(writing)).isInstanceOf(AtomUsageException.class);
            }));
            assertThat(store.get(count)).isEqualTo(1);
        }

        @Test
        void writeInsideTheReadFunctionOfAWritable_isRefused() {
            WritableAtom<Integer, Integer> odd = Atom.writable(
                    get -> {
                        store.set(writable, 5);
                        return 1;
                    },
                    (set, value) -> set.set(total, value));

            assertThatThrownBy(() -> store.get(odd)).isInstanceOf(AtomUsageException.class);
            store.set(odd, 4);
            assertThat(store.get(total)).isEqualTo(4);
        }

        @Test
        void writeInsideAnEquality_isRefused_andHarmsNobody() {
            PrimitiveAtom<Integer> odd = Atom.of(1).equality((x, y) -> {
                store.set(total, 5);
                return x.equals(y);
            });

            Threads.run(() -> assertThatThrownBy(() -> store.set(odd, 2)).isInstanceOf(AtomUsageException.class));
            assertThat(store.get(total)).isZero();
            Threads.run(() -> store.set(total, 6));
            assertThat(store.get(total)).isEqualTo(6);
        }
    }
}
