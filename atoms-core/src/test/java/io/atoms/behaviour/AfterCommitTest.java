package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.WritableAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Setter.afterCommit}: what write functions and transactions leave to be done outside the lock. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("T4")
class AfterCommitTest {
    private final AtomStore store = AtomStore.create();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> atom = Atom.of(1).named("atom");

    private Consumer<AtomStore> seeing(String name) {
        return s -> log.add(name + " sees " + s.get(atom));
    }

    @Test
    @Proves("R15")
    void function_runsAfterTheListenersOfItsCommit() {
        store.subscribe(atom, log.as("atom"));
        store.effect(ctx -> log.add("effect " + ctx.get(atom)));
        log.drain();
        store.transaction(tx -> {
            tx.afterCommit(seeing("after"));
            tx.set(atom, 2);
            log.add("end of body");
        });
        assertThat(log.lines()).containsExactly("end of body", "atom=2", "effect 2", "after sees 2");
    }

    @Test
    void function_isGivenTheStore_andMayWrite() {
        WritableAtom<Integer, Integer> twice = Atom.writable(get -> get.get(atom), (set, n) -> {
            set.set(atom, n);
            set.afterCommit(s -> s.set(atom, n * 2));
        });
        store.subscribe(atom, log.as("atom"));
        store.set(twice, 5);
        assertThat(log.lines()).containsExactly("atom=5", "atom=10");
    }

    @Test
    @Proves("R11")
    void function_ofARollback_doesNotRun() {
        assertThatThrownBy(() -> store.transaction(tx -> {
                    tx.afterCommit(seeing("after"));
                    throw new IllegalStateException("back");
                }))
                .hasMessage("back");
        store.set(atom, 2);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    @Proves("R11")
    void function_ofAJoinedCallThatRollsBack_doesNotRun_thatOfTheOuterDoes() {
        ActionAtom<Integer, Integer> failing = Atom.action((set, n) -> {
            set.afterCommit(seeing("inner"));
            throw new IllegalStateException("back");
        });
        store.transaction(tx -> {
            tx.afterCommit(seeing("before"));
            assertThatThrownBy(() -> tx.run(failing, 1)).hasMessage("back");
            tx.afterCommit(seeing("behind"));
            tx.set(atom, 2);
        });
        assertThat(log.lines()).containsExactly("before sees 2", "behind sees 2");
    }

    @Test
    void withoutACommit_itRunsAtOnce() {
        store.afterCommit(seeing("now"));
        assertThat(log.lines()).containsExactly("now sees 1");
    }

    @Test
    void fromAListener_itRunsAfterTheRunningRound() {
        store.subscribe(atom, value -> {
            store.afterCommit(seeing("after"));
            log.add("first");
        });
        store.subscribe(atom, log.as("second"));
        store.set(atom, 2);
        assertThat(log.lines()).containsExactly("first", "second=2", "after sees 2");
    }

    @Test
    void inATransactionThatChangesNothing_itRunsAllTheSame() {
        store.transaction(tx -> tx.afterCommit(seeing("after")));
        assertThat(log.lines()).containsExactly("after sees 1");
    }

    @Test
    @Proves("R17")
    void error_reachesTheWriter_andStopsNothing() {
        assertThatThrownBy(() -> store.transaction(tx -> {
                    tx.set(atom, 2);
                    tx.afterCommit(s -> {
                        throw new IllegalStateException("x");
                    });
                    tx.afterCommit(seeing("second"));
                }))
                .hasMessage("x");
        assertThat(log.lines()).containsExactly("second sees 2");
    }

    @Test
    @Proves("R9")
    void insideAReadFunction_isRefused() {
        Atom<Integer> bad = Atom.derived(get -> {
            store.afterCommit(seeing("never"));
            return 1;
        });
        assertThatThrownBy(() -> store.get(bad)).isInstanceOf(AtomUsageException.class);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    @Proves("R27")
    void afterClose_isRefused() {
        store.close();
        assertThatThrownBy(() -> store.afterCommit(seeing("never"))).isInstanceOf(StoreClosedException.class);
    }

    @Test
    @Proves("R19")
    void mountContext_knowsItsStore() {
        PrimitiveAtom<Integer> mounted = Atom.of(0).onMount(ctx -> {
            var following = ctx.store().subscribe(atom, ctx::setSelf);
            return following::dispose;
        });
        var subscription = store.subscribe(mounted, log.as("mounted"));
        store.set(atom, 7);
        subscription.dispose();
        store.set(atom, 8);
        assertThat(log.lines()).containsExactly("mounted=7");
    }
}
