package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUnsettledException;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Work that leads to more work of its kind: what goes on for ever is stopped, what is only long is not (R16, R6). */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R16")
class UnsettledWorkTest {
    private static final int ENOUGH = 10_000;

    private final List<Throwable> errors = new ArrayList<>();
    private final AtomStore store =
            AtomStore.builder().onError(failure -> errors.add(failure.error())).build();
    private final PrimitiveAtom<Integer> input = Atom.of(0).named("input");
    private final AtomicInteger times = new AtomicInteger();

    private boolean goesOn() {
        return times.incrementAndGet() < ENOUGH;
    }

    @Test
    void listenerThatAnswersSynchronousWork_isStopped() {
        AsyncAtom<Integer> atom = Atom.async(get -> Mono.just(get.get(input)));
        store.subscribe(atom, value -> {
            if (goesOn() && value.isReady()) {
                store.update(input, n -> n + 1);
            }
        });

        store.set(input, 1);

        assertThat(errors).hasAtLeastOneElementOfType(AtomUnsettledException.class);
        isUsable();
    }

    @Test
    void workThatWritesWhatItRead_isStopped() {
        AsyncAtom<Integer> atom = Atom.async(get -> {
            int value = get.get(input);
            return Mono.fromCallable(() -> {
                if (goesOn()) {
                    store.set(input, value + 1);
                }
                return value;
            });
        });

        store.subscribe(atom, value -> {});

        assertThat(times.get()).isLessThan(ENOUGH);
        Loadable<Integer> last = store.get(atom);
        assertThat(last)
                .isInstanceOfSatisfying(
                        Loadable.Failed.class,
                        failed -> assertThat(failed.error())
                                .isInstanceOf(AtomUnsettledException.class)
                                .hasMessageContaining("input"));
        isUsable();
    }

    @Test
    void twoWorksThatWriteWhatTheOtherRead_areStopped() {
        PrimitiveAtom<Integer> back = Atom.of(0).named("back");
        AsyncAtom<Integer> there = writing(input, back);
        AsyncAtom<Integer> again = writing(back, input);
        store.subscribe(there, value -> {});
        store.subscribe(again, value -> {});

        assertThat(times.get()).isLessThan(ENOUGH);
        isUsable();
    }

    private AsyncAtom<Integer> writing(PrimitiveAtom<Integer> from, PrimitiveAtom<Integer> to) {
        return Atom.async(get -> {
            int value = get.get(from);
            return Mono.fromCallable(() -> {
                if (goesOn()) {
                    store.set(to, value + 1);
                }
                return value;
            });
        });
    }

    @Test
    @Proves("R6")
    void longChainOfAwaits_beforeAListenerThatWrites_isNot() {
        AsyncAtom<Integer> last = Atom.async(get -> Mono.just(get.get(input)));
        for (int i = 0; i < 1_000; i++) {
            AsyncAtom<Integer> below = last;
            last = Atom.async(get -> get.await(below).map(n -> n + 1));
        }
        PrimitiveAtom<Integer> seen = Atom.of(0).named("seen");
        store.subscribe(last, value -> store.set(seen, value.orElse(-1)));

        store.set(input, 1);

        assertThat(errors).isEmpty();
        assertThat(store.get(seen)).isEqualTo(1_001);
    }

    @Test
    void longStreamWithAnEffectThatWrites_isNot() {
        AsyncAtom<Integer> stream = Atom.stream(
                get -> Flux.range(1, ENOUGH),
                io.atoms.StreamPolicy.ofDefaults().overflow(io.atoms.StreamPolicy.Overflow.EVERY));
        PrimitiveAtom<Integer> seen = Atom.of(0).named("seen");
        store.effect(context -> context.set(seen, context.get(stream).orElse(0)));

        assertThat(errors).isEmpty();
        assertThat(store.get(seen)).isEqualTo(ENOUGH);
    }

    private void isUsable() {
        errors.clear();
        times.set(ENOUGH);
        AtomicBoolean told = new AtomicBoolean();
        PrimitiveAtom<Integer> other = Atom.of(0);
        store.subscribe(other, value -> told.set(true));
        store.set(other, 1);
        store.update(input, n -> n + 1);
        assertThat(told).isTrue();
        assertThat(errors).isEmpty();
    }
}
