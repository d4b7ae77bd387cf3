package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.utils.ExpiringList;
import io.atoms.utils.TimeAtoms;
import java.io.PrintStream;
import java.time.Duration;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/utilities/expiring-list.md}. */
final class ExpiringListSnippets {
    private ExpiringListSnippets() {}

    static void expiring(PrintStream out) {
        // tag::expiring
        ExpiringList<String> toasts =
                ExpiringList.<String>of(Duration.ofSeconds(5)).named("toasts");
        AtomStore store = AtomStore.create();
        VirtualTimeScheduler clock = VirtualTimeScheduler.create(); // in a test, and on this page
        store.set(TimeAtoms.SCHEDULER, clock);
        store.subscribe(toasts.items(), items -> out.println("shows " + items));

        store.run(toasts.add(), "saved");
        clock.advanceTimeBy(Duration.ofSeconds(3));
        store.run(toasts.add(), "sent");
        clock.advanceTimeBy(Duration.ofSeconds(3));
        store.run(toasts.remove(), "sent");
        // end::expiring
    }
}
