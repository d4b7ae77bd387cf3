package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import io.atoms.fixtures.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reading and deriving: when a read function runs, and what it sees. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadingAndDerivingTest {
    private final AtomStore store = AtomStore.create();
    private final Runs runs = new Runs();

    @Nested
    @Proves("R1")
    class FirstRead {
        private final PrimitiveAtom<Integer> number = Atom.of(3);
        private final Atom<Integer> square = Atom.derived(runs.counting(get -> get.get(number) * get.get(number)));

        @Test
        void define_neverRuns() {
            Atom<Integer> named =
                    square.named("square").equality(Integer::equals).onMount(ctx -> null);

            assertThat(named).isNotNull();
            assertThat(runs.total()).isZero();
        }

        @Test
        void subscribeHandleAndFlux_ofOtherAtoms_neverRunIt() {
            store.handle(square);
            store.flux(square);
            store.subscribe(number, value -> {});

            assertThat(runs.total()).isZero();
        }

        @Test
        void get_computesOnceAndCaches() {
            assertThat(store.get(square)).isEqualTo(9);
            assertThat(store.get(square)).isEqualTo(9);
            assertThat(store.peek(square)).isEqualTo(9);
            assertThat(store.handle(square).get()).isEqualTo(9);
            assertThat(runs.total()).isEqualTo(1);
        }

        @Test
        void get_inAnotherStore_computesThereAgain() {
            AtomStore other = AtomStore.create();
            other.set(number, 5);

            assertThat(store.get(square)).isEqualTo(9);
            assertThat(other.get(square)).isEqualTo(25);
            assertThat(runs.total()).isEqualTo(2);
            assertThat(store.get(square)).isEqualTo(9);
            assertThat(runs.total()).isEqualTo(2);
        }

        @Test
        void get_afterAWriteBeforeTheFirstRead_runsOnce() {
            store.set(number, 4);
            store.set(number, 5);

            assertThat(store.get(square)).isEqualTo(25);
            assertThat(runs.total()).isEqualTo(1);
        }

        @Test
        void subscribe_computesOnce() {
            store.subscribe(square, value -> {});

            assertThat(runs.total()).isEqualTo(1);
            assertThat(store.get(square)).isEqualTo(9);
            assertThat(runs.total()).isEqualTo(1);
        }
    }

    @Nested
    @Proves("R2")
    class DynamicDependencies {
        private final PrimitiveAtom<Boolean> left = Atom.of(true);
        private final PrimitiveAtom<Integer> a = Atom.of(1);
        private final PrimitiveAtom<Integer> b = Atom.of(2);
        private final Atom<Integer> chosen =
                Atom.derived(runs.counting(get -> get.get(left) ? get.get(a) : get.get(b)));

        @Test
        void set_ofWhatTheLastRunDidNotRead_doesNotRecompute() {
            store.get(chosen);
            store.set(b, 20);

            assertThat(store.get(chosen)).isEqualTo(1);
            assertThat(runs.total()).isEqualTo(1);
        }

        @Test
        void switching_dropsTheOldAndTakesTheNewDependency() {
            store.get(chosen);
            store.set(left, false);
            assertThat(store.get(chosen)).isEqualTo(2);
            runs.sinceLast();

            store.set(a, 10);
            assertThat(store.get(chosen)).isEqualTo(2);
            assertThat(runs.sinceLast()).isZero();

            store.set(b, 20);
            assertThat(store.get(chosen)).isEqualTo(20);
            assertThat(runs.sinceLast()).isEqualTo(1);
        }

        @Test
        void switching_whenObserved_dropsTheOldAndTakesTheNewDependency() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(chosen, listener);
            store.set(left, false);
            runs.sinceLast();

            store.set(a, 10);
            assertThat(runs.sinceLast()).isZero();
            store.set(b, 20);
            assertThat(runs.sinceLast()).isEqualTo(1);
            store.set(left, true);

            assertThat(listener.told()).containsExactly("1 -> 2", "2 -> 20", "20 -> 10");
        }

        @Test
        void switchingManyTimes_whenObserved_alwaysFollowsTheLastRun() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(chosen, listener);
            List<Integer> expected = new ArrayList<>();
            for (int i = 10; i < 60; i += 2) {
                boolean nowLeft = i % 4 == 0;
                int round = i;
                store.transaction(tx -> {
                    tx.set(left, nowLeft);
                    tx.set(a, round);
                    tx.set(b, round + 1);
                });
                expected.add(nowLeft ? round : round + 1);
            }

            assertThat(listener.values()).isEqualTo(expected);
        }

        @Test
        void orderOfDependenciesChanging_isFollowed() {
            PrimitiveAtom<List<PrimitiveAtom<Integer>>> order = Atom.of(List.of(a, b));
            Atom<String> joined = Atom.derived(runs.counting(get -> {
                StringBuilder text = new StringBuilder();
                get.get(order).forEach(atom -> text.append(get.get(atom)).append(' '));
                return text.toString();
            }));
            RecordingListener<String> listener = new RecordingListener<>();
            store.subscribe(joined, listener);

            store.set(order, List.of(b, a));
            store.set(order, List.of(b));
            store.set(a, 7);
            store.set(order, List.of(b, a, b, a));
            store.set(b, 9);
            store.set(order, List.of());

            assertThat(listener.values()).containsExactly("2 1 ", "2 ", "2 7 2 7 ", "9 7 9 7 ", "");
        }

        @Test
        void shrinkingAndGrowing_whenObserved_neverMissesAChange() {
            PrimitiveAtom<Integer> size = Atom.of(0);
            List<PrimitiveAtom<Integer>> parts = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                parts.add(Atom.of(1));
            }
            Atom<Integer> sum = Atom.derived(get -> {
                int total = 0;
                for (int i = get.get(size) - 1; i >= 0; i--) {
                    total += get.get(parts.get(i));
                }
                return total;
            });
            store.subscribe(sum, value -> {});

            int expected = 0;
            int[] sizes = {5, 40, 1, 17, 0, 33, 32, 31, 40};
            for (int next : sizes) {
                store.set(size, next);
                parts.forEach(part -> store.update(part, n -> n + 1));
                expected++;
                assertThat(store.get(sum)).isEqualTo(next * (1 + expected));
            }
        }
    }

    @Nested
    class GlitchFreedom {
        private final PrimitiveAtom<Integer> head = Atom.of(1);
        private final Atom<Integer> plus = Atom.map(head, n -> n + 1);
        private final Atom<Integer> times = Atom.map(head, n -> n * 10);
        private final Atom<String> pair =
                Atom.derived(runs.counting(get -> get.get(head) + "/" + get.get(plus) + "/" + get.get(times)));

        @Test
        @Proves({"R3", "R4"})
        void diamond_whenObserved_recomputesOnceAndSeesOneCommit() {
            RecordingListener<String> listener = new RecordingListener<>();
            store.subscribe(pair, listener);
            store.set(head, 2);
            store.set(head, 3);

            assertThat(listener.values()).containsExactly("2/3/20", "3/4/30");
            assertThat(runs.total()).isEqualTo(3);
        }

        @Test
        @Proves({"R3", "R4"})
        void diamondOfUnequalArms_recomputesTheJoinOnce() {
            Atom<Integer> longArm = plus;
            for (int i = 0; i < 20; i++) {
                longArm = Atom.map(longArm, n -> n + 1);
            }
            Atom<Integer> end = longArm;
            Atom<String> join = Atom.derived(runs.counting(get -> get.get(head) + ":" + get.get(end)));
            RecordingListener<String> listener = new RecordingListener<>();
            store.subscribe(join, listener);
            runs.sinceLast();

            store.set(head, 5);

            assertThat(listener.values()).containsExactly("5:26");
            assertThat(runs.sinceLast()).isEqualTo(1);
        }

        @Test
        @Proves("R3")
        void listener_readingOthers_seesTheCommitItIsToldOf() {
            List<String> seen = new ArrayList<>();
            store.subscribe(head, value -> seen.add(value + " " + store.get(pair)));
            store.set(head, 2);
            store.set(head, 3);

            assertThat(seen).containsExactly("2 2/3/20", "3 3/4/30");
        }

        @Test
        @Proves("R3")
        void nestedDiamonds_neverShowAMixture() {
            Atom<Integer> layer = head;
            for (int i = 0; i < 12; i++) {
                Atom<Integer> below = layer;
                Atom<Integer> one = Atom.map(below, n -> n);
                Atom<Integer> two = Atom.map(below, n -> n);
                layer = Atom.combine(one, two, (x, y) -> {
                    assertThat(x).isEqualTo(y);
                    return x;
                });
            }
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(layer, listener);
            store.set(head, 2);
            store.set(head, 9);

            assertThat(listener.told()).containsExactly("1 -> 2", "2 -> 9");
        }
    }

    @Nested
    class Recomputing {
        private final PrimitiveAtom<Integer> head = Atom.of(1);
        private final PrimitiveAtom<Integer> unrelated = Atom.of(1);
        private final Runs parityRuns = new Runs();
        private final Atom<Integer> parity = Atom.derived(parityRuns.counting(get -> get.get(head) % 2));
        private final Atom<String> text = Atom.derived(runs.counting(get -> "p" + get.get(parity)));

        @Test
        @Proves("R4")
        void transactionOfManyWrites_recomputesAnObservedAtomOnce() {
            store.subscribe(text, value -> {});
            store.transaction(tx -> {
                for (int i = 0; i < 101; i++) {
                    tx.update(head, n -> n + 1);
                }
            });

            assertThat(parityRuns.total()).isEqualTo(2);
            assertThat(runs.total()).isEqualTo(2);
        }

        @Test
        @Proves({"R4", "R5"})
        void equalResult_whenObserved_isCutOff() {
            RecordingListener<String> listener = new RecordingListener<>();
            store.subscribe(text, listener);
            store.set(head, 3);

            assertThat(parityRuns.total()).isEqualTo(2);
            assertThat(runs.total()).isEqualTo(1);
            assertThat(listener.told()).isEmpty();
        }

        @Test
        @Proves({"R4", "R5"})
        void equalResult_whenUnobserved_isCutOff() {
            store.get(text);
            store.set(head, 3);

            assertThat(store.get(text)).isEqualTo("p1");
            assertThat(parityRuns.total()).isEqualTo(2);
            assertThat(runs.total()).isEqualTo(1);
        }

        @Test
        @Proves("R5")
        void set_neverRunsAnUnobservedAtom() {
            store.get(text);
            for (int i = 0; i < 10; i++) {
                store.set(head, i);
            }

            assertThat(parityRuns.total()).isEqualTo(1);
            assertThat(runs.total()).isEqualTo(1);
        }

        @Test
        @Proves("R5")
        void unrelatedWrites_neverRecompute() {
            store.get(text);
            for (int i = 0; i < 10; i++) {
                store.set(unrelated, i + 100);
                assertThat(store.get(text)).isEqualTo("p1");
            }

            assertThat(parityRuns.total()).isEqualTo(1);
            assertThat(runs.total()).isEqualTo(1);
        }

        @Test
        @Proves({"R5", "R12"})
        void equalWrites_neverRecompute() {
            store.get(text);
            store.set(head, 1);
            store.update(head, n -> n);
            store.get(text);

            assertThat(parityRuns.total()).isEqualTo(1);
        }

        @Test
        @Proves("R5")
        void formerlyObserved_isLazyAgain() {
            store.subscribe(text, value -> {}).dispose();
            store.set(head, 2);
            assertThat(parityRuns.total()).isEqualTo(1);

            assertThat(store.get(text)).isEqualTo("p0");
            assertThat(parityRuns.total()).isEqualTo(2);
            assertThat(runs.total()).isEqualTo(2);
        }

        @Test
        @Proves("R5")
        void formerlyUnobserved_isObservedWithoutRecomputingWhatIsCurrent() {
            store.get(text);
            store.set(unrelated, 2);
            RecordingListener<String> listener = new RecordingListener<>();
            store.subscribe(text, listener);
            assertThat(runs.total()).isEqualTo(1);

            store.set(head, 2);
            assertThat(listener.told()).containsExactly("p1 -> p0");
            assertThat(runs.total()).isEqualTo(2);
        }

        @Test
        @Proves("R5")
        void staleAtom_isObservedWithOneRun() {
            store.get(text);
            store.set(head, 2);
            RecordingListener<String> listener = new RecordingListener<>();
            store.subscribe(text, listener);

            assertThat(runs.total()).isEqualTo(2);
            store.set(head, 3);
            assertThat(listener.told()).containsExactly("p0 -> p1");
        }
    }

    @Nested
    @Proves("R5")
    class OrderOfChecks {
        private final PrimitiveAtom<Boolean> flag = Atom.of(true);
        private final PrimitiveAtom<Integer> source = Atom.of(1);
        private final Runs dearRuns = new Runs();
        private final Atom<Integer> dear = Atom.derived(dearRuns.counting(get -> get.get(source) * 100));
        private final Atom<Integer> guarded = Atom.derived(runs.counting(get -> get.get(flag) ? get.get(dear) : 0));

        private void flagDownAndSourceUp() {
            store.transaction(tx -> {
                tx.set(source, 2);
                tx.set(flag, false);
            });
        }

        @Test
        void observedAtomThatNoObserverReachesAnyMore_isNotRecomputed() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(guarded, listener);
            flagDownAndSourceUp();

            assertThat(listener.told()).containsExactly("100 -> 0");
            assertThat(dearRuns.total()).isEqualTo(1);
            store.set(flag, true);
            assertThat(listener.values()).containsExactly(0, 200);
            assertThat(dearRuns.total()).isEqualTo(2);
        }

        @Test
        void observedChainThatNoObserverReachesAnyMore_isNotRecomputed() {
            Atom<Integer> far = dear;
            for (int i = 0; i < 5; i++) {
                Atom<Integer> below = far;
                far = Atom.derived(dearRuns.counting(get -> get.get(below) + 1));
            }
            Atom<Integer> end = far;
            Atom<Integer> top = Atom.derived(get -> get.get(flag) ? get.get(end) : 0);
            store.subscribe(top, value -> {});
            dearRuns.sinceLast();
            flagDownAndSourceUp();

            assertThat(dearRuns.sinceLast()).isZero();
        }

        @Test
        void atomThatAnotherObserverStillReaches_isRecomputedOnce() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(guarded, value -> {});
            store.subscribe(dear, listener);
            flagDownAndSourceUp();

            assertThat(dearRuns.total()).isEqualTo(2);
            assertThat(listener.told()).containsExactly("100 -> 200");
        }

        @Test
        void unobservedCheck_stopsAtTheFirstChange() {
            store.get(guarded);
            flagDownAndSourceUp();

            assertThat(store.get(guarded)).isZero();
            assertThat(dearRuns.total()).isEqualTo(1);
        }

        @Test
        void effectCheck_stopsAtTheFirstChange() {
            List<Integer> seen = new ArrayList<>();
            store.effect(ctx -> seen.add(ctx.get(flag) ? ctx.get(dear) : 0));
            flagDownAndSourceUp();

            assertThat(seen).containsExactly(100, 0);
            assertThat(dearRuns.total()).isEqualTo(1);
        }

        @Test
        void dependencyThatWouldThrow_behindAChangedGuard_isNeverEvaluated() {
            PrimitiveAtom<Integer> divisor = Atom.of(1);
            Atom<Integer> quotient = Atom.derived(dearRuns.counting(get -> 100 / get.get(divisor)));
            Atom<Integer> safe = Atom.derived(get -> get.get(divisor) == 0 ? -1 : get.get(quotient));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(safe, listener);

            store.set(divisor, 0);

            assertThat(listener.told()).containsExactly("100 -> -1");
            assertThat(dearRuns.total()).isEqualTo(1);
        }
    }

    @Nested
    @Proves({"R2", "R3"})
    class Peeking {
        private final PrimitiveAtom<Integer> tracked = Atom.of(1);
        private final PrimitiveAtom<Integer> peeked = Atom.of(10);

        @Test
        void peek_isNoDependency() {
            Atom<Integer> sum = Atom.derived(runs.counting(get -> get.get(tracked) + get.peek(peeked)));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(sum, listener);

            store.set(peeked, 20);
            assertThat(runs.total()).isEqualTo(1);
            store.set(tracked, 2);

            assertThat(listener.told()).containsExactly("11 -> 22");
        }

        @Test
        void peekAfterGet_staysADependency() {
            Atom<Integer> twice = Atom.derived(get -> get.get(tracked) + get.peek(tracked));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(twice, listener);
            store.set(tracked, 2);

            assertThat(listener.told()).containsExactly("2 -> 4");
        }

        @Test
        void getAfterPeek_becomesADependency() {
            Atom<Integer> twice = Atom.derived(get -> get.peek(tracked) + get.get(tracked));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(twice, listener);
            store.set(tracked, 2);

            assertThat(listener.told()).containsExactly("2 -> 4");
        }

        @Test
        void peekedDerived_tracksItsOwnDependenciesOnly() {
            Atom<Integer> inner = Atom.derived(runs.counting(get -> get.get(peeked) + 1));
            Runs outerRuns = new Runs();
            Atom<Integer> outer = Atom.derived(outerRuns.counting(get -> get.get(tracked) + get.peek(inner)));
            assertThat(store.get(outer)).isEqualTo(12);

            store.set(peeked, 20);
            assertThat(store.get(outer)).isEqualTo(12);
            assertThat(store.get(inner)).isEqualTo(21);
            store.set(tracked, 2);
            assertThat(store.get(outer)).isEqualTo(23);
            assertThat(outerRuns.total()).isEqualTo(2);
            assertThat(runs.total()).isEqualTo(2);
        }
    }

    @Nested
    @Proves("R2")
    class RepeatedReads {
        private final PrimitiveAtom<Integer> a = Atom.of(1);
        private final PrimitiveAtom<Integer> b = Atom.of(2);

        @Test
        void readingOneAtomManyTimes_isOneDependency() {
            Atom<Integer> sum = Atom.derived(runs.counting(get -> {
                int total = 0;
                for (int i = 0; i < 1000; i++) {
                    total += get.get(i % 2 == 0 ? a : b);
                }
                return total;
            }));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(sum, listener);
            store.set(a, 2);
            store.set(b, 3);

            assertThat(listener.told()).containsExactly("1500 -> 2000", "2000 -> 2500");
            assertThat(runs.total()).isEqualTo(3);
        }

        @Test
        void readingInAnInterleavedPatternThatVaries_tracksAll() {
            List<PrimitiveAtom<Integer>> parts = List.of(Atom.of(0), Atom.of(0), Atom.of(0), Atom.of(0), Atom.of(0));
            PrimitiveAtom<Integer> step = Atom.of(1);
            Atom<Integer> sum = Atom.derived(get -> {
                int total = 0;
                for (int i = 0; i < 25; i++) {
                    total += get.get(parts.get(i * get.get(step) % 5));
                }
                return total;
            });
            store.subscribe(sum, value -> {});
            for (int round = 1; round < 9; round++) {
                store.set(step, round);
                for (PrimitiveAtom<Integer> part : parts) {
                    store.update(part, n -> n + 1);
                }
                assertThat(store.get(sum)).as("step %d", round).isEqualTo(25 * round);
            }
        }
    }

    @Nested
    @Proves("R1")
    class NullValues {
        @Test
        void primitive_holdsNull() {
            PrimitiveAtom<String> name = Atom.of(null);
            RecordingListener<String> listener = new RecordingListener<>();
            store.subscribe(name, listener);

            assertThat(store.get(name)).isNull();
            store.set(name, null);
            store.set(name, "x");
            store.set(name, null);

            assertThat(store.get(name)).isNull();
            assertThat(listener.told()).containsExactly("null -> x", "x -> null");
        }

        @Test
        void derived_cachesNull() {
            PrimitiveAtom<String> name = Atom.of("x");
            Atom<String> none = Atom.derived(runs.counting(get -> get.get(name).isEmpty() ? "empty" : null));
            Runs topRuns = new Runs();
            Atom<String> top = Atom.derived(topRuns.counting(get -> "<" + get.get(none) + ">"));

            assertThat(store.get(none)).isNull();
            assertThat(store.get(none)).isNull();
            assertThat(runs.total()).isEqualTo(1);
            assertThat(store.get(top)).isEqualTo("<null>");
            store.set(name, "y");
            assertThat(store.get(top)).isEqualTo("<null>");
            assertThat(topRuns.total()).isEqualTo(1);
            store.set(name, "");
            assertThat(store.get(top)).isEqualTo("<empty>");
        }

        @Test
        void observedDerived_turningNullAndBack_tellsItsListener() {
            PrimitiveAtom<Integer> number = Atom.of(1);
            Atom<Integer> positive = Atom.map(number, n -> n > 0 ? n : null);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(positive, listener);
            store.set(number, -1);
            store.set(number, -2);
            store.set(number, 3);

            assertThat(listener.told()).containsExactly("1 -> null", "null -> 3");
        }

        @Test
        void updateResetTransactionHandleAndSnapshot_passNull() {
            PrimitiveAtom<String> name = Atom.of(null);
            store.set(name, "x");
            store.update(name, text -> null);
            assertThat(store.handle(name).get()).isNull();
            store.set(name, "y");
            store.reset(name);
            assertThat(store.get(name)).isNull();
            assertThat(store.<String>transactionResult(tx -> tx.get(name))).isNull();
            assertThat(store.snapshot().get(name)).isNull();
        }
    }

    @Nested
    @Proves("R1")
    class Definitions {
        private final PrimitiveAtom<Integer> count = Atom.of(1).named("count");

        @Test
        void named_isAnotherAtomWithItsOwnValue() {
            PrimitiveAtom<Integer> other = count.named("other");
            store.set(count, 5);

            assertThat(other).isNotEqualTo(count);
            assertThat(store.get(other)).isEqualTo(1);
            assertThat(other.name()).isEqualTo("other");
            assertThat(count.name()).isEqualTo("count");
        }

        @Test
        void names_appearInToString_andUnnamedAtomsAreNumbered() {
            Atom<Integer> first = Atom.of(1);
            Atom<Integer> second = Atom.derived(get -> 1);

            assertThat(count.toString()).contains("count");
            assertThat(first.name()).matches("Atom#\\d+");
            assertThat(second.name()).matches("Atom#\\d+").isNotEqualTo(first.name());
        }

        @Test
        void withers_keepWhatWasSetBefore() {
            PrimitiveAtom<Integer> coarse =
                    Atom.of(1).equality((x, y) -> x / 10 == y / 10).named("coarse");
            store.set(coarse, 9);
            assertThat(store.get(coarse)).isEqualTo(1);
            store.set(coarse, 12);
            assertThat(store.get(coarse)).isEqualTo(12);
        }

        @Test
        void initial_isTheValueOfAFreshStore() {
            store.set(count, 9);

            assertThat(count.initial()).isEqualTo(1);
            assertThat(AtomStore.create().get(count)).isEqualTo(1);
        }

        @Test
        void nullFunctions_areRefused() {
            assertThatNullPointerException().isThrownBy(() -> Atom.derived(null));
            assertThatNullPointerException().isThrownBy(() -> count.named(null));
            assertThatNullPointerException().isThrownBy(() -> count.equality(null));
            assertThatNullPointerException().isThrownBy(() -> store.get(null));
            assertThatNullPointerException().isThrownBy(() -> store.effect(null));
            assertThatNullPointerException().isThrownBy(() -> store.transaction(null));
            assertThatNullPointerException().isThrownBy(() -> store.set(null, 1));
        }

        @Test
        void combinations_readTheirDependencies() {
            PrimitiveAtom<Integer> b = Atom.of(2);
            PrimitiveAtom<Integer> c = Atom.of(3);
            PrimitiveAtom<Integer> d = Atom.of(4);
            Atom<String> two = Atom.combine(count, b, (x, y) -> x + "," + y);
            Atom<String> three = Atom.combine(count, b, c, (x, y, z) -> x + "," + y + "," + z);
            Atom<String> four = Atom.combine(count, b, c, d, (w, x, y, z) -> w + "," + x + "," + y + "," + z);
            RecordingListener<String> listener = new RecordingListener<>();
            store.subscribe(two, listener);
            store.subscribe(three, listener);
            store.subscribe(four, listener);

            store.set(count, 9);
            store.set(d, 8);

            assertThat(listener.values()).containsExactly("9,2", "9,2,3", "9,2,3,4", "9,2,3,8");
        }

        @Test
        void combineList_givesValuesInOrderAndUnmodifiable() {
            PrimitiveAtom<Integer> b = Atom.of(null);
            AtomicReference<List<Integer>> given = new AtomicReference<>();
            Atom<String> joined = Atom.combine(List.of(count, b, count), values -> {
                given.set(values);
                return values.toString();
            });

            assertThat(store.get(joined)).isEqualTo("[1, null, 1]");
            assertThatThrownBy(() -> given.get().set(0, 5)).isInstanceOf(UnsupportedOperationException.class);
            List<Integer> before = given.get();
            store.set(count, 2);
            assertThat(store.get(joined)).isEqualTo("[2, null, 2]");
            assertThat(before).containsExactly(1, null, 1);
        }

        @Test
        void combineList_copiesTheListOfAtoms() {
            List<Atom<Integer>> atoms = new ArrayList<>(List.of(count));
            Atom<Integer> size = Atom.combine(atoms, List::size);
            atoms.add(count);

            assertThat(store.get(size)).isEqualTo(1);
            Atom<Integer> none = Atom.combine(List.<Atom<Integer>>of(), List::size);
            assertThat(store.get(none)).isZero();
        }

        @Test
        void oneAtomInAllPlaces_works() {
            Atom<Integer> sum = Atom.combine(count, count, count, count, (w, x, y, z) -> w + x + y + z);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(sum, listener);
            store.set(count, 2);

            assertThat(listener.told()).containsExactly("4 -> 8");
        }
    }

    @Nested
    @Proves("R4")
    class CustomEquality {
        @Test
        void equality_decidesWhatIsAChange() {
            PrimitiveAtom<Integer> exact = Atom.of(10);
            Atom<Integer> coarse = Atom.<Integer>derived(get -> get.get(exact)).equality((x, y) -> Math.abs(x - y) < 5);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(coarse, listener);
            store.set(exact, 12);
            store.set(exact, 20);

            assertThat(listener.values()).containsExactly(20);
        }

        @Test
        void equality_isNotAskedAboutTheSameInstance() {
            Object value = new Object();
            PrimitiveAtom<Object> atom = Atom.<Object>of(value).equality((x, y) -> {
                throw new AssertionError("asked");
            });
            store.set(atom, value);

            assertThat(store.get(atom)).isSameAs(value);
        }

        @Test
        void equalityThatIsNeverTrue_tellsOfEveryWrite() {
            PrimitiveAtom<Integer> always = Atom.of(1).equality((x, y) -> false);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(always, listener);
            store.set(always, 1000);
            store.set(always, 1000 * Integer.parseInt("1"));

            assertThat(listener.told()).containsExactly("1 -> 1000", "1000 -> 1000");
        }

        @Test
        void equalityThatIsAlwaysTrue_neverChanges() {
            PrimitiveAtom<Integer> frozen = Atom.of(1).equality((x, y) -> true);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(frozen, listener);
            store.set(frozen, 2);

            assertThat(store.get(frozen)).isEqualTo(1);
            assertThat(listener.told()).isEmpty();
        }

        @Test
        @Proves("R11")
        void equalityThatThrows_onAPrimitive_reachesTheWriterAndLeavesNothing() {
            IllegalArgumentException error = new IllegalArgumentException("equality");
            PrimitiveAtom<Integer> fragile = Atom.of(1).equality((x, y) -> {
                if (y == 13 || x == 13) {
                    throw error;
                }
                return x.equals(y);
            });
            PrimitiveAtom<Integer> other = Atom.of(1);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(fragile, listener);
            store.subscribe(other, listener);

            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(other, 7);
                        tx.set(fragile, 13);
                    }))
                    .isSameAs(error);

            assertThat(store.get(fragile)).isEqualTo(1);
            assertThat(store.get(other)).isEqualTo(1);
            assertThat(listener.told()).isEmpty();
            Threads.run(() -> store.set(fragile, 2));
            assertThat(listener.told()).containsExactly("1 -> 2");
        }

        @Test
        @Proves("R7")
        void equalityThatThrows_onAnObservedDerived_harmsNoOtherAtom() {
            PrimitiveAtom<Integer> head = Atom.of(1);
            Atom<Integer> fragile = Atom.<Integer>derived(get -> get.get(head)).equality((x, y) -> {
                if (y == 13) {
                    throw new IllegalArgumentException("equality");
                }
                return x.equals(y);
            });
            Atom<Integer> healthy = Atom.map(head, n -> n * 2);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(fragile, new RecordingListener<>());
            store.subscribe(healthy, listener);

            try {
                store.set(head, 13);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessage("equality");
            }
            int afterwards = store.get(head);
            assertThat(store.get(healthy)).isEqualTo(2 * afterwards);
            Threads.run(() -> store.set(head, 20));

            assertThat(store.get(healthy)).isEqualTo(40);
            assertThat(listener.values()).endsWith(40);
            assertThat(store.get(fragile)).isEqualTo(20);
        }
    }

    @Nested
    @Proves("R9")
    class GetterOutsideItsTime {
        private final PrimitiveAtom<Integer> number = Atom.of(1);
        private final AtomicReference<Getter> leaked = new AtomicReference<>();

        @Test
        void leakedFromAReadFunction_throws() {
            Atom<Integer> leaking = Atom.derived(get -> {
                leaked.set(get);
                return get.get(number);
            });
            store.get(leaking);

            assertThatThrownBy(() -> leaked.get().get(number)).isInstanceOf(AtomUsageException.class);
            assertThatThrownBy(() -> leaked.get().peek(number)).isInstanceOf(AtomUsageException.class);
        }

        @Test
        void leakedFromAReadFunction_doesNotSpoilALaterRun() {
            PrimitiveAtom<Integer> foreign = Atom.of(1);
            Atom<Integer> leaking = Atom.derived(runs.counting(get -> {
                leaked.set(get);
                return get.get(number);
            }));
            store.subscribe(leaking, value -> {});
            for (int i = 2; i < 5; i++) {
                assertThatThrownBy(() -> leaked.get().get(foreign)).isInstanceOf(AtomUsageException.class);
                store.set(foreign, i);
                store.set(number, i);
            }

            assertThat(store.get(leaking)).isEqualTo(4);
            assertThat(runs.total()).isEqualTo(4);
        }

        @Test
        void leakedFromAReadFunctionThatThrew_throws() {
            Atom<Integer> leaking = Atom.derived(get -> {
                leaked.set(get);
                throw new IllegalArgumentException("broken");
            });
            assertThatThrownBy(() -> store.get(leaking)).hasMessage("broken");

            assertThatThrownBy(() -> leaked.get().get(number)).isInstanceOf(AtomUsageException.class);
        }

        @Test
        void usedByAnotherThreadDuringTheRun_throws() {
            AtomicReference<Throwable> caught = new AtomicReference<>();
            Atom<Integer> sharing = Atom.derived(get -> {
                Threads.run(() -> {
                    try {
                        get.get(number);
                    } catch (AtomUsageException e) {
                        caught.set(e);
                    }
                });
                return get.get(number);
            });

            assertThat(store.get(sharing)).isEqualTo(1);
            assertThat(caught.get()).isInstanceOf(AtomUsageException.class);
        }

        @Test
        void setterLeakedFromATransactionActionOrWriteFunction_throws() {
            AtomicReference<io.atoms.Setter> setter = new AtomicReference<>();
            WritableAtom<Integer, Integer> writable =
                    Atom.writable(get -> get.get(number), (set, value) -> setter.set(set));

            store.transaction(setter::set);
            assertThatThrownBy(() -> setter.get().set(number, 2)).isInstanceOf(AtomUsageException.class);
            store.run(Atom.<Void, Integer>action((set, none) -> {
                setter.set(set);
                return 1;
            }));
            assertThatThrownBy(() -> setter.get().get(number)).isInstanceOf(AtomUsageException.class);
            store.set(writable, 5);
            assertThatThrownBy(() -> setter.get().set(number, 2)).isInstanceOf(AtomUsageException.class);
            assertThat(store.get(number)).isEqualTo(1);
        }

        @Test
        void effectContextLeaked_throws() {
            AtomicReference<io.atoms.EffectContext> context = new AtomicReference<>();
            store.effect(context::set);

            assertThatThrownBy(() -> context.get().get(number)).isInstanceOf(AtomUsageException.class);
            assertThatThrownBy(() -> context.get().set(number, 2)).isInstanceOf(AtomUsageException.class);
            assertThatThrownBy(() -> context.get().onCleanup(() -> {})).isInstanceOf(AtomUsageException.class);
        }
    }
}
