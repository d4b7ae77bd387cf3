package io.atoms.samples.snippets;

import io.atoms.AsyncActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Concurrency;
import io.atoms.PrimitiveAtom;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;
import reactor.util.retry.Retry;

/** The snippets of {@code docs/concepts/async.md}. */
final class AsyncAtoms {
    private AsyncAtoms() {}

    static void first(PrintStream out) {
        Server server = new Server(out);
        // tag::first
        PrimitiveAtom<Integer> id = Atom.of(7);
        AsyncAtom<String> user = Atom.async(get -> server.get("/users/" + get.get(id)));
        AtomStore store = AtomStore.create();

        out.println("nothing is asked yet");
        out.println(store.get(user)); // the first need starts the work
        server.answer("/users/7", "Ada");
        out.println(store.get(user));
        // end::first
    }

    static void switchLatest(PrintStream out) {
        Server server = new Server(out);
        // tag::switchLatest
        PrimitiveAtom<Integer> id = Atom.of(7);
        AsyncAtom<String> user = Atom.async(get -> server.get("/users/" + get.get(id)));
        AtomStore store = AtomStore.create();
        store.subscribe(user, value -> {});
        server.answer("/users/7", "Ada");

        store.set(id, 8);
        store.set(id, 9); // faster than the answer
        out.println(store.get(user));
        server.answer("/users/8", "Grace"); // too late
        server.answer("/users/9", "Edsger");
        out.println(store.get(user));
        // end::switchLatest
    }

    static void loadable(PrintStream out) {
        Server server = new Server(out);
        // tag::loadable
        PrimitiveAtom<Integer> id = Atom.of(7);
        AsyncAtom<String> user = Atom.async(get -> server.get("/users/" + get.get(id)));
        Atom<String> screen = Atom.map(
                user,
                u -> u.fold(
                        previous -> previous == null ? "please wait" : previous + ", updating",
                        name -> name,
                        (error, previous) -> "sorry: " + error.getMessage()));
        AtomStore store = AtomStore.create();

        out.println(store.get(screen));
        server.answer("/users/7", "Ada");
        out.println(store.get(screen));
        store.set(id, 8);
        out.println(store.get(screen));
        server.fail("/users/8", new IOException("no such user"));
        out.println(store.get(screen));
        // end::loadable
    }

    static void parallel(PrintStream out) {
        Server server = new Server(out);
        // tag::parallel
        AsyncAtom<String> user = Atom.async(get -> server.get("/user"));
        AsyncAtom<String> orders = Atom.async(get -> server.get("/orders"));
        AsyncAtom<String> page =
                Atom.async(get -> Mono.zip(get.await(user), get.await(orders), (u, o) -> u + " has " + o));
        AtomStore store = AtomStore.create();

        out.println(store.get(page)); // starts all three
        server.answer("/orders", "2 orders");
        server.answer("/user", "Ada");
        out.println(store.get(page));
        // end::parallel
    }

    static void late(PrintStream out) {
        Server server = new Server(out);
        // tag::late
        PrimitiveAtom<String> language = Atom.of("en");
        AsyncAtom<String> account = Atom.async(get -> server.get("/account"));
        AsyncAtom<String> offers = Atom.async(get -> get.await(account)
                .flatMap(kind -> kind.equals("guest")
                        ? Mono.just("no offers")
                        : server.get("/offers/" + get.get(language)))); // read when the account is there
        AtomStore store = AtomStore.create();
        store.subscribe(offers, value -> {});

        store.set(language, "de"); // not read yet
        server.answer("/account", "member");
        store.set(language, "fr"); // a new run; the account is ready
        server.answer("/offers/fr", "trois");
        out.println(store.get(offers));
        // end::late
    }

    static void stream(PrintStream out) {
        // tag::stream
        Sinks.Many<Integer> feed = Sinks.many().multicast().directBestEffort();
        AsyncAtom<Integer> price = Atom.stream(get -> feed.asFlux());
        AtomStore store = AtomStore.create();
        store.subscribe(price, value -> out.println(value));

        feed.tryEmitNext(20);
        feed.tryEmitNext(21);
        feed.tryEmitError(new IOException("line cut"));
        // end::stream
    }

    static void otherSources(PrintStream out) {
        // tag::otherSources
        PrimitiveAtom<String> name = Atom.of("pom.xml");
        AsyncAtom<Boolean> exists = Atom.asyncBlocking(get -> Files.exists(Path.of(get.get(name))));
        AsyncAtom<Integer> length = Atom.asyncStage(get -> {
            String text = get.get(name);
            return CompletableFuture.supplyAsync(text::length);
        });
        AtomStore store = AtomStore.create();

        out.println(store.mono(exists).block() + ", " + store.mono(length).block());
        // end::otherSources
    }

    static void errors(PrintStream out) {
        Server server = new Server(out);
        // tag::errors
        AsyncAtom<String> rates = Atom.<String>async(get -> server.get("/rates"))
                .timeout(Duration.ofSeconds(2)) // of each attempt
                .retry(Retry.max(1))
                .mapError(error -> new IOException("no rates"));
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AtomStore store = AtomStore.builder().scheduler(clock).build();

        store.get(rates);
        clock.advanceTimeBy(Duration.ofSeconds(2)); // in no time
        clock.advanceTimeBy(Duration.ofSeconds(2));
        out.println(store.get(rates));
        // end::errors
    }

    static void unobserved(PrintStream out) {
        Server server = new Server(out);
        // tag::unobserved
        AsyncAtom<String> user = Atom.async(get -> server.get("/user"));
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AtomStore store = AtomStore.builder().scheduler(clock).build();

        AtomSubscription subscription = store.subscribe(user, value -> {});
        subscription.dispose();
        clock.advanceTimeBy(Duration.ofMillis(999));
        out.println("still running");
        clock.advanceTimeBy(Duration.ofMillis(1));
        out.println(store.get(user)); // needed again
        // end::unobserved
    }

    static void refresh(PrintStream out) {
        Server server = new Server(out);
        // tag::refresh
        AsyncAtom<String> news = Atom.async(get -> server.get("/news"));
        AtomStore store = AtomStore.create();
        store.subscribe(news, value -> {});
        server.answer("/news", "rain");

        store.refresh(news);
        out.println(store.get(news));
        server.answer("/news", "sun");
        out.println(store.get(news));
        // end::refresh
    }

    static void action(PrintStream out) {
        Server server = new Server(out);
        // tag::action
        PrimitiveAtom<String> status = Atom.of("idle").named("status");
        AsyncActionAtom<String, String> search = Atom.<String, String>asyncAction((set, text) -> {
                    set.set(status, "searching " + text);
                    return server.get("/search/" + text).doOnNext(hits -> set.set(status, "found " + hits));
                })
                .concurrency(Concurrency.SWITCH);
        AtomStore store = AtomStore.create();
        store.subscribe(status, value -> out.println(value));

        Mono<String> work = store.run(search, "a"); // nothing happens yet
        Disposable first = work.subscribe();
        store.run(search, "ab").subscribe(); // cancels the first
        server.answer("/search/ab", "2 hits");
        out.println("the first has ended: " + first.isDisposed());
        // end::action
    }

    static void outside(PrintStream out) {
        Server server = new Server(out);
        // tag::outside
        AsyncAtom<String> user = Atom.async(get -> server.get("/user"));
        AtomStore store = AtomStore.create();

        store.flux(user).subscribe(value -> out.println("flux: " + value));
        store.mono(user).subscribe(name -> out.println("mono: " + name));
        CompletableFuture<String> future = store.mono(user).toFuture();
        server.answer("/user", "Ada");
        out.println("future: " + future.join());
        // end::outside
    }

    static void context(PrintStream out) {
        // tag::context
        AsyncAtom<String> who = Atom.async(get -> Mono.deferContextual(context -> Mono.just(context.get("user"))));
        AtomStore store =
                AtomStore.builder().context(Context.of("user", "the store")).build();

        Mono<String> asAda = store.mono(who).contextWrite(Context.of("user", "Ada"));
        out.println(asAda.block());
        // end::context
    }

    static void rollback(PrintStream out) {
        Server server = new Server(out);
        // tag::rollback
        PrimitiveAtom<Integer> id = Atom.of(7);
        AsyncAtom<String> user = Atom.async(get -> server.get("/users/" + get.get(id)));
        AtomStore store = AtomStore.create();
        store.subscribe(user, value -> {});
        server.answer("/users/7", "Ada");
        try {
            store.transaction(tx -> {
                tx.set(id, 8);
                out.println("inside: " + tx.get(user));
                throw new IllegalStateException("changed my mind");
            });
        } catch (IllegalStateException e) {
            out.println("after: " + store.get(user));
        }
        // end::rollback
    }
}
