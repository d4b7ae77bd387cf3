package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.testing.Garbage;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

@Timeout(300)
class AsyncValidatorTest {
    private final AtomStore store = AtomStore.create();
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final PrimitiveAtom<String> text = Atom.of("a");
    private final List<String> asked = new ArrayList<>();
    private final AsyncValidator<String> free = AsyncValidator.check(
            value -> {
                asked.add(value);
                return Mono.just(!value.equals("taken"));
            },
            "is taken");

    @BeforeEach
    void setTheClock() {
        store.set(TimeAtoms.SCHEDULER, clock);
    }

    private AsyncAtom<List<String>> asAtom(AsyncValidator<String> validator) {
        return Atom.async(get -> validator.validate(get, get.get(text)));
    }

    @Test
    void check_hasTheErrorIfTheAnswerIsNo() {
        AsyncAtom<List<String>> errors = asAtom(free);

        assertThat(store.get(errors)).isEqualTo(Loadable.ready(List.of()));
        store.set(text, "taken");
        assertThat(store.get(errors)).isEqualTo(Loadable.ready(List.of("is taken")));
    }

    @Test
    void debounced_asksOnce_aboutTheLastValueOfABurst() {
        AsyncAtom<List<String>> errors = asAtom(free.debounced(Duration.ofMillis(300)));
        store.subscribe(errors, value -> {});
        store.set(text, "ta");
        clock.advanceTimeBy(Duration.ofMillis(299));
        store.set(text, "taken");
        clock.advanceTimeBy(Duration.ofMillis(299));
        assertThat(asked).isEmpty();
        assertThat(store.get(errors).isLoading()).isTrue();
        clock.advanceTimeBy(Duration.ofMillis(1));

        assertThat(asked).containsExactly("taken");
        assertThat(store.get(errors)).isEqualTo(Loadable.ready(List.of("is taken")));
    }

    /** What is read after the delay is a dependency, too. */
    @Test
    void debounced_mayReadOtherAtoms() {
        PrimitiveAtom<String> forbidden = Atom.of("a");
        AsyncValidator<String> allowed =
                (get, value) -> Mono.just(value.equals(get.get(forbidden)) ? List.of("is forbidden") : List.of());
        AsyncAtom<List<String>> errors = asAtom(allowed.debounced(Duration.ofMillis(300)));
        store.subscribe(errors, value -> {});
        clock.advanceTimeBy(Duration.ofMillis(300));
        assertThat(store.get(errors)).isEqualTo(Loadable.ready(List.of("is forbidden")));
        store.set(forbidden, "b");
        assertThat(store.get(errors).isLoading()).isTrue();
        clock.advanceTimeBy(Duration.ofMillis(300));

        assertThat(store.get(errors)).isEqualTo(Loadable.ready(List.of()));
    }

    @Test
    void debounced_badDelay_isRefused() {
        assertThatThrownBy(() -> free.debounced(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delay of an async validator must be positive");
    }

    /** R26 */
    @Test
    void debounced_keepsNoStoreAlive() {
        AsyncAtom<List<String>> errors = asAtom(free.debounced(Duration.ofDays(1)));

        assertThat(Garbage.collects(waiting(errors))).isTrue();
        assertThat(clock.getScheduledTaskCount()).isPositive();
    }

    private WeakReference<AtomStore> waiting(AsyncAtom<List<String>> errors) {
        AtomStore other = AtomStore.create();
        other.set(TimeAtoms.SCHEDULER, clock);
        other.get(errors);
        return new WeakReference<>(other);
    }
}
