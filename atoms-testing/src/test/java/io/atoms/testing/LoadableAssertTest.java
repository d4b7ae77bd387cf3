package io.atoms.testing;

import static io.atoms.testing.AtomAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Loadable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LoadableAssertTest {
    private static void fails(ThrowingCallable assertion, String... words) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContainingAll(words);
    }

    @Nested
    class Loading {
        private final Loadable<Integer> first = Loadable.loading();
        private final Loadable<Integer> again = new Loadable.Loading<>(1);

        @Test
        void passes() {
            assertThat(first).isLoading().hasNoPrevious();
            assertThat(again).isLoading().hasPrevious(1);
        }

        @Test
        void fails_asAnythingElse() {
            fails(() -> assertThat(first).isReady(), "expected to be ready", "Loading[previous=null]");
            fails(() -> assertThat(first).isReadyWith(1), "expected to be ready");
            fails(() -> assertThat(first).isFailed(), "expected to be failed");
            fails(() -> assertThat(first).isFailedWith(Exception.class), "expected to be failed");
            fails(() -> assertThat(first).hasPrevious(1), "previous value", "expected: 1");
            fails(() -> assertThat(again).hasPrevious(2), "expected: 2", "but was: 1");
            fails(() -> assertThat(again).hasNoPrevious(), "without a previous value", "previous=1");
        }
    }

    @Nested
    class Ready {
        private final Loadable<Integer> ready = Loadable.ready(1);

        @Test
        void passes() {
            assertThat(ready).isReady().isReadyWith(1);
        }

        @Test
        void fails_asAnythingElse() {
            fails(() -> assertThat(ready).as("user").isReadyWith(2), "[user]", "expected: 2", "but was: 1");
            fails(() -> assertThat(ready).isLoading(), "expected to be loading");
            fails(() -> assertThat(ready).hasPrevious(1), "expected to be loading or failed");
            fails(() -> assertThat(ready).hasNoPrevious(), "expected to be loading or failed");
        }
    }

    @Nested
    class Failed {
        private final Loadable<Integer> failed = new Loadable.Failed<>(new IllegalStateException("boom"), 1);

        @Test
        void passes() {
            assertThat(failed)
                    .isFailed()
                    .isFailedWith(IllegalStateException.class)
                    .hasPrevious(1);
            assertThat(failed).failure().hasMessage("boom");
        }

        @Test
        void fails_asAnythingElse() {
            fails(() -> assertThat(failed).isFailedWith(ArithmeticException.class), "ArithmeticException", "boom");
            fails(() -> assertThat(failed).isReady(), "expected to be ready");
            fails(() -> assertThat(failed).hasNoPrevious(), "without a previous value");
        }
    }

    @Test
    void nothing_isNoLoadable() {
        fails(() -> assertThat((Loadable<Integer>) null).isReady(), "not to be null");
        fails(() -> assertThat((Loadable<Integer>) null).isReadyWith(1), "not to be null");
        fails(() -> assertThat((Loadable<Integer>) null).failure(), "not to be null");
        fails(() -> assertThat((Loadable<Integer>) null).hasPrevious(1), "not to be null");
    }
}
