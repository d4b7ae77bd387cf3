package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.StoreObserver;
import io.atoms.testing.Proves;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What tools see of async atoms. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R21"})
class AsyncObserverTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final Calls<String> calls = new Calls<>();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom =
            Atom.async(get -> calls.mono(get.get(input))).named("atom");

    private final List<ChangeSet> commits = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final AtomStore told = AtomStore.builder()
            .scheduler(clock)
            .counting(true)
            .observer(new StoreObserver() {
                @Override
                public void created(io.atoms.inspect.AtomInfo info) {
                    events.add("created " + info);
                }

                @Override
                public void observed(io.atoms.inspect.AtomInfo info) {
                    events.add("observed " + info);
                }

                @Override
                public void unobserved(io.atoms.inspect.AtomInfo info) {
                    events.add("unobserved " + info);
                }

                @Override
                public void committed(ChangeSet changes) {
                    commits.add(changes);
                }
            })
            .build();

    @Test
    void observer_isToldOfTheAtomOnce() {
        told.subscribe(atom, value -> {}).dispose();
        assertThat(events)
                .containsExactlyInAnyOrder(
                        "created input",
                        "created atom",
                        "observed input",
                        "observed atom",
                        "unobserved atom",
                        "unobserved input");
    }

    @Test
    void commit_thatSupersedes_showsWhy() {
        told.subscribe(atom, value -> {});
        commits.clear();
        told.set(input, 2);
        assertThat(commits).hasSize(1);
        assertThat(commits.get(0).why("atom")).extracting(Object::toString).containsExactly("input", "atom");
        assertThat(commits.get(0).changes()).extracting(c -> c.atom().name()).containsExactly("input");
    }
}
