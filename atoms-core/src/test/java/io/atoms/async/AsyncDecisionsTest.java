package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomException;
import io.atoms.AtomStore;
import io.atoms.Concurrency;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Cases in which waiting for ever, or silence, was the alternative. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsyncDecisionsTest {
    private final AtomStore store = AtomStore.create();

    /** A listener that makes the source of its own atom emit would go on for ever. */
    @Test
    @Proves("R16")
    void listenerThatEmitsWhatItListensTo_isStopped() {
        Sinks.Many<Integer> feed = Sinks.many().multicast().directBestEffort();
        AtomicInteger times = new AtomicInteger();
        AsyncAtom<Integer> atom = Atom.stream(get -> feed.asFlux());
        store.subscribe(atom, value -> {
            if (times.incrementAndGet() < 10_000) {
                feed.tryEmitNext(times.get());
            }
        });
        feed.tryEmitNext(0);
        assertThat(times.get()).isLessThan(10_000);
    }

    /** A call under QUEUE that waits for a call of the same action would wait for itself. */
    @Test
    @Proves("R27")
    void queuedActionThatRunsItself_isRefused() {
        AtomicReference<AsyncActionAtom<Integer, String>> self = new AtomicReference<>();
        self.set(Atom.<Integer, String>asyncAction((set, n) -> n == 0 ? Mono.just("end") : set.run(self.get(), n - 1))
                .concurrency(Concurrency.QUEUE));
        Mono<String> outer = store.run(self.get(), 1).timeout(Threads.LIMIT);
        assertThatThrownBy(outer::block).isInstanceOf(AtomException.class);
    }

    /** A flux does not belong to the transaction in which it was subscribed. */
    @Test
    @Proves("R20")
    void fluxSubscribedInATransactionThatRollsBack_ends() {
        PrimitiveAtom<Integer> count = Atom.of(0);
        Log log = new Log();
        assertThatThrownBy(() -> store.transaction(tx -> {
                    tx.set(count, 1);
                    store.flux(count).subscribe(log::add, error -> log.add("error"), log.line("end"));
                    throw new IllegalStateException("taken back");
                }))
                .isInstanceOf(IllegalStateException.class);
        store.set(count, 2);
        assertThat(log.lines()).containsAnyOf("2", "error", "end");
    }
}
