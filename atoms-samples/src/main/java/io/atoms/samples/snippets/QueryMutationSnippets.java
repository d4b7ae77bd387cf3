package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.query.ConflictResolver;
import io.atoms.query.ConflictResolver.Resolution;
import io.atoms.query.ConnectivityManager;
import io.atoms.query.MutationCallbacks;
import io.atoms.query.MutationDefinition;
import io.atoms.query.MutationHandle;
import io.atoms.query.MutationResult;
import io.atoms.query.PausedMutation;
import io.atoms.query.QueryAtoms;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.Tag;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The snippets of {@code docs/query} on mutations. */
final class QueryMutationSnippets {
    private QueryMutationSnippets() {}

    // tag::keys
    record ListOf(String owner) implements QueryKey<List<String>> {}

    record AddItem(String owner, String item) {}
    // end::keys

    private static List<String> plus(List<String> list, String item) {
        List<String> more = new ArrayList<>(list);
        more.add(item);
        return List.copyOf(more);
    }

    static void definition(PrintStream out) {
        // tag::definition
        List<String> server = new ArrayList<>(List.of("bread"));
        QueryDefinition<ListOf, List<String>> list = QueryDefinition.mono(
                        ListOf.class, (key, context) -> Mono.fromSupplier(() -> List.copyOf(server)))
                .tags((key, items) -> Set.of(Tag.of("list", key.owner())));
        MutationDefinition<AddItem, Integer> add = MutationDefinition.<AddItem, Integer>mono(
                        (added, context) -> Mono.fromSupplier(() -> {
                            server.add(added.item());
                            return server.size();
                        }))
                .named("addItem")
                .invalidates((added, size) -> Set.of(Tag.of("list", added.owner())));

        try (QueryClient client = QueryClient.create()) {
            client.observe(list.options(new ListOf("ann")))
                    .filter(result -> !result.isFetching())
                    .subscribe(result -> out.println(result.dataOrNull()));
            MutationHandle<Integer> handle = client.mutate(add, new AddItem("ann", "milk"));
            out.println(handle.result().block() + " items");
        }
        // end::definition
    }

    static void callbacks(PrintStream out) {
        MutationDefinition<AddItem, Integer> add = MutationDefinition.mono((added, context) -> Mono.just(2));
        // tag::callbacks
        PrimitiveAtom<String> notice = Atom.of("");
        MutationDefinition<AddItem, Integer> telling = add.callbacks(MutationCallbacks.<AddItem, Integer>none()
                .onMutate(call -> Mono.just("adding " + call.variables().item()))
                .onSuccess((call, size) -> call.write(set -> set.set(notice, call.context() + ": " + size)))
                .onError((call, error) -> call.write(set -> set.set(notice, "failed: " + error.getMessage())))
                .onSettled((call, result) -> call.client().invalidateTags(Tag.of("list"))));

        WritableAtom<MutationResult<Integer>, AddItem> adding = QueryAtoms.mutation(telling);
        try (AtomStore store = AtomStore.create()) {
            out.println("idle: " + store.get(adding).isIdle());
            store.set(adding, new AddItem("ann", "milk"));
            out.println(store.get(adding).dataOrNull() + ", " + store.get(notice));
        }
        // end::callbacks
    }

    static void optimistic(PrintStream out) {
        Sinks.One<Integer> answer = Sinks.one();
        // tag::optimistic
        MutationDefinition<AddItem, Integer> add = MutationDefinition.<AddItem, Integer>mono(
                        (added, context) -> answer.asMono())
                .optimistic((added, patches) ->
                        patches.patch(new ListOf(added.owner()), items -> plus(items, added.item())));

        try (QueryClient client = QueryClient.create()) {
            ListOf key = new ListOf("ann");
            client.setQueryData(key, List.of("bread"));
            client.mutate(add, new AddItem("ann", "milk"));
            out.println(client.getQueryData(key).orElseThrow());
            client.setQueryData(key, List.of("bread", "eggs")); // what others have added meanwhile
            out.println(client.getQueryData(key).orElseThrow());
            answer.tryEmitError(new IllegalStateException("the list is closed"));
            out.println(client.getQueryData(key).orElseThrow());
        }
        // end::optimistic
    }

    // tag::versions
    record Note(int version, String text) {}

    record NoteKey(int id) implements QueryKey<Note> {}

    record EditNote(int id, int version, String text) {}

    /** What the server answers to an edit of another version: status 409 with its own version. */
    static final class NoteConflict extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient Note server;

        NoteConflict(Note server) {
            super("409");
            this.server = server;
        }
    }
    // end::versions

    static void conflict(PrintStream out) {
        Note[] server = {new Note(2, "milk\neggs")};
        // tag::conflict
        ConflictResolver<EditNote, Note> merge = ConflictResolver.of(
                error -> error instanceof NoteConflict conflict ? Optional.of(conflict.server) : Optional.empty(),
                conflict -> {
                    EditNote mine = conflict.variables();
                    Note theirs = conflict.server();
                    String base =
                            conflict.base(new NoteKey(mine.id())).orElseThrow().text();
                    String added = mine.text().substring(base.length()); // they only append
                    return new Resolution.Merge<>(new EditNote(mine.id(), theirs.version(), theirs.text() + added));
                });
        MutationDefinition<EditNote, Note> edit = MutationDefinition.<EditNote, Note>mono((changed, context) ->
                        Mono.fromSupplier(() -> {
                            if (changed.version() != server[0].version()) {
                                throw new NoteConflict(server[0]);
                            }
                            server[0] = new Note(changed.version() + 1, changed.text());
                            return server[0];
                        }))
                .optimistic((changed, patches) ->
                        patches.patch(new NoteKey(changed.id()), note -> new Note(note.version(), changed.text())))
                .onConflict(merge);

        try (QueryClient client = QueryClient.create()) {
            client.setQueryData(new NoteKey(7), new Note(1, "milk"));
            Note saved = client.mutate(edit, new EditNote(7, 1, "milk\nbread"))
                    .result()
                    .block();
            out.println(saved);
        }
        // end::conflict
    }

    static void offline(PrintStream out) {
        // tag::offline
        List<String> server = new ArrayList<>();
        MutationDefinition<AddItem, Integer> add = MutationDefinition.<AddItem, Integer>mono(
                        (added, context) -> Mono.fromSupplier(() -> {
                            server.add(added.item()); // send context.idempotencyKey() along
                            return server.size();
                        }))
                .named("addItem")
                .scope(added -> "list of " + added.owner());

        ConnectivityManager.Switch connection = ConnectivityManager.manual();
        try (QueryClient client = QueryClient.builder().online(connection).build()) {
            connection.setOnline(false);
            for (String item : List.of("milk", "eggs", "salt")) {
                client.mutate(add, new AddItem("ann", item));
            }
            MutationHandle<Integer> last = client.mutate(add, new AddItem("ann", "wine"));
            out.println(
                    client.isMutating() + " waiting, paused: " + last.current().isPaused());
            last.cancelIfPaused();
            connection.setOnline(true);
            out.println(server);
        }
        // end::offline
    }

    static void restore(PrintStream out) {
        List<String> server = new ArrayList<>();
        MutationDefinition<AddItem, Integer> add = MutationDefinition.<AddItem, Integer>mono(
                        (added, context) -> Mono.fromSupplier(() -> {
                            server.add(added.item());
                            return server.size();
                        }))
                .named("addItem");
        ConnectivityManager.Switch connection = ConnectivityManager.manual();
        // tag::restore
        List<PausedMutation> left;
        try (QueryClient client = QueryClient.builder().online(connection).build()) {
            connection.setOnline(false);
            client.mutate(add, new AddItem("ann", "milk"));
            left = client.pausedMutations();
        }

        connection.setOnline(true);
        try (QueryClient next =
                QueryClient.builder().online(connection).register(add).build()) {
            next.restoreMutations(left);
            out.println(next.isMutating() + " restored, the server has " + server);
            next.resumePausedMutations().block();
            out.println("resumed, the server has " + server);
        }
        // end::restore
    }
}
