package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a late read runs for others is none of its Publisher's business. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R17", "R23"})
class LateReadTest {
    private final Calls<String> calls = new Calls<>();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom = Atom.<String>async(get -> calls.mono(get.get(input)));

    @Test
    void errorOfAListener_isNotThrownIntoThePublisherThatReadsLate() {
        AtomStore store = AtomStore.create();
        Log uncaught = new Log();
        store.subscribe(atom, value -> {
            throw new IllegalStateException("listener");
        });
        Calls<String>.Call ofAtom = calls.last();
        Atom<Integer> slow = Atom.derived(get -> {
            Threads.run(() -> ofAtom.succeed("a"));
            return 1;
        });
        Calls<String> trigger = new Calls<>();
        AsyncAtom<Integer> late = Atom.async(get -> trigger.mono("late").map(go -> get.get(slow)));
        store.get(late);

        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((in, error) -> uncaught.add(error.getMessage()));
        try {
            trigger.last().succeed("go");
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }

        assertThat(store.get(late)).isEqualTo(Loadable.ready(1));
        assertThat(uncaught.lines()).containsExactly("listener");
    }
}
