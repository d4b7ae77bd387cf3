package io.atoms.query;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.Unobserved;
import io.atoms.WritableAtom;
import io.atoms.utils.TimeAtoms;
import org.jspecify.annotations.Nullable;

/** The client of each store. */
final class StoreClients {

    /** The one that was set; null for the store's own. */
    private static final PrimitiveAtom<@Nullable QueryClient> GIVEN = given();

    /** The store's own, made at first need. */
    private static final Atom<QueryClient> OWN = Atom.<QueryClient>derived(get -> QueryClient.builder()
                    .scheduler(get.peek(TimeAtoms.SCHEDULER))
                    .build())
            .named("query.ownClient");

    static final WritableAtom<QueryClient, QueryClient> CURRENT = Atom.<QueryClient, QueryClient>writable(
                    get -> {
                        QueryClient given = get.get(GIVEN);
                        return given == null ? get.get(OWN) : given;
                    },
                    (set, client) -> set.set(GIVEN, client))
            .onReset(set -> set.reset(GIVEN))
            .named("query.client");

    /** Whether the store's own client is closed with the store. */
    private static final PrimitiveAtom<Boolean> BOUND = Atom.of(false).named("query.bound");

    /** Changes with every change of the client's cache. */
    static final AsyncAtom<Long> REVISION = Atom.<Long>stream(
                    get -> client(get).revisions().flux())
            .whenUnobserved(Unobserved.keep())
            .named("query.revision");

    private StoreClients() {}

    static DefaultQueryClient client(Getter get) {
        return (DefaultQueryClient) get.get(CURRENT);
    }

    @SuppressWarnings("NullAway") // the type argument is nullable
    private static PrimitiveAtom<@Nullable QueryClient> given() {
        return Atom.<@Nullable QueryClient>of(null).named("query.givenClient");
    }

    static QueryClient of(AtomStore store) {
        prepare(store);
        return store.get(CURRENT);
    }

    /**
     * Makes the store's own client if it needs one, and sees that it is closed with the store. Under the writers' lock: a
     * reader that finds another thread in a transaction would make a client for itself. Not in a read function.
     */
    static void prepare(AtomStore store) {
        if (store.get(BOUND) || store.get(GIVEN) != null) {
            return;
        }
        store.transaction(set -> {
            if (!set.get(BOUND) && set.get(GIVEN) == null) {
                QueryClient own = set.get(OWN);
                set.set(BOUND, true);
                set.afterCommit(same -> same.effect(effect -> effect.onCleanup(own::close)));
            }
        });
    }
}
