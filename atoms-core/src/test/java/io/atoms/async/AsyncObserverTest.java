package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Proves;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.AtomKind;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.StoreObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What tools see of async atoms. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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
    void inspection_showsTheAtomOnly_withItsDependencies() {
        AsyncAtom<String> above = Atom.<String>async(get -> get.await(atom)).named("above");
        told.subscribe(above, value -> {});
        AsyncActionAtom<Integer, Integer> action = Atom.asyncAction((set, n) -> Mono.just(n));
        told.run(action, 1).subscribe();
        assertThat(told.inspect().atoms())
                .extracting(a -> a.atom().name())
                .containsExactlyInAnyOrder("input", "atom", "above");
        AtomInspection shown = told.inspect().find("atom").orElseThrow();
        assertThat(shown.atom().kind()).isEqualTo(AtomKind.ASYNC);
        assertThat(shown.value()).isEqualTo(Loadable.loading());
        assertThat(shown.dependencies())
                .containsExactly(
                        told.inspect().find("input").orElseThrow().atom().id());
        assertThat(told.inspect().find("above").orElseThrow().dependencies())
                .containsExactly(shown.atom().id());
        assertThat(shown.dependents())
                .containsExactly(
                        told.inspect().find("above").orElseThrow().atom().id());
    }

    @Test
    void inspection_ofAnAwaitedAtom_showsItsValue() {
        AsyncAtom<String> above = Atom.<String>async(get -> get.await(atom)).named("above");
        told.subscribe(above, value -> {});
        calls.last().succeed("a");
        assertThat(told.inspect().find("atom").orElseThrow().value()).isEqualTo(Loadable.ready("a"));
        assertThat(told.inspect().find("atom").orElseThrow().observed()).isTrue();
    }

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
    void commit_ofAResult_showsTheAtomOnly() {
        told.subscribe(atom, value -> {});
        commits.clear();
        calls.last().succeed("a");
        assertThat(commits).hasSize(1);
        assertThat(commits.get(0).cause()).isEqualTo("result atom");
        assertThat(commits.get(0).changes()).extracting(c -> c.atom().name()).containsOnly("atom");
        assertThat(commits.get(0).changes()).extracting(c -> c.current()).containsExactly(Loadable.ready("a"));
        assertThat(commits.get(0).recomputes()).as("no read function ran").isEmpty();
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
