package io.atoms.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the thread that sweeps takes the lock of a graph. */
class SweeperTest {

    private final Graph graph = new Graph(new NoHost(), null, false, 100);

    @Test
    void graphThatWasUsedSinceTheLastLook_isLeftAlone() {
        use();
        long before = graph.sessions();
        graph.sweep();
        assertThat(graph.sessions()).isEqualTo(before);
        use();
        graph.sweep();
        assertThat(graph.sessions()).isEqualTo(before + 1);
    }

    @Test
    void idleGraph_isSweptAtEachLook() {
        use();
        graph.sweep();
        long before = graph.sessions();
        graph.sweep();
        graph.sweep();
        assertThat(graph.sessions()).isEqualTo(before + 2);
    }

    private void use() {
        graph.lockForMaintenance();
        graph.unlock();
    }

    /** Nothing here embeds the graph. */
    private static final class NoHost implements Host {
        @Override
        public Object facade(Reads reads) {
            return reads;
        }

        @Override
        public Object beforeWrite(Definition source, Object present, Object proposed) {
            return proposed;
        }

        @Override
        public Runnable mount(Definition definition) {
            return null;
        }

        @Override
        public boolean mayWait() {
            return true;
        }

        @Override
        public boolean failed(String source, Throwable error) {
            return false;
        }

        @Override
        public RuntimeException cycle(List<Definition> path) {
            return new IllegalStateException();
        }

        @Override
        public boolean isCycle(Throwable error) {
            return false;
        }

        @Override
        public RuntimeException writeWhileComputing(Definition running) {
            return new IllegalStateException();
        }

        @Override
        public RuntimeException readerOutsideItsRun() {
            return new IllegalStateException();
        }

        @Override
        public RuntimeException lockOrder(Host outer) {
            return new IllegalStateException();
        }

        @Override
        public RuntimeException unsettled(int rounds, Collection<String> names) {
            return new IllegalStateException();
        }

        @Override
        public RuntimeException closed() {
            return new IllegalStateException();
        }

        @Override
        public RuntimeException viewClosed() {
            return new IllegalStateException();
        }

        @Override
        public void ended() {}
    }
}
