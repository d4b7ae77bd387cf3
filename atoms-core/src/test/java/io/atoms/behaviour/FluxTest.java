package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Atoms as Reactor publishers. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R20")
class FluxTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AtomStore store = AtomStore.create();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> number = Atom.of(1).named("number");
    private final Atom<Integer> square = Atom.map(number, n -> n * n);

    @Nested
    class Values {
        @Test
        void currentValue_comesFirst_thenEachCommit() {
            StepVerifier.create(store.flux(square))
                    .expectNext(1)
                    .then(() -> store.set(number, 2))
                    .expectNext(4)
                    .then(() -> store.set(number, 3))
                    .expectNext(9)
                    .thenCancel()
                    .verify(LIMIT);
        }

        @Test
        void noChange_emitsNothing() {
            StepVerifier.create(store.flux(square))
                    .expectNext(1)
                    .then(() -> store.set(number, -1))
                    .then(() -> store.set(number, 1))
                    .then(() -> store.set(number, 3))
                    .expectNext(9)
                    .thenCancel()
                    .verify(LIMIT);
        }

        @Test
        void transaction_emitsOnce() {
            StepVerifier.create(store.flux(number))
                    .expectNext(1)
                    .then(() -> store.transaction(tx -> {
                        tx.set(number, 2);
                        tx.set(number, 3);
                    }))
                    .expectNext(3)
                    .thenCancel()
                    .verify(LIMIT);
        }

        @Test
        void assembly_observesNothing() {
            PrimitiveAtom<Integer> mounting = Atom.of(1).onMount(ctx -> {
                log.add("+");
                return log.line("-");
            });
            Flux<Integer> flux = store.flux(mounting);
            assertThat(log.lines()).isEmpty();

            Disposable one = flux.subscribe(value -> log.add("one " + value));
            Disposable two = flux.subscribe(value -> log.add("two " + value));
            one.dispose();
            store.set(mounting, 2);
            two.dispose();
            store.set(mounting, 3);

            assertThat(log.lines()).containsExactly("+", "one 1", "two 1", "two 2", "-");
        }

        @Test
        void eachSubscriber_startsWithTheValueOfItsTime() {
            Flux<Integer> flux = store.handle(number).flux();
            store.set(number, 5);
            StepVerifier.create(flux.take(1)).expectNext(5).expectComplete().verify(LIMIT);
            store.set(number, 6);
            StepVerifier.create(flux.take(1)).expectNext(6).expectComplete().verify(LIMIT);
        }

        @Test
        void subscribedInsideAListener_emitsTheCommitOnce() {
            store.subscribe(number, value -> {
                if (value == 2) {
                    store.flux(number).subscribe(log::add);
                }
            });
            store.set(number, 2);
            assertThat(log.drain()).containsExactly("2");
            store.set(number, 3);
            assertThat(log.drain()).containsExactly("3");
        }

        @Test
        void subscriberThatWrites_isFollowedThrough() {
            List<Integer> seen = new ArrayList<>();
            store.flux(number).subscribe(value -> {
                seen.add(value);
                if (value < 5) {
                    store.set(number, value + 1);
                }
            });

            assertThat(seen).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Nested
    class BackPressure {
        @Test
        void withoutDemand_nothingIsEmitted() {
            StepVerifier.create(store.flux(number), 0)
                    .expectSubscription()
                    .then(() -> store.set(number, 2))
                    .then(() -> store.set(number, 3))
                    .thenRequest(1)
                    .expectNext(3)
                    .thenCancel()
                    .verify(LIMIT);
        }

        @Test
        void slowSubscriber_getsTheNewestOnly() {
            StepVerifier.create(store.flux(number), 1)
                    .expectNext(1)
                    .then(() -> {
                        for (int i = 2; i <= 100; i++) {
                            store.set(number, i);
                        }
                    })
                    .thenRequest(1)
                    .expectNext(100)
                    .thenRequest(1)
                    .then(() -> store.set(number, 101))
                    .expectNext(101)
                    .thenCancel()
                    .verify(LIMIT);
        }

        @Test
        void demandAhead_isUsedUpOneByOne() {
            StepVerifier.create(store.flux(number), 3)
                    .expectNext(1)
                    .then(() -> store.set(number, 2))
                    .expectNext(2)
                    .then(() -> store.set(number, 3))
                    .expectNext(3)
                    .then(() -> store.set(number, 4))
                    .then(() -> store.set(number, 5))
                    .thenRequest(Long.MAX_VALUE)
                    .expectNext(5)
                    .thenCancel()
                    .verify(LIMIT);
        }

        @Test
        void requestOfNothing_isAnErrorOfTheSubscriber_asTheSpecificationSays() {
            List<Throwable> errors = new ArrayList<>();
            store.flux(number).subscribe(new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                    try {
                        subscription.request(0);
                    } catch (IllegalArgumentException e) {
                        errors.add(e);
                    }
                }

                @Override
                protected void hookOnError(Throwable error) {
                    errors.add(error);
                }
            });
            store.set(number, 2);

            assertThat(errors.size()).isLessThanOrEqualTo(1);
            assertThat(store.get(number)).isEqualTo(2);
        }

        @Test
        void requestFromInsideOnNext_doesNotRecurse() {
            List<Integer> seen = new ArrayList<>();
            store.flux(number).subscribe(new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                    subscription.request(1);
                }

                @Override
                protected void hookOnNext(Integer value) {
                    seen.add(value);
                    request(1);
                }
            });
            for (int i = 2; i < 50; i++) {
                store.set(number, i);
            }

            assertThat(seen).hasSize(49).isSorted();
        }

        @Test
        void subscriberThatHangs_neverSlowsAWriter() {
            CountDownLatch release = new CountDownLatch(1);
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch lastSeen = new CountDownLatch(1);
            Disposable subscription = store.flux(number)
                    .publishOn(Schedulers.boundedElastic(), 1)
                    .subscribe(value -> {
                        Threads.await(release);
                        seen.add(value);
                        if (value == 1000) {
                            lastSeen.countDown();
                        }
                    });
            Threads.run(() -> {
                for (int i = 2; i <= 1000; i++) {
                    store.set(number, i);
                }
            });
            release.countDown();
            Threads.await(lastSeen);
            subscription.dispose();

            assertThat(seen).endsWith(1000).isSorted().hasSizeLessThan(10);
        }
    }

    @Nested
    class Ending {
        @Test
        void cancel_stopsObserving() {
            PrimitiveAtom<Integer> mounting = Atom.of(1).onMount(ctx -> log.line("-"));
            StepVerifier.create(store.flux(mounting)).expectNext(1).thenCancel().verify(LIMIT);

            assertThat(log.lines()).containsExactly("-");
            assertThat(store.inspect().atoms()).noneMatch(atom -> atom.observed());
        }

        @Test
        void cancelFromInsideOnNext_stopsAtOnce() {
            List<Integer> seen = new ArrayList<>();
            store.flux(number).take(2).subscribe(seen::add);
            store.set(number, 2);
            store.set(number, 3);

            assertThat(seen).containsExactly(1, 2);
            assertThat(store.inspect().atoms()).noneMatch(atom -> atom.observed());
        }

        @Test
        void cancelDuringTheFirstValue_leavesNothingObserved() {
            StepVerifier.create(store.flux(number).take(1))
                    .expectNext(1)
                    .expectComplete()
                    .verify(LIMIT);

            assertThat(store.inspect().atoms()).noneMatch(atom -> atom.observed());
        }

        @Test
        @Proves("R27")
        void close_completes() {
            StepVerifier.create(store.flux(number))
                    .expectNext(1)
                    .then(store::close)
                    .expectComplete()
                    .verify(LIMIT);
        }

        @Test
        @Proves("R27")
        void close_withoutDemand_completesToo() {
            StepVerifier.create(store.flux(number), 0)
                    .expectSubscription()
                    .then(store::close)
                    .expectComplete()
                    .verify(LIMIT);
        }

        @Test
        @Proves("R27")
        void subscribeAfterClose_signalsTheEnd() {
            Flux<Integer> flux = store.flux(number);
            store.close();
            List<String> signals = new ArrayList<>();
            flux.subscribe(value -> signals.add("next"), error -> signals.add("end"), () -> signals.add("end"));

            assertThat(signals).containsExactly("end");
        }

        @Test
        @Proves("R7")
        void errorOfTheAtom_isTheErrorOfTheFlux() {
            IllegalArgumentException error = new IllegalArgumentException("broken");
            Atom<Integer> failing = Atom.derived(get -> {
                if (get.get(number) == 3) {
                    throw error;
                }
                return get.get(number);
            });
            StepVerifier.create(store.flux(failing))
                    .expectNext(1)
                    .then(() -> store.set(number, 3))
                    .expectErrorMatches(thrown -> thrown == error)
                    .verify(LIMIT);
            StepVerifier.create(store.flux(failing))
                    .expectErrorMatches(thrown -> thrown == error)
                    .verify(LIMIT);
            store.set(number, 4);
            StepVerifier.create(store.flux(failing).take(1))
                    .expectNext(4)
                    .expectComplete()
                    .verify(LIMIT);
        }

        @Test
        void nullValue_isAnErrorThatNamesTheAtomAndARemedy() {
            PrimitiveAtom<String> name = Atom.<String>of("x").named("name");
            StepVerifier.create(store.flux(name))
                    .expectNext("x")
                    .then(() -> store.set(name, null))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(AtomUsageException.class)
                            .hasMessageContaining("name"))
                    .verify(LIMIT);
            StepVerifier.create(store.flux(name))
                    .expectError(AtomUsageException.class)
                    .verify(LIMIT);
        }

        @Test
        void nullValueSkippedByConflation_isNoError() {
            PrimitiveAtom<String> name = Atom.<String>of("x").named("name");
            StepVerifier.create(store.flux(name), 1)
                    .expectNext("x")
                    .then(() -> {
                        store.set(name, null);
                        store.set(name, "y");
                    })
                    .thenRequest(1)
                    .expectNext("y")
                    .thenCancel()
                    .verify(LIMIT);
        }

        @Test
        @Proves("R17")
        void subscriberThatThrows_doesNotStopListenersNorTheStore() {
            store.flux(number)
                    .subscribe(
                            value -> {
                                if (value == 2) {
                                    throw new IllegalArgumentException("subscriber");
                                }
                            },
                            error -> log.add("error " + error.getMessage()));
            store.subscribe(number, log.as("number"));
            store.set(number, 2);
            store.set(number, 3);

            assertThat(log.lines()).containsExactly("error subscriber", "number=2", "number=3");
        }
    }

    @Nested
    @Proves("T1")
    class ManyThreads {
        @Test
        void signals_areSerial_andEndWithTheLastValue() {
            int last = 5000;
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch done = new CountDownLatch(1);
            store.flux(number).subscribe(new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                    subscription.request(1);
                }

                @Override
                protected void hookOnNext(Integer value) {
                    seen.add(value);
                    if (value == last) {
                        done.countDown();
                    }
                    Schedulers.parallel().schedule(() -> request(1));
                }
            });
            Threads.Task writer = () -> {
                boolean more = true;
                while (more) {
                    more = store.<Boolean>transactionResult(tx -> {
                        int next = Math.min(tx.get(number) + 1, last);
                        tx.set(number, next);
                        return next < last;
                    });
                }
            };
            Threads.race(List.of(writer, writer));
            Threads.await(done);

            assertThat(seen).isSorted().doesNotHaveDuplicates().endsWith(last);
        }
    }
}
