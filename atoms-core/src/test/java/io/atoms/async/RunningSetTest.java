package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.InvariantsAccess;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** Runs that are replaced on one thread while another one is about to start them. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R21", "R26", "R27"})
class RunningSetTest {
    private static final int WRITES = 20_000;

    private final AtomStore store = AtomStore.create();
    private final PrimitiveAtom<Integer> input = Atom.of(0);
    private final AtomicInteger live = new AtomicInteger();
    private final AsyncAtom<Integer> atom = Atom.async(get -> {
        int value = get.get(input);
        return Mono.<Integer>never()
                .doOnSubscribe(subscription -> live.incrementAndGet())
                .doOnCancel(live::decrementAndGet)
                .defaultIfEmpty(value);
    });

    private void write() {
        for (int i = 0; i < WRITES; i++) {
            store.update(input, n -> n + 1);
        }
    }

    @Test
    void replacedRuns_areCancelledOnce_andForgotten() {
        store.subscribe(atom, value -> {});
        for (int round = 0; round < 3; round++) {
            Threads.race(List.of(this::write, this::write, this::write));
        }
        assertThat(live.get()).isEqualTo(1);
        assertThat(InvariantsAccess.running(store)).isEqualTo(1);
        store.close();
        assertThat(live.get()).isZero();
        assertThat(InvariantsAccess.running(store)).isZero();
    }
}
