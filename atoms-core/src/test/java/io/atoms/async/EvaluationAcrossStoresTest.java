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
import io.atoms.fixtures.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** A read function that reads another store while it is evaluated in a view, so under no lock of its own. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R15", "T3", "T5"})
class EvaluationAcrossStoresTest {
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom = Atom.<String>async(get -> calls.mono(get.get(input)));
    private final AtomStore store = AtomStore.create();
    private final AtomStore other = AtomStore.create();
    private final PrimitiveAtom<Integer> written = Atom.of(0).named("written");

    @Test
    void listenersOfTheOtherStore_runAfterIt_andMayWrite() {
        other.subscribe(atom, value -> {
            log.add("listener");
            other.set(written, 1);
        });
        Atom<Integer> slow = Atom.derived(get -> {
            Threads.run(() -> calls.last().succeed("a"));
            return 1;
        });
        Atom<Integer> reading = Atom.derived(get -> {
            int value = other.get(slow);
            log.add("read");
            return value;
        });

        try (StoreSnapshot snapshot = store.snapshot()) {
            assertThat(snapshot.get(reading)).isEqualTo(1);
        }

        assertThat(log.lines()).containsExactly("read", "listener");
        assertThat(other.get(written)).isEqualTo(1);
    }

    @Test
    void listenersOfWorkThatItStarted_areTold() {
        other.subscribe(written, log.as("written"));
        AsyncAtom<String> writing = Atom.async(get -> Mono.fromCallable(() -> {
            other.set(written, 1);
            return "done";
        }));
        Atom<Boolean> reading = Atom.derived(get -> other.get(writing).isLoading());

        try (StoreSnapshot snapshot = store.snapshot()) {
            assertThat(snapshot.get(reading)).isTrue();
        }

        assertThat(log.lines()).containsExactly("written=1");
        assertThat(other.get(writing)).isEqualTo(Loadable.ready("done"));
    }
}
