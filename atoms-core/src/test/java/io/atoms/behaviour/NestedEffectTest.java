package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Effects made inside the runs of effects. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R18")
class NestedEffectTest {
    private final AtomStore store = AtomStore.create();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> outerAtom = Atom.of(1).named("outer");
    private final PrimitiveAtom<Integer> middleAtom = Atom.of(10).named("middle");
    private final PrimitiveAtom<Integer> innerAtom = Atom.of(100).named("inner");

    /** Three levels, each of which logs its runs and cleanups with the value it read. */
    private AtomSubscription threeLevels() {
        return store.effect(outer -> {
            int outerValue = outer.get(outerAtom);
            log.add("outer " + outerValue);
            outer.onCleanup(log.line("clean outer " + outerValue));
            store.effect(middle -> {
                int middleValue = middle.get(middleAtom);
                log.add("middle " + middleValue);
                middle.onCleanup(log.line("clean middle " + middleValue));
                store.effect(inner -> {
                    int innerValue = inner.get(innerAtom);
                    log.add("inner " + innerValue);
                    inner.onCleanup(log.line("clean inner " + innerValue));
                });
            });
        });
    }

    @Nested
    class ThreeLevels {
        @Test
        void creation_runsOuterBeforeInner() {
            threeLevels();

            assertThat(log.lines()).containsExactly("outer 1", "middle 10", "inner 100");
        }

        @Test
        void changeAtEachLevel_rerunsThatLevelAndWhatItOwns() {
            threeLevels();
            log.drain();

            store.set(innerAtom, 101);
            assertThat(log.drain()).containsExactly("clean inner 100", "inner 101");
            store.set(middleAtom, 11);
            assertThat(log.drain()).containsExactly("clean middle 10", "clean inner 101", "middle 11", "inner 101");
            store.set(outerAtom, 2);
            assertThat(log.drain())
                    .containsExactly(
                            "clean outer 1", "clean middle 11", "clean inner 101", "outer 2", "middle 11", "inner 101");
        }

        @Test
        void disposal_cleansOuterBeforeInner_atEveryDepth() {
            AtomSubscription outer = threeLevels();
            log.drain();
            outer.dispose();
            assertThat(log.drain()).containsExactly("clean outer 1", "clean middle 10", "clean inner 100");

            store.transaction(tx -> {
                tx.set(outerAtom, 2);
                tx.set(middleAtom, 20);
                tx.set(innerAtom, 200);
            });
            assertThat(log.lines()).isEmpty();
        }

        @Test
        void commitThatConcernsAllLevels_runsEachOnce_withoutAnOldInner() {
            threeLevels();
            log.drain();
            store.transaction(tx -> {
                tx.set(innerAtom, 200);
                tx.set(middleAtom, 20);
                tx.set(outerAtom, 2);
            });

            assertThat(log.lines())
                    .containsExactly(
                            "clean outer 1", "clean middle 10", "clean inner 100", "outer 2", "middle 20", "inner 200");
        }

        @Test
        void commitThatConcernsMiddleAndInner_leavesTheOuter() {
            threeLevels();
            log.drain();
            store.transaction(tx -> {
                tx.set(innerAtom, 200);
                tx.set(middleAtom, 20);
            });

            assertThat(log.lines()).containsExactly("clean middle 10", "clean inner 100", "middle 20", "inner 200");
        }

        @Test
        void noEffectLeaks_overManyRounds() {
            AtomSubscription outer = threeLevels();
            for (int i = 0; i < 50; i++) {
                store.update(outerAtom, n -> n + 1);
                store.update(middleAtom, n -> n + 1);
            }
            log.drain();
            store.update(innerAtom, n -> n + 1);
            assertThat(log.drain()).containsExactly("clean inner 100", "inner 101");

            outer.dispose();
            assertThat(store.inspect().atoms()).noneMatch(atom -> atom.observed());
        }
    }

    @Nested
    class Ownership {
        @Test
        void siblings_runAndAreCleanedInOrderOfCreation() {
            AtomSubscription outer = store.effect(ctx -> {
                ctx.get(outerAtom);
                for (int i = 0; i < 3; i++) {
                    int number = i;
                    store.effect(inner -> {
                        log.add("run " + number + " " + inner.get(innerAtom));
                        inner.onCleanup(log.line("clean " + number));
                    });
                }
            });
            assertThat(log.drain()).containsExactly("run 0 100", "run 1 100", "run 2 100");
            store.set(outerAtom, 2);
            assertThat(log.drain())
                    .containsExactly("clean 0", "clean 1", "clean 2", "run 0 100", "run 1 100", "run 2 100");
            outer.dispose();
            assertThat(log.drain()).containsExactly("clean 0", "clean 1", "clean 2");
        }

        @Test
        void inner_canBeDisposedAlone() {
            AtomicReference<AtomSubscription> inner = new AtomicReference<>();
            AtomSubscription outer = store.effect(ctx -> {
                ctx.get(outerAtom);
                ctx.onCleanup(log.line("clean outer"));
                inner.set(store.effect(it -> {
                    it.get(innerAtom);
                    it.onCleanup(log.line("clean inner"));
                }));
            });
            inner.get().dispose();
            assertThat(log.drain()).containsExactly("clean inner");
            store.set(innerAtom, 200);
            outer.dispose();

            assertThat(log.lines()).containsExactly("clean outer");
        }

        @Test
        void inner_doesNotMakeTheOuterDependOnWhatItReads() {
            store.effect(ctx -> {
                log.add("outer " + ctx.get(outerAtom));
                store.effect(inner -> log.add("inner " + inner.get(innerAtom)));
            });
            log.drain();
            store.set(innerAtom, 200);

            assertThat(log.lines()).containsExactly("inner 200");
        }

        @Test
        void innerRunsAfterTheOuter_hasReturned() {
            store.effect(ctx -> {
                store.effect(inner -> log.add("inner"));
                log.add("outer done");
            });

            assertThat(log.lines()).containsExactly("outer done", "inner");
        }

        @Test
        void innerMadeConditionally_isGoneWhenTheConditionIs() {
            store.effect(ctx -> {
                if (ctx.get(outerAtom) == 1) {
                    store.effect(inner -> {
                        log.add("inner " + inner.get(innerAtom));
                        inner.onCleanup(log.line("clean"));
                    });
                }
            });
            store.set(outerAtom, 2);
            store.set(innerAtom, 200);
            store.set(outerAtom, 1);

            assertThat(log.lines()).containsExactly("inner 100", "clean", "inner 200");
        }

        @Test
        void outerThatGuardsWhatTheInnerReads_protectsIt() {
            PrimitiveAtom<Integer> size = Atom.of(1);
            Atom<Integer> quotient = Atom.map(size, n -> 100 / n);
            Atom<Boolean> present = Atom.map(size, n -> n != 0);
            store.effect(ctx -> {
                if (ctx.get(present)) {
                    store.effect(inner -> log.add(inner.get(quotient)));
                }
            });
            store.set(size, 2);
            assertThat(catchThrowable(() -> store.set(size, 0))).isNull();
            store.set(size, 4);

            assertThat(log.lines()).containsExactly("100", "50", "25");
        }

        @Test
        void effectMadeInACleanup_doesNotBelongToTheRunThatEnds() {
            AtomSubscription outer = store.effect(ctx -> {
                ctx.get(outerAtom);
                ctx.onCleanup(() -> store.effect(late -> log.add("late " + late.get(innerAtom))));
            });
            outer.dispose();
            log.drain();
            store.set(innerAtom, 200);

            assertThat(log.lines()).containsExactly("late 200");
        }

        @Test
        void subscriptionMadeInsideARun_isNotOwned() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.effect(ctx -> store.subscribe(innerAtom, listener)).dispose();
            store.set(innerAtom, 200);

            assertThat(listener.told()).containsExactly("100 -> 200");
        }

        @Test
        void effectMadeByAListenerThatAnEffectsWriteTriggers_isNotOwned() {
            store.subscribe(middleAtom, value -> store.effect(free -> log.add("free " + free.get(innerAtom))));
            AtomSubscription outer = store.effect(ctx -> ctx.set(middleAtom, ctx.get(outerAtom) + 10));
            outer.dispose();
            log.drain();
            store.set(innerAtom, 200);

            assertThat(log.lines()).containsExactly("free 200");
        }

        @Test
        void outerDisposedDuringItsRun_disposesWhatItMadeBeforeAndAfter() {
            AtomicReference<AtomSubscription> self = new AtomicReference<>();
            self.set(store.effect(ctx -> {
                int value = ctx.get(outerAtom);
                store.effect(inner -> log.add("before " + inner.get(innerAtom)));
                if (value == 2) {
                    self.get().dispose();
                }
                store.effect(inner -> log.add("after " + inner.get(innerAtom)));
            }));
            log.drain();
            store.set(outerAtom, 2);
            log.drain();
            store.set(innerAtom, 200);

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void innerThatDisposesTheOuter_endsBoth() {
            AtomicReference<AtomSubscription> outer = new AtomicReference<>();
            outer.set(store.effect(ctx -> {
                log.add("outer " + ctx.get(outerAtom));
                ctx.onCleanup(log.line("clean outer"));
                store.effect(inner -> {
                    int value = inner.get(innerAtom);
                    log.add("inner " + value);
                    inner.onCleanup(log.line("clean inner " + value));
                    if (value == 200) {
                        outer.get().dispose();
                    }
                });
            }));
            log.drain();
            store.set(innerAtom, 200);
            assertThat(log.drain())
                    .containsSubsequence("clean inner 100", "inner 200")
                    .contains("clean outer", "clean inner 200")
                    .hasSize(4);
            store.set(outerAtom, 2);
            store.set(innerAtom, 300);

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void innerThatWritesWhatTheOuterReads_settles() {
            store.effect(ctx -> {
                int value = ctx.get(outerAtom);
                log.add("outer " + value);
                store.effect(inner -> {
                    log.add("inner of " + value);
                    if (value < 3) {
                        inner.set(outerAtom, value + 1);
                    }
                });
            });

            assertThat(log.lines())
                    .containsExactly("outer 1", "inner of 1", "outer 2", "inner of 2", "outer 3", "inner of 3");
        }

        @Test
        void outerThatThrowsAfterMakingAnInner_disposesItAtItsNextRun() {
            IllegalArgumentException error = new IllegalArgumentException("outer");
            AtomSubscription outer = store.effect(ctx -> {
                int value = ctx.get(outerAtom);
                store.effect(inner -> {
                    log.add(value + " inner " + inner.get(innerAtom));
                    inner.onCleanup(log.line("clean " + value));
                });
                if (value == 2) {
                    throw error;
                }
            });
            assertThat(catchThrowable(() -> store.set(outerAtom, 2))).isSameAs(error);
            store.set(outerAtom, 3);
            log.drain();
            store.set(innerAtom, 200);
            assertThat(log.drain()).containsExactly("clean 3", "3 inner 200");
            outer.dispose();
            assertThat(log.drain()).containsExactly("clean 3");
        }

        @Test
        void manyLevels_areDisposedFromTheOutside() {
            List<Integer> cleaned = new ArrayList<>();
            AtomSubscription outer = store.effect(ctx -> nest(0, cleaned));
            outer.dispose();

            assertThat(cleaned).hasSize(200).isSorted();
        }

        private void nest(int level, List<Integer> cleaned) {
            if (level < 200) {
                store.effect(ctx -> {
                    ctx.get(innerAtom);
                    ctx.onCleanup(() -> cleaned.add(level));
                    nest(level + 1, cleaned);
                });
            }
        }
    }
}
