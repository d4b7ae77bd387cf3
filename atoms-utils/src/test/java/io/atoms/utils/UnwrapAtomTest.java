package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.test.publisher.TestPublisher;

class UnwrapAtomTest {
    private final PrimitiveAtom<Integer> id = Atom.of(0);
    private final List<TestPublisher<Integer>> answers =
            List.of(TestPublisher.create(), TestPublisher.create(), TestPublisher.create());
    private final AsyncAtom<Integer> async =
            Atom.async(get -> answers.get(get.get(id)).mono());
    private final AtomStore store = AtomStore.create();

    @Nested
    class Loading {
        @Test
        void fallback_isGivenNothingAtFirst_thenThePreviousValue() {
            Atom<String> text = Atom.map(async, loadable -> loadable.toString());
            Atom<@Nullable String> shown = UnwrapAtom.of(
                    Atom.map(async, loadable -> loadable.map(n -> "value " + n)), previous -> "was " + previous);
            assertThat(store.get(shown)).isEqualTo("was null");
            answers.get(0).emit(5);
            assertThat(store.get(shown)).isEqualTo("value 5");
            store.set(id, 1);
            assertThat(store.get(shown)).isEqualTo("was value 5");
            answers.get(1).emit(6);
            assertThat(store.get(shown)).isEqualTo("value 6");
            assertThat(store.get(text)).isEqualTo("Ready[value=6]");
        }

        @Test
        void orPrevious_isTheInitialValue_thenThePreviousOne() {
            Atom<Integer> shown = UnwrapAtom.orPrevious(async, -1).named("shown");
            List<Integer> told = new ArrayList<>();
            assertThat(store.get(shown)).isEqualTo(-1);
            store.subscribe(shown, value -> told.add(value));
            answers.get(0).emit(5);
            store.set(id, 1);
            answers.get(1).emit(6);

            assertThat(told).containsExactly(5, 6);
            assertThat(shown.name()).isEqualTo("shown");
        }

        @Test
        void reading_startsTheWork_andUnobserving_letsItGo() {
            Atom<Integer> shown = UnwrapAtom.orPrevious(async.whenUnobserved(io.atoms.Unobserved.cancel()), -1);
            AtomSubscription subscription = store.subscribe(shown, value -> {});
            answers.get(0).assertSubscribers(1);
            subscription.dispose();
            answers.get(0).assertNoSubscribers();
        }

        @Test
        void stores_areIndependent() {
            Atom<Integer> shown = UnwrapAtom.orPrevious(async, -1);
            AtomStore other = AtomStore.create();
            other.set(id, 1);
            store.get(shown);
            other.get(shown);
            answers.get(0).emit(5);

            assertThat(store.get(shown)).isEqualTo(5);
            assertThat(other.get(shown)).isEqualTo(-1);
        }
    }

    @Nested
    class Errors {
        @Test
        void error_isThrown() {
            Atom<Integer> shown = UnwrapAtom.orPrevious(async, -1);
            store.get(shown);
            IllegalStateException error = new IllegalStateException("down");
            answers.get(0).error(error);

            assertThatThrownBy(() -> store.get(shown)).isSameAs(error);
            store.set(id, 1);
            assertThat(store.get(shown)).isEqualTo(-1);
        }

        @Test
        void onError_isGivenErrorAndPreviousValue() {
            Atom<String> shown = UnwrapAtom.of(
                    Atom.map(async, loadable -> loadable.map(n -> "value " + n)),
                    previous -> "loading",
                    (error, previous) -> error.getMessage() + " after " + previous);
            assertThat(store.get(shown)).isEqualTo("loading");
            answers.get(0).emit(5);
            store.get(shown);
            store.set(id, 1);
            store.get(shown);
            answers.get(1).error(new IllegalStateException("down"));

            assertThat(store.get(shown)).isEqualTo("down after value 5");
        }

        @Test
        void fallbackThatThrows_isTheErrorOfTheAtom() {
            Atom<Integer> shown = UnwrapAtom.of(async, previous -> {
                throw new IllegalArgumentException("no fallback");
            });

            assertThatThrownBy(() -> store.get(shown)).hasMessage("no fallback");
            answers.get(0).emit(5);
            assertThat(store.get(shown)).isEqualTo(5);
        }
    }

    @Test
    void anyAtomOfALoadable_canBeUnwrapped() {
        PrimitiveAtom<String> text = Atom.of("7");
        Atom<Integer> shown = UnwrapAtom.of(
                LoadableAtom.of(Atom.map(text, Integer::parseInt)),
                previous -> 0,
                (error, previous) -> previous == null ? 0 : previous);
        assertThat(store.get(shown)).isEqualTo(7);
        store.set(text, "x");
        assertThat(store.get(shown)).isEqualTo(7);
    }
}
