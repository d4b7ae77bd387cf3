package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.AtomUsageException;
import io.atoms.MountContext;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Threads;
import io.atoms.inspect.ListenerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code onMount}: what is told when atoms become observed and stop being so. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R19")
class MountTest {
    private final AtomStore store = AtomStore.create();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> base = Atom.of(1).named("base").onMount(logging("base"));
    private final Atom<Integer> twice =
            Atom.<Integer>derived(get -> get.get(base) * 2).onMount(logging("twice"));
    private final Atom<Integer> top =
            Atom.<Integer>derived(get -> get.get(twice) + get.get(base)).onMount(logging("top"));

    private <T> Function<MountContext<T>, Runnable> logging(String name) {
        return ctx -> {
            log.add("+" + name);
            return log.line("-" + name);
        };
    }

    @Nested
    class Observing {
        @Test
        void readingIsNotObserving() {
            store.get(top);
            store.set(base, 2);
            store.get(top);
            store.transaction(tx -> tx.get(top));
            store.snapshot().get(top);

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void subscribe_mountsDependenciesFirst_andDisposeUnmountsAll() {
            AtomSubscription subscription = store.subscribe(top, value -> {});
            assertThat(log.drain()).containsExactly("+base", "+twice", "+top");
            subscription.dispose();

            assertThat(log.drain()).containsExactlyInAnyOrder("-base", "-twice", "-top");
        }

        @Test
        void effect_mountsWhatItReads() {
            AtomSubscription effect = store.effect(ctx -> ctx.get(top));
            assertThat(log.drain()).containsExactly("+base", "+twice", "+top");
            effect.dispose();

            assertThat(log.drain()).containsExactlyInAnyOrder("-base", "-twice", "-top");
        }

        @Test
        void peekedAtoms_areNotMounted() {
            AtomSubscription effect = store.effect(ctx -> ctx.peek(top));
            store.subscribe(Atom.derived(get -> get.peek(top)), value -> {});
            effect.dispose();

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void secondObserver_mountsNothing_andTheLastOneToLeaveUnmounts() {
            AtomSubscription one = store.subscribe(twice, value -> {});
            log.drain();
            AtomSubscription two = store.subscribe(twice, value -> {});
            AtomSubscription three = store.effect(ctx -> ctx.get(base));
            one.dispose();
            assertThat(log.drain()).isEmpty();
            two.dispose();
            assertThat(log.drain()).containsExactly("-twice");
            three.dispose();
            assertThat(log.drain()).containsExactly("-base");
        }

        @Test
        void remounting_callsItAgain() {
            for (int i = 0; i < 3; i++) {
                store.subscribe(base, value -> {}).dispose();
            }

            assertThat(log.lines()).containsExactly("+base", "-base", "+base", "-base", "+base", "-base");
        }

        @Test
        void eachStore_mountsOnItsOwn() {
            AtomStore other = AtomStore.create();
            store.subscribe(base, value -> {});
            AtomSubscription there = other.subscribe(base, value -> {});
            assertThat(log.drain()).containsExactly("+base", "+base");
            there.dispose();

            assertThat(log.drain()).containsExactly("-base");
        }

        @Test
        void nullCleanup_isAllowed() {
            PrimitiveAtom<Integer> bare = Atom.of(1).onMount(ctx -> {
                log.add("mounted " + ctx.atom());
                return null;
            });
            store.subscribe(bare, value -> {}).dispose();

            assertThat(log.lines()).containsExactly("mounted " + bare);
        }
    }

    @Nested
    @Proves("R2")
    class Switching {
        private final PrimitiveAtom<Boolean> left = Atom.of(true);
        private final PrimitiveAtom<Integer> other = Atom.of(5).onMount(logging("other"));
        private final Atom<Integer> chosen = Atom.derived(get -> get.get(left) ? get.get(base) : get.get(other));

        @Test
        void switchedDependency_isMounted_andTheOldOneUnmounted() {
            store.subscribe(chosen, value -> {});
            assertThat(log.drain()).containsExactly("+base");
            store.set(left, false);
            assertThat(log.drain()).containsExactlyInAnyOrder("+other", "-base");
            store.set(left, true);
            assertThat(log.drain()).containsExactlyInAnyOrder("+base", "-other");
        }

        @Test
        void switchedEffect_doesTheSame() {
            store.effect(ctx -> ctx.get(ctx.get(left) ? base : other));
            log.drain();
            store.set(left, false);

            assertThat(log.drain()).containsExactlyInAnyOrder("+other", "-base");
        }

        @Test
        void switchedAway_butStillObservedByAnother_staysMounted() {
            store.subscribe(chosen, value -> {});
            store.subscribe(base, value -> {});
            log.drain();
            store.set(left, false);

            assertThat(log.drain()).containsExactly("+other");
        }

        @Test
        void switchedThereAndBackInOneTransaction_neverFlaps() {
            store.subscribe(chosen, value -> {});
            log.drain();
            store.transaction(tx -> {
                tx.set(left, false);
                assertThat(tx.get(chosen)).isEqualTo(5);
                tx.set(left, true);
            });

            assertThat(log.lines()).isEmpty();
            store.set(base, 7);
            assertThat(store.get(chosen)).isEqualTo(7);
        }

        @Test
        void atomMovingFromOneObserverToAnotherInOneCommit_doesNotFlap() {
            Atom<Integer> opposite = Atom.derived(get -> get.get(left) ? get.get(other) : get.get(base));
            store.subscribe(chosen, value -> {});
            store.subscribe(opposite, value -> {});
            log.drain();
            store.set(left, false);
            store.set(left, true);

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void effectThatReadsTheSameAgain_doesNotFlap() {
            store.effect(ctx -> ctx.get(top));
            log.drain();
            store.set(base, 2);
            store.set(base, 3);

            assertThat(log.lines()).isEmpty();
        }
    }

    @Nested
    @Proves("R10")
    class InTransactions {
        @Test
        void resubscribingInside_doesNotFlap() {
            AtomicReference<AtomSubscription> subscription = new AtomicReference<>(store.subscribe(top, value -> {}));
            log.drain();
            store.transaction(tx -> {
                subscription.get().dispose();
                tx.set(base, 2);
                subscription.set(store.subscribe(top, value -> {}));
            });

            assertThat(log.lines()).isEmpty();
            subscription.get().dispose();
            assertThat(log.drain()).hasSize(3);
        }

        @Test
        void resubscribingAnother_onlyTellsTheDifference() {
            AtomSubscription subscription = store.subscribe(top, value -> {});
            log.drain();
            store.transaction(tx -> {
                subscription.dispose();
                store.subscribe(twice, value -> {});
            });

            assertThat(log.lines()).containsExactly("-top");
        }

        @Test
        void subscribingAndDisposingInside_tellsNothing() {
            store.transaction(tx -> store.subscribe(top, value -> {}).dispose());

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void mount_runsAfterTheCommit() {
            store.transaction(tx -> {
                store.subscribe(base, value -> {});
                assertThat(log.lines()).isEmpty();
            });

            assertThat(log.lines()).containsExactly("+base");
        }
    }

    @Nested
    class Context {
        @Test
        void setSelf_writesTheAtom_andTellsSubscribers() {
            PrimitiveAtom<Integer> self = Atom.of(1).onMount(ctx -> {
                ctx.setSelf(42);
                return null;
            });
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(self, listener);

            assertThat(store.get(self)).isEqualTo(42);
            assertThat(listener.told()).containsExactly("1 -> 42");
        }

        @Test
        void context_readsAndWritesOthers() {
            PrimitiveAtom<Integer> source = Atom.of(7);
            PrimitiveAtom<Integer> target = Atom.of(0);
            PrimitiveAtom<Integer> mounting = Atom.of(1).onMount(ctx -> {
                ctx.set(target, ctx.get(source) + ctx.get(ctx.atom()));
                return () -> ctx.update(target, n -> -n);
            });
            AtomSubscription subscription = store.subscribe(mounting, value -> {});
            assertThat(store.get(target)).isEqualTo(8);
            subscription.dispose();

            assertThat(store.get(target)).isEqualTo(-8);
        }

        @Test
        void setSelf_ofAWritable_callsItsWriteFunction() {
            PrimitiveAtom<Integer> target = Atom.of(0);
            WritableAtom<Integer, Integer> writable = Atom.<Integer, Integer>writable(
                            get -> get.get(target), (set, value) -> set.set(target, value * 10))
                    .onMount(ctx -> {
                        ctx.setSelf(4);
                        return null;
                    });
            store.subscribe(writable, value -> {});

            assertThat(store.get(writable)).isEqualTo(40);
        }

        @Test
        void setSelf_ofADerived_isRefused() {
            AtomicReference<Throwable> caught = new AtomicReference<>();
            Atom<Integer> derived = Atom.<Integer>derived(get -> 1).onMount(ctx -> {
                caught.set(catchThrowable(() -> ctx.setSelf(4)));
                return null;
            });
            store.subscribe(derived, value -> {});

            assertThat(caught.get()).isInstanceOf(AtomUsageException.class);
        }

        @Test
        @Proves("T1")
        void context_isUsableFromAnotherThreadAndLater() {
            AtomicReference<MountContext<Integer>> context = new AtomicReference<>();
            PrimitiveAtom<Integer> ticking = Atom.of(1).onMount(ctx -> {
                context.set(ctx);
                return null;
            });
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(ticking, listener);
            Threads.run(() -> context.get().setSelf(2));
            store.set(ticking, 3);
            Threads.run(() -> assertThat(context.get().get(ticking)).isEqualTo(3));

            assertThat(listener.told()).containsExactly("1 -> 2", "2 -> 3");
        }

        @Test
        void contextReads_areTrackedByNobody() {
            PrimitiveAtom<Integer> source = Atom.of(7);
            List<Integer> runs = new ArrayList<>();
            PrimitiveAtom<Integer> mounting = Atom.of(1).onMount(ctx -> {
                ctx.get(source);
                return () -> ctx.get(source);
            });
            AtomSubscription effect = store.effect(ctx -> runs.add(ctx.get(mounting)));
            store.set(source, 8);
            effect.dispose();
            store.set(source, 9);

            assertThat(runs).containsExactly(1);
        }

        @Test
        void mountFunction_maySubscribeAndDispose() {
            PrimitiveAtom<Integer> watched = Atom.of(0);
            PrimitiveAtom<Integer> mounting = Atom.of(1).onMount(ctx -> {
                AtomSubscription inner = store.subscribe(watched, log.as("watched"));
                return inner::dispose;
            });
            AtomSubscription subscription = store.subscribe(mounting, value -> {});
            store.set(watched, 1);
            subscription.dispose();
            store.set(watched, 2);

            assertThat(log.lines()).containsExactly("watched=1");
        }

        @Test
        void mountThatUnobservesItself_ends() {
            PrimitiveAtom<Boolean> wanted = Atom.of(true);
            PrimitiveAtom<Integer> shy = Atom.of(1).onMount(ctx -> {
                log.add("+shy");
                ctx.set(wanted, false);
                return log.line("-shy");
            });
            Atom<Integer> reader = Atom.derived(get -> get.get(wanted) ? get.get(shy) : 0);
            AtomSubscription subscription = store.subscribe(reader, value -> {});

            assertThat(log.lines()).containsExactly("+shy", "-shy");
            subscription.dispose();
            assertThat(log.lines()).hasSize(2);
        }
    }

    @Nested
    @Proves("R17")
    class Throwing {
        private final IllegalArgumentException error = new IllegalArgumentException("mount");

        @Test
        void mountThatThrows_reachesTheSubscriber_orTheHandler() {
            PrimitiveAtom<Integer> fragile = Atom.of(1).named("fragile").onMount(ctx -> {
                throw error;
            });
            List<ListenerFailure> failures = new ArrayList<>();
            AtomStore handled = AtomStore.builder().onError(failures::add).build();
            handled.subscribe(fragile, log.as("fragile"));
            handled.set(fragile, 2);

            assertThat(failures).hasSize(1);
            assertThat(failures.get(0).error()).isSameAs(error);
            assertThat(failures.get(0).source()).contains("mount of fragile");
            assertThat(log.lines()).containsExactly("fragile=2");
            assertThat(catchThrowable(() -> store.subscribe(fragile, value -> {})))
                    .isSameAs(error);
        }

        @Test
        void mountThatThrows_doesNotStopTheOthers() {
            PrimitiveAtom<Integer> fragile = Atom.of(1).onMount(ctx -> {
                throw error;
            });
            Atom<Integer> both = Atom.<Integer>derived(get -> get.get(fragile) + get.get(base))
                    .onMount(logging("both"));
            assertThat(catchThrowable(() -> store.subscribe(both, value -> {}))).isSameAs(error);

            assertThat(log.lines()).startsWith("+base", "+both");
        }

        @Test
        void subscribeThatThrewForAMount_leavesNothingObserved() {
            PrimitiveAtom<Integer> fragile = Atom.of(1).onMount(ctx -> {
                throw error;
            });
            Atom<Integer> both = Atom.<Integer>derived(get -> get.get(fragile) + get.get(base))
                    .onMount(logging("both"));
            assertThat(catchThrowable(() -> store.subscribe(both, log.as("told"))))
                    .isSameAs(error);
            store.set(fragile, 2);

            assertThat(log.lines()).containsExactlyInAnyOrder("+base", "+both", "-both", "-base");
        }

        @Test
        void unmountThatThrows_doesNotStopTheOthers() {
            PrimitiveAtom<Integer> fragile = Atom.of(1).onMount(ctx -> () -> {
                throw error;
            });
            Atom<Integer> both = Atom.derived(get -> get.get(fragile) + get.get(base));
            AtomSubscription subscription = store.subscribe(both, value -> {});
            log.drain();

            assertThatThrownBy(subscription::dispose).isSameAs(error);
            assertThat(log.lines()).containsExactly("-base");
            store.subscribe(base, value -> {});
            assertThat(log.lines()).containsExactly("-base", "+base");
        }

        @Test
        void mountOfAFailingAtom_isCalled_andSoIsItsCleanup() {
            Atom<Integer> failing = Atom.<Integer>derived(get -> {
                        get.get(base);
                        throw error;
                    })
                    .onMount(logging("failing"));
            AtomSubscription subscription = store.subscribe(failing, new RecordingListener<>());
            assertThat(log.drain()).containsExactly("+base", "+failing");
            subscription.dispose();

            assertThat(log.drain()).containsExactlyInAnyOrder("-base", "-failing");
        }
    }
}
