package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StreamPolicy;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Async atoms and transactions. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R11", "R22"})
class AsyncTransactionTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom =
            Atom.async(get -> calls.mono(get.get(input))).named("atom");

    @Test
    void rollback_startsNothing() {
        assertThatThrownBy(() -> store.transaction(tx -> {
                    tx.set(input, 2);
                    tx.get(atom);
                    throw new IllegalStateException("back");
                }))
                .hasMessage("back");
        assertThat(calls.count()).isZero();
        store.get(atom);
        assertThat(calls.lines()).containsExactly("1 live");
    }

    @Test
    void rollback_startsWhatWasReadBeforeTheFirstWrite_asAnyReadDoes() {
        assertThatThrownBy(() -> store.transaction(tx -> {
                    tx.get(atom);
                    tx.set(input, 2);
                    tx.get(atom);
                    throw new IllegalStateException("back");
                }))
                .hasMessage("back");
        assertThat(calls.lines()).containsExactly("1 live");
    }

    @Test
    void rollback_cancelsNothing() {
        store.subscribe(atom, log.as("atom"));
        assertThatThrownBy(() -> store.transaction(tx -> {
                    tx.set(input, 2);
                    assertThat(tx.get(atom).isLoading()).isTrue();
                    throw new IllegalStateException("back");
                }))
                .hasMessage("back");
        assertThat(calls.lines()).containsExactly("1 live");
        calls.last().succeed("a");
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
    }

    @Test
    void transaction_startsAfterItsCommit_once() {
        store.transaction(tx -> {
            for (int i = 0; i < 5; i++) {
                tx.set(input, i);
                tx.get(atom);
            }
            assertThat(calls.count()).isZero();
        });
        assertThat(calls.lines()).containsExactly("4 live");
    }

    @Test
    @Proves({"R4", "R12"})
    void changeThereAndBack_startsAndCancelsNothing() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        store.transaction(tx -> {
            tx.set(input, 2);
            tx.set(input, 1);
        });
        assertThat(calls.count()).isEqualTo(1);
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
    }

    @Test
    @Proves({"R4", "R12"})
    void changeThereAndBack_readBetween_startsAndCancelsNothing() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        store.transaction(tx -> {
            tx.set(input, 2);
            tx.get(atom);
            tx.set(input, 1);
        });
        assertThat(calls.count()).isEqualTo(1);
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
    }

    @Test
    @Proves({"R4", "R12"})
    void changeThereAndBack_readBetweenAndAfter_startsAndCancelsNothing() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        store.transaction(tx -> {
            tx.set(input, 2);
            tx.get(atom);
            tx.set(input, 1);
            tx.get(atom);
        });
        assertThat(calls.count()).isEqualTo(1);
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
    }

    @Test
    void nestedTransactionThatRollsBack_leavesTheRunOfTheOuter() {
        store.subscribe(atom, log.as("atom"));
        store.transaction(tx -> {
            tx.set(input, 2);
            tx.get(atom);
            try {
                store.transaction(inner -> {
                    inner.set(input, 3);
                    inner.get(atom);
                    throw new IllegalStateException("back");
                });
            } catch (IllegalStateException expected) {
                log.add("back");
            }
        });
        assertThat(calls.lines()).containsExactly("1 cancelled", "2 live");
        calls.last().succeed("of 2");
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("of 2"));
    }

    @Test
    @Proves({"R21", "T2"})
    void readDuringATransactionOfAnotherThread_startsTheWork() {
        try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(Atom.of(0), 1))) {
            assertThat(store.get(atom)).isEqualTo(Loadable.loading());
            assertThat(parked.isInside()).isTrue();
        }
        assertThat(calls.lines()).as("after the transaction").containsExactly("1 live");
    }

    @Test
    @Proves({"R21", "T2"})
    void readDuringATransactionOfAnotherThread_keepsThePrevious() {
        store.get(atom);
        calls.last().succeed("a");
        store.set(input, 2);
        try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(Atom.of(0), 1))) {
            assertThat(store.get(atom)).isEqualTo(new Loadable.Loading<>("a"));
            assertThat(parked.isInside()).isTrue();
        }
    }

    @Test
    @Proves("T2")
    void monoDuringATransactionOfAnotherThread_arrives() {
        Threads.Background<String> waiting;
        try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(Atom.of(0), 1))) {
            waiting = Threads.compute(
                    () -> store.mono(Atom.<String>async(get -> Mono.just("x"))).block());
            assertThat(parked.isInside()).isTrue();
        }
        assertThat(waiting.join()).isEqualTo("x");
    }

    @Test
    @Proves({"R22", "T4"})
    void noPublisherIsSubscribedOrCancelledUnderTheLock() {
        AsyncAtom<Integer> watched = Atom.async(get -> {
            get.get(input);
            return Mono.<Integer>never()
                    .doOnSubscribe(s -> Threads.run(() -> store.set(Atom.of(0), 1)))
                    .doOnCancel(() -> {
                        Threads.run(() -> store.set(Atom.of(0), 1));
                        log.add("cancelled");
                    });
        });
        store.subscribe(watched, value -> {});
        store.set(input, 2);
        store.transaction(tx -> tx.set(input, 3));
        assertThat(log.lines()).hasSize(2);
    }

    @Test
    @Proves({"R22", "T4"})
    void requestOfAStream_isNotMadeUnderTheLock() {
        AsyncAtom<Integer> watched = Atom.stream(
                get -> Flux.range(1, 10).doOnRequest(n -> Threads.run(() -> store.set(Atom.of(0), 1))),
                StreamPolicy.ofDefaults().overflow(StreamPolicy.Overflow.EVERY));
        store.subscribe(watched, value -> {});
        assertThat(store.get(watched)).isEqualTo(Loadable.ready(10));
    }

    @Test
    @Proves("R22")
    void listenerThatLetsAnotherThreadOpenATransaction_doesNotBlockTheCompletingThread() {
        AtomicReference<ParkedTransaction> parked = new AtomicReference<>();
        store.subscribe(atom, value -> parked.set(ParkedTransaction.in(store, tx -> {})));
        store.effect(ctx -> log.add(ctx.get(atom)));
        log.drain();
        Threads.Background<Void> completing = Threads.start(() -> calls.last().succeed("a"));
        try {
            completing.join();
        } finally {
            parked.get().close();
        }
        assertThat(log.lines()).containsExactly(String.valueOf(Loadable.ready("a")));
    }
}
