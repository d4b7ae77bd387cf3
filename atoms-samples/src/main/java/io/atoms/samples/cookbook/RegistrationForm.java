package io.atoms.samples.cookbook;

import io.atoms.AsyncActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.AsyncValidator;
import io.atoms.utils.FieldAtom;
import io.atoms.utils.Form;
import io.atoms.utils.Submission;
import io.atoms.utils.TimeAtoms;
import io.atoms.utils.Validator;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The recipe of {@code docs/cookbook/registration-form.md}. */
final class RegistrationForm {
    private RegistrationForm() {}

    // tag::form
    interface Accounts {
        Mono<Boolean> isFree(String name);

        /** Fails with {@link NameTakenException}, or gives the number of the account. */
        Mono<Integer> create(Account account);
    }

    record Account(String name, String password) {}

    static final class NameTakenException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static final PrimitiveAtom<Optional<Accounts>> ACCOUNTS =
            Atom.of(Optional.<Accounts>empty()).named("accounts");

    private static final AsyncValidator<String> FREE = (get, name) ->
            get.get(ACCOUNTS).orElseThrow().isFree(name).map(free -> free ? List.of() : List.of("is taken"));

    static final FieldAtom<String> NAME = FieldAtom.of("")
            .validate(Validator.check(text -> !text.isBlank(), "is required"))
            .validateAsync(FREE.debounced(Duration.ofMillis(300)))
            .named("name");
    static final FieldAtom<String> PASSWORD = FieldAtom.of("")
            .validate(Validator.check(text -> text.length() >= 8, "is shorter than 8 characters"))
            .named("password");
    static final FieldAtom<String> REPEATED = FieldAtom.of("")
            .validate(
                    (get, text) -> text.equals(get.get(PASSWORD.value())) ? List.of() : List.of("is another password"))
            .named("repeated");

    static final Form FORM =
            Form.of(NAME, PASSWORD, REPEATED).named("registration").resetOnSubmit();

    static final AsyncActionAtom<@Nullable Void, Submission<Integer>> REGISTER = FORM.submitAsync(
            get -> new Account(get.get(NAME.value()), get.get(PASSWORD.value())),
            (set, account) -> set.get(ACCOUNTS)
                    .orElseThrow()
                    .create(account)
                    .onErrorMap(NameTakenException.class, e -> Form.Rejection.of(NAME, "is taken")));

    /** What stands beside a field: nothing before the user has been there. */
    static Atom<List<String>> shownErrors(FieldAtom<?> field) {
        return Atom.<List<String>>derived(get -> get.get(field.touched()) ? get.get(field.errors()) : List.of())
                .named(field.name() + ".shownErrors");
    }
    // end::form

    @SuppressWarnings("NullAway") // the argument type is @Nullable Void
    static void registering(PrintStream out) {
        Accounts accounts = new PrintingAccounts(out);
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        // tag::registering
        AtomStore store = AtomStore.create();
        store.set(TimeAtoms.SCHEDULER, clock); // virtual, as in a test
        store.set(ACCOUNTS, Optional.of(accounts));
        store.subscribe(shownErrors(NAME), errors -> out.println("name: " + errors));
        store.subscribe(shownErrors(REPEATED), errors -> out.println("repeated: " + errors));

        store.set(NAME.value(), "a");
        store.set(NAME.value(), "ada");
        store.run(NAME.touch()); // the cursor leaves the field
        clock.advanceTimeBy(Duration.ofMillis(300));

        store.set(NAME.value(), "grace");
        store.set(PASSWORD.value(), "cobol 1959");
        store.set(REPEATED.value(), "cobol 1960");
        clock.advanceTimeBy(Duration.ofMillis(300));
        store.run(REGISTER, null).subscribe(result -> out.println(result));

        store.set(REPEATED.value(), "cobol 1959");
        store.run(REGISTER, null).subscribe(result -> out.println(result));
        out.println(store.get(FORM.values()));
        // end::registering
    }

    private record PrintingAccounts(PrintStream out) implements Accounts {
        @Override
        public Mono<Boolean> isFree(String name) {
            return Mono.fromSupplier(() -> {
                out.println("is " + name + " free?");
                return !name.equals("ada");
            });
        }

        @Override
        public Mono<Integer> create(Account account) {
            return Mono.just(7);
        }
    }
}
