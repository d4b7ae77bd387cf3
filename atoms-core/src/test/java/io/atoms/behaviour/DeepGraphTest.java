package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomCycleException;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.AtomUsageException;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import io.atoms.fixtures.Threads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chains of 100,000 atoms: no recursion on the caller's stack, and still one run per change. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R6")
class DeepGraphTest {
    private static final int DEPTH = 100_000;
    private static final long SMALL_STACK = 256 * 1024;

    private final AtomStore store = AtomStore.create();
    private final Runs runs = new Runs();
    private final PrimitiveAtom<Integer> head = Atom.of(0).named("head");

    /** What each atom of a chain reads. */
    private enum Shape {
        /** The one before. */
        PREVIOUS {
            @Override
            Atom<Integer> next(PrimitiveAtom<Integer> head, Atom<Integer> previous, Runs runs) {
                return Atom.derived(runs.counting(get -> get.get(previous) + 1));
            }
        },
        /** The one before, declared. */
        DECLARED {
            @Override
            Atom<Integer> next(PrimitiveAtom<Integer> head, Atom<Integer> previous, Runs runs) {
                return Atom.map(previous, n -> {
                    runs.count();
                    return n + 1;
                });
            }
        },
        /** The head and then the one before, so that every atom is reached by two ways. */
        HEAD_THEN_PREVIOUS {
            @Override
            Atom<Integer> next(PrimitiveAtom<Integer> head, Atom<Integer> previous, Runs runs) {
                return Atom.derived(runs.counting(get -> get.get(head) * 0 + get.get(previous) + 1));
            }
        },
        /** The one before and then the head. */
        PREVIOUS_THEN_HEAD {
            @Override
            Atom<Integer> next(PrimitiveAtom<Integer> head, Atom<Integer> previous, Runs runs) {
                return Atom.derived(runs.counting(get -> get.get(previous) + 1 + get.get(head) * 0));
            }
        };

        abstract Atom<Integer> next(PrimitiveAtom<Integer> head, Atom<Integer> previous, Runs runs);
    }

    private Atom<Integer> chain(Shape shape) {
        return chain(head, (previous, i) -> shape.next(head, previous, runs));
    }

    private static Atom<Integer> chain(Atom<Integer> bottom, BiFunction<Atom<Integer>, Integer, Atom<Integer>> next) {
        Atom<Integer> last = bottom;
        for (int i = 0; i < DEPTH; i++) {
            last = next.apply(last, i);
        }
        return last;
    }

    @Nested
    class Chains {
        @ParameterizedTest(name = "{0}")
        @EnumSource(Shape.class)
        @Proves({"R1", "R5"})
        void unobserved_firstReadAndChange_runEachAtomOnce(Shape shape) {
            Atom<Integer> end = chain(shape);
            assertThat(store.get(end)).isEqualTo(DEPTH);
            assertThat(runs.sinceLast()).isEqualTo(DEPTH);

            store.set(head, 7);
            assertThat(runs.sinceLast()).isZero();
            assertThat(store.get(end)).isEqualTo(DEPTH + 7);
            assertThat(runs.sinceLast()).isEqualTo(DEPTH);

            store.set(Atom.of(1), 2);
            assertThat(store.get(end)).isEqualTo(DEPTH + 7);
            assertThat(runs.sinceLast()).isZero();
        }

        @ParameterizedTest(name = "{0}")
        @EnumSource(Shape.class)
        @Proves({"R4", "R14"})
        void observed_change_runsEachAtomOnce(Shape shape) {
            Atom<Integer> end = chain(shape);
            RecordingListener<Integer> listener = new RecordingListener<>();
            AtomSubscription subscription = store.subscribe(end, listener);
            assertThat(runs.sinceLast()).isEqualTo(DEPTH);

            store.set(head, 1);
            assertThat(runs.sinceLast()).isEqualTo(DEPTH);
            store.set(head, 2);
            assertThat(runs.sinceLast()).isEqualTo(DEPTH);
            assertThat(listener.values()).containsExactly(DEPTH + 1, DEPTH + 2);

            subscription.dispose();
            store.set(head, 3);
            assertThat(runs.sinceLast()).isZero();
            assertThat(store.get(end)).isEqualTo(DEPTH + 3);
            assertThat(runs.sinceLast()).isEqualTo(DEPTH);
        }

        @ParameterizedTest(name = "{0}")
        @EnumSource(Shape.class)
        void onASmallStack_everythingWorks(Shape shape) {
            Atom<Integer> end = chain(shape);
            RecordingListener<Integer> listener = new RecordingListener<>();
            Threads.runOnStack(SMALL_STACK, () -> {
                assertThat(store.get(end)).isEqualTo(DEPTH);
                store.set(head, 1);
                assertThat(store.get(end)).isEqualTo(DEPTH + 1);
                assertThat(runs.sinceLast()).isEqualTo(2 * DEPTH);
                AtomSubscription subscription = store.subscribe(end, listener);
                store.set(head, 2);
                subscription.dispose();
                assertThat(runs.sinceLast()).isEqualTo(DEPTH);
                assertThat(store.snapshot().get(end)).isEqualTo(DEPTH + 2);
            });

            assertThat(listener.values()).containsExactly(DEPTH + 2);
        }

        @ParameterizedTest(name = "{0}")
        @EnumSource(Shape.class)
        @Proves({"R10", "R11"})
        void insideTransactions_runsEachAtomOncePerReadPoint(Shape shape) {
            Atom<Integer> end = chain(shape);
            store.transaction(tx -> {
                assertThat(tx.get(end)).isEqualTo(DEPTH);
                assertThat(runs.sinceLast()).isEqualTo(DEPTH);
                tx.set(head, 1);
                assertThat(tx.get(end)).isEqualTo(DEPTH + 1);
                assertThat(runs.sinceLast()).isEqualTo(DEPTH);
            });
            assertThat(store.get(end)).isEqualTo(DEPTH + 1);
            assertThat(runs.sinceLast()).isZero();

            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(head, 2);
                        assertThat(tx.get(end)).isEqualTo(DEPTH + 2);
                        throw new IllegalArgumentException("no");
                    }))
                    .hasMessage("no");
            runs.sinceLast();
            assertThat(store.get(end)).isEqualTo(DEPTH + 1);
            assertThat(runs.sinceLast()).isZero();
        }

        @ParameterizedTest(name = "{0}")
        @EnumSource(Shape.class)
        @Proves("T3")
        void inASnapshot_runsEachAtomOnce(Shape shape) {
            Atom<Integer> end = chain(shape);
            StoreSnapshot snapshot = store.snapshot();
            store.set(head, 5);

            assertThat(snapshot.get(end)).isEqualTo(DEPTH);
            assertThat(snapshot.get(end)).isEqualTo(DEPTH);
            assertThat(runs.sinceLast()).isEqualTo(DEPTH);
            assertThat(store.get(end)).isEqualTo(DEPTH + 5);
            assertThat(runs.sinceLast()).isEqualTo(DEPTH);
        }

        @ParameterizedTest(name = "{0}")
        @EnumSource(Shape.class)
        @Proves("R18")
        void withAnEffectAtItsEnd_runsEachAtomOnce(Shape shape) {
            Atom<Integer> end = chain(shape);
            Log log = new Log();
            AtomSubscription effect = store.effect(ctx -> log.add(ctx.get(end)));
            assertThat(runs.sinceLast()).isEqualTo(DEPTH);
            store.set(head, 1);

            assertThat(log.lines()).containsExactly("" + DEPTH, "" + (DEPTH + 1));
            assertThat(runs.sinceLast()).isEqualTo(DEPTH);
            effect.dispose();
            store.set(head, 2);
            assertThat(runs.sinceLast()).isZero();
        }
    }

    @Nested
    class CutOff {
        @Test
        @Proves({"R4", "R5"})
        void changeThatIsCutOffAtTheBottom_runsOneAtom() {
            Runs bottomRuns = new Runs();
            Atom<Integer> sign = Atom.derived(bottomRuns.counting(get -> Integer.signum(get.get(head))));
            Atom<Integer> end = chain(sign, (previous, i) -> Shape.PREVIOUS.next(head, previous, runs));
            store.set(head, 1);
            assertThat(store.get(end)).isEqualTo(DEPTH + 1);
            runs.sinceLast();

            store.set(head, 2);
            assertThat(store.get(end)).isEqualTo(DEPTH + 1);
            assertThat(runs.sinceLast()).isZero();

            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(end, listener);
            store.set(head, 3);
            assertThat(runs.sinceLast()).isZero();
            assertThat(listener.told()).isEmpty();
            assertThat(bottomRuns.total()).isEqualTo(3);
        }

        @Test
        @Proves({"R4", "R5"})
        void changeThatIsCutOffInTheMiddle_runsTheLowerHalf() {
            Atom<Integer> end = chain(
                    head,
                    (previous, i) -> i == DEPTH / 2
                            ? Atom.derived(runs.counting(get -> get.get(previous) * 0))
                            : Shape.PREVIOUS.next(head, previous, runs));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(end, listener);
            runs.sinceLast();
            store.set(head, 1);

            assertThat(runs.sinceLast()).isEqualTo(DEPTH / 2 + 1);
            assertThat(listener.told()).isEmpty();
        }
    }

    @Nested
    @Proves("R7")
    class Failing {
        @Test
        void errorAtTheBottom_reachesTheTopAndRecovers() {
            IllegalArgumentException error = new IllegalArgumentException("bottom");
            Atom<Integer> bottom = Atom.derived(get -> {
                if (get.get(head) < 0) {
                    throw error;
                }
                return get.get(head);
            });
            Atom<Integer> end = chain(bottom, (previous, i) -> Shape.PREVIOUS.next(head, previous, runs));
            store.set(head, -1);
            Threads.runOnStack(SMALL_STACK, () -> {
                assertThat(catchThrowable(() -> store.get(end))).isSameAs(error);
                assertThat(runs.sinceLast()).isEqualTo(DEPTH);
                store.set(head, 1);
                assertThat(store.get(end)).isEqualTo(DEPTH + 1);
                RecordingListener<Integer> listener = new RecordingListener<>();
                store.subscribe(end, listener);
                store.set(head, -1);
                store.set(head, 2);
                assertThat(listener.errors()).containsExactly(error);
                assertThat(listener.values()).containsExactly(DEPTH + 2);
            });
        }

        @Test
        @Proves("R9")
        void writeAtTheBottom_isRefusedAndDoesNotHang() {
            PrimitiveAtom<Integer> target = Atom.of(0);
            Atom<Integer> bottom = Atom.derived(get -> {
                store.set(target, get.get(head));
                return 1;
            });
            Atom<Integer> end = chain(bottom, (previous, i) -> Shape.PREVIOUS.next(head, previous, runs));

            Threads.run(() -> {
                assertThatThrownBy(() -> store.get(end)).isInstanceOf(AtomUsageException.class);
                assertThatThrownBy(() -> store.transaction(tx -> {
                            tx.set(head, 3);
                            tx.get(end);
                        }))
                        .isInstanceOf(AtomUsageException.class);
                assertThatThrownBy(() -> store.snapshot().get(end)).isInstanceOf(AtomUsageException.class);
            });
            assertThat(store.get(target)).isZero();
            assertThat(store.get(head)).isZero();
        }

        @Test
        @Proves({"R10", "T5"})
        void readThroughTheStoreAtTheBottom_seesTheTransactionAroundAndOtherStores() {
            AtomStore other = AtomStore.create();
            PrimitiveAtom<Integer> there = Atom.of(1000);
            Atom<Integer> bottom = Atom.derived(get -> get.get(head) * 0 + store.get(head) + other.get(there));
            Atom<Integer> end = chain(bottom, (previous, i) -> Shape.PREVIOUS.next(head, previous, runs));

            Threads.run(() -> store.transaction(tx -> {
                tx.set(head, 7);
                assertThat(tx.get(end)).isEqualTo(1007 + DEPTH);
            }));
            assertThat(store.get(end)).isEqualTo(1007 + DEPTH);
        }
    }

    @Nested
    @Proves("R8")
    class CyclesOfThatLength {
        @Test
        void read_reportsTheCycle_andRecoversWhenItOpens() {
            AtomicReference<Atom<Integer>> last = new AtomicReference<>();
            PrimitiveAtom<Boolean> closed = Atom.of(true);
            Atom<Integer> bottom = Atom.<Integer>derived(get -> get.get(closed) ? get.get(last.get()) : 0)
                    .named("bottom");
            Atom<Integer> end = chain(bottom, (previous, i) -> Shape.PREVIOUS.next(head, previous, runs));
            last.set(end);

            Threads.runOnStack(SMALL_STACK, () -> {
                assertThatThrownBy(() -> store.get(end))
                        .isInstanceOf(AtomCycleException.class)
                        .hasMessageContaining("bottom");
                store.set(closed, false);
                assertThat(store.get(end)).isEqualTo(DEPTH);
            });
        }
    }

    @Nested
    class OtherShapes {
        @Test
        @Proves({"R4", "R19"})
        void ladderOfDiamonds_runsEachAtomOnce() {
            int rungs = DEPTH / 4;
            Log log = new Log();
            PrimitiveAtom<Integer> bottom = Atom.of(1).onMount(ctx -> {
                log.add("mount");
                return log.line("unmount");
            });
            Atom<Integer> layer = bottom;
            for (int i = 0; i < rungs; i++) {
                Atom<Integer> below = layer;
                Atom<Integer> left = Atom.derived(runs.counting(get -> get.get(below) % 1000));
                Atom<Integer> right = Atom.derived(runs.counting(get -> get.get(below) % 1000 + 1));
                layer = Atom.derived(runs.counting(get -> get.get(left) + get.get(right) - get.get(below)));
            }
            AtomSubscription subscription = store.subscribe(layer, value -> {});
            assertThat(runs.sinceLast()).isEqualTo(3 * rungs);
            store.set(bottom, 500);
            assertThat(runs.sinceLast()).isEqualTo(3 * rungs);
            subscription.dispose();

            assertThat(log.lines()).containsExactly("mount", "unmount");
        }

        @Test
        @Proves("R19")
        void chainOfMountedAtoms_mountsFromTheBottom() {
            List<Integer> mounts = new ArrayList<>();
            List<Integer> unmounts = new ArrayList<>();
            Atom<Integer> end = chain(
                    head,
                    (previous, i) -> Atom.<Integer>derived(get -> get.get(previous))
                            .onMount(ctx -> {
                                mounts.add(i);
                                return () -> unmounts.add(i);
                            }));
            store.subscribe(end, value -> {}).dispose();

            assertThat(mounts).hasSize(DEPTH).isSorted();
            assertThat(unmounts).hasSize(DEPTH);
            assertThat(new HashSet<>(unmounts)).hasSize(DEPTH);
        }

        @Test
        @Proves("R2")
        void chainWhoseTopSwitchesBetweenDeepEnds_works() {
            PrimitiveAtom<Boolean> left = Atom.of(true);
            Atom<Integer> one = chain(Shape.PREVIOUS);
            Atom<Integer> two = Atom.map(chain(Shape.HEAD_THEN_PREVIOUS), n -> -n);
            Atom<Integer> top = Atom.derived(get -> get.get(left) ? get.get(one) : get.get(two));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(top, listener);
            store.set(left, false);
            store.transaction(tx -> {
                tx.set(left, true);
                tx.set(head, 1);
            });

            assertThat(listener.values()).containsExactly(-DEPTH, DEPTH + 1);
            assertThat(runs.total()).isEqualTo(3 * DEPTH);
        }

        @Test
        @Proves("R1")
        void chainThatIsBuiltWhileItIsRead_works() {
            Atom<Integer> end = countdown(20_000);

            assertThat(store.get(end)).isEqualTo(20_000);
        }

        private Atom<Integer> countdown(int n) {
            return n == 0 ? head : Atom.derived(get -> get.get(countdown(n - 1)) + 1);
        }

        @Test
        @Proves("R10")
        void deepWritableAtoms_writeThroughEachOther() {
            int depth = 100;
            io.atoms.WritableAtom<Integer, Integer> last = head;
            for (int i = 0; i < depth; i++) {
                io.atoms.WritableAtom<Integer, Integer> below = last;
                last = Atom.writable(get -> get.get(below) + 1, (set, value) -> set.set(below, value - 1));
            }
            store.set(last, 1000);

            assertThat(store.get(head)).isEqualTo(900);
            assertThat(store.get(last)).isEqualTo(1000);
        }
    }
}
