package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraversalTest {
    private final List<Integer> numbers = List.of(1, 2, 3, 4);

    @Test
    void elements_areListedAndReplacedInOrder() {
        Traversal<List<Integer>, Integer> all = Traversal.elements();

        assertThat(all.all(numbers)).containsExactly(1, 2, 3, 4);
        assertThat(all.modify(numbers, n -> -n)).containsExactly(-1, -2, -3, -4);
        assertThat(numbers).containsExactly(1, 2, 3, 4);
    }

    @Test
    void values_areListedAndReplaced() {
        Traversal<Map<String, Integer>, Integer> all = Traversal.values();

        assertThat(all.all(Map.of("a", 1))).containsExactly(1);
        assertThat(all.modify(Map.of("a", 1, "b", 2), n -> n * 2)).isEqualTo(Map.of("a", 2, "b", 4));
    }

    @Test
    void filter_leavesTheOthersAlone() {
        Traversal<List<Integer>, Integer> even = Traversal.<Integer>elements().filter(n -> n % 2 == 0);

        assertThat(even.all(numbers)).containsExactly(2, 4);
        assertThat(even.modify(numbers, n -> n * 10)).containsExactly(1, 20, 3, 40);
    }

    @Test
    void thenLens_reachesAPartOfEach() {
        Traversal<List<PrismTest.Task>, Boolean> done =
                Traversal.<PrismTest.Task>elements().then(Lens.of(PrismTest.Task::done, PrismTest.Task::withDone));
        List<PrismTest.Task> tasks = List.of(new PrismTest.Task("a", false), new PrismTest.Task("b", true));

        assertThat(done.all(tasks)).containsExactly(false, true);
        assertThat(done.modify(tasks, d -> !d))
                .containsExactly(new PrismTest.Task("a", true), new PrismTest.Task("b", false));
    }

    @Test
    void thenPrism_skipsTheAbsent() {
        Traversal<List<Optional<Integer>>, Integer> present =
                Traversal.<Optional<Integer>>elements().then(Prism.<Integer>optional());
        List<Optional<Integer>> list = List.of(Optional.of(1), Optional.empty());

        assertThat(present.all(list)).containsExactly(1);
        assertThat(present.modify(list, n -> n + 1)).containsExactly(Optional.of(2), Optional.empty());
    }

    @Test
    void thenTraversal_isFlat() {
        Traversal<List<List<Integer>>, Integer> flat =
                Traversal.<List<Integer>>elements().then(Traversal.<Integer>elements());

        assertThat(flat.all(List.of(List.of(1), List.of(2, 3)))).containsExactly(1, 2, 3);
        assertThat(flat.modify(List.of(List.of(1), List.of(2, 3)), n -> n + 1))
                .containsExactly(List.of(2), List.of(3, 4));
    }

    @Test
    void results_areUnmodifiable() {
        List<Integer> all = Traversal.<Integer>elements().all(numbers);

        assertThatThrownBy(() -> all.add(5)).isInstanceOf(UnsupportedOperationException.class);
    }
}
