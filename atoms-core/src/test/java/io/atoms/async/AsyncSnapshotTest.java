package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What a snapshot shows of async atoms. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"T3", "R21"})
class AsyncSnapshotTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom =
            Atom.async(get -> calls.mono(get.get(input))).named("atom");

    @Test
    void snapshot_startsNothing() {
        try (StoreSnapshot snapshot = store.snapshot()) {
            assertThat(snapshot.get(atom)).isEqualTo(Loadable.loading());
            assertThat(calls.count()).isZero();
        }
        store.get(atom);
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void snapshot_seesReadyOfItsEpoch() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        try (StoreSnapshot snapshot = store.snapshot()) {
            store.set(input, 2);
            assertThat(snapshot.get(atom)).isEqualTo(Loadable.ready("a"));
            calls.last().succeed("b");
            store.set(input, 3);
            calls.last().succeed("c");
            assertThat(snapshot.get(atom)).isEqualTo(Loadable.ready("a"));
            assertThat(store.get(atom)).isEqualTo(Loadable.ready("c"));
        }
    }

    @Test
    void snapshot_readForTheFirstTimeAfterLaterRuns_seesReadyOfItsEpoch() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("a");
        try (StoreSnapshot snapshot = store.snapshot()) {
            for (int i = 2; i < 6; i++) {
                store.set(input, i);
                calls.last().succeed("later" + i);
            }
            assertThat(snapshot.get(atom)).isEqualTo(Loadable.ready("a"));
        }
    }

    @Test
    void snapshot_beforeTheResult_seesLoading() {
        store.subscribe(atom, log.as("atom"));
        try (StoreSnapshot snapshot = store.snapshot()) {
            calls.last().succeed("a");
            assertThat(snapshot.get(atom)).isEqualTo(Loadable.loading());
        }
        try (StoreSnapshot snapshot = store.snapshot()) {
            assertThat(snapshot.get(atom)).isEqualTo(Loadable.ready("a"));
        }
    }

    @Test
    void snapshot_ofManyUnobservedAtoms_seesThemReady() {
        List<AsyncAtom<Integer>> atoms = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            atoms.add(Atom.async(get -> Mono.just(get.get(input))));
        }
        Atom<Integer> ready = Atom.derived(get -> {
            int count = 0;
            for (AsyncAtom<Integer> each : atoms) {
                count += get.get(each).isReady() ? 1 : 0;
            }
            return count;
        });
        assertThat(store.get(ready)).isEqualTo(2_000);
        PrimitiveAtom<Integer> unrelated = Atom.of(0);
        store.set(unrelated, 1);
        try (StoreSnapshot snapshot = store.snapshot()) {
            assertThat(snapshot.get(ready)).isEqualTo(2_000);
        }
    }

    @Test
    void restore_leavesResultsAlone() {
        store.subscribe(atom, log.as("atom"));
        try (StoreSnapshot loading = store.snapshot()) {
            calls.last().succeed("a");
            store.restore(loading);
        }
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
    }

    @Test
    void restore_ofAnEarlierInput_runsAgain() {
        store.subscribe(atom, log.as("atom"));
        calls.last().succeed("of 1");
        try (StoreSnapshot first = store.snapshot()) {
            store.set(input, 2);
            calls.last().succeed("of 2");
            store.restore(first);
        }
        if (store.get(atom).isLoading()) {
            calls.last().succeed("of 1");
        }
        assertThat(store.get(atom)).isEqualTo(Loadable.ready("of 1"));
    }
}
