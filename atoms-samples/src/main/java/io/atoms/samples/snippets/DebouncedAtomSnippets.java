package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.utils.DebouncedAtom;
import io.atoms.utils.TimeAtoms;
import java.io.PrintStream;
import java.time.Duration;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/utilities/debounced-atom.md}. */
final class DebouncedAtomSnippets {
    private DebouncedAtomSnippets() {}

    static void debounced(PrintStream out) {
        // tag::debounced
        DebouncedAtom<String> query =
                DebouncedAtom.of("", Duration.ofMillis(300)).named("query");
        AtomStore store = AtomStore.create();
        VirtualTimeScheduler clock = VirtualTimeScheduler.create(); // in a test, and on this page
        store.set(TimeAtoms.SCHEDULER, clock);
        store.subscribe(query.settled(), text -> out.println("search " + text));

        store.set(query.current(), "a");
        store.set(query.current(), "atom");
        out.println(store.get(query.current()) + ", pending: " + store.get(query.pending()));
        clock.advanceTimeBy(Duration.ofMillis(300));

        store.set(query.current(), "atoms");
        store.run(query.flush()); // the user pressed Enter: no need to wait
        out.println("pending: " + store.get(query.pending()));
        // end::debounced
    }
}
