package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Running again without any change. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R21"})
class RefreshTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom =
            Atom.async(get -> calls.mono(get.get(input))).named("atom");

    @Test
    void refresh_ofAnObservedAtom_runsAgainAtOnce_andKeepsThePrevious() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        store.refresh(atom);
        assertThat(store.get(atom)).isEqualTo(new Loadable.Loading<>("a"));
        calls.last().succeed("b");
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("b"));
        assertThat(calls.count()).isEqualTo(2);
    }

    @Test
    void refresh_whileLoading_cancelsTheRun() {
        store.subscribe(atom, log.as("atom"));
        store.refresh(atom);
        assertThat(calls.lines()).containsExactly("1 cancelled", "1 live");
    }

    @Test
    void refresh_ofAnUnobservedAtom_waitsForTheNextNeed() {
        store.get(atom);
        calls.last().succeed("a");
        store.refresh(atom);
        assertThat(calls.count()).isEqualTo(1);
        assertThat(store.get(atom)).isEqualTo(new Loadable.Loading<>("a"));
        assertThat(calls.count()).isEqualTo(2);
    }

    @Test
    void refresh_beforeAnyNeed_startsNothing() {
        store.refresh(atom);
        assertThat(calls.count()).isZero();
    }

    @Test
    void refresh_severalTimesInATransaction_runsOnce() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        store.transaction(tx -> {
            tx.refresh(atom);
            tx.refresh(atom);
            tx.set(input, 2);
        });
        assertThat(calls.count()).isEqualTo(2);
    }

    @Test
    @Proves("R11")
    void refresh_inATransactionThatRollsBack_isNone() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        assertThatThrownBy(() -> store.transaction(tx -> {
                    tx.refresh(atom);
                    tx.get(atom);
                    throw new IllegalStateException("back");
                }))
                .hasMessage("back");
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void refresh_inAStoreWithAnInterceptor_works() {
        List<String> asked = new ArrayList<>();
        AtomStore intercepted = AtomStore.builder()
                .validate(input, n -> asked.add("asked " + n), "never")
                .build();
        intercepted.subscribe(atom, log.as("atom"));
        intercepted.refresh(atom);
        assertThat(calls.count()).isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    @Test
    void refresh_ofAFailedAtom_triesAgain() {
        store.subscribe(atom, log.as("atom"));
        calls.last().fail(new IllegalStateException("x"));
        store.refresh(atom);
        calls.last().succeed("a");
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
    }

    @Test
    @Proves("R9")
    void refresh_insideAReadFunction_isRefused() {
        Atom<Integer> bad = Atom.derived(get -> {
            store.refresh(atom);
            return 1;
        });
        assertThatThrownBy(() -> store.get(bad)).isInstanceOf(AtomUsageException.class);
    }
}
