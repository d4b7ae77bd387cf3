package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.BoundedFamily;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The snippets of {@code docs/utilities/bounded-family.md}. */
final class BoundedFamilySnippets {
    private BoundedFamilySnippets() {}

    static void bounded(PrintStream out) {
        // tag::bounded
        AtomicLong nanos = new AtomicLong(); // a clock for this example
        AtomStore store = AtomStore.create();
        BoundedFamily<String, PrimitiveAtom<Integer>> visits = BoundedFamily.<String, PrimitiveAtom<Integer>>builder(
                        page -> Atom.of(0))
                .maximumSize(1_000)
                .expireAfterAccess(Duration.ofMinutes(10))
                .onRemoval((page, atom, cause) -> {
                    out.println(page + " left: " + cause);
                    if (atom != null) { // null if it was collected
                        store.reset(atom); // takes its value along
                    }
                })
                .ticker(nanos::get)
                .executor(Runnable::run)
                .build()
                .named("visits");

        store.set(visits.of("/home"), 3);
        AtomSubscription screen = store.subscribe(visits.of("/news"), value -> {});
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        visits.cleanUp();
        out.println(visits.keys()); // /news is observed

        screen.dispose();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        visits.cleanUp();
        out.println(visits.keys());
        // end::bounded
    }
}
