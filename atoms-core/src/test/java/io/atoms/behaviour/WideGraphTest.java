package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Graphs 100,000 wide, and stores of a million atoms. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R6")
class WideGraphTest {
    private static final int WIDTH = 100_000;

    private final AtomStore store = AtomStore.create();
    private final Runs runs = new Runs();

    private static List<PrimitiveAtom<Integer>> primitives(int count) {
        List<PrimitiveAtom<Integer>> atoms = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            atoms.add(Atom.of(1));
        }
        return atoms;
    }

    @Nested
    class FanIn {
        private final List<PrimitiveAtom<Integer>> parts = primitives(WIDTH);

        private Atom<Long> tracked() {
            return Atom.derived(runs.counting(get -> {
                long sum = 0;
                for (PrimitiveAtom<Integer> part : parts) {
                    sum += get.get(part);
                }
                return sum;
            }));
        }

        @Test
        @Proves({"R4", "R14"})
        void observed_followsAnyPart() {
            Atom<Long> sum = tracked();
            RecordingListener<Long> listener = new RecordingListener<>();
            store.subscribe(sum, listener);
            store.set(parts.get(0), 2);
            store.set(parts.get(WIDTH - 1), 2);
            store.set(parts.get(WIDTH / 2), 2);

            assertThat(listener.values()).containsExactly(WIDTH + 1L, WIDTH + 2L, WIDTH + 3L);
            assertThat(runs.total()).isEqualTo(4);
        }

        @Test
        @Proves({"R4", "R10"})
        void transactionThatWritesAllParts_recomputesOnce() {
            Atom<Long> sum = tracked();
            RecordingListener<Long> listener = new RecordingListener<>();
            store.subscribe(sum, listener);
            store.transaction(tx -> parts.forEach(part -> tx.update(part, n -> n + 1)));

            assertThat(listener.values()).containsExactly(2L * WIDTH);
            assertThat(runs.total()).isEqualTo(2);
        }

        @Test
        void declared_followsAnyPart() {
            Atom<Long> sum = Atom.combine(
                    parts, values -> values.stream().mapToLong(n -> n).sum());
            RecordingListener<Long> listener = new RecordingListener<>();
            store.subscribe(sum, listener);
            store.set(parts.get(WIDTH - 1), 5);

            assertThat(listener.values()).containsExactly(WIDTH + 4L);
        }

        @Test
        @Proves("R5")
        void unobserved_isNotRecomputedByUnrelatedWrites() {
            Atom<Long> sum = tracked();
            store.get(sum);
            for (int i = 0; i < 100; i++) {
                store.set(Atom.of(1), 2);
                store.get(sum);
            }
            assertThat(runs.total()).isEqualTo(1);

            store.set(parts.get(WIDTH - 1), 9);
            assertThat(store.get(sum)).isEqualTo(WIDTH + 8L);
        }

        @Test
        @Proves("R18")
        void effectOverAllParts_runsOncePerCommit() {
            AtomicInteger effectRuns = new AtomicInteger();
            AtomSubscription effect = store.effect(ctx -> {
                parts.forEach(ctx::get);
                effectRuns.incrementAndGet();
            });
            store.set(parts.get(WIDTH - 1), 5);
            store.transaction(tx -> parts.forEach(part -> tx.set(part, 7)));
            effect.dispose();
            store.set(parts.get(3), 5);

            assertThat(effectRuns.get()).isEqualTo(3);
        }

        @Test
        @Proves("R2")
        void allDependenciesSwitched_followsTheNewOnes() {
            PrimitiveAtom<Boolean> forward = Atom.of(true);
            Atom<Long> sum = Atom.derived(get -> {
                boolean up = get.get(forward);
                long total = 0;
                for (int i = 0; i < WIDTH / 2; i++) {
                    total += get.get(parts.get(up ? i : WIDTH - 1 - i));
                }
                return total;
            });
            RecordingListener<Long> listener = new RecordingListener<>();
            store.subscribe(sum, listener);
            store.set(forward, false);
            store.set(parts.get(0), 5);
            store.set(parts.get(WIDTH - 1), 5);

            assertThat(listener.values()).containsExactly(WIDTH / 2 + 4L);
        }
    }

    @Nested
    class FanOut {
        private final PrimitiveAtom<Integer> head = Atom.of(1);
        private final List<Atom<Integer>> branches = new ArrayList<>();
        private final AtomicInteger calls = new AtomicInteger();

        @BeforeEach
        void grow() {
            for (int i = 0; i < WIDTH; i++) {
                int branch = i;
                branches.add(Atom.derived(runs.counting(get -> get.get(head) + branch)));
            }
        }

        @Test
        @Proves({"R4", "R14"})
        void allObserved_areRecomputedAndToldOnce() {
            List<AtomSubscription> subscriptions = new ArrayList<>();
            branches.forEach(branch -> subscriptions.add(store.subscribe(branch, value -> calls.incrementAndGet())));
            runs.sinceLast();
            store.set(head, 2);
            assertThat(runs.sinceLast()).isEqualTo(WIDTH);
            assertThat(calls.get()).isEqualTo(WIDTH);

            subscriptions.forEach(AtomSubscription::dispose);
            store.set(head, 3);
            assertThat(runs.sinceLast()).isZero();
            assertThat(calls.get()).isEqualTo(WIDTH);
        }

        @Test
        @Proves("R15")
        void manySubscribersOfOneAtom_areToldInOrderOfRegistration() {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < WIDTH; i++) {
                int number = i;
                store.subscribe(head, value -> order.add(number));
            }
            store.set(head, 2);

            assertThat(order).hasSize(WIDTH).isSorted();
        }

        @Test
        @Proves("R18")
        void manyEffects_runInOrderOfCreation() {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < WIDTH; i++) {
                int number = i;
                store.effect(ctx -> {
                    ctx.get(branches.get(WIDTH - 1 - number));
                    order.add(number);
                });
            }
            order.clear();
            store.set(head, 2);

            assertThat(order).hasSize(WIDTH).isSorted();
        }

        @Test
        @Proves("R26")
        void disposingInReverseOrder_worksInAnyOrder() {
            List<AtomSubscription> subscriptions = new ArrayList<>();
            branches.forEach(branch -> subscriptions.add(store.subscribe(branch, value -> calls.incrementAndGet())));
            for (int i = WIDTH - 1; i >= 0; i -= 2) {
                subscriptions.get(i).dispose();
            }
            for (int i = 0; i < WIDTH; i += 4) {
                subscriptions.get(i).dispose();
            }
            store.set(head, 2);

            assertThat(calls.get()).isEqualTo(WIDTH / 4);
        }

        @Test
        @Proves("R4")
        void fanOutAndIn_recomputesTheJoinOnce() {
            Runs joinRuns = new Runs();
            Atom<Long> join = Atom.derived(joinRuns.counting(get -> {
                long sum = 0;
                for (Atom<Integer> branch : branches) {
                    sum += get.get(branch);
                }
                return sum;
            }));
            RecordingListener<Long> listener = new RecordingListener<>();
            store.subscribe(join, listener);
            long before = store.get(join);
            store.set(head, 2);

            assertThat(listener.values()).containsExactly(before + WIDTH);
            assertThat(joinRuns.total()).isEqualTo(2);
        }
    }

    @Nested
    class ManyAtoms {
        private static final int MILLION = 1_000_000;

        @Test
        @Proves({"R10", "T3"})
        void aMillionPrimitives_areWrittenReadSnapshottedAndRestored() {
            List<PrimitiveAtom<Integer>> atoms = primitives(MILLION);
            for (int i = 0; i < MILLION; i++) {
                store.set(atoms.get(i), i + 2);
            }
            StoreSnapshot before = store.snapshot();
            store.transaction(tx -> atoms.forEach(atom -> tx.update(atom, n -> -n)));

            assertThat(store.get(atoms.get(0))).isEqualTo(-2);
            assertThat(store.get(atoms.get(MILLION - 1))).isEqualTo(-MILLION - 1);
            assertThat(before.get(atoms.get(MILLION - 1))).isEqualTo(MILLION + 1);
            store.restore(before);
            assertThat(store.get(atoms.get(MILLION / 2))).isEqualTo(MILLION / 2 + 2);
            assertThat(store.get(atoms.get(MILLION - 1))).isEqualTo(MILLION + 1);
        }
    }
}
