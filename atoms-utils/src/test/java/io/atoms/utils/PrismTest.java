package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PrismTest {
    record Task(String title, boolean done) {
        Task withDone(boolean other) {
            return new Task(title, other);
        }
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(int radius) implements Shape {
        Circle withRadius(int other) {
            return new Circle(other);
        }
    }

    record Square(int side) implements Shape {}

    private final List<String> letters = List.of("a", "b", "b");

    @Nested
    class ListIndex {
        @Test
        void present_isReadAndReplaced() {
            assertThat(Prism.<String>index(1).find(letters)).isEqualTo("b");
            assertThat(Prism.<String>index(1).set(letters, "x")).containsExactly("a", "x", "b");
        }

        @Test
        void absent_isNull_andWritingIsNoChange() {
            assertThat(Prism.<String>index(3).find(letters)).isNull();
            assertThat(Prism.<String>index(3).set(letters, "x")).isSameAs(letters);
        }

        @Test
        void negative_isRefused() {
            assertThatThrownBy(() -> Prism.index(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-1");
        }

        @Test
        void theResult_isUnmodifiable() {
            List<String> result = Prism.<String>index(0).set(letters, "x");

            assertThatThrownBy(() -> result.add("y")).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void nullElement_countsAsAbsent_andCanBeReplaced() {
            List<String> list = Arrays.asList("a", null);

            assertThat(Prism.<String>index(1).find(list)).isNull();
            assertThat(Prism.<String>index(1).set(list, "b")).containsExactly("a", "b");
        }
    }

    @Nested
    class ListFind {
        @Test
        void first_isReadAndReplaced() {
            Prism<List<String>, String> b = Prism.find("b"::equals);

            assertThat(b.find(letters)).isEqualTo("b");
            assertThat(b.set(letters, "x")).containsExactly("a", "x", "b");
        }

        @Test
        void noMatch_isNull_andWritingIsNoChange() {
            Prism<List<String>, String> z = Prism.find("z"::equals);

            assertThat(z.find(letters)).isNull();
            assertThat(z.set(letters, "x")).isSameAs(letters);
        }
    }

    @Nested
    class MapKey {
        @Test
        void writing_keepsTheOrder_andInsertsAtTheEnd() {
            Map<String, Integer> map = new LinkedHashMap<>();
            map.put("z", 1);
            map.put("a", 2);

            assertThat(Prism.<String, Integer>key("z").set(map, 9))
                    .containsExactly(Map.entry("z", 9), Map.entry("a", 2));
            assertThat(Prism.<String, Integer>key("m").set(map, 3))
                    .containsExactly(Map.entry("z", 1), Map.entry("a", 2), Map.entry("m", 3));
            assertThat(map).hasSize(2);
        }

        @Test
        void absent_isNull() {
            assertThat(Prism.<String, Integer>key("x").find(Map.of())).isNull();
        }
    }

    @Nested
    class OptionalAndType {
        @Test
        void optional_isReadAndInserted() {
            Prism<Optional<String>, String> value = Prism.optional();

            assertThat(value.find(Optional.of("a"))).isEqualTo("a");
            assertThat(value.find(Optional.empty())).isNull();
            assertThat(value.set(Optional.empty(), "b")).contains("b");
        }

        @Test
        void type_isOneCase() {
            Prism<Shape, Integer> radius =
                    Prism.<Shape, Circle>type(Circle.class).then(Lens.of(Circle::radius, Circle::withRadius));
            Shape square = new Square(1);

            assertThat(radius.find(new Circle(2))).isEqualTo(2);
            assertThat(radius.find(square)).isNull();
            assertThat(radius.set(new Circle(2), 3)).isEqualTo(new Circle(3));
            assertThat(radius.set(square, 3)).isSameAs(square);
        }
    }

    @Nested
    class Composed {
        private final List<Task> tasks = List.of(new Task("milk", false), new Task("bread", false));

        @Test
        void thenLens_writesThePartOfThePart() {
            Prism<List<Task>, Boolean> done =
                    Prism.<Task>find(task -> task.title().equals("milk")).then(Lens.of(Task::done, Task::withDone));

            assertThat(done.find(tasks)).isFalse();
            assertThat(done.set(tasks, true)).containsExactly(new Task("milk", true), new Task("bread", false));
        }

        @Test
        void thenPrism_insertsOnlyIfTheOuterIsPresent() {
            Prism<Map<String, Map<String, Integer>>, Integer> inner =
                    Prism.<String, Map<String, Integer>>key("a").then(Prism.<String, Integer>key("b"));
            Map<String, Map<String, Integer>> present = Map.of("a", Map.of());
            Map<String, Map<String, Integer>> absent = Map.of();

            assertThat(inner.set(present, 1)).isEqualTo(Map.of("a", Map.of("b", 1)));
            assertThat(inner.find(absent)).isNull();
            assertThat(inner.set(absent, 1)).isSameAs(absent);
        }

        @Test
        void thenTraversal_hasNoneIfAbsent() {
            Traversal<Map<String, List<Integer>>, Integer> numbers =
                    Prism.<String, List<Integer>>key("a").then(Traversal.<Integer>elements());

            assertThat(numbers.all(Map.of())).isEmpty();
            assertThat(numbers.modify(Map.of("a", List.of(1, 2)), n -> n + 1)).isEqualTo(Map.of("a", List.of(2, 3)));
            assertThat(numbers.modify(Map.of("b", List.of(1)), n -> n + 1)).isEqualTo(Map.of("b", List.of(1)));
        }
    }
}
