package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others see of an async atom while a transaction is open that has already given it a new run. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"T2", "T3", "R21"})
class SnapshotDuringTransactionTest {
    private final AtomStore store = AtomStore.create();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom = Atom.<String>async(get -> calls.mono(get.get(input)));

    @BeforeEach
    void atomIsReady() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
    }

    private ParkedTransaction withANewRun() {
        return ParkedTransaction.in(store, tx -> {
            tx.set(input, 2);
            tx.get(atom);
        });
    }

    @Test
    void snapshot_seesReady_asOfTheLastCommit() {
        StoreSnapshot snapshot;
        try (ParkedTransaction parked = withANewRun()) {
            assertThat(parked.isInside()).isTrue();
            snapshot = store.snapshot();
            assertThat(snapshot.get(atom)).isEqualTo(Loadable.ready("a"));
        }
        assertThat(snapshot.get(atom)).isEqualTo(Loadable.ready("a"));
        snapshot.close();
    }

    @Test
    void snapshot_readForTheFirstTimeAfterLaterRuns_seesReady() {
        StoreSnapshot snapshot;
        try (ParkedTransaction parked = withANewRun()) {
            assertThat(parked.isInside()).isTrue();
            snapshot = store.snapshot();
        }
        for (int next : List.of(3, 4, 5)) {
            calls.last().succeed("later");
            store.set(input, next);
        }
        assertThat(snapshot.get(atom)).isEqualTo(Loadable.ready("a"));
        snapshot.close();
    }

    @Test
    void derivedAtom_readForTheFirstTime_seesReady() {
        Atom<String> derived = Atom.derived(get -> get.get(atom).orElse("not ready"));
        try (ParkedTransaction parked = withANewRun()) {
            assertThat(parked.isInside()).isTrue();
            assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
            assertThat(store.get(derived)).isEqualTo("a");
        }
        assertThat(store.get(derived)).isEqualTo("not ready");
    }
}
