package io.atoms.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Look-ups stay short whichever definitions are left. */
class NodeTableTest {

    static final class Named extends Definition {
        Named() {
            super(Kind.SOURCE);
        }

        @Override
        public String name() {
            return "named";
        }

        @Override
        protected Object initialValue() {
            return 0;
        }

        @Override
        protected boolean same(Object a, Object b) {
            return a == b;
        }
    }

    @ParameterizedTest(name = "each {0}th definition")
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 34, 64, 100})
    void definitionsOfAnyStride_areSpread(int stride) {
        NodeTable table = new NodeTable();
        List<Definition> present = new ArrayList<>();
        for (int i = 0; i < 20_000 * stride; i++) {
            Definition definition = new Named();
            if (i % stride == 0) {
                present.add(definition);
                table.add(new Source(definition, table.queue()));
            }
        }
        present.forEach(each -> assertThat(table.find(each)).isNotNull());
        assertThat(table.longestCluster()).isLessThan(500);
    }

    /** What the collector of the JVM leaves when it promotes nodes before their time: those of one stretch. */
    @Test
    void definitionsOfOneStretchOfTheTable_areSpreadOnceOthersCome() {
        NodeTable table = new NodeTable();
        List<Definition> present = new ArrayList<>();
        for (int i = 0; i < 400_000; i++) {
            Definition definition = new Named();
            if (Integer.toUnsignedLong(definition.hash) < 1L << 28) {
                present.add(definition);
                table.add(new Source(definition, table.queue()));
            }
        }
        for (int i = 0; i < 20_000; i++) {
            Definition definition = new Named();
            present.add(definition);
            table.add(new Source(definition, table.queue()));
        }
        present.forEach(each -> assertThat(table.find(each)).isNotNull());
        assertThat(table.longestCluster()).isLessThan(500);
    }

    @Test
    void removedNode_isNotFound_andLeavesRoom() {
        NodeTable table = new NodeTable();
        Definition kept = new Named();
        table.add(new Source(kept, table.queue()));
        for (int i = 0; i < 100_000; i++) {
            Definition definition = new Named();
            Source node = new Source(definition, table.queue());
            table.add(node);
            assertThat(table.find(definition)).isSameAs(node);
            table.remove(node);
            assertThat(table.find(definition)).isNull();
        }
        assertThat(table.find(kept)).isNotNull();
        assertThat(table.longestCluster()).isLessThan(64);
    }

    @Test
    void arraysStayShort_andNothingIsLost_whenThereAreMany() {
        NodeTable table = new NodeTable();
        List<Definition> present = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            Definition definition = new Named();
            present.add(definition);
            table.add(new Source(definition, table.queue()));
        }
        present.forEach(each -> assertThat(table.find(each)).isNotNull());
        Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
        table.forEach(node -> assertThat(nodes.add(node)).isTrue());
        assertThat(nodes).hasSize(300_000);
        assertThat(table.longestArray()).isLessThanOrEqualTo(4_096);
    }

    /** A value takes 56 bytes and its share of the arrays, 64 in all. */
    @Test
    void atMostTwoElementsForEachNode_howeverManyThereAre() {
        NodeTable table = new NodeTable();
        List<Definition> present = new ArrayList<>();
        for (int i = 1; i <= 50_000; i++) {
            Definition definition = new Named();
            present.add(definition);
            table.add(new Source(definition, table.queue()));
            assertThat(table.length()).isLessThanOrEqualTo(2 * i + 8);
        }
        assertThat(present).hasSize(50_000);
    }

    @Test
    void reader_findsWhatWasThereWhenItBegan_whileSegmentsAreSplit() throws Exception {
        NodeTable table = new NodeTable();
        Definition[] definitions = new Definition[100_000];
        AtomicInteger added = new AtomicInteger();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            SplittableRandom random = new SplittableRandom(1);
            int end;
            do {
                end = added.get();
                for (int i = 0; i < 100 && end > 0; i++) {
                    Definition definition = definitions[random.nextInt(end)];
                    assertThat(table.find(definition)).isNotNull();
                }
            } while (end < definitions.length);
        });
        for (int i = 0; i < definitions.length; i++) {
            definitions[i] = new Named();
            table.add(new Source(definitions[i], table.queue()));
            added.set(i + 1);
        }
        reader.get(60, TimeUnit.SECONDS);
    }
}
