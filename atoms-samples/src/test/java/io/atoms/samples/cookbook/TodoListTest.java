package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.TodoList.ADD;
import static io.atoms.samples.cookbook.TodoList.ALL_DONE;
import static io.atoms.samples.cookbook.TodoList.CLEAR_DONE;
import static io.atoms.samples.cookbook.TodoList.FILTER;
import static io.atoms.samples.cookbook.TodoList.ITEMS;
import static io.atoms.samples.cookbook.TodoList.OPEN;
import static io.atoms.samples.cookbook.TodoList.SHOWN;
import static io.atoms.samples.cookbook.TodoList.TODOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.samples.cookbook.TodoList.Filter;
import io.atoms.samples.cookbook.TodoList.Todo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TodoListTest {
    private final AtomStore store = AtomStore.create();

    @AfterEach
    void close() {
        store.close();
    }

    private void check(int id) {
        store.update(ITEMS.item(id), todo -> todo.withDone(true));
    }

    @Test
    void add_strips_andRefusesBlankTexts() {
        assertThat(store.run(ADD, "  ")).isZero();
        int id = store.run(ADD, " tea ");

        assertThat(store.get(TODOS)).containsExactly(new Todo(id, "tea", false));
        assertThat(store.get(OPEN)).isOne();
    }

    @Test
    void filter_chooses() {
        int tea = store.run(ADD, "tea");
        int code = store.run(ADD, "code");
        check(tea);

        assertThat(store.get(SHOWN)).containsExactly(tea, code);
        store.set(FILTER, Filter.OPEN);
        assertThat(store.get(SHOWN)).containsExactly(code);
        store.set(FILTER, Filter.DONE);
        assertThat(store.get(SHOWN)).containsExactly(tea);
    }

    @Test
    void changedText_touchesItsItem_andNotTheList() {
        int tea = store.run(ADD, "tea");
        int code = store.run(ADD, "code");
        List<Object> told = new ArrayList<>();
        store.subscribe(SHOWN, ids -> told.add(ids));
        store.subscribe(OPEN, n -> told.add(n));
        store.subscribe(ITEMS.item(code), todo -> told.add(todo));
        store.subscribe(ITEMS.item(tea), todo -> told.add(todo));

        Todo changed = new Todo(tea, "green tea", false);
        store.set(ITEMS.item(tea), changed);

        assertThat(told).containsExactly(changed);
    }

    @Test
    void allDone_isSoIfAllAre_andChecksAll() {
        assertThat(store.get(ALL_DONE)).isFalse();
        int tea = store.run(ADD, "tea");
        store.run(ADD, "code");
        check(tea);
        assertThat(store.get(ALL_DONE)).isFalse();

        store.set(ALL_DONE, true);
        assertThat(store.get(ALL_DONE)).isTrue();
        assertThat(store.get(OPEN)).isZero();
        store.set(ALL_DONE, false);
        assertThat(store.get(OPEN)).isEqualTo(2);
    }

    @Test
    void clearDone_keepsTheOpenOnes_andIdsAreNotUsedAgain() {
        int tea = store.run(ADD, "tea");
        int code = store.run(ADD, "code");
        check(code);

        assertThat(store.run(CLEAR_DONE)).isOne();
        assertThat(store.get(SHOWN)).containsExactly(tea);
        assertThat(store.run(ADD, "code")).isGreaterThan(code);
    }

    @Test
    void manyThreads_getDifferentIds() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Set<Integer> ids = new ConcurrentSkipListSet<>();
        for (int i = 0; i < 200; i++) {
            threads.execute(() -> ids.add(store.run(ADD, "task")));
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ids)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 200).boxed().toList());
        assertThat(store.get(SHOWN)).containsExactlyElementsOf(ids);
    }
}
