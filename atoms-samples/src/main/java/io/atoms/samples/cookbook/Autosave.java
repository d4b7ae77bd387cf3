package io.atoms.samples.cookbook;

import io.atoms.ActionAtom;
import io.atoms.AsyncActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Concurrency;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.utils.TimeAtoms;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StorageOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.retry.Retry;
import tools.jackson.core.type.TypeReference;

/** The recipe of {@code docs/cookbook/autosave.md}. */
final class Autosave {
    private Autosave() {}

    // tag::draft
    interface Server {
        Mono<Void> save(String text);
    }

    static final PrimitiveAtom<Server> SERVER =
            Atom.<Server>of(text -> Mono.never()).named("note.server");

    /** What the server has. */
    static final PrimitiveAtom<String> SAVED = Atom.of("").named("note.saved");

    /** What it does not have yet; kept on the disk meanwhile. */
    private static final WritableAtom<Optional<String>, Optional<String>> DRAFT = StorageAtom.of(
                    "note.draft", new TypeReference<Optional<String>>() {}, Optional.empty())
            .value();

    /** The text in the editor; write it with each key. */
    static final WritableAtom<String, String> TEXT = Atom.<String, String>writable(
                    get -> get.get(DRAFT).orElseGet(() -> get.get(SAVED)),
                    (set, text) -> set.set(DRAFT, Optional.of(text).filter(t -> !t.equals(set.get(SAVED)))))
            .named("note.text");

    static final PrimitiveAtom<Optional<String>> PROBLEM =
            Atom.of(Optional.<String>empty()).named("note.problem");

    static final Atom<String> STATE = Atom.<Optional<String>, Optional<String>, String>combine(
                    DRAFT, PROBLEM, (draft, problem) -> draft.isEmpty() ? "saved" : problem.orElse("not saved yet"))
            .named("note.state");
    // end::draft

    // tag::saving
    /** The draft, when nothing was typed for two seconds. */
    private static final AsyncAtom<Optional<String>> RESTED = Atom.<Optional<String>>async(get -> {
                Optional<String> draft = get.get(DRAFT);
                Scheduler clock = get.get(TimeAtoms.SCHEDULER);
                return draft.isEmpty()
                        ? Mono.just(draft)
                        : Mono.delay(Duration.ofSeconds(2), clock).thenReturn(draft);
            })
            .named("note.rested");

    /** Who has typed on meanwhile keeps the draft. */
    private static final ActionAtom<String, @Nullable Void> CONFIRM = Atom.<String, @Nullable Void>action(
                    (set, text) -> {
                        set.set(SAVED, text);
                        set.update(DRAFT, draft -> draft.filter(typed -> !typed.equals(text)));
                        set.reset(PROBLEM);
                        return null;
                    })
            .named("note.confirm");

    private static final AsyncActionAtom<String, String> SAVE = Atom.<String, String>asyncAction((set, text) ->
                    Mono.defer(() -> set.get(SERVER).save(text))
                            .doOnError(error -> set.set(PROBLEM, Optional.of("not saved: " + error.getMessage())))
                            .retryWhen(Retry.backoff(5, Duration.ofSeconds(2)).scheduler(set.get(TimeAtoms.SCHEDULER)))
                            .thenReturn(text)
                            .doOnNext(saved -> set.run(CONFIRM, saved)))
            .concurrency(Concurrency.SWITCH)
            .named("note.save");

    /** Saves what has rested, until it is disposed. */
    static AtomSubscription autosave(AtomStore store) {
        return store.effect(context -> {
            if (context.get(RESTED) instanceof Loadable.Ready<Optional<String>> rested) {
                rested.value().ifPresent(text -> store.run(SAVE, text).subscribe(saved -> {}, error -> {}));
            }
        });
    }
    // end::saving

    static void typing(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        Storage storage = MemoryStorage.create(StorageOptions.ofDefaults().scheduler(Schedulers.immediate()));
        Server broken = text -> {
            out.println("  PUT " + text);
            return Mono.error(new IOException("no connection"));
        };
        Server server = text -> Mono.fromRunnable(() -> out.println("  PUT " + text));
        // tag::typing
        try (AtomStore store = open(storage, broken, clock)) {
            store.subscribe(STATE, state -> out.println(state));
            for (String text : new String[] {"D", "De", "Dea", "Dear"}) {
                store.set(TEXT, text);
                clock.advanceTimeBy(Duration.ofMillis(300));
            }
            clock.advanceTimeBy(Duration.ofSeconds(2));
        } // the program ends before it could be saved

        try (AtomStore store = open(storage, server, clock)) {
            out.println("the next day: " + store.get(TEXT) + ", " + store.get(STATE));
            store.subscribe(STATE, state -> out.println(state));
            clock.advanceTimeBy(Duration.ofSeconds(2));
        }
        // end::typing
    }

    // tag::opening
    private static AtomStore open(Storage storage, Server server, Scheduler clock) {
        AtomStore store = AtomStore.create();
        store.set(TimeAtoms.SCHEDULER, clock); // virtual, as in a test
        store.set(Storage.CURRENT, storage); // FileStorage.open(folder), in a program
        store.set(SERVER, server);
        autosave(store);
        return store;
    }
    // end::opening
}
