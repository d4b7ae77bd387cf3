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
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What the random scenarios of async atoms found, each as small as it can be told. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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

    private final Calls<Integer> numbers = new Calls<>();
    private final AsyncAtom<Integer> sync = Atom.async(get -> Mono.just(get.get(input)));

    @Test
    @Proves("R24")
    void workThatIsAwaitedOnlyForAMoment_isNotLeftRunning() {
        AsyncAtom<Integer> ready = Atom.async(get -> Mono.just(0));
        AsyncAtom<Integer> eager =
                Atom.<Integer>async(get -> numbers.mono("eager")).whenUnobserved(Unobserved.cancel());
        AsyncAtom<Integer> above =
                Atom.<Integer>async(get -> get.get(ready).isLoading() ? get.await(eager) : Mono.just(7));
        store.subscribe(above, value -> {});
        assertThat(store.get(above)).isEqualTo(Loadable.ready(7));
        assertThat(numbers.live()).isEmpty();
    }

    @Test
    @Proves({"R12", "R18"})
    void effectOverALateAwait_changeThereAndBack_doesNotRun() {
        AsyncAtom<Integer> above = Atom.async(get -> Mono.defer(() -> get.await(sync)));
        store.effect(ctx -> log.add(ctx.get(above)));
        log.drain();
        store.transaction(tx -> {
            tx.set(input, 3);
            tx.get(above);
            tx.set(input, 1);
        });
        assertThat(log.lines()).isEmpty();
    }

    @Test
    @Proves({"R12", "R23"})
    void lateDependencyOfAnUnobservedAtom_changeThereAndBack_startsNothing() {
        AsyncAtom<Integer> late = Atom.async(
                get -> Mono.just(1).doOnSubscribe(s -> log.add("start")).map(n -> n + get.get(input)));
        store.set(input, 2);
        store.get(late);
        store.transaction(tx -> {
            tx.set(input, 4);
            tx.get(late);
            tx.set(input, 2);
        });
        assertThat(log.lines()).containsExactly("start");
    }

    @Test
    @Proves("R21")
    void awaitReadInABodyThatWritesSomethingElseAfterwards_starts() {
        AsyncAtom<Integer> first = Atom.async(get -> get.await(sync));
        AsyncAtom<Integer> second = Atom.async(get -> get.await(sync).doOnSubscribe(s -> log.add("start")));
        store.get(first);
        store.transaction(tx -> {
            tx.set(other, 2);
            tx.get(second);
            tx.set(other, 3);
        });
        assertThat(log.lines()).containsExactly("start");
    }

    @Test
    @Proves({"R22", "R23"})
    void lateReadOfWorkThatCompletesAtOnce_isReady_andTheRequestIsSentOnce() {
        AsyncAtom<Integer> above = Atom.async(
                get -> numbers.mono("request").map(n -> n + get.get(sync).orElse(100)));
        store.subscribe(above, value -> {});
        numbers.last().succeed(10);
        assertThat(numbers.lines()).containsExactly("request ended");
        assertThat(store.get(above)).isEqualTo(Loadable.ready(11));
    }
}
