package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.query.QueryAtoms;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryObserver;
import io.atoms.query.QueryOptions;
import io.atoms.query.QueryResult;
import io.atoms.query.Tag;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/concepts/queries.md}. */
final class QueriesConcept {
    private QueriesConcept() {}

    // tag::key
    record UserKey(long id) implements QueryKey<String> {} // asks for a String: the name of the user

    // end::key

    static void first(PrintStream out) {
        Server server = new Server(out);
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        // tag::first
        QueryDefinition<UserKey, String> user =
                QueryDefinition.mono(UserKey.class, (key, context) -> server.get("/users/" + key.id()));
        QueryClient client = QueryClient.builder().scheduler(clock).build();

        client.fetch(user.options(new UserKey(7))).subscribe(name -> out.println("one got " + name));
        client.fetch(user.options(new UserKey(7))).subscribe(name -> out.println("another got " + name));
        server.answer("/users/7", "Ada");
        out.println(client.getQueryData(new UserKey(7)));
        // end::first
        client.close();
    }

    static void stale(PrintStream out) {
        Server server = new Server(out);
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::stale
        QueryDefinition<UserKey, String> user = QueryDefinition.mono(
                        UserKey.class, (key, context) -> server.get("/users/" + key.id()))
                .defaults(options -> options.staleTime(Duration.ofMinutes(1)));
        QueryOptions<String, String> seven = user.options(new UserKey(7));

        client.fetch(seven).subscribe(name -> out.println("got " + name));
        server.answer("/users/7", "Ada");
        clock.advanceTimeBy(Duration.ofSeconds(59));
        client.fetch(seven).subscribe(name -> out.println("got " + name)); // fresh
        clock.advanceTimeBy(Duration.ofSeconds(1));
        client.fetch(seven).subscribe(name -> out.println("got " + name)); // stale
        server.answer("/users/7", "Ada Lovelace");
        // end::stale
        client.close();
    }

    static void observed(PrintStream out) {
        Server server = new Server(out);
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        // tag::observed
        QueryDefinition<UserKey, String> user = QueryDefinition.mono(
                        UserKey.class, (key, context) -> server.get("/users/" + key.id()))
                .tags((key, name) -> Set.of(Tag.of("user", key.id())));

        QueryObserver<String, String> observer = client.observer(user.options(new UserKey(7)));
        Disposable listening = observer.subscribe(
                result -> out.println(result.status() + " " + result.info().fetchStatus() + " " + result.dataOrNull()));
        server.answer("/users/7", "Ada");
        client.invalidateTags(Tag.of("user", 7L)); // she has married
        server.answer("/users/7", "Ada Lovelace");
        listening.dispose();
        client.invalidateTags(Tag.of("user", 7L)); // nobody looks: no request
        // end::observed
        client.close();
    }

    static void atom(PrintStream out) {
        Server server = new Server(out);
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        QueryDefinition<UserKey, String> user =
                QueryDefinition.mono(UserKey.class, (key, context) -> server.get("/users/" + key.id()));
        // tag::atom
        PrimitiveAtom<Long> id = Atom.of(7L);
        WritableAtom<QueryResult<String>, @Nullable Void> shown =
                QueryAtoms.query(get -> user.options(new UserKey(get.get(id))));
        Atom<String> title =
                Atom.map(shown, r -> r.fold(() -> "please wait", name -> name, (error, before) -> "sorry: " + error));
        AtomStore store = AtomStore.create();
        store.set(QueryClient.CURRENT, client);

        store.subscribe(title, text -> out.println("title: " + text));
        out.println(store.get(title));
        server.answer("/users/7", "Ada");
        store.set(id, 8L);
        server.answer("/users/8", "Grace");
        store.set(id, 7L); // what the cache has, and a request, since it is stale
        server.answer("/users/7", "Ada Lovelace");
        // end::atom
        client.close();
    }
}
