package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.utils.AsyncValidator;
import io.atoms.utils.FieldAtom;
import io.atoms.utils.Validator;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;

/** The snippets of {@code docs/utilities/field-atom.md}. */
final class FieldAtomSnippets {
    private FieldAtomSnippets() {}

    static void field(PrintStream out) {
        // tag::field
        FieldAtom<String> name = FieldAtom.of("Ada")
                .validate(Validator.check(text -> !text.isBlank(), "is required"))
                .named("name");
        Atom<List<String>> shown = Atom.derived(get -> get.get(name.touched()) ? get.get(name.errors()) : List.of());
        AtomStore store = AtomStore.create();
        store.subscribe(shown, errors -> out.println("shown: " + errors));

        store.set(name.value(), "");
        out.println("valid: " + store.get(name.valid()) + ", dirty: " + store.get(name.dirty()));
        store.run(name.touch()); // the user leaves the field
        store.run(name.reset());
        out.println(store.get(name.value()) + ", dirty: " + store.get(name.dirty()));
        // end::field
    }

    static void async(PrintStream out) {
        Server server = new Server(out);
        // tag::async
        AsyncValidator<String> free =
                AsyncValidator.check(text -> server.get("/free/" + text).map("yes"::equals), "is taken");
        FieldAtom<String> name = FieldAtom.of("ada").validateAsync(free).named("name");
        AtomStore store = AtomStore.create();
        store.subscribe(name.valid(), valid -> out.println("valid: " + valid));

        store.set(name.value(), "grace");
        server.answer("/free/ada", "yes"); // too late
        out.println("validating: " + store.get(name.validating()));
        server.answer("/free/grace", "no");
        out.println(store.get(name.errors()));
        store.set(name.value(), "edsger");
        server.answer("/free/edsger", "yes");
        // end::async
    }

    static void fields(PrintStream out) {
        // tag::fields
        FieldAtom<LocalDate> start = FieldAtom.of(LocalDate.of(2030, 1, 1)).named("start");
        FieldAtom<LocalDate> end = FieldAtom.of(LocalDate.of(2030, 1, 8))
                .validate((get, date) ->
                        date.isBefore(get.get(start.value())) ? List.of("is before the start") : List.of())
                .named("end");
        AtomStore store = AtomStore.create();
        store.subscribe(end.errors(), out::println);

        store.set(start.value(), LocalDate.of(2030, 2, 1));
        store.set(end.value(), LocalDate.of(2030, 2, 8));
        // end::fields
    }
}
