package io.atoms.samples.snippets;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

/** The snippets of {@code docs/guides/reactor.md}. */
final class AsyncReactor {
    private AsyncReactor() {}

    static void glitch(PrintStream out) {
        // tag::glitch
        Sinks.Many<Integer> numbers = Sinks.many().replay().latestOrDefault(1);
        Flux<Integer> twiceFlux = numbers.asFlux().map(n -> n * 2);
        Flux<Integer> squareFlux = numbers.asFlux().map(n -> n * n);
        Flux.combineLatest(twiceFlux, squareFlux, (t, s) -> t + " and " + s)
                .subscribe(pair -> out.println("Flux " + pair));
        numbers.tryEmitNext(5);

        PrimitiveAtom<Integer> number = Atom.of(1);
        Atom<Integer> twice = Atom.map(number, n -> n * 2);
        Atom<Integer> square = Atom.map(number, n -> n * n);
        Atom<String> both = Atom.combine(twice, square, (t, s) -> t + " and " + s);
        AtomStore store = AtomStore.create();
        store.flux(both).subscribe(pair -> out.println("atom " + pair));
        store.set(number, 5);
        // end::glitch
    }

    static void pairsOfFlux(PrintStream out) {
        Server server = new Server(out);
        // tag::pairsOfFlux
        Sinks.Many<Integer> ids = Sinks.many().replay().latestOrDefault(7);
        Flux<String> user = ids.asFlux().switchMap(id -> server.get("/users/" + id));
        Flux<String> orders = ids.asFlux().switchMap(id -> server.get("/orders/" + id));
        Flux.combineLatest(user, orders, (u, o) -> u + " has " + o).subscribe(out::println);
        server.answer("/users/7", "Ada");
        server.answer("/orders/7", "2 orders");

        ids.tryEmitNext(8);
        server.answer("/users/8", "Grace"); // beside the orders of user 7
        server.answer("/orders/8", "5 orders");
        // end::pairsOfFlux
    }

    static void pairsOfAtoms(PrintStream out) {
        Server server = new Server(out);
        // tag::pairsOfAtoms
        PrimitiveAtom<Integer> id = Atom.of(7);
        AsyncAtom<String> user = Atom.async(get -> server.get("/users/" + get.get(id)));
        AsyncAtom<String> orders = Atom.async(get -> server.get("/orders/" + get.get(id)));
        Atom<Loadable<String>> both =
                Atom.combine(user, orders, (u, o) -> Loadable.combine(u, o, (name, list) -> name + " has " + list));
        AsyncAtom<String> page =
                Atom.async(get -> Mono.zip(get.await(user), get.await(orders), (u, o) -> u + " has " + o));
        AtomStore store = AtomStore.create();
        store.subscribe(both, value -> {});
        store.subscribe(page, value -> {});
        server.answer("/users/7", "Ada");
        server.answer("/orders/7", "2 orders");

        store.set(id, 8);
        server.answer("/users/8", "Grace");
        out.println("both: " + store.get(both));
        out.println("page: " + store.get(page));
        server.answer("/orders/8", "5 orders");
        out.println("page: " + store.get(page));
        // end::pairsOfAtoms
    }

    static void shared(PrintStream out) {
        Server server = new Server(out);
        // tag::shared
        AsyncAtom<String> user = Atom.async(get -> server.get("/user"));
        AtomStore store = AtomStore.create();

        store.mono(user).subscribe(name -> out.println("first " + name));
        store.mono(user).subscribe(name -> out.println("second " + name));
        server.answer("/user", "Ada"); // one request for both
        store.mono(user).subscribe(name -> out.println("third " + name)); // and for those who come later
        // end::shared
    }

    static void scan(PrintStream out) {
        // tag::scan
        Flux<Integer> deposits = Flux.range(1, 1_000);
        AsyncAtom<Integer> balance = Atom.stream(get -> deposits.scan(0, Integer::sum));
        AtomStore store = AtomStore.create();

        store.subscribe(balance, value -> {});
        out.println(store.get(balance));
        // end::scan
    }

    static void debounce(PrintStream out) {
        Server server = new Server(out);
        // tag::debounce
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        PrimitiveAtom<Scheduler> timer = Atom.of(clock); // in a program: Schedulers.parallel()
        PrimitiveAtom<String> typed = Atom.of("");
        AsyncAtom<String> hits = Atom.async(get -> {
            String text = get.get(typed);
            return Mono.delay(Duration.ofMillis(300), get.get(timer)).then(server.get("/search/" + text));
        });
        AtomStore store = AtomStore.create();
        store.subscribe(hits, value -> {});

        store.set(typed, "a");
        clock.advanceTimeBy(Duration.ofMillis(100));
        store.set(typed, "at");
        clock.advanceTimeBy(Duration.ofMillis(300));
        // end::debounce
    }

    static void mount(PrintStream out) {
        // tag::mount
        Sinks.Many<Integer> dial = Sinks.many().multicast().directBestEffort();
        PrimitiveAtom<Integer> volume = Atom.of(5).onMount(context -> {
            Disposable following = dial.asFlux().subscribe(context::setSelf);
            return following::dispose;
        });
        AtomStore store = AtomStore.create();
        store.subscribe(volume, value -> out.println("volume " + value));

        dial.tryEmitNext(7);
        store.set(volume, 0); // it is a primitive atom all the same
        // end::mount
    }

    static void events(PrintStream out) {
        // tag::events
        PrimitiveAtom<Integer> amount = Atom.of(2);
        Atom<Integer> total = Atom.map(amount, a -> a * 20);
        AtomStore store = AtomStore.create();
        Flux<String> events = store.flux(total).map(t -> "data: " + t); // one for each client that subscribes

        Disposable client = events.subscribe(out::println);
        store.set(amount, 3);
        client.dispose(); // the client has gone
        store.set(amount, 4);
        // end::events
    }

    static void userInterface(PrintStream out) {
        // tag::userInterface
        Deque<Runnable> eventQueue = new ArrayDeque<>();
        Scheduler ui = Schedulers.fromExecutor(eventQueue::add); // in Swing: SwingUtilities::invokeLater
        PrimitiveAtom<Integer> count = Atom.of(1);
        AtomStore store = AtomStore.create();
        store.flux(count, ui).subscribe(n -> out.println("screen " + n));
        eventQueue.remove().run();

        store.set(count, 2);
        store.set(count, 3);
        store.set(count, 4);
        out.println(eventQueue.size() + " event");
        eventQueue.remove().run();
        // end::userInterface
    }

    static void contextToKey(PrintStream out) {
        Server server = new Server(out);
        // tag::contextToKey
        AtomFamily<String, AsyncAtom<String>> orders =
                Atom.family(user -> Atom.async(get -> server.get("/orders/" + user)));
        AtomStore store = AtomStore.create();
        Mono<String> mine = Mono.deferContextual(context -> store.mono(orders.of(context.get("user"))));

        mine.contextWrite(Context.of("user", "ada")).subscribe(out::println);
        mine.contextWrite(Context.of("user", "grace")).subscribe(out::println);
        server.answer("/orders/grace", "5 orders");
        // end::contextToKey
    }

    static void fallback(PrintStream out) {
        Server server = new Server(out);
        // tag::fallback
        AsyncAtom<String> hidden =
                Atom.async(get -> server.get("/motd").onErrorReturn("welcome")); // no reader learns of the error
        AsyncAtom<String> shown = Atom.async(get -> server.get("/motd"));
        AtomStore store = AtomStore.create();

        store.get(hidden);
        server.fail("/motd", new IOException("down"));
        store.get(shown);
        server.fail("/motd", new IOException("down"));
        out.println(store.get(hidden));
        out.println(store.get(shown) + " or " + store.get(shown).orElse("welcome"));
        // end::fallback
    }

    static void everyElement(PrintStream out) {
        // tag::everyElement
        Flux<String> lines = Flux.just("ada", "grace", "grace", "edsger");
        PrimitiveAtom<Integer> count = Atom.of(0);
        AtomStore store = AtomStore.create();

        AsyncAtom<String> newest = Atom.stream(get -> lines); // state: which line is the newest
        lines.doOnNext(line -> store.update(count, n -> n + 1)).blockLast(); // events: each line counts
        out.println(store.get(newest) + ", " + store.get(count) + " lines");
        // end::everyElement
    }
}
