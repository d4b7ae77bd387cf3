package io.atoms.samples.snippets;

import io.atoms.AsyncActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.AsyncGetter;
import io.atoms.Atom;
import io.atoms.AtomException;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.Concurrency;
import io.atoms.Getter;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.StreamPolicy;
import io.atoms.WritableAtom;
import io.atoms.query.ListKey;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

/** The snippets of {@code docs/reference/errors.md}: one for each code. */
final class ErrorCatalogue {
    private static final AtomStore STORE = AtomStore.builder().name("shop").build();
    private static final PrimitiveAtom<Integer> PRICE = Atom.of(20).named("price");

    private static final QueryClient CLIENT =
            QueryClient.builder().scheduler(VirtualTimeScheduler.create()).build();

    private ErrorCatalogue() {}

    /** Prints the message of the exception that the snippet throws. */
    private static void failing(PrintStream out, Runnable snippet) {
        try {
            snippet.run();
            out.println("nothing was thrown");
        } catch (AtomException e) {
            out.println(e.getMessage());
        }
    }

    static void cycle(PrintStream out) {
        failing(out, () -> {
            // tag::cycle
            List<Atom<Integer>> atoms = new ArrayList<>();
            Atom<Integer> total = Atom.derived(get -> get.get(atoms.get(0)) + 1).named("total");
            atoms.add(total);
            STORE.get(total);
            // end::cycle
        });
    }

    static void writeWhileComputing(PrintStream out) {
        failing(out, () -> {
            // tag::writeWhileComputing
            PrimitiveAtom<Integer> reads = Atom.of(0).named("reads");
            Atom<Integer> total = Atom.derived(get -> {
                        STORE.update(reads, n -> n + 1);
                        return get.get(PRICE) * 2;
                    })
                    .named("total");
            STORE.get(total);
            // end::writeWhileComputing
        });
    }

    static void readerOutsideItsRun(PrintStream out) {
        failing(out, () -> {
            // tag::readerOutsideItsRun
            List<Getter> leaked = new ArrayList<>();
            STORE.transaction(leaked::add);
            leaked.get(0).get(PRICE);
            // end::readerOutsideItsRun
        });
    }

    static void lockOrder(PrintStream out) {
        failing(out, () -> {
            // tag::lockOrder
            AtomStore session = AtomStore.builder().name("session").build(); // created after the shop
            session.transaction(tx -> STORE.set(PRICE, 30));
            // end::lockOrder
        });
    }

    static void unsettled(PrintStream out) {
        failing(out, () -> {
            // tag::unsettled
            AtomStore store = AtomStore.builder().name("counter").maxRounds(10).build();
            PrimitiveAtom<Integer> count = Atom.of(0).named("count");
            store.subscribe(count, n -> store.set(count, n + 1));
            store.set(count, 1);
            // end::unsettled
        });
    }

    static void storeClosed(PrintStream out) {
        failing(out, () -> {
            // tag::storeClosed
            AtomStore store = AtomStore.builder().name("session").build();
            store.close();
            store.get(PRICE);
            // end::storeClosed
        });
    }

    static void snapshotClosed(PrintStream out) {
        failing(out, () -> {
            // tag::snapshotClosed
            StoreSnapshot snapshot = STORE.snapshot();
            snapshot.close();
            snapshot.get(PRICE);
            // end::snapshotClosed
        });
    }

    static void snapshotOfAnotherStore(PrintStream out) {
        failing(out, () -> {
            // tag::snapshotOfAnotherStore
            AtomStore copy = AtomStore.builder().name("copy").build();
            try (StoreSnapshot snapshot = STORE.snapshot()) {
                copy.restore(snapshot);
            }
            // end::snapshotOfAnotherStore
        });
    }

    static void notResettable(PrintStream out) {
        failing(out, () -> {
            // tag::notResettable
            WritableAtom<Integer, Integer> cents = Atom.<Integer, Integer>writable(
                            get -> get.get(PRICE) * 100, (set, value) -> set.set(PRICE, value / 100))
                    .named("cents");
            STORE.reset(cents);
            // end::notResettable
        });
    }

    static void writeRefused(PrintStream out) {
        failing(out, () -> {
            // tag::writeRefused
            AtomStore store = AtomStore.builder()
                    .name("checked")
                    .validate(PRICE, p -> p >= 0, "a price is not negative")
                    .build();
            store.set(PRICE, -1);
            // end::writeRefused
        });
    }

    @SuppressWarnings("NullAway") // without its JSpecify mode it does not know nullable type arguments
    static void nullInFlux(PrintStream out) {
        failing(out, () -> {
            // tag::nullInFlux
            PrimitiveAtom<@Nullable String> name =
                    Atom.<@Nullable String>of(null).named("name");
            STORE.flux(name).blockFirst();
            // end::nullInFlux
        });
    }

    static void notSelfWritable(PrintStream out) {
        failing(out, () -> {
            // tag::notSelfWritable
            Atom<Integer> total = Atom.map(PRICE, p -> p * 2).named("total").onMount(context -> {
                context.setSelf(0);
                return null;
            });
            STORE.subscribe(total, value -> {});
            // end::notSelfWritable
        });
    }

    @SuppressWarnings("NullAway") // on purpose
    static void familyMadeNull(PrintStream out) {
        failing(out, () -> {
            // tag::familyMadeNull
            AtomFamily<String, Atom<Integer>> stock =
                    Atom.<String, Atom<Integer>>family(fruit -> null).named("stock");
            stock.of("apple");
            // end::familyMadeNull
        });
    }

    static void emptyPublisher(PrintStream out) {
        failing(out, () -> {
            // tag::emptyPublisher
            AsyncAtom<Integer> rate = Atom.<Integer>async(get -> Mono.empty()).named("rate");
            STORE.mono(rate).block();
            // end::emptyPublisher
        });
    }

    static void lateReadOfOldRun(PrintStream out) {
        failing(out, () -> {
            // tag::lateReadOfOldRun
            List<AsyncGetter> getters = new ArrayList<>();
            AsyncAtom<Integer> rate = Atom.<Integer>async(get -> {
                        getters.add(get);
                        return Mono.just(get.get(PRICE));
                    })
                    .named("rate");
            STORE.get(rate);
            STORE.update(PRICE, price -> price + 1);
            STORE.get(rate); // a new run
            getters.get(0).get(PRICE);
            // end::lateReadOfOldRun
        });
    }

    static void severalFailed(PrintStream out) {
        failing(out, () -> {
            // tag::severalFailed
            Loadable<Integer> first = Loadable.failed(new IOException("no route"));
            Loadable<Integer> second = Loadable.failed(new IOException("refused"));
            Loadable.all(List.of(first, second)).orElseThrow();
            // end::severalFailed
        });
    }

    @SuppressWarnings("NullAway") // on purpose
    static void nullPublisher(PrintStream out) {
        failing(out, () -> {
            // tag::nullPublisher
            AsyncAtom<Integer> rate = Atom.<Integer>async(get -> null).named("rate");
            STORE.mono(rate).block();
            // end::nullPublisher
        });
    }

    static void streamCompleted(PrintStream out) {
        failing(out, () -> {
            // tag::streamCompleted
            StreamPolicy endless = StreamPolicy.ofDefaults().completed(StreamPolicy.Completed.FAIL);
            AsyncAtom<Integer> rate =
                    Atom.<Integer>stream(get -> Flux.just(1), endless).named("rate");
            STORE.get(rate).orElseThrow();
            // end::streamCompleted
        });
    }

    static void queuedInsideItself(PrintStream out) {
        failing(out, () -> {
            // tag::queuedInsideItself
            List<AsyncActionAtom<Integer, Integer>> actions = new ArrayList<>();
            AsyncActionAtom<Integer, Integer> countDown = Atom.<Integer, Integer>asyncAction(
                            (set, n) -> n == 0 ? Mono.just(0) : set.run(actions.get(0), n - 1))
                    .concurrency(Concurrency.QUEUE)
                    .named("countDown");
            actions.add(countDown);
            STORE.run(countDown, 3).block();
            // end::queuedInsideItself
        });
    }

    /** A thread with a name that is always the same. */
    private static final class EventLoop extends Thread implements NonBlocking {
        EventLoop(Runnable task) {
            super(task, "event-loop");
            setDaemon(true);
        }
    }

    private record UserKey(long id) implements QueryKey<String> {}

    static void arrayInKey(PrintStream out) {
        failing(out, () -> {
            // tag::arrayInKey
            QueryKey<String> key = ListKey.of("users", new long[] {7, 8});
            // end::arrayInKey
            CLIENT.getQueryData(key);
        });
    }

    static void emptyQuery(PrintStream out) {
        failing(out, () -> {
            // tag::emptyQuery
            QueryOptions<String, String> user = QueryOptions.of(new UserKey(7), context -> Mono.empty());
            CLIENT.fetch(user).block();
            // end::emptyQuery
        });
    }

    static void fetchCancelled(PrintStream out) {
        failing(out, () -> {
            // tag::fetchCancelled
            QueryOptions<String, String> user = QueryOptions.of(new UserKey(8), context -> Mono.never());
            CompletableFuture<String> name = CLIENT.fetch(user).toFuture();
            CLIENT.cancel(QueryFilters.exact(user.key()));
            Mono.fromFuture(name).block();
            // end::fetchCancelled
        });
    }

    static void clientClosed(PrintStream out) {
        failing(out, () -> {
            // tag::clientClosed
            QueryClient client = QueryClient.builder().name("shop").build();
            client.close();
            client.setQueryData(new UserKey(7), "Ada");
            // end::clientClosed
        });
    }

    static void noFunction(PrintStream out) {
        failing(out, () -> {
            // tag::noFunction
            CLIENT.fetch(QueryOptions.cached(new UserKey(9))).block();
            // end::noFunction
        });
    }

    static void mustNotBlock(PrintStream out) {
        failing(out, () -> {
            Scheduler eventLoop = Schedulers.newSingle(EventLoop::new); // of threads that must not block
            // tag::mustNotBlock
            QueryOptions<String, String> user = QueryOptions.of(new UserKey(7), context -> Mono.just("Ada"));
            Mono.fromCallable(() -> CLIENT.fetchBlocking(user, Duration.ofSeconds(1)))
                    .subscribeOn(eventLoop)
                    .block();
            // end::mustNotBlock
        });
    }

    static void noContext(PrintStream out) {
        failing(out, () -> {
            // tag::noContext
            QueryDefinition<UserKey, String> user = QueryDefinition.mono(
                            UserKey.class, (key, context) -> Mono.just("Ada"))
                    .contextKeys("tenant");
            user.options(new UserKey(7)).in(Context.empty());
            // end::noContext
        });
    }

    static void twoDefinitions(PrintStream out) {
        failing(out, () -> {
            // tag::twoDefinitions
            QueryClient.builder()
                    .register(
                            QueryDefinition.mono(UserKey.class, (key, context) -> Mono.just("Ada")),
                            QueryDefinition.mono(UserKey.class, (key, context) -> Mono.just("Grace")))
                    .build();
            // end::twoDefinitions
        });
    }

    /** Not run: the message is logged at a time that nobody knows. */
    static int snapshotLeaked() {
        // tag::snapshotLeaked
        int price = STORE.snapshot().get(PRICE); // nobody can close it
        // end::snapshotLeaked
        return price;
    }
}
