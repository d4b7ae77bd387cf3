package io.atoms.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An effect that runs while its graph is closed. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R18", "R27"})
class EffectAtCloseTest {

    private final Log log = new Log();
    private final Graph graph = new Graph(new Hurried(), null, false, 100);

    /** Of threads that must not wait for the lock. */
    private final class Hurried extends NoHost {
        @Override
        public boolean mayWait() {
            return false;
        }

        @Override
        public void ended() {
            log.add("ended");
        }
    }

    @Test
    void cleanupOfARunThatEndsWhileTheLockIsTaken_comesBeforeTheEnd() {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch runIsOver = new CountDownLatch(1);
        AtomicReference<Threads.Background<Void>> closing = new AtomicReference<>();
        graph.transact("test", () -> {
            graph.effect(new NodeTableTest.Named(), run -> {
                run.effect().onCleanup(() -> log.add("cleanup"));
                closing.set(Threads.start(() -> close(closed, runIsOver)));
                Threads.await(closed);
            });
            graph.afterCommit(runIsOver::countDown);
            return true;
        });
        closing.get().join();

        assertThat(log.lines()).containsExactly("cleanup", "ended");
    }

    /** The run ends before the lock is released. */
    private void close(CountDownLatch closed, CountDownLatch runIsOver) {
        graph.lockForMaintenance();
        graph.closeInside();
        closed.countDown();
        Threads.await(runIsOver);
        graph.unlock();
        graph.drainIfNeeded();
    }
}
