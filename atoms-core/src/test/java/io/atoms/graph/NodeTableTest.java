package io.atoms.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Look-ups stay short whichever definitions are left. */
class NodeTableTest {

    private static final class Named extends Definition {
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
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 13, 21, 34, 55, 89, 64, 100, 1000})
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
}
