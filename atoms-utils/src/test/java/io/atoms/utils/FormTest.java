package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.ActionAtom;
import io.atoms.AsyncActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.utils.Form.Rejection;
import io.atoms.utils.Form.Status;
import io.atoms.utils.Submission.Busy;
import io.atoms.utils.Submission.Invalid;
import io.atoms.utils.Submission.Submitted;
import io.atoms.utils.testing.Garbage;
import io.atoms.utils.testing.Patience;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

@Timeout(300)
class FormTest {
    private record User(String name, int age) {}

    private final AtomStore store = AtomStore.create();
    private final PrimitiveAtom<@Nullable User> user = Atom.of(null);
    private final FieldAtom<String> name = FieldAtom.of("")
            .validate(Validator.check(text -> !text.isBlank(), "is required"))
            .named("name");
    private final FieldAtom<Integer> age = FieldAtom.of(0)
            .validate(Validator.check(n -> n >= 0, "is negative"))
            .named("age");
    private final Form form = Form.of(name, age).named("signUp");
    private final ActionAtom<@Nullable Void, Submission<Void>> save =
            form.submit(set -> set.set(user, new User(set.get(name.value()), set.get(age.value()))));

    private void enter(String text, int years) {
        store.transaction(tx -> {
            tx.set(name.value(), text);
            tx.set(age.value(), years);
        });
    }

    private Status status() {
        return store.get(form.status());
    }

    @Nested
    class Reading {
        @Test
        void values_areByName_inOrder_andUnmodifiable() {
            enter("Ada", 36);
            Map<String, @Nullable Object> values = store.get(form.values());

            assertThat(values).containsExactly(Map.entry("name", "Ada"), Map.entry("age", 36));
            assertThatThrownBy(() -> values.put("name", "Bob")).isInstanceOf(UnsupportedOperationException.class);
            assertThat(store.get(form.errors())).isEmpty();
        }

        @Test
        void nullValue_isListed() {
            FieldAtom<@Nullable String> nullable =
                    FieldAtom.<@Nullable String>of((String) null).named("nick");

            assertThat(store.get(Form.of(nullable).values())).containsEntry("nick", null);
        }

        @Test
        void valid_errors_dirty_touched_areThoseOfTheFields() {
            assertThat(store.get(form.valid())).isFalse();
            assertThat(store.get(form.errors())).isEqualTo(Map.of("name", List.of("is required")));
            assertThat(store.get(form.dirty())).isFalse();
            assertThat(store.get(form.touched())).isFalse();
            assertThat(store.get(form.validating())).isFalse();
            store.set(name.value(), "Ada");
            store.run(age.touch());

            assertThat(store.get(form.valid())).isTrue();
            assertThat(store.get(form.errors())).isEmpty();
            assertThat(store.get(form.dirty())).isTrue();
            assertThat(store.get(form.touched())).isTrue();
        }

        @Test
        void touch_touchesAll_inOneCommit() {
            List<Object> told = new ArrayList<>();
            store.subscribe(Atom.combine(name.touched(), age.touched(), (n, a) -> n + " " + a), v -> told.add(v));
            store.run(form.touch());

            assertThat(told).containsExactly("true true");
        }

        @Test
        void noFields_isValid() {
            Form empty = Form.of();

            assertThat(store.get(empty.valid())).isTrue();
            assertThat(store.get(empty.values())).isEmpty();
            assertThat(store.run(empty.submit(set -> {})).isSubmitted()).isTrue();
        }
    }

    @Nested
    class Submitting {
        @Test
        void invalid_isRefused_andTouchesAll() {
            store.set(age.value(), -1);
            Submission<Void> result = store.run(save);

            assertThat(result)
                    .isEqualTo(new Invalid<Void>(
                            Map.of("name", List.of("is required"), "age", List.of("is negative")), Set.of()));
            assertThat(result.isSubmitted()).isFalse();
            assertThat(store.get(name.touched())).isTrue();
            assertThat(store.get(age.touched())).isTrue();
            assertThat(store.get(user)).isNull();
            assertThat(status()).isEqualTo(Status.INVALID);
        }

        @Test
        void valid_runsTheFunction_andTheValuesBecomeInitial() {
            enter("Ada", 36);
            Submission<Void> result = store.run(save);

            assertThat(result).isEqualTo(new Submitted<Void>(null));
            assertThat(result.isSubmitted()).isTrue();
            assertThat(store.get(user)).isEqualTo(new User("Ada", 36));
            assertThat(store.get(name.initial())).isEqualTo("Ada");
            assertThat(store.get(form.dirty())).isFalse();
            assertThat(store.get(form.touched())).isFalse();
            assertThat(status()).isEqualTo(Status.SUBMITTED);
            store.set(name.value(), "Bob");
            store.run(form.reset());
            assertThat(store.get(name.value())).isEqualTo("Ada");
        }

        @Test
        void result_isThatOfTheFunction() {
            enter("Ada", 36);

            assertThat(store.run(form.<Integer>submitResult(set -> 7))).isEqualTo(new Submitted<>(7));
            assertThat(store.run(form.<Integer>submitResult(set -> null))).isEqualTo(new Submitted<>(null));
        }

        @Test
        void allOfIt_isOneCommit() {
            enter("Ada", 36);
            List<String> told = new ArrayList<>();
            store.subscribe(
                    Atom.combine(
                            user,
                            form.dirty(),
                            form.touched(),
                            form.status(),
                            (u, d, t, s) -> (u != null) + " " + d + " " + t + " " + s),
                    value -> told.add(value));
            store.run(save);

            assertThat(told).containsExactly("true false false SUBMITTED");
        }

        @Test
        void twice_submitsTwice() {
            enter("Ada", 36);
            store.run(save);
            store.set(user, null);

            assertThat(store.run(save).isSubmitted()).isTrue();
            assertThat(store.get(user)).isNotNull();
        }

        @Test
        void functionThatThrows_takesAllBack() {
            enter("Ada", 36);
            ActionAtom<@Nullable Void, Submission<Void>> failing = form.submit(set -> {
                set.set(user, new User("half", 0));
                throw new IllegalStateException("disk full");
            });

            assertThatThrownBy(() -> store.run(failing)).hasMessage("disk full");
            assertThat(store.get(user)).isNull();
            assertThat(store.get(form.dirty())).isTrue();
            assertThat(store.get(form.touched())).isFalse();
            assertThat(status()).isEqualTo(Status.IDLE);
        }

        @Test
        void functionThatCorrectsAValue_leavesNothingDirty() {
            enter(" Ada ", 36);
            store.run(form.submit(set -> set.update(name.value(), String::strip)));

            assertThat(store.get(name.value())).isEqualTo("Ada");
            assertThat(store.get(name.initial())).isEqualTo("Ada");
            assertThat(store.get(form.dirty())).isFalse();
        }

        @Test
        void insideATransaction_isPartOfIt() {
            enter("Ada", 36);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        assertThat(tx.run(save).isSubmitted()).isTrue();
                        assertThat(tx.get(form.dirty())).isFalse();
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(store.get(user)).isNull();
            assertThat(store.get(form.dirty())).isTrue();
            assertThat(status()).isEqualTo(Status.IDLE);
        }

        @Test
        void pendingValidators_refuse_andSayWhich() {
            Sinks.One<List<String>> answer = Sinks.one();
            FieldAtom<String> email = FieldAtom.of("a")
                    .validateAsync((get, text) -> answer.asMono())
                    .named("email");
            ActionAtom<@Nullable Void, Submission<Void>> submit =
                    Form.of(email, age).submit(set -> {});
            assertThat(store.run(submit)).isEqualTo(new Invalid<Void>(Map.of(), Set.of("email")));
            store.get(email.valid());
            answer.tryEmitValue(List.of());

            assertThat(store.run(submit).isSubmitted()).isTrue();
        }

        @Test
        void resetOnSubmit_returnsToInitial() {
            Form again = form.resetOnSubmit();
            enter("Ada", 36);
            store.run(again.submit(set -> set.set(user, new User(set.get(name.value()), set.get(age.value())))));

            assertThat(store.get(user)).isEqualTo(new User("Ada", 36));
            assertThat(store.get(form.values())).containsEntry("name", "").containsEntry("age", 0);
            assertThat(store.get(form.dirty())).isFalse();
            assertThat(store.get(form.touched())).isFalse();
        }
    }

    @Nested
    class ExistingAtoms {
        private final PrimitiveAtom<String> title = Atom.of("t").named("title");
        private final PrimitiveAtom<Integer> size = Atom.of(1).named("size");
        private final AtomicInteger sizeWrites = new AtomicInteger();
        private final WritableAtom<Integer, Integer> countedSize = Atom.<Integer, Integer>writable(
                        get -> get.get(size), (set, value) -> {
                            sizeWrites.incrementAndGet();
                            if (value > 10) {
                                throw new IllegalArgumentException("too big");
                            }
                            set.set(size, value);
                        })
                .named("size");
        private final FieldAtom<String> titleField = FieldAtom.of(title);
        private final FieldAtom<Integer> sizeField = FieldAtom.of(countedSize);
        private final Form settings = Form.of(titleField, sizeField);

        @Test
        void areWritten_whenSubmitted_inOneCommit() {
            List<String> told = new ArrayList<>();
            store.subscribe(Atom.combine(title, size, (t, s) -> t + s), value -> told.add(value));
            store.set(titleField.value(), "u");
            store.set(sizeField.value(), 2);
            store.run(settings.submit(set -> {}));

            assertThat(told).containsExactly("u2");
            assertThat(store.get(settings.dirty())).isFalse();
        }

        @Test
        void thatAreNotEdited_areNotWritten() {
            store.set(titleField.value(), "u");
            store.run(settings.submit(set -> {}));

            assertThat(store.get(title)).isEqualTo("u");
            assertThat(sizeWrites).hasValue(0);
        }

        @Test
        void thatRefuse_takeTheSubmissionBack() {
            store.set(titleField.value(), "u");
            store.set(sizeField.value(), 11);

            assertThatThrownBy(() -> store.run(settings.submit(set -> {}))).hasMessage("too big");
            assertThat(store.get(title)).isEqualTo("t");
            assertThat(store.get(settings.dirty())).isTrue();
        }

        @Test
        void thatWereChangedMeanwhile_areOverwritten_unlessAValidatorSaysNo() {
            DraftAtom<String> draft = DraftAtom.of(title);
            FieldAtom<String> careful = FieldAtom.of(draft.value())
                    .validate((get, text) -> get.get(draft.conflict()) ? List.of("was changed meanwhile") : List.of())
                    .named("title");
            ActionAtom<@Nullable Void, Submission<Void>> submit = Form.of(careful)
                    .submit(set -> {
                        set.set(draft.value(), set.get(careful.value()));
                        set.run(draft.commit());
                    });
            store.set(draft.value(), "u");
            store.set(title, "theirs");
            assertThat(store.run(submit)).isInstanceOf(Invalid.class);
            store.run(draft.rebase());
            assertThat(store.run(submit).isSubmitted()).isTrue();
            assertThat(store.get(title)).isEqualTo("u");

            store.set(titleField.value(), "mine");
            store.set(title, "theirs");
            assertThat(store.get(titleField.draft().conflict())).isTrue();
            store.run(settings.submit(set -> {}));
            assertThat(store.get(title)).isEqualTo("mine");
        }

        @Test
        void undoableAtom_makesASubmissionOneStep() {
            History history = History.of(title, 10).and(size);
            FieldAtom<String> a = FieldAtom.of(history.tracked(title));
            FieldAtom<Integer> b = FieldAtom.of(history.tracked(size));
            store.set(a.value(), "u");
            store.set(b.value(), 2);
            store.run(Form.of(a, b).submit(set -> {}));
            assertThat(store.get(history.position())).isEqualTo(1);
            store.run(history.undo());

            assertThat(store.get(a.value())).isEqualTo("t");
            assertThat(store.get(b.value())).isEqualTo(1);
        }
    }

    @Nested
    class Resetting {
        @Test
        void all_inOneCommit() {
            enter("Ada", -1);
            store.run(save);
            List<String> told = new ArrayList<>();
            store.subscribe(
                    Atom.combine(
                            form.values(),
                            form.dirty(),
                            form.touched(),
                            form.status(),
                            (v, d, t, s) -> v + " " + d + " " + t + " " + s),
                    value -> told.add(value));
            store.run(form.reset());

            assertThat(told).containsExactly("{name=, age=0} false false IDLE");
        }

        @Test
        void rolledBack_isNone() {
            enter("Ada", -1);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.run(form.reset());
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(store.get(age.value())).isEqualTo(-1);
        }
    }

    @Nested
    class Rejections {
        private ActionAtom<@Nullable Void, Submission<Void>> rejecting(Rejection rejection) {
            return form.submit(set -> {
                set.set(user, new User("half", 0));
                throw rejection;
            });
        }

        @Test
        void rejected_isInvalid_andTakesBackWhatTheFunctionWrote() {
            enter("Ada", 36);
            Submission<Void> result = store.run(rejecting(Rejection.of(name, "is taken")));

            assertThat(result).isEqualTo(new Invalid<Void>(Map.of("name", List.of("is taken")), Set.of()));
            assertThat(store.get(user)).isNull();
            assertThat(store.get(name.errors())).containsExactly("is taken");
            assertThat(store.get(form.valid())).isFalse();
            assertThat(store.get(form.dirty())).isTrue();
            assertThat(store.get(name.touched())).isTrue();
            assertThat(status()).isEqualTo(Status.INVALID);
        }

        @Test
        void severalErrors_ofSeveralFields() {
            enter("Ada", 36);
            store.run(rejecting(
                    Rejection.of(name, "is taken").and(age, "is wrong").and(name, "is rude")));

            assertThat(store.get(form.errors()))
                    .isEqualTo(Map.of("name", List.of("is taken", "is rude"), "age", List.of("is wrong")));
        }

        @Test
        void anotherValue_isNotRejected() {
            enter("Ada", 36);
            store.run(rejecting(Rejection.of(name, "is taken")));
            store.set(name.value(), "Bob");
            assertThat(store.get(form.valid())).isTrue();
            store.set(name.value(), "Ada");

            assertThat(store.get(form.valid())).isFalse();
        }

        @Test
        void nextSubmission_andReset_forgetIt() {
            enter("Ada", 36);
            store.run(rejecting(Rejection.of(name, "is taken")));
            assertThat(store.run(save).isSubmitted()).isTrue();

            store.run(rejecting(Rejection.of(name, "is taken")));
            store.run(form.reset());
            assertThat(store.get(form.errors())).isEmpty();
        }

        @Test
        void fieldOfNoPart_isRefused() {
            enter("Ada", 36);
            FieldAtom<String> stranger = FieldAtom.of("").named("stranger");

            assertThatThrownBy(() -> store.run(rejecting(Rejection.of(stranger, "no"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("signUp rejected [FieldAtom[stranger]]")
                    .hasMessageContaining("FieldAtom[name]");
            assertThat(store.get(user)).isNull();
        }

        @Test
        void rejection_saysWhatIsWrong() {
            assertThat(Rejection.of(name, "is taken").and(age, "is wrong"))
                    .hasMessage("{FieldAtom[name]=[is taken], FieldAtom[age]=[is wrong]}");
        }
    }

    /** A server that answers when the test says so. */
    @Nested
    class SubmittingLater {
        private final List<Object> sent = Collections.synchronizedList(new ArrayList<>());
        private final List<Sinks.One<Integer>> answers = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger cancelled = new AtomicInteger();
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private Sinks.One<List<String>> validation = Sinks.one();
        private final FieldAtom<String> checked = name.validateAsync((get, text) -> {
                    asked.add(text);
                    return validation.asMono();
                })
                .named("checked");
        private final Form checkedForm = Form.of(checked, age).named("checkedForm");
        private final AsyncActionAtom<@Nullable Void, Submission<Integer>> send = sending(form);
        private final AsyncActionAtom<@Nullable Void, Submission<Integer>> sendChecked = sending(checkedForm);
        private final List<Object> results = Collections.synchronizedList(new ArrayList<>());

        private AsyncActionAtom<@Nullable Void, Submission<Integer>> sending(Form of) {
            return of.submitAsync(get -> get.get(of.values()), (set, values) -> {
                sent.add(values);
                Sinks.One<Integer> answer = Sinks.one();
                answers.add(answer);
                return answer.asMono().doOnCancel(cancelled::incrementAndGet);
            });
        }

        private Disposable submit(AsyncActionAtom<@Nullable Void, Submission<Integer>> action) {
            return store.run(action, null).subscribe(results::add, results::add, () -> results.add("end"));
        }

        private void answer(int value) {
            answers.get(answers.size() - 1).tryEmitValue(value);
        }

        @Test
        void theMonoAlone_doesNothing() {
            enter("Ada", 36);
            Mono<Submission<Integer>> mono = store.run(send, null);

            assertThat(mono).isNotNull();
            assertThat(sent).isEmpty();
            assertThat(status()).isEqualTo(Status.IDLE);
        }

        @Test
        void invalid_isRefused_andTouchesAll() {
            submit(send);

            assertThat(results).containsExactly(new Invalid<>(Map.of("name", List.of("is required")), Set.of()), "end");
            assertThat(store.get(age.touched())).isTrue();
            assertThat(sent).isEmpty();
            assertThat(status()).isEqualTo(Status.INVALID);
        }

        @Test
        void valid_sends_andTheSentValuesBecomeInitial() {
            enter("Ada", 36);
            List<Object> told = new ArrayList<>();
            store.subscribe(
                    Atom.combine(form.status(), form.submitting(), form.dirty(), (s, b, d) -> s + " " + b + " " + d),
                    value -> told.add(value));
            submit(send);
            assertThat(sent).containsExactly(Map.of("name", "Ada", "age", 36));
            assertThat(store.get(form.submitting())).isTrue();
            assertThat(results).isEmpty();
            answer(7);

            assertThat(results).containsExactly(new Submitted<>(7), "end");
            assertThat(told).containsExactly("SUBMITTING true true", "SUBMITTED false false");
            assertThat(store.get(name.initial())).isEqualTo("Ada");
            assertThat(store.get(form.touched())).isFalse();
        }

        @Test
        void emptyMono_isAResultOfNull() {
            enter("Ada", 36);
            submit(form.submitAsync(get -> 1, (set, one) -> Mono.empty()));

            assertThat(results).containsExactly(new Submitted<Integer>(null), "end");
            assertThat(status()).isEqualTo(Status.SUBMITTED);
        }

        @Test
        void whatIsEnteredMeanwhile_stays_andIsDirty() {
            enter("Ada", 36);
            submit(send);
            store.set(name.value(), "Bob");
            answer(7);

            assertThat(store.get(name.value())).isEqualTo("Bob");
            assertThat(store.get(name.initial())).isEqualTo("Ada");
            assertThat(store.get(name.dirty())).isTrue();
            assertThat(store.get(name.draft().conflict())).isFalse();
            assertThat(store.get(name.touched())).isTrue();
            assertThat(store.get(age.dirty())).isFalse();
        }

        /** Back to what was initial before: that is an edit of what has been sent. */
        @Test
        void backToTheOldInitialMeanwhile_isDirty() {
            enter("Ada", 36);
            submit(send);
            store.set(age.value(), 0);
            answer(7);

            assertThat(store.get(age.initial())).isEqualTo(36);
            assertThat(store.get(age.value())).isZero();
            assertThat(store.get(age.dirty())).isTrue();
        }

        @Test
        void resetMeanwhile_runsOn_andTheSentValuesBecomeInitial() {
            enter("Ada", 36);
            submit(send);
            store.run(form.reset());
            assertThat(status()).isEqualTo(Status.SUBMITTING);
            answer(7);

            assertThat(status()).isEqualTo(Status.SUBMITTED);
            assertThat(store.get(name.initial())).isEqualTo("Ada");
            assertThat(store.get(name.value())).isEmpty();
        }

        @Test
        void resetOnSubmit_leavesWhatIsEnteredMeanwhile() {
            enter("Ada", 36);
            submit(sending(form.resetOnSubmit()));
            store.set(name.value(), "Bob");
            answer(7);

            assertThat(store.get(name.value())).isEqualTo("Bob");
            assertThat(store.get(name.initial())).isEmpty();
            assertThat(store.get(age.value())).isZero();
        }

        @Test
        void unsentAtom_thatOthersChangeMeanwhile_isNotOverwritten() {
            PrimitiveAtom<Integer> size = Atom.of(1);
            FieldAtom<Integer> sizeField = FieldAtom.of(size).named("size");
            enter("Ada", 36);
            submit(sending(Form.of(name, sizeField)));
            store.set(size, 2);
            answer(7);

            assertThat(store.get(size)).isEqualTo(2);
            assertThat(store.get(sizeField.dirty())).isFalse();
        }

        @Test
        void anotherOneMeanwhile_isBusy() {
            enter("Ada", 36);
            submit(send);
            submit(send);
            assertThat(results).containsExactly(new Busy<>(), "end");
            assertThat(store.run(save)).isEqualTo(new Busy<Void>());
            assertThat(store.get(user)).isNull();
            assertThat(status()).isEqualTo(Status.SUBMITTING);
            answer(7);
            submit(send);

            assertThat(sent).hasSize(2);
            assertThat(results).contains(new Submitted<>(7));
        }

        @Test
        void error_failsTheMono_andTheForm_andLeavesTheValues() {
            enter("Ada", 36);
            IllegalStateException error = new IllegalStateException("offline");
            submit(send);
            answers.get(0).tryEmitError(error);

            assertThat(results).containsExactly(error);
            assertThat(status()).isEqualTo(Status.FAILED);
            assertThat(store.get(form.failure())).isSameAs(error);
            assertThat(store.get(form.dirty())).isTrue();
            assertThat(store.get(form.valid())).isTrue();
            submit(send);
            assertThat(store.get(form.failure())).isNull();
            answer(7);
            assertThat(status()).isEqualTo(Status.SUBMITTED);
        }

        @Test
        void reset_forgetsTheFailure() {
            enter("Ada", 36);
            submit(send);
            answers.get(0).tryEmitError(new IllegalStateException("offline"));
            store.run(form.reset());

            assertThat(status()).isEqualTo(Status.IDLE);
            assertThat(store.get(form.failure())).isNull();
        }

        @Test
        void functionsThatThrow_orReturnNull_failIt() {
            enter("Ada", 36);
            submit(form.submitAsync(
                    get -> {
                        throw new IllegalStateException("no request");
                    },
                    (set, none) -> Mono.just(1)));
            submit(form.submitAsync(get -> 1, (set, one) -> {
                throw new IllegalStateException("no mono");
            }));
            submit(form.<Integer, Integer>submitAsync(get -> 1, (set, one) -> null));

            assertThat(results)
                    .map(Object::toString)
                    .satisfiesExactly(
                            text -> assertThat(text).contains("no request"),
                            text -> assertThat(text).contains("no mono"),
                            text -> assertThat(text).contains("returned no Mono"));
            assertThat(status()).isEqualTo(Status.FAILED);
        }

        @Test
        void rejection_isInvalid() {
            enter("Ada", 36);
            submit(send);
            answers.get(0).tryEmitError(Rejection.of(name, "is taken"));

            assertThat(results).containsExactly(new Invalid<>(Map.of("name", List.of("is taken")), Set.of()), "end");
            assertThat(store.get(name.errors())).containsExactly("is taken");
            assertThat(status()).isEqualTo(Status.INVALID);
            assertThat(store.get(form.dirty())).isTrue();
        }

        @Test
        void rejectionOfWhatWasSent_isNotShownForWhatIsEnteredMeanwhile() {
            enter("Ada", 36);
            submit(send);
            store.set(name.value(), "Bob");
            answers.get(0).tryEmitError(Rejection.of(name, "is taken"));

            assertThat(store.get(name.errors())).isEmpty();
            assertThat(results).hasSize(2).first().isInstanceOf(Invalid.class);
        }

        @Test
        void rejectionOfAStranger_failsIt() {
            enter("Ada", 36);
            submit(send);
            answers.get(0).tryEmitError(Rejection.of(FieldAtom.of(1), "no"));

            assertThat(results).hasSize(1).first().isInstanceOf(IllegalArgumentException.class);
            assertThat(status()).isEqualTo(Status.FAILED);
        }

        @Test
        void atomThatRefusesWhatWasSent_failsIt() {
            WritableAtom<Integer, Integer> refusing = Atom.writable(get -> get.get(age.value()), (set, value) -> {
                throw new IllegalArgumentException("too big");
            });
            FieldAtom<Integer> field = FieldAtom.of(refusing).named("refusing");
            enter("Ada", 36);
            store.set(field.value(), 37);
            Form of = Form.of(name, field);
            submit(sending(of));
            answer(7);

            assertThat(results).hasSize(1).first().asString().contains("too big");
            assertThat(store.get(of.status())).isEqualTo(Status.FAILED);
            assertThat(store.get(name.dirty())).isTrue();
            assertThat(store.get(field.value())).isEqualTo(37);
        }

        @Test
        void function_mayWrite() {
            enter("Ada", 36);
            submit(form.submitAsync(
                    get -> get.get(name.value()),
                    (set, text) -> Mono.just(5).doOnNext(n -> set.set(user, new User(text, n)))));

            assertThat(store.get(user)).isEqualTo(new User("Ada", 5));
        }

        @Test
        void function_runsOutsideOfTheListenersRound() {
            enter("Ada", 36);
            List<Object> told = new ArrayList<>();
            store.subscribe(user, value -> told.add(value));
            submit(form.submitAsync(get -> 1, (set, one) -> {
                set.set(user, new User("Ada", one));
                assertThat(told).containsExactly(new User("Ada", 1));
                return Mono.just(one);
            }));

            assertThat(results).containsExactly(new Submitted<>(1), "end");
        }

        @Test
        void validators_areAwaited() {
            store.set(checked.value(), "Ada");
            submit(sendChecked);
            assertThat(store.get(checkedForm.submitting())).isTrue();
            assertThat(sent).isEmpty();
            validation.tryEmitValue(List.of());
            assertThat(sent).hasSize(1);
            answer(7);

            assertThat(results).containsExactly(new Submitted<>(7), "end");
            assertThat(asked).containsExactly("Ada");
        }

        @Test
        void validatorsThatFindErrors_refuse() {
            store.set(checked.value(), "Ada");
            submit(sendChecked);
            validation.tryEmitValue(List.of("is taken"));

            assertThat(results).containsExactly(new Invalid<>(Map.of("checked", List.of("is taken")), Set.of()), "end");
            assertThat(sent).isEmpty();
            assertThat(store.get(checkedForm.submitting())).isFalse();
        }

        @Test
        void whatIsEnteredWhileValidating_isValidated_andSent() {
            store.set(checked.value(), "Ada");
            submit(sendChecked);
            Sinks.One<List<String>> old = validation;
            validation = Sinks.one();
            store.set(checked.value(), "Bob");
            old.tryEmitValue(List.of());
            assertThat(sent).isEmpty();
            validation.tryEmitValue(List.of());

            assertThat(sent).containsExactly(Map.of("checked", "Bob", "age", 0));
        }

        /** The write gets in between the answer and the look at it, because it is made when the answer's observer leaves. */
        @Test
        void writeBetweenAnswerAndDecision_isWaitedFor() {
            PrimitiveAtom<String> title = Atom.of("Ada");
            AtomicInteger unmounts = new AtomicInteger();
            FieldAtom<String> field = FieldAtom.of(title.onMount(context -> () -> {
                        if (unmounts.getAndIncrement() == 0) {
                            validation = Sinks.one();
                            context.setSelf("Bob");
                        }
                    }))
                    .validateAsync((get, text) -> {
                        asked.add(text);
                        return validation.asMono();
                    })
                    .named("title");
            validation.tryEmitValue(List.of());
            assertThat(store.get(field.errors())).isEmpty();
            assertThat(store.get(field.valid())).isTrue();
            submit(sending(Form.of(field)));
            assertThat(asked).containsExactly("Ada", "Bob");
            assertThat(unmounts).hasValue(1);
            assertThat(sent).isEmpty();
            assertThat(results).isEmpty();
            validation.tryEmitValue(List.of());

            assertThat(sent).containsExactly(Map.of("title", "Bob"));
        }

        @Test
        void validatorThatHasFailed_isAskedAgain() {
            store.set(checked.value(), "Ada");
            store.get(checked.valid());
            validation.tryEmitError(new IllegalStateException("offline"));
            assertThat(store.get(checked.valid())).isFalse();
            assertThat(store.get(checked.validating())).isFalse();
            validation = Sinks.one();
            submit(sendChecked);
            validation.tryEmitValue(List.of());

            assertThat(asked).containsExactly("Ada", "Ada");
            assertThat(sent).hasSize(1);
        }

        @Test
        void cancelWhileSending_cancelsTheWork_andFreesTheForm() {
            enter("Ada", 36);
            List<Object> told = new ArrayList<>();
            store.subscribe(form.status(), value -> told.add(value));
            submit(send).dispose();

            assertThat(cancelled).hasValue(1);
            assertThat(told).containsExactly(Status.SUBMITTING, Status.IDLE);
            assertThat(store.get(form.dirty())).isTrue();
            assertThat(store.run(save).isSubmitted()).isTrue();
        }

        @Test
        void cancelWhileValidating_freesTheForm() {
            store.set(checked.value(), "Ada");
            submit(sendChecked).dispose();
            validation.tryEmitValue(List.of());

            assertThat(sent).isEmpty();
            assertThat(store.get(checkedForm.submitting())).isFalse();
        }

        @Test
        void close_failsTheMono() {
            store.set(checked.value(), "Ada");
            enter("Ada", 36);
            submit(send);
            submit(sendChecked);
            store.close();

            assertThat(results)
                    .hasSize(2)
                    .allSatisfy(error -> assertThat(error).isInstanceOf(StoreClosedException.class));
            assertThat(cancelled).hasValue(1);
        }

        @Test
        void subscribedInsideATransaction_goesOnAfterItsCommit() {
            enter("Ada", 36);
            store.transaction(tx -> {
                submit(send);
                assertThat(sent).isEmpty();
            });
            answer(7);

            assertThat(results).containsExactly(new Submitted<>(7), "end");
        }

        @Test
        void rollbackAroundIt_sendsNothing_andFreesTheForm() {
            enter("Ada", 36);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        submit(send);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(sent).isEmpty();
            assertThat(status()).isEqualTo(Status.IDLE);
            assertThat(store.run(save).isSubmitted()).isTrue();
        }

        @Test
        void listenerThatThrows_doesNotLockTheForm() {
            enter("Ada", 36);
            store.subscribe(form.status(), value -> {
                throw new IllegalStateException("listener");
            });
            submit(send);

            assertThat(results).hasSize(1).first().asString().contains("listener");
            assertThat(store.get(form.submitting())).isFalse();
        }

        @Test
        void snapshotOfARunningOne_restoredAfterItsEnd_isNotLocked() {
            enter("Ada", 36);
            submit(send);
            try (StoreSnapshot snapshot = store.snapshot()) {
                answer(7);
                store.restore(snapshot);
            }

            assertThat(status()).isEqualTo(Status.IDLE);
            assertThat(store.run(save).isSubmitted()).isTrue();
        }

        @Test
        void snapshotFromBefore_restoredWhileItRuns_keepsTheStatusThatItBroughtBack() {
            enter("Ada", 36);
            try (StoreSnapshot snapshot = store.snapshot()) {
                submit(send);
                store.restore(snapshot);
            }
            assertThat(status()).isEqualTo(Status.IDLE);
            answer(7);

            assertThat(results).containsExactly(new Submitted<>(7), "end");
            assertThat(status()).isEqualTo(Status.IDLE);
            assertThat(store.get(name.initial())).isEqualTo("Ada");
        }

        @Test
        void twoStores_submitAtOnce() {
            AtomStore other = AtomStore.create();
            enter("Ada", 36);
            other.set(name.value(), "Bob");
            submit(send);
            other.run(send, null).subscribe(results::add);

            assertThat(sent).hasSize(2);
            assertThat(results).isEmpty();
        }

        /** Each round all threads submit at once; only one of them sends. */
        @Test
        void manyThreads_sendOnce() throws Exception {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicInteger submitted = new AtomicInteger();
            AtomicInteger total = new AtomicInteger();
            AsyncActionAtom<@Nullable Void, Submission<Integer>> slow = form.submitAsync(
                    get -> get.get(name.value()),
                    (set, text) -> Mono.defer(() -> {
                                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                return Mono.delay(Duration.ofMillis(1), Schedulers.parallel());
                            })
                            .map(tick -> running.decrementAndGet()));
            enter("Ada", 36);
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    for (int n = 0; n < 50; n++) {
                        Submission<Integer> result = store.run(slow, null).block(Patience.LIMIT);
                        total.incrementAndGet();
                        if (result instanceof Submitted) {
                            submitted.incrementAndGet();
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(total).hasValue(200);
            assertThat(submitted.get()).isPositive();
            assertThat(most).hasValue(1);
            assertThat(store.get(form.submitting())).isFalse();
        }
    }

    @Nested
    class Definition {
        @Test
        void sameNames_areRefused() {
            assertThatThrownBy(() -> Form.of(FieldAtom.of(1), FieldAtom.of(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("called 'field'")
                    .hasMessageContaining("named(..)");
        }

        @Test
        void names() {
            assertThat(form.name()).isEqualTo("signUp");
            assertThat(form.valid().name()).isEqualTo("signUp.valid");
            assertThat(form.reset().name()).isEqualTo("signUp.reset");
            assertThat(save.name()).isEqualTo("signUp.submit");
            assertThat(form.resetOnSubmit().name()).isEqualTo("signUp");
            assertThat(form).hasToString("Form[signUp]");
            assertThat(form.fields()).containsExactly(name, age);
        }

        @Test
        void fieldOfTwoForms_isOne() {
            Form page = Form.of(name);
            enter("Ada", -1);

            assertThat(store.get(page.valid())).isTrue();
            assertThat(store.get(form.valid())).isFalse();
            assertThat(store.get(page.values())).isEqualTo(Map.of("name", "Ada"));
        }

        @Test
        void twoStores_areIndependent() {
            AtomStore other = AtomStore.create();
            enter("Ada", 36);
            store.run(save);

            assertThat(other.get(form.status())).isEqualTo(Status.IDLE);
            assertThat(other.run(save)).isInstanceOf(Invalid.class);
            assertThat(other.get(user)).isNull();
        }

        /** R26 */
        @Test
        void storeThatSubmitted_isCollected() {
            assertThat(Garbage.collects(submitted())).isTrue();
            assertThat(status()).isEqualTo(Status.IDLE);
        }

        private WeakReference<AtomStore> submitted() {
            AtomStore other = AtomStore.create();
            other.set(name.value(), "Ada");
            other.run(save);
            other.run(form.submitAsync(get -> 1, (set, one) -> Mono.<Integer>never()), null)
                    .subscribe();
            return new WeakReference<>(other);
        }
    }
}
