package io.atoms.samples.cookbook;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import io.atoms.utils.SplitAtom;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The recipe of {@code docs/cookbook/todo-list.md}. */
final class TodoList {
    private TodoList() {}

    // tag::todos
    record Todo(int id, String text, boolean done) {
        Todo withDone(boolean value) {
            return new Todo(id, text, value);
        }
    }

    enum Filter {
        ALL,
        OPEN,
        DONE;

        boolean accepts(Todo todo) {
            return this == ALL || todo.done() == (this == DONE);
        }
    }

    static final PrimitiveAtom<List<Todo>> TODOS = Atom.of(List.<Todo>of()).named("todos");
    static final PrimitiveAtom<Filter> FILTER = Atom.of(Filter.ALL).named("todos.filter");
    private static final PrimitiveAtom<Integer> LAST_ID = Atom.of(0).named("todos.lastId");

    /** An atom per to-do, for the view of one: {@code ITEMS.item(id)}; and actions to remove and move. */
    static final SplitAtom<Integer, Todo> ITEMS = SplitAtom.of(TODOS, Todo::id);

    /** The ids to show. It doesn't change when a text does. */
    static final Atom<List<Integer>> SHOWN = Atom.combine(
                    TODOS,
                    FILTER,
                    (todos, filter) ->
                            todos.stream().filter(filter::accepts).map(Todo::id).toList())
            .named("todos.shown");

    static final Atom<Long> OPEN = Atom.<List<Todo>, Long>map(
                    TODOS, todos -> todos.stream().filter(Filter.OPEN::accepts).count())
            .named("todos.open");

    /** Adds a to-do, and gives its id; 0 if there is nothing to do. */
    static final ActionAtom<String, Integer> ADD =
            Atom.<String, Integer>action(TodoList::add).named("todos.add");

    /** The box above the list: checked if all are done; writing it checks all. */
    static final WritableAtom<Boolean, Boolean> ALL_DONE = Atom.<Boolean, Boolean>writable(
                    get -> get.get(OPEN) == 0 && !get.get(TODOS).isEmpty(),
                    (set, done) -> set.update(
                            TODOS,
                            todos -> todos.stream()
                                    .map(todo -> todo.withDone(done))
                                    .toList()))
            .named("todos.allDone");

    static final ActionAtom<@Nullable Void, Integer> CLEAR_DONE = Atom.<@Nullable Void, Integer>action((set, none) -> {
                int before = set.get(TODOS).size();
                set.update(
                        TODOS,
                        todos -> todos.stream().filter(Filter.OPEN::accepts).toList());
                return before - set.get(TODOS).size();
            })
            .named("todos.clearDone");

    private static int add(Setter set, String text) {
        if (text.isBlank()) {
            return 0;
        }
        set.update(LAST_ID, id -> id + 1);
        int id = set.get(LAST_ID);
        set.run(ITEMS.append(), new Todo(id, text.strip(), false));
        return id;
    }
    // end::todos

    static void doing(PrintStream out) {
        // tag::doing
        AtomStore store = AtomStore.create();
        store.subscribe(SHOWN, ids -> out.println("shows " + ids));
        store.subscribe(OPEN, n -> out.println(n + " to do"));

        int tea = store.run(ADD, "make tea");
        store.run(ADD, "write code");
        store.update(ITEMS.item(tea), todo -> todo.withDone(true));
        store.set(FILTER, Filter.OPEN);
        store.set(ALL_DONE, true);
        out.println("cleared " + store.run(CLEAR_DONE));
        // end::doing
    }
}
