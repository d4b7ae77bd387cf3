package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.utils.FocusAtom;
import io.atoms.utils.Lens;
import io.atoms.utils.Prism;
import io.atoms.utils.Traversal;
import java.io.PrintStream;
import java.util.List;
import java.util.function.UnaryOperator;

/** The snippets of {@code docs/utilities/focus-atom.md}. */
final class FocusAtomSnippets {
    private FocusAtomSnippets() {}

    // tag::types
    record Task(String title, boolean done) {
        Task withDone(boolean other) {
            return new Task(title, other);
        }
    }

    record Plan(String name, List<Task> tasks) {
        Plan withName(String other) {
            return new Plan(other, tasks);
        }

        Plan withTasks(List<Task> other) {
            return new Plan(name, other);
        }
    }
    // end::types

    static void focus(PrintStream out) {
        // tag::focus
        PrimitiveAtom<Plan> plan =
                Atom.of(new Plan("today", List.of(new Task("milk", false), new Task("bread", false))));
        Lens<Plan, List<Task>> tasks = Lens.of(Plan::tasks, Plan::withTasks);
        Lens<Task, Boolean> done = Lens.of(Task::done, Task::withDone);

        WritableAtom<String, String> name = FocusAtom.of(plan, Lens.of(Plan::name, Plan::withName));
        WritableAtom<Boolean, Boolean> milkDone = FocusAtom.of(
                plan,
                tasks.then(Prism.<Task>find(task -> task.title().equals("milk")))
                        .then(done));
        WritableAtom<List<Boolean>, UnaryOperator<Boolean>> allDone =
                FocusAtom.of(plan, tasks.then(Traversal.<Task>elements()).then(done));

        AtomStore store = AtomStore.create();
        store.subscribe(name, value -> out.println("name is " + value));
        store.set(milkDone, true); // the name is as it was: its listener hears nothing
        out.println(store.get(allDone));
        store.set(allDone, each -> !each);
        out.println(store.get(allDone));
        store.update(name, String::toUpperCase);
        // end::focus
    }

    static void absent(PrintStream out) {
        // tag::absent
        PrimitiveAtom<List<String>> letters = Atom.of(List.of("a"));
        WritableAtom<String, String> second = FocusAtom.of(letters, Prism.index(1));
        AtomStore store = AtomStore.create();

        store.set(second, "x"); // there is none: no change
        out.println(store.get(letters) + ", second: " + store.get(second));
        store.set(letters, List.of("a", "b"));
        store.update(second, s -> s == null ? null : s + "!");
        out.println(store.get(letters));
        // end::absent
    }
}
