package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.Unobserved;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What becomes of running work when the last observer leaves. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R24"})
class UnobservedTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom =
            Atom.async(get -> calls.mono(get.get(input))).named("atom");

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void byDefault_itIsCancelledAfterASecond() {
        store.subscribe(atom, log.as("atom")).dispose();
        clock.advanceTimeBy(Duration.ofMillis(999));
        assertThat(calls.lines()).containsExactly("1 live");
        clock.advanceTimeBy(Duration.ofMillis(1));
        assertThat(calls.lines()).containsExactly("1 cancelled");
    }

    @Test
    void observerThatComesBackInTime_keepsIt() {
        store.subscribe(atom, log.as("atom")).dispose();
        clock.advanceTimeBy(Duration.ofMillis(999));
        AtomSubscription again = store.subscribe(atom, log.as("atom"));
        clock.advanceTimeBy(Duration.ofHours(1));
        assertThat(calls.lines()).containsExactly("1 live");
        again.dispose();
        clock.advanceTimeBy(Duration.ofMillis(999));
        assertThat(calls.lines()).containsExactly("1 live");
    }

    @Test
    void cancelledWork_restartsAtTheNextNeed_andKeepsThePrevious() {
        AtomSubscription first = store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        store.set(input, 2);
        first.dispose();
        clock.advanceTimeBy(SECOND);
        assertThat(calls.lines()).containsExactly("1 ended", "2 cancelled");
        assertThat(store.get(atom)).isEqualTo(new Loadable.Loading<>("a"));
        assertThat(calls.lines()).containsExactly("1 ended", "2 cancelled", "2 live");
        calls.last().succeed("b");
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("b"));
    }

    @Test
    void cancelAtOnce() {
        AsyncAtom<String> eager = atom.whenUnobserved(Unobserved.cancel());
        store.subscribe(eager, log.as("atom")).dispose();
        assertThat(calls.lines()).containsExactly("1 cancelled");
        store.subscribe(eager, log.as("atom"));
        calls.last().succeed("a");
        assertThat(store.get(eager)).isEqualTo(Loadable.ready("a"));
    }

    @Test
    void keep_runsOn() {
        AsyncAtom<String> kept = atom.whenUnobserved(Unobserved.keep());
        store.subscribe(kept, log.as("atom")).dispose();
        clock.advanceTimeBy(Duration.ofHours(1));
        calls.last().succeed("a");
        assertThat(store.get(kept)).isEqualTo(Loadable.ready("a"));
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void keep_withAnAwait_keepsWhatItAwaits() {
        AsyncAtom<String> kept = Atom.<String>async(get -> get.await(atom)).whenUnobserved(Unobserved.keep());
        store.subscribe(kept, log.as("atom")).dispose();
        clock.advanceTimeBy(Duration.ofHours(1));
        assertThat(calls.lines()).containsExactly("1 live");
        calls.last().succeed("a");
        assertThat(store.get(kept)).isEqualTo(Loadable.ready("a"));
    }

    @Test
    void workThatWasOnlyRead_runsOn() {
        store.get(atom);
        clock.advanceTimeBy(Duration.ofHours(1));
        assertThat(calls.lines()).containsExactly("1 live");
    }

    @Test
    void workThatWasOnlyRead_survivesThatWhatItAwaitsLosesAnotherObserver() {
        AsyncAtom<String> above = Atom.async(get -> get.await(atom).map(s -> s + "!"));
        store.get(above);
        store.subscribe(atom, log.as("atom")).dispose();
        clock.advanceTimeBy(SECOND);
        calls.last().succeed("a");
        assertThat(store.get(above)).isEqualTo(Loadable.ready("a!"));
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void endedWork_staysReady() {
        AtomSubscription subscription = store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        subscription.dispose();
        clock.advanceTimeBy(Duration.ofHours(1));
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void stream_isCancelledAndRestarts() {
        AsyncAtom<String> stream = Atom.stream(get -> calls.flux("s"));
        AtomSubscription subscription = store.subscribe(stream, log.as("s"));
        calls.last().next("a");
        subscription.dispose();
        clock.advanceTimeBy(SECOND);
        assertThat(calls.lines()).containsExactly("s cancelled");
        assertThat(store.get(stream)).isEqualTo(new Loadable.Loading<>("a"));
        assertThat(calls.live()).hasSize(1);
    }

    @Test
    void observedThroughADerivedAtomOrAnAwait_isObserved() {
        Atom<Boolean> ready = Atom.map(atom, Loadable::isReady);
        AsyncAtom<String> above = Atom.async(get -> get.await(atom));
        AtomSubscription one = store.subscribe(ready, log.as("ready"));
        AtomSubscription two = store.subscribe(above, log.as("above"));
        one.dispose();
        clock.advanceTimeBy(SECOND);
        assertThat(calls.lines()).containsExactly("1 live");
        two.dispose();
        clock.advanceTimeBy(SECOND);
        assertThat(calls.lines()).containsExactly("1 cancelled");
    }

    @Test
    void restart_neverSticks() {
        for (int i = 0; i < 100; i++) {
            store.subscribe(atom, log.as("atom")).dispose();
            clock.advanceTimeBy(i % 3 == 0 ? SECOND : SECOND.dividedBy(3));
            if (i % 5 == 0) {
                store.set(input, i);
            }
        }
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
        assertThat(calls.live()).isEmpty();
    }

    @Test
    void cancelledMono_letsGo() {
        Disposable waiting = store.mono(atom).subscribe();
        waiting.dispose();
        clock.advanceTimeBy(SECOND);
        assertThat(calls.lines()).containsExactly("1 cancelled");
    }

    @Test
    void lingerThatEndsDuringATransactionThatObserves_keepsIt() {
        store.subscribe(atom, log.as("atom")).dispose();
        store.transaction(tx -> {
            clock.advanceTimeBy(SECOND);
            store.subscribe(atom, log.as("atom"));
        });
        assertThat(calls.live()).hasSize(1);
        calls.live().get(0).succeed("a");
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
    }
}
