package io.atoms.samples.cookbook;

import io.atoms.ActionAtom;
import io.atoms.AsyncActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Concurrency;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The recipe of {@code docs/cookbook/optimistic-edits.md}. */
final class OptimisticEdits {
    private OptimisticEdits() {}

    // tag::edits
    interface Server {
        Mono<Void> save(String key, String value);
    }

    record Entry(String key, String value) {}

    /** An entry on its way; two equal ones are two. */
    private record Edit(Object id, Entry entry) {}

    static final PrimitiveAtom<Server> SERVER =
            Atom.<Server>of((key, value) -> Mono.never()).named("edits.server");

    /** What the server has. */
    static final PrimitiveAtom<Map<String, String>> SAVED =
            Atom.of(Map.<String, String>of()).named("edits.saved");

    /** What it has yet to confirm, in the order of the edits. */
    private static final PrimitiveAtom<List<Edit>> PENDING =
            Atom.of(List.<Edit>of()).named("edits.pending");

    /** What the user sees: what is saved, with all edits that have not failed. */
    static final Atom<Map<String, String>> SHOWN = Atom.combine(SAVED, PENDING, (saved, pending) -> {
                Map<String, String> shown = new TreeMap<>(saved);
                pending.forEach(
                        edit -> shown.put(edit.entry().key(), edit.entry().value()));
                return shown;
            })
            .named("edits.shown");

    static final Atom<Boolean> SAVING = Atom.<List<Edit>, Boolean>map(PENDING, pending -> !pending.isEmpty())
            .named("edits.saving");

    private static final ActionAtom<Edit, @Nullable Void> CONFIRM = Atom.<Edit, @Nullable Void>action((set, edit) -> {
                set.update(SAVED, saved -> {
                    Map<String, String> next = new TreeMap<>(saved);
                    next.put(edit.entry().key(), edit.entry().value());
                    return next;
                });
                return drop(set, edit);
            })
            .named("edits.confirm");

    /** One after the other, so that the server has them in the order in which they were made. */
    private static final AsyncActionAtom<Edit, Edit> SEND = Atom.<Edit, Edit>asyncAction((set, edit) -> set.get(SERVER)
                    .save(edit.entry().key(), edit.entry().value())
                    .thenReturn(edit)
                    .doOnNext(saved -> set.run(CONFIRM, saved)))
            .concurrency(Concurrency.QUEUE)
            .named("edits.send");

    /** Shows the entry at once, and saves it when its Mono is subscribed; if that fails, it is as if it never was. */
    static final AsyncActionAtom<Entry, Entry> EDIT = Atom.<Entry, Entry>asyncAction((set, entry) -> {
                Edit edit = new Edit(new Object(), entry);
                set.update(
                        PENDING,
                        all -> Stream.concat(all.stream(), Stream.of(edit)).toList());
                return set.run(SEND, edit)
                        .map(Edit::entry)
                        .doOnError(error -> drop(set, edit))
                        .doOnCancel(() -> drop(set, edit));
            })
            .named("edits.edit");

    private static @Nullable Void drop(Setter set, Edit edit) {
        set.update(
                PENDING,
                all -> all.stream().filter(other -> !other.equals(edit)).toList());
        return null;
    }
    // end::edits

    static void editing(PrintStream out) {
        Sinks.Empty<Void> title = Sinks.empty();
        Sinks.Empty<Void> author = Sinks.empty();
        Server server = (key, value) -> key.equals("title") ? title.asMono() : author.asMono();
        // tag::editing
        AtomStore store = AtomStore.create();
        store.set(SERVER, server); // answers when told to
        store.set(SAVED, Map.of("author", "nobody", "title", "Untitled"));
        store.subscribe(SHOWN, shown -> out.println(shown));

        store.run(EDIT, new Entry("title", "Notes"))
                .subscribe(e -> {}, error -> out.println("failed: " + error.getMessage()));
        store.run(EDIT, new Entry("author", "Ada")).subscribe(e -> {}, error -> {});
        title.tryEmitError(new IOException("too short"));
        author.tryEmitEmpty(); // what is shown stays
        out.println("saved: " + store.get(SAVED));
        // end::editing
    }
}
