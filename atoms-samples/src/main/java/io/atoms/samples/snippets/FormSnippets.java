package io.atoms.samples.snippets;

import io.atoms.ActionAtom;
import io.atoms.AsyncActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.FieldAtom;
import io.atoms.utils.Form;
import io.atoms.utils.Submission;
import io.atoms.utils.Validator;
import java.io.PrintStream;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The snippets of {@code docs/utilities/form.md}. */
final class FormSnippets {
    private FormSnippets() {}

    static void form(PrintStream out) {
        // tag::form
        PrimitiveAtom<String> title = Atom.of("Untitled").named("title");
        PrimitiveAtom<Integer> size = Atom.of(10).named("size");
        FieldAtom<String> titleField = FieldAtom.of(title).named("title");
        FieldAtom<Integer> sizeField = FieldAtom.of(size)
                .validate(Validator.check(n -> n > 0, "must be positive"))
                .named("size");
        Form form = Form.of(titleField, sizeField).named("settings");
        ActionAtom<@Nullable Void, Submission<Void>> save = form.submit(set -> {});
        AtomStore store = AtomStore.create();
        store.subscribe(Atom.combine(title, size, (t, s) -> t + "/" + s), value -> out.println("saved " + value));

        store.set(titleField.value(), "Chapter 1");
        store.set(sizeField.value(), 0);
        out.println(store.run(save));
        store.set(sizeField.value(), 20);
        out.println(store.run(save));
        out.println(store.get(form.values()) + ", dirty: " + store.get(form.dirty()));
        // end::form
    }

    private record User(String name, String email) {}

    static void async(PrintStream out) {
        Server server = new Server(out);
        // tag::async
        FieldAtom<String> name = FieldAtom.of("").named("name");
        FieldAtom<String> email = FieldAtom.of("").named("email");
        Form form = Form.of(name, email).named("signUp");
        AsyncActionAtom<@Nullable Void, Submission<String>> signUp = form.submitAsync(
                get -> new User(get.get(name.value()), get.get(email.value())), // as of one commit
                (set, user) -> server.get("/create/" + user.name())
                        .onErrorMap(NoSuchElementException.class, e -> Form.Rejection.of(email, "is unknown")));
        AtomStore store = AtomStore.create();
        store.subscribe(form.status(), status -> out.println(status));

        store.set(name.value(), "ada");
        store.run(signUp).subscribe(result -> out.println(result));
        store.run(signUp).subscribe(result -> out.println(result)); // clicked twice
        server.fail("/create/ada", new NoSuchElementException());
        out.println(store.get(form.errors()));

        store.set(email.value(), "ada@example.org");
        store.run(signUp).subscribe(result -> out.println(result));
        server.answer("/create/ada", "user 7");
        // end::async
    }
}
