package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomCycleException;
import io.atoms.AtomException;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.fixtures.Log;
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

/** Read functions that throw, and atoms that depend on themselves. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorsAndCyclesTest {
    private final AtomStore store = AtomStore.create();
    private final Runs runs = new Runs();

    /** Ten divided by the divisor. */
    private final PrimitiveAtom<Integer> divisor = Atom.of(0);

    private final Atom<Integer> quotient = Atom.derived(runs.counting(get -> {
        int by = get.get(divisor);
        if (by == 0) {
            throw new IllegalArgumentException("by zero");
        }
        return 10 / by;
    }));

    @Nested
    @Proves("R7")
    class ErrorAsValue {
        @Test
        void everyReader_getsTheSameInstanceFromOneRun() {
            Throwable first = catchThrowable(() -> store.get(quotient));
            Throwable second = catchThrowable(() -> store.peek(quotient));
            Throwable third = catchThrowable(() -> store.handle(quotient).get());
            Throwable fourth = catchThrowable(() -> store.transaction(tx -> tx.get(quotient)));
            Throwable fifth = Threads.call(() -> catchThrowable(() -> store.get(quotient)));

            assertThat(first).isInstanceOf(IllegalArgumentException.class).hasMessage("by zero");
            assertThat(List.of(second, third, fourth, fifth)).allMatch(error -> error == first);
            assertThat(runs.total()).isEqualTo(1);
        }

        @Test
        void errorsAndSneakyCheckedExceptions_areValuesToo() {
            PrimitiveAtom<Throwable> what = Atom.of(new AssertionError("error"));
            Atom<Integer> failing = Atom.derived(runs.counting(get -> sneak(get.get(what))));

            assertThatThrownBy(() -> store.get(failing)).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> store.get(failing)).isInstanceOf(AssertionError.class);
            assertThat(runs.total()).isEqualTo(1);
            store.set(what, new java.io.IOException("checked"));
            assertThatThrownBy(() -> store.get(failing)).isInstanceOf(java.io.IOException.class);
            assertThat(runs.total()).isEqualTo(2);
        }

        @Test
        void dependents_failInTurnWithTheSameInstance() {
            Atom<Integer> next = Atom.map(quotient, n -> n + 1);
            Atom<Integer> last = Atom.derived(get -> get.get(next) + 1);

            Throwable own = catchThrowable(() -> store.get(quotient));
            assertThat(catchThrowable(() -> store.get(last))).isSameAs(own);
            assertThat(catchThrowable(() -> store.get(next))).isSameAs(own);
        }

        @Test
        void dependentThatCatches_hasAValue() {
            Atom<String> safe = Atom.derived(get -> {
                try {
                    return "is " + get.get(quotient);
                } catch (IllegalArgumentException e) {
                    return "no: " + e.getMessage();
                }
            });
            RecordingListener<String> listener = new RecordingListener<>();
            store.subscribe(safe, listener);

            assertThat(store.get(safe)).isEqualTo("no: by zero");
            store.set(divisor, 5);
            store.set(divisor, 0);
            assertThat(listener.values()).containsExactly("is 2", "no: by zero");
        }

        @Test
        void changeOfADependency_recovers() {
            assertThatThrownBy(() -> store.get(quotient)).hasMessage("by zero");
            store.set(divisor, 2);

            assertThat(store.get(quotient)).isEqualTo(5);
            store.set(divisor, 0);
            assertThatThrownBy(() -> store.get(quotient)).hasMessage("by zero");
            assertThat(runs.total()).isEqualTo(3);
        }

        @Test
        void unrelatedWrite_doesNotRunAFailedAtomAgain() {
            assertThatThrownBy(() -> store.get(quotient)).hasMessage("by zero");
            store.set(Atom.of(1), 2);
            assertThatThrownBy(() -> store.get(quotient)).hasMessage("by zero");

            assertThat(runs.total()).isEqualTo(1);
        }

        @Test
        void readsBeforeTheThrow_areDependencies() {
            PrimitiveAtom<Boolean> broken = Atom.of(true);
            PrimitiveAtom<Integer> late = Atom.of(1);
            Atom<Integer> atom = Atom.derived(runs.counting(get -> {
                if (get.get(broken)) {
                    throw new IllegalArgumentException("broken");
                }
                return get.get(late);
            }));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(atom, listener);
            store.set(late, 2);
            assertThat(runs.total()).isEqualTo(1);
            store.set(broken, false);
            store.set(late, 3);

            assertThat(listener.values()).containsExactly(2, 3);
        }

        @Test
        void oneBadAtom_harmsNoOther() {
            store.set(divisor, 5);
            Atom<Integer> healthy = Atom.map(divisor, n -> n + 1);
            RecordingListener<Integer> bad = new RecordingListener<>();
            RecordingListener<Integer> good = new RecordingListener<>();
            store.subscribe(quotient, bad);
            store.subscribe(healthy, good);

            store.set(divisor, 0);
            store.set(divisor, 2);

            assertThat(bad.told()).containsExactly("failed: by zero", "2 -> 5");
            assertThat(good.values()).containsExactly(1, 3);
        }

        @Test
        void errorInAnObservedAtom_doesNotReachTheWriter_ifItsListenersTakeIt() {
            store.set(divisor, 5);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(quotient, listener);

            store.set(divisor, 0);

            assertThat(listener.errors()).hasSize(1);
            assertThat(catchThrowable(() -> store.get(quotient)))
                    .isSameAs(listener.errors().get(0));
        }

        @Test
        void errorInAnObservedAtom_reachesTheWriter_ifAListenerDoesNotTakeIt() {
            store.set(divisor, 5);
            List<Integer> values = new ArrayList<>();
            store.subscribe(quotient, value -> values.add(value));

            Throwable thrown = catchThrowable(() -> store.set(divisor, 0));

            assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessage("by zero");
            assertThat(store.get(divisor)).isZero();
            store.set(divisor, 1);
            assertThat(values).containsExactly(10);
        }

        @Test
        void checkedError_reachesTheWriterUnwrapped() {
            PrimitiveAtom<Boolean> broken = Atom.of(false);
            java.io.IOException error = new java.io.IOException("disk");
            Atom<Integer> file = Atom.derived(get -> get.get(broken) ? sneak(error) : 1);
            store.subscribe(file, value -> {});

            assertThat(catchThrowable(() -> store.set(broken, true))).isSameAs(error);
        }

        @Test
        void subscribe_toAFailedAtom_isToldOfTheRecovery() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(quotient, listener);
            assertThat(listener.told()).isEmpty();

            store.set(divisor, 2);

            assertThat(listener.told()).containsExactly("null -> 5");
        }

        @Test
        void previousAfterAFailure_isTheLastValueBeforeIt() {
            store.set(divisor, 10);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(quotient, listener);
            store.set(divisor, 5);
            store.set(divisor, 0);
            store.set(divisor, 1);

            assertThat(listener.told()).containsExactly("1 -> 2", "failed: by zero", "2 -> 10");
        }

        @Test
        void sameErrorInstanceAgain_isCutOff() {
            IllegalArgumentException constant = new IllegalArgumentException("constant");
            PrimitiveAtom<Integer> number = Atom.of(1);
            Atom<Integer> failing = Atom.derived(get -> {
                get.get(number);
                throw constant;
            });
            Atom<Integer> dependent = Atom.derived(runs.counting(get -> get.get(failing)));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(dependent, listener);
            store.set(number, 2);

            assertThat(runs.total()).isEqualTo(1);
            assertThat(listener.told()).isEmpty();
            assertThat(catchThrowable(() -> store.get(dependent))).isSameAs(constant);
        }

        @Test
        void anotherErrorInstance_isAChange() {
            PrimitiveAtom<Integer> number = Atom.of(1);
            Atom<Integer> failing = Atom.derived(get -> {
                throw new IllegalArgumentException("at " + get.get(number));
            });
            Atom<Integer> dependent = Atom.derived(runs.counting(get -> get.get(failing)));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(dependent, listener);
            store.set(number, 2);

            assertThat(runs.total()).isEqualTo(2);
            assertThat(listener.told()).containsExactly("failed: at 2");
        }

        @Test
        void customEquality_isNeverAskedAboutErrors() {
            List<Object> asked = new ArrayList<>();
            Atom<Integer> careful = Atom.<Integer>derived(get -> get.get(quotient))
                    .equality((x, y) -> {
                        asked.add(x);
                        asked.add(y);
                        return x.equals(y);
                    });
            store.subscribe(careful, new RecordingListener<>());
            store.set(divisor, 2);
            store.set(divisor, 0);
            store.set(divisor, 5);
            store.set(divisor, 1);

            assertThat(asked).doesNotContainNull().allMatch(value -> value instanceof Integer);
        }

        @Test
        void errorInATransaction_canBeCaughtAndCorrected() {
            store.transaction(tx -> {
                assertThatThrownBy(() -> tx.get(quotient)).hasMessage("by zero");
                tx.set(divisor, 5);
                assertThat(tx.get(quotient)).isEqualTo(2);
            });

            assertThat(store.get(quotient)).isEqualTo(2);
        }

        @Test
        void errorInASnapshot_isThatOfItsEpoch() {
            StoreSnapshot failing = store.snapshot();
            store.set(divisor, 5);
            StoreSnapshot healthy = store.snapshot();
            store.set(divisor, 0);

            assertThatThrownBy(() -> failing.get(quotient)).hasMessage("by zero");
            assertThat(healthy.get(quotient)).isEqualTo(2);
        }

        @Test
        void stackOverflowInAReadFunction_harmsNobody() {
            PrimitiveAtom<Boolean> endless = Atom.of(true);
            Atom<Integer> recursive = Atom.derived(get -> get.get(endless) ? forEver(1) : 1);

            assertThatThrownBy(() -> store.get(recursive)).isInstanceOf(StackOverflowError.class);
            store.set(endless, false);
            assertThat(store.get(recursive)).isEqualTo(1);
        }
    }

    @Nested
    @Proves("R8")
    class Cycles {
        private final PrimitiveAtom<Boolean> closed = Atom.of(true).named("closed");
        private final PrimitiveAtom<Integer> base = Atom.of(1).named("base");
        private final AtomicReference<Atom<Integer>> back = new AtomicReference<>();
        private final Atom<Integer> third = Atom.<Integer>derived(
                        get -> get.get(closed) ? get.get(back.get()) + 1 : get.get(base))
                .named("third");
        private final Atom<Integer> second =
                Atom.<Integer>derived(get -> get.get(third) + 1).named("second");
        private final Atom<Integer> first =
                Atom.<Integer>derived(get -> get.get(second) + 1).named("first");

        Cycles() {
            back.set(first);
        }

        @Test
        void selfCycle_namesTheAtomTwice() {
            AtomicReference<Atom<Integer>> self = new AtomicReference<>();
            Atom<Integer> narcissus =
                    Atom.<Integer>derived(get -> get.get(self.get()) + 1).named("narcissus");
            self.set(narcissus);

            assertThatThrownBy(() -> store.get(narcissus))
                    .isInstanceOf(AtomCycleException.class)
                    .isInstanceOf(AtomException.class)
                    .hasMessageContaining("narcissus -> narcissus");
            assertThatThrownBy(() -> store.get(narcissus)).isInstanceOf(AtomCycleException.class);
        }

        @Test
        void selfPeek_isACycleToo() {
            AtomicReference<Atom<Integer>> self = new AtomicReference<>();
            Atom<Integer> narcissus = Atom.derived(get -> get.peek(self.get()) + 1);
            self.set(narcissus);

            assertThatThrownBy(() -> store.get(narcissus)).isInstanceOf(AtomCycleException.class);
        }

        @Test
        void selfReadThroughTheStore_isACycleToo() {
            AtomicReference<Atom<Integer>> self = new AtomicReference<>();
            Atom<Integer> narcissus = Atom.derived(get -> store.get(self.get()) + 1);
            self.set(narcissus);

            Throwable thrown = Threads.call(() -> catchThrowable(() -> store.get(narcissus)));
            assertThat(thrown).isInstanceOf(AtomException.class);
        }

        @Test
        void message_namesThePathAndHasACode() {
            Throwable thrown = catchThrowable(() -> store.get(first));

            assertThat(thrown)
                    .isInstanceOf(AtomCycleException.class)
                    .hasMessageContaining("first -> second -> third -> first");
            assertThat(((AtomException) thrown).code()).matches("ATOMS-\\d+");
            assertThat(thrown.getMessage()).contains(((AtomException) thrown).code());
        }

        @Test
        void pathThatLeadsIntoACycle_namesTheCycle() {
            Atom<Integer> entry = Atom.<Integer>derived(get -> get.get(first)).named("entry");

            assertThatThrownBy(() -> store.get(entry))
                    .isInstanceOf(AtomCycleException.class)
                    .hasMessageContaining("first -> second -> third -> first");
        }

        @Test
        void everyEntryPoint_reportsTheCycle_inAnyOrder() {
            assertThatThrownBy(() -> store.get(second)).isInstanceOf(AtomCycleException.class);
            assertThatThrownBy(() -> store.get(first)).isInstanceOf(AtomCycleException.class);
            assertThatThrownBy(() -> store.get(third)).isInstanceOf(AtomCycleException.class);
            assertThatThrownBy(() -> store.get(second)).isInstanceOf(AtomCycleException.class);
            assertThatThrownBy(() -> store.transaction(tx -> tx.get(third))).isInstanceOf(AtomCycleException.class);
            assertThatThrownBy(() -> store.snapshot().get(second)).isInstanceOf(AtomCycleException.class);
        }

        @Test
        void store_staysUsable() {
            assertThatThrownBy(() -> store.get(first)).isInstanceOf(AtomCycleException.class);
            store.set(base, 5);

            assertThat(store.get(base)).isEqualTo(5);
            Threads.run(() -> assertThat(store.get(base)).isEqualTo(5));
            int next = store.get(Atom.map(base, n -> n + 1));
            assertThat(next).isEqualTo(6);
        }

        @Test
        void conditionalCycle_recoversWhenItOpens_andFailsWhenItCloses() {
            for (Atom<Integer> entry : List.of(first, second, third)) {
                assertThatThrownBy(() -> store.get(entry)).isInstanceOf(AtomCycleException.class);
                store.set(closed, false);
                assertThat(store.get(third)).isEqualTo(1);
                assertThat(store.get(second)).isEqualTo(2);
                assertThat(store.get(first)).isEqualTo(3);
                store.set(closed, true);
            }
            assertThatThrownBy(() -> store.get(first)).isInstanceOf(AtomCycleException.class);
        }

        @Test
        void observedAtom_thatComesIntoACycle_failsAndRecovers() {
            store.set(closed, false);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(first, listener);

            store.set(closed, true);
            store.set(base, 10);
            store.set(closed, false);
            store.set(base, 20);

            assertThat(listener.errors()).isNotEmpty().allMatch(e -> e instanceof AtomCycleException);
            assertThat(listener.values()).containsExactly(12, 22);
            assertThat(store.get(first)).isEqualTo(22);
        }

        @Test
        void observedAtomsAllAroundTheCycle_failAndRecover() {
            store.set(closed, false);
            List<RecordingListener<Integer>> listeners = new ArrayList<>();
            for (Atom<Integer> atom : List.of(third, first, second)) {
                RecordingListener<Integer> listener = new RecordingListener<>();
                listeners.add(listener);
                store.subscribe(atom, listener);
            }
            store.set(closed, true);
            assertThat(listeners).allMatch(listener -> !listener.errors().isEmpty());
            for (Atom<Integer> atom : List.of(second, third, first)) {
                assertThatThrownBy(() -> store.get(atom)).isInstanceOf(AtomCycleException.class);
            }
            store.transaction(tx -> {
                tx.set(base, 10);
                tx.set(closed, false);
            });

            assertThat(listeners.get(0).values()).containsExactly(10);
            assertThat(listeners.get(1).values()).containsExactly(12);
            assertThat(listeners.get(2).values()).containsExactly(11);
        }

        @Test
        void observedInACycle_thenDisposed_isUnmounted() {
            Log log = new Log();
            PrimitiveAtom<Integer> leaf = Atom.of(1).onMount(ctx -> {
                log.add("mount");
                return log.line("unmount");
            });
            AtomicReference<Atom<Integer>> end = new AtomicReference<>();
            Atom<Integer> b = Atom.derived(get -> get.get(leaf) + get.get(end.get()));
            Atom<Integer> a = Atom.derived(get -> get.get(leaf) + get.get(b));
            end.set(a);

            AtomSubscription subscription = store.subscribe(a, new RecordingListener<>());
            AtomSubscription other = store.subscribe(b, new RecordingListener<>());
            assertThat(log.drain()).containsExactly("mount");
            subscription.dispose();
            assertThat(log.drain()).isEmpty();
            other.dispose();

            assertThat(log.drain()).containsExactly("unmount");
        }

        @Test
        void cycleThatFormedWhileObserved_thenDisposed_isUnmounted() {
            Log log = new Log();
            PrimitiveAtom<Boolean> loop = Atom.of(false).onMount(ctx -> {
                log.add("mount");
                return log.line("unmount");
            });
            AtomicReference<Atom<Integer>> end = new AtomicReference<>();
            Atom<Integer> b = Atom.derived(get -> get.get(loop) ? get.get(end.get()) : 1);
            Atom<Integer> a = Atom.derived(get -> get.get(b) + 1);
            end.set(a);
            AtomSubscription subscription = store.subscribe(a, new RecordingListener<>());
            store.set(loop, true);
            subscription.dispose();
            assertThat(log.drain()).containsExactly("mount", "unmount");

            store.set(loop, false);
            assertThat(store.get(a)).isEqualTo(2);
            store.subscribe(a, new RecordingListener<>());
            assertThat(log.drain()).containsExactly("mount");
        }

        @Test
        void cycleCaughtInside_givesAValueAndEnds() {
            AtomicReference<Atom<Integer>> end = new AtomicReference<>();
            PrimitiveAtom<Integer> number = Atom.of(1);
            Atom<Integer> b = Atom.derived(get -> get.get(end.get()) + 1);
            Atom<Integer> a = Atom.derived(get -> {
                int own = get.get(number);
                try {
                    return get.get(b);
                } catch (AtomCycleException e) {
                    return -own;
                }
            });
            end.set(a);

            assertThat(store.get(a)).isEqualTo(-1);
            store.set(number, 2);
            assertThat(store.get(a)).isEqualTo(-2);
            store.subscribe(a, value -> {});
            store.set(number, 3);
            assertThat(store.get(a)).isEqualTo(-3);
        }

        @Test
        void effectOnACycle_failsAndRunsAgainWhenItOpens() {
            Log log = new Log();
            store.effect(ctx -> {
                try {
                    log.add(ctx.get(first));
                } catch (AtomCycleException e) {
                    log.add("cycle");
                }
            });
            store.set(closed, false);
            store.set(closed, true);

            assertThat(log.lines()).containsExactly("cycle", "3", "cycle");
        }

        @Test
        void twoCyclesThroughOneAtom_areReportedAndRecover() {
            PrimitiveAtom<Integer> mode = Atom.of(0);
            AtomicReference<Atom<Integer>> hub = new AtomicReference<>();
            Atom<Integer> left = Atom.derived(get -> get.get(mode) == 1 ? get.get(hub.get()) : 10);
            Atom<Integer> right = Atom.derived(get -> get.get(mode) == 2 ? get.get(hub.get()) : 20);
            Atom<Integer> centre = Atom.derived(get -> get.get(left) + get.get(right));
            hub.set(centre);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(centre, listener);

            for (int round = 0; round < 3; round++) {
                store.set(mode, 1);
                assertThatThrownBy(() -> store.get(centre)).isInstanceOf(AtomCycleException.class);
                store.set(mode, 2);
                assertThatThrownBy(() -> store.get(right)).isInstanceOf(AtomCycleException.class);
                store.set(mode, 0);
                assertThat(store.get(centre)).isEqualTo(30);
            }
        }

        @Test
        void swapOfDirectionInOneCommit_isNoCycle() {
            PrimitiveAtom<Boolean> forward = Atom.of(true);
            AtomicReference<Atom<Integer>> other = new AtomicReference<>();
            Atom<Integer> left = Atom.derived(get -> get.get(forward) ? get.get(base) : get.get(other.get()) + 1);
            Atom<Integer> right = Atom.derived(get -> get.get(forward) ? get.get(left) + 1 : get.get(base));
            other.set(right);
            RecordingListener<Integer> leftListener = new RecordingListener<>();
            RecordingListener<Integer> rightListener = new RecordingListener<>();
            store.subscribe(right, rightListener);
            store.subscribe(left, leftListener);

            for (int i = 0; i < 4; i++) {
                store.update(forward, value -> !value);
            }

            assertThat(leftListener.told()).containsExactly("1 -> 2", "2 -> 1", "1 -> 2", "2 -> 1");
            assertThat(rightListener.told()).containsExactly("2 -> 1", "1 -> 2", "2 -> 1", "1 -> 2");
        }

        @Test
        void cycleInsideATransactionThatRollsBack_leavesNothing() {
            store.set(closed, false);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(first, listener);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(closed, true);
                        tx.get(second);
                    }))
                    .isInstanceOf(AtomCycleException.class);

            assertThat(store.get(first)).isEqualTo(3);
            store.set(base, 2);
            assertThat(listener.told()).containsExactly("3 -> 4");
        }
    }

    private static int forEver(int n) {
        return n < 0 ? 0 : forEver(n + 1) + 1;
    }

    private static Integer sneak(Throwable error) {
        throw ErrorsAndCyclesTest.<RuntimeException>unchecked(error);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable error) throws E {
        throw (E) error;
    }
}
