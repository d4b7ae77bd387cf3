package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.Unobserved;
import io.atoms.testing.Log;
import io.atoms.testing.Proves;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What the random scenarios of async atoms found, each as small as it can be told. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R21")
class FoundByScenariosTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1);
    private final PrimitiveAtom<Integer> other = Atom.of(1);
    private final AsyncAtom<String> atom = Atom.async(get -> calls.mono(get.get(input)));

    @Test
    @Proves({"R3", "R18"})
    void effectThatIsTheFirstToNeedSynchronousWork_runsOnceForLoadingAndOnceForReady() {
        AsyncAtom<Integer> at = Atom.async(get -> Mono.just(get.get(input)));
        Atom<Integer> constant = Atom.map(at, value -> 7);
        store.effect(ctx -> log.add(ctx.get(at)));
        store.effect(ctx -> log.add(ctx.get(constant)));
        assertThat(log.drain())
                .containsExactly(String.valueOf(Loadable.loading()), String.valueOf(Loadable.ready(1)), "7");
    }

    @Test
    @Proves({"R18"})
    void effectThatReadsWhatDoesNotChange_runsOnce_thoughItsWorkCompletesAtOnce() {
        AsyncAtom<Integer> at = Atom.async(get -> Mono.just(get.get(input)));
        Atom<Integer> constant = Atom.map(at, value -> 7);
        store.effect(ctx -> log.add(ctx.get(constant)));
        assertThat(log.lines()).containsExactly("7");
    }

    @Test
    @Proves("R19")
    void atomThatIsOnlyAwaited_isMounted() {
        AsyncAtom<String> mounted = atom.onMount(ctx -> {
            log.add("mount");
            return log.line("unmount");
        });
        AsyncAtom<String> above = Atom.async(get -> get.await(mounted));
        AtomSubscription subscription = store.subscribe(above, value -> {});
        subscription.dispose();
        assertThat(log.lines()).containsExactly("mount", "unmount");
    }

    @Test
    void workNeededInABodyThatThenWritesSomethingElse_isStarted() {
        store.transaction(tx -> {
            tx.set(input, 2);
            tx.get(atom);
            tx.set(other, 2);
        });
        assertThat(calls.lines()).containsExactly("2 live");
    }

    @Test
    @Proves("R11")
    void twoRunsOfABodyThatRollsBack_leaveTheFirst() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        log.drain();
        assertThatThrownBy(() -> store.transaction(tx -> {
                    tx.set(input, 2);
                    tx.get(atom);
                    tx.set(input, 3);
                    tx.get(atom);
                    throw new IllegalStateException("back");
                }))
                .hasMessage("back");
        store.set(other, 2);
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
        assertThat(calls.count()).isEqualTo(1);
        assertThat(log.lines()).isEmpty();
        store.set(input, 4);
        assertThat(calls.lines()).containsExactly("1 ended", "4 live");
    }

    @Test
    @Proves("R12")
    void twoRunsOfABodyThatChangesBack_leaveTheFirst() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        log.drain();
        store.transaction(tx -> {
            tx.set(input, 2);
            tx.get(atom);
            tx.set(input, 3);
            tx.get(atom);
            tx.set(input, 1);
        });
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
        assertThat(calls.count()).isEqualTo(1);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    @Proves("R24")
    void awaitThatIsHandedOverToTheNextRun_keepsWhatItAwaits() {
        AsyncAtom<String> above = Atom.<String>async(get -> get.get(input) > 0 ? get.await(awaited()) : Mono.empty())
                .whenUnobserved(Unobserved.keep());
        store.subscribe(above, value -> {}).dispose();
        clock.advanceTimeBy(Duration.ofSeconds(5));
        store.set(input, 2);
        store.get(above);
        assertThat(calls.lines()).containsExactly("awaited live");
    }

    private final AsyncAtom<String> awaited = Atom.async(get -> calls.mono("awaited"));

    private AsyncAtom<String> awaited() {
        return awaited;
    }

    @Test
    @Proves("R23")
    void resultThatSupersedesAnAwaitingRun_isNotDeliveredToIt() {
        AsyncAtom<String> above = Atom.async(get -> {
            get.get(atom); // so its result is a change, too
            return get.await(atom).doOnNext(log::add);
        });
        store.subscribe(above, value -> {});
        calls.last().succeed("a");
        assertThat(log.lines()).as("by the run that began with the result").containsExactly("a");
        assertThat(store.get(above)).isEqualTo(Loadable.ready("a"));
    }
}
