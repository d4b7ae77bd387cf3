package io.atoms.samples.cookbook;

import io.atoms.ActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The recipe of {@code docs/cookbook/paged-orders.md}. */
final class PagedOrders {
    private PagedOrders() {}

    // tag::pages
    interface Server {
        Mono<Page> orders(Key key);
    }

    /** A customer, and a page counted from 0. */
    record Key(String customer, int page) {}

    record Page(Key key, List<String> orders, boolean hasNext) {}

    static final PrimitiveAtom<Optional<Server>> SERVER =
            Atom.of(Optional.<Server>empty()).named("orders.server");
    private static final PrimitiveAtom<Key> KEY = Atom.of(new Key("", 0)).named("orders.key");

    /** Another customer begins with the first page. */
    static final WritableAtom<String, String> CUSTOMER = Atom.<String, String>writable(
                    get -> get.get(KEY).customer(), (set, customer) -> set.set(KEY, new Key(customer, 0)))
            .named("orders.customer");

    static final WritableAtom<Integer, Integer> PAGE = Atom.<Integer, Integer>writable(
                    get -> get.get(KEY).page(),
                    (set, page) -> set.update(KEY, key -> new Key(key.customer(), Math.max(0, page))))
            .named("orders.page");

    /** A page that was loaded stays, so that going back is at once. */
    private static final AtomFamily<Key, AsyncAtom<Page>> PAGES = Atom.<Key, AsyncAtom<Page>>family(
                    key -> Atom.async(get -> get.get(SERVER).orElseThrow().orders(key)))
            .named("orders.pages");

    /** The page that was asked for; while it is loading, the one before is its previous value. */
    static final AsyncAtom<Page> CURRENT =
            Atom.<Page>async(get -> get.await(PAGES.of(get.get(KEY)))).named("orders.current");

    /** What is on the screen: never the orders of another customer. */
    static final Atom<Optional<Page>> SHOWN = Atom.<Optional<Page>>derived(
                    get -> Optional.ofNullable(get.get(CURRENT).valueOrPrevious())
                            .filter(page -> page.key().customer().equals(get.get(CUSTOMER))))
            .named("orders.shown");

    /** Asks for the page again, after a failure for one. */
    static final ActionAtom<@Nullable Void, Key> RELOAD = Atom.<@Nullable Void, Key>action((set, none) -> {
                set.refresh(PAGES.of(set.get(KEY)));
                return set.get(KEY);
            })
            .named("orders.reload");

    /** Loads the page after the one that is there, until it is disposed. */
    static AtomSubscription prefetch(AtomStore store) {
        return store.effect(context -> {
            if (context.get(CURRENT) instanceof Loadable.Ready<Page> ready
                    && ready.value().hasNext()) {
                Key key = ready.value().key();
                context.get(PAGES.of(new Key(key.customer(), key.page() + 1)));
            }
        });
    }
    // end::pages

    static void paging(PrintStream out) {
        PrintingServer server = new PrintingServer(out);
        // tag::paging
        AtomStore store = AtomStore.create();
        store.set(SERVER, Optional.of(server));
        store.subscribe(
                SHOWN, page -> out.println("shows " + page.map(Page::orders).orElse(List.of())));
        prefetch(store);

        server.answer("tea", "mug");
        server.answer("pot", "jug"); // the page after it
        store.set(PAGE, 1); // is there already
        store.set(PAGE, 2);
        out.println("loading, shows " + store.get(SHOWN).orElseThrow().orders());
        server.answer("hat");
        store.set(PAGE, 0); // is still there
        store.set(CUSTOMER, "bob");
        // end::paging
    }

    /** Two orders are a full page. */
    private static final class PrintingServer implements Server {
        private final PrintStream out;
        private Key asked = new Key("", 0);
        private Sinks.One<Page> answer = Sinks.one();

        PrintingServer(PrintStream out) {
            this.out = out;
        }

        @Override
        public Mono<Page> orders(Key key) {
            return Mono.defer(() -> {
                out.println("GET " + key.customer() + " " + key.page());
                asked = key;
                answer = Sinks.one();
                return answer.asMono();
            });
        }

        void answer(String... orders) {
            answer.tryEmitValue(new Page(asked, List.of(orders), orders.length == 2));
        }
    }
}
