package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.utils.testing.Garbage;
import io.atoms.utils.testing.Patience;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

@Timeout(300)
class FieldAtomTest {
    private final AtomStore store = AtomStore.create();
    private final FieldAtom<String> name = FieldAtom.of("a")
            .validate(Validator.check(text -> !text.isBlank(), "is required"))
            .validate(Validator.check(text -> text.length() <= 3, "is long"))
            .named("name");

    /** Answers when the test says so. */
    private static final class Server {
        private record Request(String value, Sinks.One<List<String>> answer) {}

        private final List<Request> requests = new ArrayList<>();
        private final List<String> cancelled = new ArrayList<>();

        Mono<List<String>> validate(String value) {
            return Mono.defer(() -> {
                Request request = new Request(value, Sinks.one());
                requests.add(request);
                return request.answer.asMono().doOnCancel(() -> cancelled.add(value));
            });
        }

        List<String> asked() {
            return requests.stream().map(Request::value).toList();
        }

        void answer(int request, String... errors) {
            requests.get(request).answer.tryEmitValue(List.of(errors));
        }

        void fail(int request, Throwable error) {
            requests.get(request).answer.tryEmitError(error);
        }
    }

    private void assertState(FieldAtom<?> field, boolean valid, boolean validating, String... errors) {
        assertThat(store.get(field.errors())).containsExactly(errors);
        assertThat(store.get(field.validating())).as("validating").isEqualTo(validating);
        assertThat(store.get(field.valid())).as("valid").isEqualTo(valid);
    }

    @Nested
    class Values {
        @Test
        void unwritten_isInitial() {
            assertThat(store.get(name.value())).isEqualTo("a");
            assertThat(store.get(name.initial())).isEqualTo("a");
            assertThat(store.get(name.dirty())).isFalse();
            assertThat(store.get(name.touched())).isFalse();
        }

        @Test
        void written_isDirty_untilItIsWrittenBack() {
            store.set(name.value(), "b");
            assertThat(store.get(name.dirty())).isTrue();
            assertThat(store.get(name.initial())).isEqualTo("a");
            store.set(name.value(), "a");

            assertThat(store.get(name.dirty())).isFalse();
        }

        @Test
        void writingDoesNotTouch_touchDoes() {
            store.set(name.value(), "b");
            assertThat(store.get(name.touched())).isFalse();
            store.run(name.touch());

            assertThat(store.get(name.touched())).isTrue();
        }

        @Test
        void writtenInitial_loadsWhatIsNotEdited() {
            store.set(name.initial(), "b");
            assertThat(store.get(name.value())).isEqualTo("b");
            assertThat(store.get(name.dirty())).isFalse();
            store.set(name.value(), "c");
            store.set(name.initial(), "d");

            assertThat(store.get(name.value())).isEqualTo("c");
            assertThat(store.get(name.dirty())).isTrue();
            assertThat(store.get(name.draft().conflict())).isTrue();
        }

        @Test
        void reset_returnsToInitial_untouched_inOneCommit() {
            store.set(name.initial(), "b");
            store.set(name.value(), "");
            store.run(name.touch());
            List<String> told = new ArrayList<>();
            store.subscribe(
                    Atom.combine(
                            name.value(),
                            name.dirty(),
                            name.touched(),
                            name.valid(),
                            (v, d, t, ok) -> v + " " + d + " " + t + " " + ok),
                    value -> told.add(value));
            store.run(name.reset());

            assertThat(told).containsExactly("b false false true");
        }

        @Test
        void resetOfTheValue_leavesItTouched() {
            store.set(name.value(), "b");
            store.run(name.touch());
            store.reset(name.value());

            assertThat(store.get(name.value())).isEqualTo("a");
            assertThat(store.get(name.touched())).isTrue();
        }

        @Test
        void existingAtom_isTheInitialValue_andIsNotWritten() {
            PrimitiveAtom<String> title = Atom.of("t").named("title");
            FieldAtom<String> field = FieldAtom.of(title);
            store.set(field.value(), "u");
            assertThat(store.get(title)).isEqualTo("t");
            assertThat(field.name()).isEqualTo("title.field");
            store.run(field.reset());
            store.set(title, "w");

            assertThat(store.get(field.value())).isEqualTo("w");
        }

        @Test
        void nulls_areValues() {
            FieldAtom<@Nullable Integer> age = FieldAtom.<@Nullable Integer>of((Integer) null)
                    .validate(Validator.check(value -> value != null, "is missing"));
            assertState(age, false, false, "is missing");
            store.set(age.value(), 3);
            assertState(age, true, false);
            store.set(age.value(), null);

            assertThat(store.get(age.dirty())).isFalse();
        }
    }

    @Nested
    class Validation {
        @Test
        void noValidators_isValid() {
            assertState(FieldAtom.of(1), true, false);
        }

        @Test
        void errors_areThoseOfAllValidators_inOrder() {
            assertState(name, true, false);
            store.set(name.value(), "");
            assertState(name, false, false, "is required");
            store.set(name.value(), "    ");

            assertState(name, false, false, "is required", "is long");
        }

        @Test
        void equalErrors_areNoChange() {
            store.set(name.value(), "long");
            List<Object> told = new ArrayList<>();
            store.subscribe(name.errors(), value -> told.add(value));
            store.set(name.value(), "longer");

            assertThat(told).isEmpty();
        }

        @Test
        void otherFields_areDependencies() {
            FieldAtom<String> repeated = FieldAtom.of("a")
                    .validate((get, text) -> text.equals(get.get(name.value())) ? List.of() : List.of("is different"))
                    .named("repeated");
            List<Object> told = new ArrayList<>();
            store.subscribe(repeated.valid(), value -> told.add(value));
            store.set(name.value(), "b");
            store.set(repeated.value(), "b");

            assertThat(told).containsExactly(false, true);
        }

        @Test
        void twoFieldsThatLookAtEachOther_areNoCycle() {
            AtomicReference<FieldAtom<Integer>> end = new AtomicReference<>();
            FieldAtom<Integer> start = FieldAtom.of(1)
                    .validate((get, n) -> n > get.get(end.get().value()) ? List.of("is after the end") : List.of());
            end.set(FieldAtom.of(2)
                    .validate((get, n) -> n < get.get(start.value()) ? List.of("is before the start") : List.of()));
            store.set(start.value(), 3);

            assertState(start, false, false, "is after the end");
            assertState(end.get(), false, false, "is before the start");
        }

        @Test
        void validatorThatThrows_isAnError_beside_theOthers() {
            FieldAtom<String> field = name.validate((get, text) -> List.of(text.substring(5)));
            store.set(field.value(), "long");

            assertThat(store.get(field.errors()))
                    .hasSize(2)
                    .startsWith("is long")
                    .element(1)
                    .asString()
                    .startsWith("The validation of name failed: java.lang.StringIndexOutOfBounds");
            assertThat(store.get(field.valid())).isFalse();
        }

        @Test
        void validatorThatReturnsNull_isAnError() {
            FieldAtom<String> field = FieldAtom.of("a").validate((get, text) -> null);

            assertThat(store.get(field.errors()).get(0))
                    .contains("field failed")
                    .contains("a validator returned null");
        }

        @Test
        void validatorThatReadsTheFieldsOwnErrors_isAnError() {
            AtomicReference<FieldAtom<String>> self = new AtomicReference<>();
            self.set(FieldAtom.of("a")
                    .validate((get, text) -> get.get(self.get().errors()))
                    .named("self"));

            assertThat(store.get(self.get().valid())).isFalse();
            assertThat(store.get(self.get().errors()).get(0)).contains("AtomCycleException");
            store.set(self.get().value(), "b");
            assertThat(store.get(self.get().value())).isEqualTo("b");
        }

        @Test
        void failedBase_failsTheField() {
            WritableAtom<Integer, Integer> broken = Atom.writable(
                    get -> {
                        throw new IllegalStateException("broken");
                    },
                    (set, value) -> {});
            FieldAtom<Integer> field = FieldAtom.of(broken);

            assertThatThrownBy(() -> store.get(field.valid())).hasMessage("broken");
            assertThat(store.get(field.touched())).isFalse();
        }
    }

    @Nested
    class AsyncValidation {
        private final Server server = new Server();
        private final FieldAtom<String> email = name.validateAsync((get, text) -> server.validate(text));

        @Test
        void nobodyNeedsToKnow_nobodyIsAsked() {
            store.set(email.value(), "b");
            store.get(email.value());

            assertThat(server.asked()).isEmpty();
        }

        @Test
        void pending_isNotValid_untilTheAnswer() {
            assertState(email, false, true);
            server.answer(0);
            assertState(email, true, false);
            assertThat(server.asked()).containsExactly("a");
        }

        @Test
        void answer_isShown() {
            store.subscribe(email.valid(), value -> {});
            server.answer(0, "is taken", "is rude");

            assertState(email, false, false, "is taken", "is rude");
        }

        @Test
        void invalidValue_isNotAskedAbout() {
            store.subscribe(email.valid(), value -> {});
            store.set(email.value(), "");
            assertState(email, false, false, "is required");
            store.set(email.value(), "long");

            assertState(email, false, false, "is long");
            assertThat(server.asked()).containsExactly("a");
        }

        @Test
        void newValue_cancelsTheOldRequest_andItsLateAnswerIsNotShown() {
            List<Object> told = new ArrayList<>();
            store.subscribe(email.errors(), value -> told.add(value));
            store.set(email.value(), "b");
            store.set(email.value(), "c");
            server.answer(0, "late a");
            server.answer(1, "late b");
            assertState(email, false, true);
            server.answer(2, "is taken");

            assertState(email, false, false, "is taken");
            assertThat(server.asked()).containsExactly("a", "b", "c");
            assertThat(server.cancelled).containsExactly("a", "b");
            assertThat(told).containsExactly(List.of("is taken"));
        }

        @Test
        void answerAboutTheOldValue_isNotShownWhileTheNewOneIsPending() {
            store.subscribe(email.valid(), value -> {});
            server.answer(0, "is taken");
            store.set(email.value(), "b");

            assertState(email, false, true);
        }

        @Test
        void severalValidators_areAskedSideBySide_andListedInOrder() {
            FieldAtom<String> both = email.validateAsync((get, text) -> server.validate(text + "2"));
            assertState(both, false, true);
            assertThat(server.asked()).containsExactly("a", "a2");
            server.answer(1, "second");
            assertState(both, false, true);
            server.answer(0, "first");

            assertState(both, false, false, "first", "second");
        }

        @Test
        void otherAtoms_areDependencies() {
            PrimitiveAtom<String> domain = Atom.of("x");
            FieldAtom<String> field =
                    FieldAtom.of("a").validateAsync((get, text) -> server.validate(text + get.get(domain)));
            store.subscribe(field.valid(), value -> {});
            server.answer(0);
            store.set(domain, "y");

            assertState(field, false, true);
            assertThat(server.asked()).containsExactly("ax", "ay");
        }

        @Test
        void failure_isAnError_andRevalidateAsksAgain() {
            store.subscribe(email.valid(), value -> {});
            server.fail(0, new TimeoutException("5 s"));
            assertState(
                    email, false, false, "The validation of name failed: java.util.concurrent.TimeoutException: 5 s");
            store.run(email.revalidate());
            assertState(email, false, true);
            server.answer(1);

            assertState(email, true, false);
        }

        @Test
        void oneFailure_leavesTheOthersAnswers() {
            FieldAtom<String> both = email.validateAsync((get, text) -> server.validate(text));
            store.subscribe(both.valid(), value -> {});
            server.fail(0, new IllegalStateException("no"));
            server.answer(1, "is taken");

            assertThat(store.get(both.errors())).hasSize(2).contains("is taken");
        }

        @Test
        void emptyMono_null_andThrow_areErrors() {
            assertThat(errorOf(Mono::empty)).contains("gave no answer");
            assertThat(errorOf(() -> null)).contains("an async validator returned null");
            assertThat(errorOf(() -> {
                        throw new IllegalStateException("at once");
                    }))
                    .contains("at once");
        }

        private String errorOf(java.util.function.Supplier<@Nullable Mono<List<String>>> answer) {
            FieldAtom<String> field = FieldAtom.of("a").validateAsync((get, text) -> answer.get());
            store.get(field.valid());
            assertThat(store.get(field.valid())).isFalse();
            assertThat(store.get(field.validating())).isFalse();
            return store.get(field.errors()).get(0);
        }

        @Test
        void synchronousAnswer_isThereAtOnce() {
            FieldAtom<String> field = FieldAtom.of("a").validateAsync((get, text) -> Mono.just(List.of()));

            assertState(field, true, false);
        }

        @Test
        void backToAKnownValue_validIsTrueOnlyOfThatValue() {
            store.subscribe(email.valid(), value -> {});
            server.answer(0);
            store.set(email.value(), "");
            assertState(email, false, false, "is required");
            store.set(email.value(), "b");
            assertState(email, false, true);
            server.answer(server.requests.size() - 1);
            assertState(email, true, false);
        }

        @Test
        void lastObserverLeaves_theRequestIsCancelled_andAskedAgainAtTheNextNeed() {
            VirtualTimeScheduler clock = VirtualTimeScheduler.create();
            AtomStore own = AtomStore.builder().scheduler(clock).build();
            own.subscribe(email.valid(), value -> {}).dispose();
            clock.advanceTimeBy(Duration.ofSeconds(2));
            assertThat(server.cancelled).containsExactly("a");
            assertThat(own.get(email.validating())).isTrue();
            server.answer(1);

            assertThat(own.get(email.valid())).isTrue();
        }

        @Test
        void close_cancelsTheRequest_andItsAnswerDoesNothing() {
            store.subscribe(email.valid(), value -> {});
            store.close();
            server.answer(0, "late");

            assertThat(server.cancelled).containsExactly("a");
            assertThatThrownBy(() -> store.get(email.valid())).isInstanceOf(StoreClosedException.class);
        }

        @Test
        void observerThatCorrectsTheValue_settles() {
            store.subscribe(email.errors(), errors -> {
                if (!errors.isEmpty()) {
                    store.update(email.value(), text -> text + "1");
                }
            });
            server.answer(0, "is taken");
            assertThat(store.get(email.value())).isEqualTo("a1");
            server.answer(1, "is taken");
            server.answer(2);

            assertThat(store.get(email.value())).isEqualTo("a11");
            assertState(email, true, false);
        }

        /** The server says of each value whether it is right; the answers come late and from other threads. */
        @Test
        void validOfManyThreads_isNeverTheAnswerAboutAnotherValue() throws Exception {
            Random random = new Random(7);
            FieldAtom<Integer> even = FieldAtom.of(1)
                    .validateAsync(
                            (get, n) -> Mono.delay(Duration.ofNanos(random.nextInt(300_000)), Schedulers.parallel())
                                    .map(tick -> n % 2 == 0 ? List.of() : List.of(n + " is odd")));
            Atom<String> seen = Atom.combine(
                    even.value(), even.valid(), even.errors(), (n, valid, errors) -> n + " " + valid + " " + errors);
            List<String> wrong = new ArrayList<>();
            store.subscribe(seen, text -> {
                int n = Integer.parseInt(text.substring(0, text.indexOf(' ')));
                boolean right = text.equals(n + " false []")
                        || text.equals(n % 2 == 0 ? n + " true []" : n + " false [" + n + " is odd]");
                if (!right) {
                    wrong.add(text);
                }
            });
            Thread writer = new Thread(() -> {
                for (int n = 0; n < 3_000; n++) {
                    store.set(even.value(), n);
                    LockSupport.parkNanos(n % 7 * 30_000L);
                }
            });
            writer.start();
            writer.join();

            store.flux(even.validating()).filter(open -> !open).blockFirst(Patience.LIMIT);
            assertThat(wrong).isEmpty();
            assertState(even, false, false, "2999 is odd");
        }
    }

    @Nested
    class Transactions {
        private final Server server = new Server();
        private final FieldAtom<String> email = name.validateAsync((get, text) -> server.validate(text));

        @Test
        void reads_seeTheWrites() {
            store.transaction(tx -> {
                tx.set(name.value(), "");
                assertThat(tx.get(name.errors())).containsExactly("is required");
                tx.set(name.value(), "b");
                assertThat(tx.get(name.valid())).isTrue();
            });
        }

        @Test
        void rollback_leavesEverything_andAsksNobody() {
            store.subscribe(email.valid(), value -> {});
            server.answer(0);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(email.value(), "b");
                        tx.run(email.touch());
                        assertThat(tx.get(email.valid())).isFalse();
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertState(email, true, false);
            assertThat(store.get(email.touched())).isFalse();
            assertThat(server.asked()).containsExactly("a");
        }

        @Test
        void snapshot_showsItsEpoch_andRestoreBringsItBack() {
            store.subscribe(email.valid(), value -> {});
            server.answer(0, "is taken");
            try (StoreSnapshot snapshot = store.snapshot()) {
                store.set(email.value(), "b");
                assertThat(snapshot.get(email.errors())).containsExactly("is taken");
                assertThat(snapshot.get(email.value())).isEqualTo("a");
                store.restore(snapshot);
            }

            assertThat(store.get(email.value())).isEqualTo("a");
            assertThat(store.get(email.valid())).isFalse();
        }
    }

    @Nested
    class Definition {
        @Test
        void named_isAFieldOfItsOwn() {
            FieldAtom<String> other = name.named("other");
            store.set(name.value(), "");

            assertThat(store.get(other.value())).isEqualTo("a");
            assertThat(other.errors().name()).isEqualTo("other.errors");
            assertThat(other.value().name()).isEqualTo("other");
            assertThat(other.initial().name()).isEqualTo("other.initial");
            assertThat(other).hasToString("FieldAtom[other]");
        }

        @Test
        void withers_leaveTheDefinitionAsItWas() {
            FieldAtom<String> field = FieldAtom.of("");
            FieldAtom<String> strict = field.validate(Validator.check(text -> false, "no"));

            assertThat(store.get(field.valid())).isTrue();
            assertThat(store.get(strict.valid())).isFalse();
        }

        @Test
        void twoStores_areIndependent() {
            AtomStore other = AtomStore.create();
            store.set(name.value(), "");
            store.run(name.touch());

            assertThat(other.get(name.value())).isEqualTo("a");
            assertThat(other.get(name.valid())).isTrue();
            assertThat(other.get(name.touched())).isFalse();
        }

        @Test
        void nulls_areRefused() {
            assertThatThrownBy(() -> name.validate(null)).hasMessage("validator");
            assertThatThrownBy(() -> name.validateAsync(null)).hasMessage("validator");
            assertThatThrownBy(() -> name.named(null)).hasMessage("name");
        }

        /** R26 */
        @Test
        void storeWithAPendingRequest_isCollected() {
            FieldAtom<String> field = name.validateAsync((get, text) -> Mono.never());

            assertThat(Garbage.collects(pending(field))).isTrue();
            assertThat(store.get(field.validating())).isTrue();
        }

        private WeakReference<AtomStore> pending(FieldAtom<String> field) {
            AtomStore other = AtomStore.create();
            other.set(field.value(), "x");
            other.get(field.valid());
            return new WeakReference<>(other);
        }
    }
}
