package io.atoms.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Getter;
import io.atoms.InvariantsAccess;
import io.atoms.PrimitiveAtom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes in one pass, and what a function finds that reads something the pass has not reached. */
class WaveTest {

    private final AtomStore store = AtomStore.create();
    private final PrimitiveAtom<Integer> a = Atom.of(0).named("a");
    private final List<String> runs = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void invariantsHold() {
        InvariantsAccess.check(store);
        store.close();
    }

    private Atom<Integer> derived(String name, Function<Getter, Integer> read) {
        return Atom.<Integer>derived(get -> {
                    runs.add(name);
                    return read.apply(get);
                })
                .named(name);
    }

    private void observe(String name, Atom<Integer> atom) {
        store.effect(context -> seen.add(name + "=" + context.get(atom)));
    }

    private void set(int value) {
        runs.clear();
        seen.clear();
        store.set(a, value);
        InvariantsAccess.check(store);
    }

    @Test
    void cutOff_endsTheWave_beforeWhatIsAbove() {
        Atom<Integer> parity = derived("parity", get -> get.get(a) % 2);
        for (int i = 0; i < 3; i++) {
            int k = i;
            observe("e" + k, derived("above" + k, get -> get.get(parity) + k));
        }
        set(2);
        assertThat(runs).containsExactly("parity");
        assertThat(seen).isEmpty();
        set(3);
        assertThat(runs).containsExactly("parity", "above0", "above1", "above2");
        assertThat(seen).containsExactly("e0=1", "e1=2", "e2=3");
    }

    @Test
    void soleJoin_runsOnce_andOnlyWhatChangedBelowIt() {
        PrimitiveAtom<Integer> other = Atom.of(10);
        Atom<Integer> join = derived("join", get -> get.get(a) + get.get(other));
        Atom<Integer> half = derived("half", get -> get.get(join) / 2);
        observe("e", derived("end", get -> -get.get(half)));
        set(1);
        assertThat(runs).containsExactly("join", "half");
        assertThat(seen).isEmpty();
        set(2);
        assertThat(runs).containsExactly("join", "half", "end");
        assertThat(seen).containsExactly("e=-6");
    }

    @Test
    void diamond_seesBothSidesNew() {
        Atom<Integer> left = derived("left", get -> get.get(a) + 1);
        Atom<Integer> right = derived("right", get -> get.get(a) * 10);
        observe("e", derived("join", get -> get.get(left) + get.get(right)));
        set(1);
        assertThat(runs).containsExactlyInAnyOrder("left", "right", "join");
        assertThat(seen).containsExactly("e=12");
    }

    @Test
    void secondDependency_thatMayNotBeRead_doesNotRun() {
        Atom<Integer> dear = derived("dear", get -> get.get(a) * 100);
        observe("e", derived("choice", get -> get.get(a) < 2 ? get.get(dear) : -1));
        set(1);
        assertThat(seen).containsExactly("e=100");
        set(2);
        assertThat(runs).containsExactly("choice");
        assertThat(seen).containsExactly("e=-1");
    }

    enum Reading {
        TRACKED,
        PEEKED,
        THROUGH_THE_STORE
    }

    private Integer read(Reading reading, Getter get, Atom<Integer> atom) {
        return switch (reading) {
            case TRACKED -> get.get(atom);
            case PEEKED -> get.peek(atom);
            case THROUGH_THE_STORE -> store.get(atom);
        };
    }

    /** "first" runs before "below" has, and "far" is neither marked nor run then. */
    @ParameterizedTest
    @EnumSource
    void function_findsWhatTheWaveHasNotReached_upToDate(Reading reading) {
        Atom<Integer> below = derived("below", get -> get.get(a) * 10);
        Atom<Integer> middle = derived("middle", get -> get.get(below) + 1);
        Atom<Integer> far = derived("far", get -> get.get(middle) + 1);
        Atom<Integer> first = derived("first", get -> get.get(a) == 0 ? 0 : read(reading, get, far));
        observe("first", first);
        observe("far", far);
        set(1);
        assertThat(runs).containsExactlyInAnyOrder("first", "below", "middle", "far");
        assertThat(seen).containsExactly("first=12", "far=12");
        set(2);
        assertThat(seen).containsExactly("first=22", "far=22");
        set(0);
        assertThat(seen).containsExactly("first=0", "far=2");
    }

    /** What ran before the unexpected read is not lost for the next write. */
    @Test
    void nodesThatRanBeforeAnUnexpectedRead_areReachedByTheNextWrite() {
        PrimitiveAtom<Integer> other = Atom.of(5);
        Atom<Integer> one = derived("one", get -> get.get(a) + 1);
        Atom<Integer> two = derived("two", get -> get.get(one) + 1);
        Atom<Integer> dynamic =
                derived("dynamic", get -> get.get(two) % 2 == 0 ? get.get(two) : get.get(two) + get.get(other));
        observe("e", dynamic);
        for (int i = 1; i < 20; i++) {
            set(i);
            int expected = i % 2 == 0 ? i + 2 : i + 2 + 5;
            assertThat(seen).containsExactly("e=" + expected);
            assertThat(runs).containsExactly("one", "two", "dynamic");
        }
    }

    @Test
    void errors_goWithTheWave_andItRecovers() {
        Atom<Integer> failing = derived("failing", get -> 10 / (get.get(a) - 1));
        Atom<Integer> above = derived("above", get -> get.get(failing) + 1);
        store.effect(context -> {
            try {
                seen.add("e=" + context.get(above));
            } catch (ArithmeticException e) {
                seen.add("error");
            }
        });
        set(1);
        assertThat(seen).containsExactly("error");
        set(2);
        assertThat(seen).containsExactly("e=11");
    }

    @Test
    void longChain_andLadderOfDiamonds_needNoStack() {
        Atom<Integer> last = a;
        for (int i = 0; i < 20_000; i++) {
            Atom<Integer> before = last;
            last = Atom.derived(get -> get.get(before) + 1);
        }
        for (int i = 0; i < 2_000; i++) {
            Atom<Integer> before = last;
            Atom<Integer> left = Atom.derived(get -> get.get(before) + 1);
            last = Atom.derived(get -> get.get(before) - get.get(left) + get.get(before));
        }
        observe("e", last);
        set(7);
        assertThat(seen).containsExactly("e=" + (7 + 20_000 - 2_000));
    }

    /** Many changed nodes with many ways between them, when a function at their end reads something new. */
    @Test
    void unexpectedReadAboveManyWays_isFoundInOneLookAtEach() {
        List<Atom<Integer>> ends = new ArrayList<>();
        Atom<Integer> last = a;
        for (int i = 0; i < 60; i++) {
            Atom<Integer> before = last;
            Atom<Integer> side = Atom.derived(get -> get.get(before) + 1);
            ends.add(side);
            last = Atom.derived(get -> get.get(before) + 1);
        }
        Atom<Integer> top = last;
        Atom<Integer> side = ends.get(0);
        observe("e", Atom.derived(get -> get.get(top) % 2 == 1 ? get.get(side) : -1));
        for (Atom<Integer> end : ends) {
            observe("side", end);
        }
        set(1);
        assertThat(seen).contains("e=2").hasSize(61);
    }

    @Test
    void wideFan_withManyLevels_isMarkedWhereItIsTooDeep() {
        Atom<Integer> spine = a;
        for (int i = 0; i < 200; i++) {
            Atom<Integer> before = spine;
            spine = Atom.derived(get -> get.get(before) + 1);
            observe("leaf", Atom.derived(get -> get.get(before) + 1000));
        }
        observe("spine", spine);
        set(1);
        assertThat(seen).hasSize(201).contains("spine=201", "leaf=1200");
    }

    @Test
    void disposalAndNewObservers_changeWhoAsks() {
        Atom<Integer> middle = derived("middle", get -> get.get(a) / 2);
        Atom<Integer> end = derived("end", get -> get.get(middle) + 1);
        Atom<Integer> second = derived("second", get -> get.get(a) < 100 ? get.get(end) : 0);
        observe("second", second);
        var subscription = store.subscribe(end, value -> seen.add("end=" + value));
        set(2);
        assertThat(seen).containsExactlyInAnyOrder("end=2", "second=2");
        subscription.dispose();
        set(200);
        assertThat(runs).containsExactly("second");
        set(3);
        assertThat(seen).containsExactly("second=2");
    }

    /** What an effect read in its last run it need not read in the one that is going on. */
    @Test
    void writeOfAnEffect_doesNotRunWhatItDoesNotReadAnyMore() {
        PrimitiveAtom<Integer> trigger = Atom.of(0);
        Atom<Integer> dear = derived("dear", get -> get.get(a) * 100);
        AtomicBoolean reads = new AtomicBoolean(true);
        store.effect(context -> {
            if (reads.get()) {
                context.get(dear);
            }
            int count = context.get(trigger);
            if (count > 0) {
                context.set(a, count);
            }
        });
        reads.set(false);
        runs.clear();
        store.set(trigger, 1);
        assertThat(store.get(a)).isEqualTo(1);
        assertThat(runs).isEmpty();
    }
}
