package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WriteInterceptor;
import io.atoms.WriteRefusedException;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that one thread leaves to another one, because it must not wait or is inside of something. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R15", "R22"})
class HandOverTest {
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom = Atom.<String>async(get -> calls.mono(get.get(input)));

    /** What comes while another thread holds the lock is not lost if that thread's write is refused. */
    @Nested
    class ToAWriterThatIsRefused {
        private final PrimitiveAtom<Integer> refused = Atom.of(0).named("refused");
        private final AtomicReference<Runnable> meanwhile = new AtomicReference<>();
        private final AtomStore guarded =
                AtomStore.builder().intercept(new Refusing()).build();

        private final class Refusing implements WriteInterceptor {
            @Override
            public <T> T beforeWrite(PrimitiveAtom<T> written, T present, T proposed) {
                meanwhile.get().run();
                throw new IllegalStateException("refused");
            }
        }

        @Test
        void result_isTold() {
            guarded.subscribe(atom, log.as("listener"));
            meanwhile.set(() -> Threads.run(() -> calls.last().succeed("a")));

            assertThatThrownBy(() -> guarded.set(refused, 1)).isInstanceOf(WriteRefusedException.class);

            assertThat(log.lines()).containsExactly("listener=Ready[value=a]");
        }

        @Test
        void restOfARound_isRun() {
            CountDownLatch holds = new CountDownLatch(1);
            CountDownLatch goesOn = new CountDownLatch(1);
            meanwhile.set(() -> {
                holds.countDown();
                Threads.await(goesOn);
            });
            AtomicReference<Threads.Background<Void>> writer = new AtomicReference<>();
            guarded.subscribe(atom, value -> {
                writer.set(Threads.start(() -> guarded.set(refused, 1)));
                Threads.await(holds); // from now on this thread gets no lock
                log.add("listener");
            });
            guarded.effect(context -> log.add("effect " + context.get(atom)));
            log.drain();

            calls.last().succeed("a");
            assertThat(log.lines()).containsExactly("listener");
            goesOn.countDown();
            assertThatThrownBy(() -> writer.get().join()).isInstanceOf(WriteRefusedException.class);

            assertThat(log.lines()).containsExactly("listener", "effect Ready[value=a]");
        }
    }
}
