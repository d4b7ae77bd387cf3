package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.testing.TestStore;
import java.io.PrintStream;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** What the guide to testing shows with its output. */
final class TestingSnippets {
    private TestingSnippets() {}

    static void unseen(PrintStream out) {
        // tag::unseen
        PrimitiveAtom<Integer> amount = Atom.of(2).named("amount");
        TestStore test = TestStore.create(options -> options.name("cart"));
        AtomStore store = test.store();

        store.subscribe(amount, n -> {
            throw new IllegalStateException("the printer is out of paper");
        });
        store.set(amount, 3);
        try {
            test.close();
        } catch (AssertionError error) {
            out.println(error.getMessage());
        }
        // end::unseen
    }

    static void waiting(PrintStream out) {
        // tag::waiting
        try (TestStore test = TestStore.create()) {
            Atom<?> user = Atom.async(get ->
                            Mono.delay(Duration.ofMillis(250), test.scheduler()).map(n -> "Ada"))
                    .named("user");
            test.record(user);
            test.awaitQuiescent(Duration.ofMillis(50));
        } catch (AssertionError error) {
            out.println(error.getMessage());
        }
        // end::waiting
    }
}
