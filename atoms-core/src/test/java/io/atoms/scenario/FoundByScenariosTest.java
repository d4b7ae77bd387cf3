package io.atoms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.InvariantsAccess;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the random scenarios found, as small as it gets. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FoundByScenariosTest {
    private final AtomStore store = AtomStore.create();
    private final Runs runs = new Runs();
    private final RecordingListener<Integer> listener = new RecordingListener<>();
    private final PrimitiveAtom<Integer> a = Atom.of(0).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(0).named("b");
    private final Atom<Integer> twice =
            Atom.<Integer>derived(runs.counting(get -> get.get(a) * 2)).named("twice");

    private void aborted(Consumer<Setter> body) {
        assertThatThrownBy(() -> store.transaction(tx -> {
                    body.accept(tx);
                    throw new ScenarioError("abort");
                }))
                .hasMessage("abort");
    }

    @Test
    @Proves({"R10", "R12"})
    void derivedFirstReadInABody_andWrittenBack_hasItsFirstValueAgain() {
        store.transaction(tx -> {
            assertThat(tx.get(twice)).isZero();
            tx.set(a, 1);
            assertThat(tx.get(twice)).isEqualTo(2);
            tx.set(a, 0);
            assertThat(tx.get(twice)).isZero();
        });
        assertThat(store.get(twice)).isZero();
    }

    @Test
    @Proves({"R11", "R18"})
    void effect_afterAnAbortedCheckOfItsAtom_settles() {
        Atom<Integer> zero = Atom.derived(get -> get.get(a) * 0);
        Atom<Integer> above = Atom.derived(get -> get.get(zero) + 1);
        Log log = new Log();
        store.get(above);
        store.set(a, 1);
        aborted(tx -> {
            tx.set(a, 2);
            tx.get(above);
        });
        store.effect(ctx -> {
            if (log.lines().size() < 100) {
                log.add(ctx.get(above));
            }
        });

        assertThat(log.lines()).containsExactly("1");
    }

    @Test
    @Proves({"R11", "R14"})
    void atomReadInAnAbortedBodyBeforeAnyWrite_staysUpToDateWhenObserved() {
        Atom<Integer> below = Atom.derived(get -> get.get(b));
        Atom<Integer> sum = Atom.derived(get -> get.get(below) + get.get(a));
        store.get(sum);
        store.set(a, 1);
        aborted(tx -> tx.get(sum));
        store.subscribe(sum, listener);
        InvariantsAccess.check(store);
        store.set(b, 5);

        assertThat(listener.told()).containsExactly("1 -> 6");
    }

    @Test
    @Proves({"R11", "R14"})
    void dependencyDroppedInAnAbortedBody_isFollowedAgain() {
        Atom<Integer> below = Atom.derived(get -> get.get(b));
        Atom<Integer> gated = Atom.derived(get -> get.get(a) == 0 ? get.get(below) : -1);
        store.subscribe(gated, listener);
        aborted(tx -> {
            tx.set(a, 1);
            tx.get(gated);
            tx.set(b, 9);
        });
        InvariantsAccess.check(store);
        store.set(b, 5);

        assertThat(listener.told()).containsExactly("0 -> 5");
    }

    @Test
    @Proves("R14")
    void resubscribingInsideATransaction_isToldOnce() {
        AtomSubscription first = store.subscribe(twice, listener);
        store.transaction(tx -> {
            tx.set(a, 1);
            first.dispose();
            store.subscribe(twice, listener);
            tx.set(a, 2);
        });

        assertThat(listener.told()).containsExactly("0 -> 4");
    }

    @Test
    @Proves({"R5", "R18"})
    void subscriptionDisposedInsideATransaction_demandsNothing() {
        PrimitiveAtom<Boolean> on = Atom.of(true);
        store.effect(ctx -> {
            if (ctx.get(on)) {
                ctx.get(twice);
            }
        });
        AtomSubscription subscription = store.subscribe(twice, listener);
        runs.sinceLast();
        store.transaction(tx -> {
            tx.set(a, 1);
            tx.set(on, false);
            subscription.dispose();
        });

        assertThat(runs.sinceLast()).isZero();
    }

    @Test
    @Proves({"R4", "R5"})
    void atomComputedInABody_isNotForgottenBecauseOfAnUnrelatedWrite() {
        store.transaction(tx -> {
            tx.set(a, 1);
            tx.get(twice);
            tx.set(b, 1);
        });
        assertThat(store.get(twice)).isEqualTo(2);

        assertThat(runs.total()).isEqualTo(1);
    }

    @Test
    @Proves("R14")
    void subscriptionInsideATransaction_isToldTheValueBeforeTheCommit() {
        store.get(twice);
        store.set(b, 1);
        store.transaction(tx -> {
            tx.set(a, 1);
            store.subscribe(twice, listener);
            tx.set(a, 2);
        });

        assertThat(listener.told()).containsExactly("0 -> 4");
    }

    @Test
    @Proves({"R5", "R18"})
    void endOfAnEffectsRun_checksUpToTheFirstChange() {
        store.effect(ctx -> {
            if (ctx.get(b) == 0) {
                ctx.get(twice);
                ctx.set(a, 1);
                ctx.set(b, 1);
            }
        });

        assertThat(runs.total()).isEqualTo(1);
    }

    @Test
    @Proves("R14")
    void observedAtomThatKeepsItsValueForAWhileInABody_isToldWithItsPreviousValue() {
        Atom<Integer> parity = Atom.derived(get -> get.get(twice) / 2 % 2);
        store.subscribe(parity, listener);
        store.transaction(tx -> {
            tx.set(a, 2);
            tx.get(parity);
            tx.set(a, 4);
            tx.set(a, 2);
            tx.get(parity);
            tx.set(a, 1);
        });

        assertThat(listener.told()).containsExactly("0 -> 1");
    }
}
