package io.atoms.graph;

import static org.assertj.core.api.Assertions.assertThat;

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
}
