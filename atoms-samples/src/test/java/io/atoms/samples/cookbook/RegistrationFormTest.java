package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.RegistrationForm.ACCOUNTS;
import static io.atoms.samples.cookbook.RegistrationForm.FORM;
import static io.atoms.samples.cookbook.RegistrationForm.NAME;
import static io.atoms.samples.cookbook.RegistrationForm.PASSWORD;
import static io.atoms.samples.cookbook.RegistrationForm.REGISTER;
import static io.atoms.samples.cookbook.RegistrationForm.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.samples.cookbook.RegistrationForm.Account;
import io.atoms.samples.cookbook.RegistrationForm.Accounts;
import io.atoms.samples.cookbook.RegistrationForm.NameTakenException;
import io.atoms.utils.Form;
import io.atoms.utils.Submission;
import io.atoms.utils.TimeAtoms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class RegistrationFormTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.create();
    private final List<String> asked = new ArrayList<>();
    private final List<Submission<Integer>> results = new ArrayList<>();
    private Sinks.One<Integer> created = Sinks.one();

    private final class FakeAccounts implements Accounts {
        @Override
        public Mono<Boolean> isFree(String name) {
            return Mono.fromSupplier(() -> {
                asked.add("free " + name);
                return !name.equals("taken");
            });
        }

        @Override
        public Mono<Integer> create(Account account) {
            return Mono.defer(() -> {
                asked.add("create " + account.name());
                created = Sinks.one();
                return created.asMono();
            });
        }
    }

    @BeforeEach
    void start() {
        store.set(TimeAtoms.SCHEDULER, clock);
        store.set(ACCOUNTS, Optional.of(new FakeAccounts()));
        store.subscribe(FORM.valid(), valid -> {}); // as a screen does
    }

    @AfterEach
    void close() {
        store.close();
        clock.dispose();
    }

    private void enter(String name, String password, String repeated) {
        store.set(NAME.value(), name);
        store.set(PASSWORD.value(), password);
        store.set(REPEATED.value(), repeated);
        clock.advanceTimeBy(Duration.ofMillis(300));
    }

    @SuppressWarnings("NullAway") // the argument type is @Nullable Void
    private void submit() {
        store.run(REGISTER, null).subscribe(result -> results.add(result), error -> {});
    }

    @Test
    void typing_asksOnce_whenItPauses() {
        for (String text : List.of("a", "ad", "ada")) {
            store.set(NAME.value(), text);
            clock.advanceTimeBy(Duration.ofMillis(200));
        }
        clock.advanceTimeBy(Duration.ofMillis(300));

        assertThat(asked).containsExactly("free ada");
    }

    @Test
    void emptyName_asksNobody() {
        enter("", "cobol 1959", "cobol 1959");

        assertThat(asked).isEmpty();
        assertThat(store.get(FORM.errors())).isEqualTo(Map.of("name", List.of("is required")));
    }

    @Test
    void errors_areShown_whenTheFieldWasTouched() {
        Atom<List<String>> shown = RegistrationForm.shownErrors(PASSWORD);
        enter("ada", "short", "short");
        assertThat(store.get(shown)).isEmpty();

        store.run(PASSWORD.touch());
        assertThat(store.get(shown)).containsExactly("is shorter than 8 characters");
    }

    @Test
    void repeatedPassword_isCheckedAgain_whenTheFirstChanges() {
        enter("ada", "cobol 1959", "cobol 1959");
        assertThat(store.get(FORM.valid())).isTrue();

        store.set(PASSWORD.value(), "cobol 1960");
        assertThat(store.get(REPEATED.errors())).containsExactly("is another password");
    }

    @Test
    void invalidForm_isNotSent_andShowsAllErrors() {
        enter("taken", "cobol 1959", "");
        submit();

        assertThat(asked).containsExactly("free taken");
        assertThat(store.get(FORM.errors()))
                .isEqualTo(Map.of("name", List.of("is taken"), "repeated", List.of("is another password")));
        assertThat(store.get(FORM.touched())).isTrue();
    }

    @Test
    void submittedBeforeTheAnswer_waitsForIt() {
        store.set(NAME.value(), "ada");
        store.set(PASSWORD.value(), "cobol 1959");
        store.set(REPEATED.value(), "cobol 1959");
        submit();
        assertThat(asked).isEmpty();

        clock.advanceTimeBy(Duration.ofMillis(300));
        assertThat(asked).containsExactly("free ada", "create ada");
    }

    @Test
    void secondClick_isBusy() {
        enter("ada", "cobol 1959", "cobol 1959");
        submit();
        submit();

        assertThat(asked).containsExactly("free ada", "create ada");
        assertThat(results).containsExactly(new Submission.Busy<>());
    }

    @Test
    void accepted_emptiesTheForm() {
        enter("ada", "cobol 1959", "cobol 1959");
        submit();
        created.tryEmitValue(7);

        assertThat(results).containsExactly(new Submission.Submitted<>(7));
        assertThat(store.get(FORM.values())).isEqualTo(Map.of("name", "", "password", "", "repeated", ""));
        assertThat(store.get(FORM.touched())).isFalse();
    }

    @Test
    void takenMeanwhile_isAnErrorOfTheName_untilItChanges() {
        enter("ada", "cobol 1959", "cobol 1959");
        submit();
        created.tryEmitError(new NameTakenException());

        assertThat(store.get(FORM.status())).isEqualTo(Form.Status.INVALID);
        assertThat(store.get(NAME.errors())).containsExactly("is taken");
        assertThat(store.get(PASSWORD.value())).isEqualTo("cobol 1959");

        enter("grace", "cobol 1959", "cobol 1959");
        assertThat(store.get(FORM.valid())).isTrue();
    }
}
