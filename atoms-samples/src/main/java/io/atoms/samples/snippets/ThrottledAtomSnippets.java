package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.utils.ThrottledAtom;
import io.atoms.utils.TimeAtoms;
import java.io.PrintStream;
import java.time.Duration;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/utilities/throttled-atom.md}. */
final class ThrottledAtomSnippets {
    private ThrottledAtomSnippets() {}

    static void throttled(PrintStream out) {
        // tag::throttled
        ThrottledAtom<Integer> position =
                ThrottledAtom.of(0, Duration.ofMillis(100)).named("position");
        AtomStore store = AtomStore.create();
        VirtualTimeScheduler clock = VirtualTimeScheduler.create(); // in a test, and on this page
        store.set(TimeAtoms.SCHEDULER, clock);
        store.subscribe(position.throttled(), x -> out.println("draw " + x));

        for (int x = 1; x <= 250; x++) {
            store.set(position.current(), x);
            clock.advanceTimeBy(Duration.ofMillis(1));
        }
        out.println("at " + store.get(position.current()));
        clock.advanceTimeBy(Duration.ofMillis(50));
        // end::throttled
    }
}
