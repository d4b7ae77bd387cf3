package io.atoms.bench.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

class RetainedTest {

    private static long bytes(Object object) {
        return new Retained().count(object);
    }

    @Test
    void count_isWhatJolCounts() {
        List<Object> graph = new ArrayList<>(List.of("text", new int[100], new Object[] {1, 'c', new long[3][4]}));
        graph.add(graph.get(2)); // once only
        assertThat(bytes(graph)).isEqualTo(GraphLayout.parseInstance(graph).totalSize());
    }

    @Test
    void count_stopsAtThreadsAndClasses() {
        Object[] nothing = {null, null, null};
        Object[] process = {Thread.currentThread(), getClass(), getClass().getClassLoader()};
        assertThat(bytes(process)).isEqualTo(bytes(nothing));
    }

    @Test
    void count_stopsAtWeakReferences() {
        assertThat(bytes(new WeakReference<>(new int[1_000_000]))).isLessThan(1_000);
    }

    @Test
    void count_ofWhatWasCounted_isNothing() {
        Retained retained = new Retained();
        List<Integer> shared = new ArrayList<>(List.of(1_000, 2_000));
        assertThat(retained.count(shared)).isPositive();
        assertThat(retained.count(List.of(shared))).isEqualTo(bytes(List.of("")) - bytes(""));
    }
}
