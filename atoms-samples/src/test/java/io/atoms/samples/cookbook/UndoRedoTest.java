package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.UndoRedo.CLEAR;
import static io.atoms.samples.cookbook.UndoRedo.HISTORY;
import static io.atoms.samples.cookbook.UndoRedo.PAPER;
import static io.atoms.samples.cookbook.UndoRedo.SELECTED;
import static io.atoms.samples.cookbook.UndoRedo.SHAPES;
import static io.atoms.samples.cookbook.UndoRedo.UNDO_TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.samples.cookbook.UndoRedo.Point;
import io.atoms.utils.TimeAtoms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class UndoRedoTest {
    private static final Map<String, Point> LOADED = Map.of("cat", new Point(0, 0));

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.create();

    @BeforeEach
    void start() {
        store.set(TimeAtoms.SCHEDULER, clock);
        UndoRedo.load(store, LOADED, "grey");
    }

    @AfterEach
    void close() {
        store.close();
        clock.dispose();
    }

    private void drag(int x) {
        UndoRedo.drag(store, "cat", new Point(x, 0));
        clock.advanceTimeBy(Duration.ofMillis(20));
    }

    private void pause() {
        clock.advanceTimeBy(Duration.ofSeconds(1));
    }

    @Test
    void loaded_isNothingToUndo() {
        assertThat(store.get(UNDO_TEXT)).isEmpty();
        assertThat(store.run(HISTORY.undo())).isFalse();
    }

    @Test
    void drag_isOneStep() {
        drag(1);
        drag(2);
        drag(3);
        pause();
        drag(4);

        store.run(HISTORY.undo());
        assertThat(store.get(SHAPES)).isEqualTo(Map.of("cat", new Point(3, 0)));
        store.run(HISTORY.undo());
        assertThat(store.get(SHAPES)).isEqualTo(LOADED);
        assertThat(store.get(HISTORY.canUndo())).isFalse();
    }

    @Test
    void redo_goesForward_untilSomethingElseIsDone() {
        drag(1);
        pause();
        store.run(HISTORY.undo());
        store.run(HISTORY.redo());
        assertThat(store.get(SHAPES)).isEqualTo(Map.of("cat", new Point(1, 0)));

        store.run(HISTORY.undo());
        store.set(PAPER, "blue");
        assertThat(store.get(HISTORY.canRedo())).isFalse();
    }

    @Test
    void clear_isOneStepOfBothAtoms_evenRightAfterADrag() {
        drag(1);
        store.run(CLEAR);
        assertThat(store.get(UNDO_TEXT)).contains("Undo Clear");
        assertThat(store.get(SHAPES)).isEmpty();

        List<String> told = new ArrayList<>();
        store.subscribe(
                Atom.combine(SHAPES, PAPER, (shapes, paper) -> shapes.size() + " on " + paper),
                value -> told.add(value));
        store.run(HISTORY.undo());
        assertThat(told).containsExactly("1 on grey");
        assertThat(store.get(SHAPES)).isEqualTo(Map.of("cat", new Point(1, 0)));
    }

    @Test
    void selection_isNoStep() {
        store.set(SELECTED, Optional.of("cat"));

        assertThat(store.get(UNDO_TEXT)).isEmpty();
    }

    @Test
    void rolledBack_isNoStep() {
        try {
            store.transaction(tx -> {
                UndoRedo.drag(tx, "cat", new Point(9, 9));
                throw new IllegalStateException("changed my mind");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("changed my mind");
        }

        assertThat(store.get(UNDO_TEXT)).isEmpty();
    }
}
