package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.EntityTable.PUT;
import static io.atoms.samples.cookbook.EntityTable.REMOVE;
import static io.atoms.samples.cookbook.EntityTable.ROWS;
import static io.atoms.samples.cookbook.EntityTable.SELECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.inspect.Recompute;
import io.atoms.inspect.StoreObserver;
import io.atoms.samples.cookbook.EntityTable.Product;
import io.atoms.samples.cookbook.EntityTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntityTableTest {
    private static final int SIZE = 10_000;

    private final List<String> recomputed = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final AtomStore store = AtomStore.builder()
            .observer(new StoreObserver() {
                @Override
                public void recomputed(Recompute recompute) {
                    recomputed.add(recompute.atom().name());
                }
            })
            .build();

    @BeforeEach
    void fill() {
        store.run(
                PUT,
                IntStream.range(0, SIZE)
                        .mapToObj(i -> new Product(i, "p" + i, 100))
                        .toList());
        store.get(ROWS).values().forEach(row -> store.subscribe(row.label(), label -> told.add(label)));
        store.subscribe(ROWS, rows -> sizes.add(rows.size()));
        recomputed.clear();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Row row(int id) {
        return Objects.requireNonNull(store.get(ROWS).get(id));
    }

    @Test
    void changedProduct_touchesItsRow_andNoOther() {
        store.run(PUT, List.of(new Product(4711, "cologne", 2500)));

        assertThat(recomputed).containsExactly("label 4711");
        assertThat(told).containsExactly("  cologne 2500");
        assertThat(sizes).isEmpty();
    }

    @Test
    void equalProduct_touchesNothing() {
        store.run(PUT, List.of(new Product(1, "p1", 100)));

        assertThat(recomputed).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void selection_touchesTwoRows() {
        store.run(SELECT, 1);
        recomputed.clear();
        told.clear();
        store.run(SELECT, 2);

        assertThat(recomputed).containsExactlyInAnyOrder("label 1", "label 2");
        assertThat(told).containsExactlyInAnyOrder("  p1 100", "> p2 100");
    }

    @Test
    void selectingWhatIsNotThere_selectsNothing() {
        store.run(SELECT, 1);
        store.run(SELECT, SIZE);

        assertThat(store.get(row(1).selected())).isFalse();
        store.run(SELECT, 2);
        assertThat(store.get(row(2).selected())).isTrue();
    }

    @Test
    void manyChanges_areOneCommit() {
        store.run(PUT, List.of(new Product(1, "a", 1), new Product(2, "b", 2), new Product(SIZE, "new", 3)));

        assertThat(recomputed).containsExactlyInAnyOrder("label 1", "label 2");
        assertThat(sizes).containsExactly(SIZE + 1);
        assertThat(store.get(row(SIZE).label())).isEqualTo("  new 3");
    }

    @Test
    void removedRow_touchesNoOther_andIsNotSelectedAnyMore() {
        store.run(SELECT, 1);
        recomputed.clear();
        store.run(REMOVE, 1);

        assertThat(recomputed).isEmpty();
        assertThat(sizes).containsExactly(SIZE - 1);
        store.run(SELECT, 2);
        assertThat(store.get(row(2).selected())).isTrue();
    }

    @Test
    void twoStores_shareNoRows() {
        try (AtomStore other = AtomStore.create()) {
            other.run(PUT, List.of(new Product(1, "other", 1)));
            assertThat(other.get(ROWS)).hasSize(1);
            assertThat(store.get(row(1).product()).name()).isEqualTo("p1");
        }
    }
}
