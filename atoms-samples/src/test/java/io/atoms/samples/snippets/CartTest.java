package io.atoms.samples.snippets;

import static io.atoms.testing.AtomAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.WriteRefusedException;
import io.atoms.testing.AtomsExtension;
import io.atoms.testing.Recording;
import io.atoms.testing.TestStore;
import io.atoms.utils.DebouncedAtom;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.test.publisher.TestPublisher;

/** The tests that the guide to testing shows. */
class CartTest {
    // tag::atoms
    static final PrimitiveAtom<Integer> PRICE = Atom.of(30).named("price");
    static final PrimitiveAtom<Integer> AMOUNT = Atom.of(2).named("amount");
    static final Atom<Integer> TOTAL =
            Atom.combine(PRICE, AMOUNT, (p, n) -> p * n).named("total");
    static final Atom<String> SHIPPING =
            Atom.map(TOTAL, total -> total < 100 ? "5.00" : "free").named("shipping");
    // end::atoms

    // tag::extension
    @Nested
    @ExtendWith(AtomsExtension.class)
    class Cart {
        @Test
        void total_isPriceTimesAmount(AtomStore store) {
            store.set(AMOUNT, 3);

            assertThat(store, TOTAL).hasValue(90);
        }

        @Test
        void shipping_isToldWhenItChanges(TestStore test) {
            Recording<String> shipping = test.record(SHIPPING);
            test.store().set(AMOUNT, 3);
            test.store().set(AMOUNT, 4);

            assertThat(shipping.values()).containsExactly("free");
            assertThat(test.recomputes(SHIPPING)).isEqualTo(3);
            assertThat(test.why(SHIPPING)).containsExactly("amount", "total", "shipping");
        }
    }
    // end::extension

    // tag::options
    @Nested
    class WithOptions {
        @RegisterExtension
        final AtomsExtension atoms = AtomsExtension.with(
                () -> TestStore.create(options -> options.validate(AMOUNT, n -> n >= 0, "must not be negative")));

        @Test
        void amount_isNotNegative(AtomStore store) {
            assertThatThrownBy(() -> store.set(AMOUNT, -1)).isInstanceOf(WriteRefusedException.class);
        }
    }
    // end::options

    @Nested
    class Search {
        // tag::field
        @AutoClose
        private final TestStore test = TestStore.create();

        private final AtomStore store = test.store();
        // end::field

        // tag::time
        @Test
        void query_settlesAfterThePause() {
            DebouncedAtom<String> query = DebouncedAtom.of("", Duration.ofMillis(300));
            Recording<String> settled = test.record(query.settled());

            store.set(query.current(), "ato");
            test.advance(Duration.ofMillis(299));
            store.set(query.current(), "atoms");
            test.advance(Duration.ofMillis(300));

            assertThat(settled.values()).containsExactly("atoms");
            assertThat(test.pendingTimers()).isZero();
        }
        // end::time

        // tag::async
        @Test
        void user_isLoadingThenReadyThenFailed() {
            TestPublisher<String> server = TestPublisher.create();
            AsyncAtom<String> user = Atom.stream(get -> server.flux()).named("user");
            Recording<Loadable<String>> told = test.record(user);

            assertThat(store, user).isLoading().hasNoPrevious();
            server.next("Ada");
            assertThat(store, user).isReadyWith("Ada");
            server.error(new IllegalStateException("disconnected"));
            assertThat(store, user).isFailedWith(IllegalStateException.class).hasPrevious("Ada");

            told.dispose();
            server.assertNoSubscribers();
            test.assertUnobserved();
        }
        // end::async

        // tag::threads
        @Test
        void answers_ofOtherThreads() {
            AsyncAtom<Integer> answer = Atom.asyncBlocking(get -> get.get(PRICE) + 12);
            Recording<Loadable<Integer>> told = test.record(answer);

            test.awaitQuiescent(Duration.ofSeconds(10));

            assertThat(store, answer).isReadyWith(42);
            store.set(PRICE, 60);
            told.awaitCount(3, Duration.ofSeconds(10)); // ready, loading, ready
            assertThat(store, answer).isReadyWith(72);
        }
        // end::threads

        // tag::several
        @Test
        void transaction_isOneStep() {
            Recording<?> log = test.recordAll(TOTAL, SHIPPING);
            store.transaction(tx -> {
                tx.set(PRICE, 50);
                tx.set(AMOUNT, 4);
            });

            assertThat(log.lines()).containsExactly("total 200", "shipping free");
            assertThat(log.notifications())
                    .extracting(each -> each.epoch())
                    .containsOnly(store.inspect().epoch());
        }
        // end::several

        // tag::failures
        @Test
        void listenerThatThrows() {
            store.subscribe(TOTAL, total -> {
                throw new IllegalStateException("the printer is out of paper");
            });
            store.set(AMOUNT, 3);

            assertThat(test.drainFailures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.error()).hasMessage("the printer is out of paper"));
        }
        // end::failures
    }
}
