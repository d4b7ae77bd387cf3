package io.atoms.testing;

import static io.atoms.testing.AtomAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class AtomAssertTest {
    private final AtomStore store = AtomStore.create();
    private final PrimitiveAtom<Integer> a = Atom.of(6).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(2).named("b");
    private final Atom<Integer> ratio = Atom.combine(a, b, (x, y) -> x / y).named("ratio");

    @Nested
    class OfAValue {
        @Test
        void hasValue_passes() {
            assertThat(store, ratio).hasValue(3);
            assertThat(store, ratio)
                    .hasValueSatisfying(value -> assertThat(value).isPositive());
        }

        @Test
        void hasValue_readsAnew() {
            AtomAssert<Integer> assertion = assertThat(store, a).hasValue(6);
            store.set(a, 7);
            assertion.hasValue(7);
        }

        @Test
        void hasValue_fails_andNamesTheAtom() {
            assertThatThrownBy(() -> assertThat(store, ratio).hasValue(4))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll("[atom 'ratio']", "expected: 4", "but was: 3");
        }

        @Test
        void describedAs_isShown() {
            assertThatThrownBy(() -> assertThat(store, ratio).as("the ratio").hasValue(4))
                    .hasMessageContaining("[the ratio]");
        }

        @Test
        void null_isAValue() {
            PrimitiveAtom<String> nullable = Atom.of(null);

            assertThat(store, nullable).hasValue(null);
            assertThatThrownBy(() -> assertThat(store, nullable).hasValue("x")).isInstanceOf(AssertionError.class);
        }

        @Test
        void hasValueSatisfying_fails() {
            assertThatThrownBy(() -> assertThat(store, ratio)
                            .hasValueSatisfying(value -> assertThat(value).isNegative()))
                    .isInstanceOf(AssertionError.class);
        }

        @Test
        void isFailed_fails() {
            assertThatThrownBy(() -> assertThat(store, ratio).isFailedWith(ArithmeticException.class))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("[atom 'ratio'] expected to have failed, but its value is 3");
        }
    }

    @Nested
    class OfAFailure {
        OfAFailure() {
            store.set(b, 0);
        }

        @Test
        void isFailedWith_passes() {
            assertThat(store, ratio).isFailedWith(ArithmeticException.class).isFailedWith(RuntimeException.class);
            assertThat(store, ratio).failure().hasMessage("/ by zero");
        }

        @Test
        void isFailedWith_anotherType_fails() {
            assertThatThrownBy(() -> assertThat(store, ratio).isFailedWith(IllegalStateException.class))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll("atom 'ratio'", "IllegalStateException", "/ by zero");
        }

        @Test
        void checkedError_isAFailureToo() {
            Atom<Integer> io =
                    Atom.map(Atom.async(get -> Mono.<Integer>error(new IOException("disk"))), Loadable::orElseThrow);

            assertThat(store, io).isFailedWith(IOException.class);
            assertThatThrownBy(() -> assertThat(store, io).hasValue(1))
                    .isInstanceOf(AssertionError.class)
                    .hasCauseInstanceOf(IOException.class);
        }

        @Test
        void hasValue_fails_withTheCause() {
            assertThatThrownBy(() -> assertThat(store, ratio).hasValue(3))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll("atom 'ratio'", "failed", "/ by zero")
                    .hasCauseInstanceOf(ArithmeticException.class);
        }
    }

    @Nested
    class Observed {
        @Test
        void observed_andNot() {
            assertThat(store, ratio).isNotObserved();
            AtomSubscription subscription = store.subscribe(ratio, value -> {});
            assertThat(store, ratio).isObserved().hasValue(3);
            assertThat(store, a).isObserved();
            assertThatThrownBy(() -> assertThat(store, a).isNotObserved())
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("[atom 'a'] expected not to be observed");
            subscription.dispose();
            assertThat(store, a).isNotObserved();
            assertThatThrownBy(() -> assertThat(store, a).isObserved())
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("[atom 'a'] expected to be observed");
        }
    }

    /** Both may be imported statically. */
    @Test
    void assertionsOfAssertJ_stayUsable() {
        assertThat(List.of(1)).hasSize(1);
        assertThat("x").isNotEmpty();
        assertThat((Object) a).isSameAs(a);
        assertThatCode(() -> assertThat(a).isNotNull()).doesNotThrowAnyException();
    }
}
