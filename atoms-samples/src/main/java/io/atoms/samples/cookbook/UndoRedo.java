package io.atoms.samples.cookbook;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import io.atoms.utils.History;
import io.atoms.utils.TimeAtoms;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The recipe of {@code docs/cookbook/undo-redo.md}. */
final class UndoRedo {
    private UndoRedo() {}

    // tag::drawing
    record Point(int x, int y) {}

    private static final PrimitiveAtom<Map<String, Point>> SHAPES_BASE =
            Atom.of(Map.<String, Point>of()).named("shapes");
    private static final PrimitiveAtom<String> PAPER_BASE = Atom.of("white").named("paper");

    /** What is dragged within half a second is one step. */
    static final History HISTORY = History.of(SHAPES_BASE, 200)
            .and(PAPER_BASE)
            .captureEvery(Duration.ofMillis(500))
            .named("drawing");

    /** What is written through these can be undone. */
    static final WritableAtom<Map<String, Point>, Map<String, Point>> SHAPES = HISTORY.tracked(SHAPES_BASE);

    static final WritableAtom<String, String> PAPER = HISTORY.tracked(PAPER_BASE);

    /** Not tracked: what is selected is no part of the drawing. */
    static final PrimitiveAtom<Optional<String>> SELECTED =
            Atom.of(Optional.<String>empty()).named("selected");

    static void drag(Setter set, String shape, Point to) {
        set.update(SHAPES, shapes -> with(shapes, shape, to));
    }

    /** Two atoms, one step, with a name of its own. */
    static final ActionAtom<@Nullable Void, @Nullable Void> CLEAR = Atom.<@Nullable Void, @Nullable Void>action(
                    (set, none) -> {
                        set.run(HISTORY.label(), "Clear");
                        set.reset(SHAPES);
                        set.set(PAPER, "white");
                        return null;
                    })
            .named("clear");

    /** What the menu says: "Undo Clear", or nothing to undo. */
    static final Atom<Optional<String>> UNDO_TEXT = Atom.<Optional<String>>derived(get -> {
                int position = get.get(HISTORY.position());
                return position == 0
                        ? Optional.empty()
                        : Optional.of("Undo "
                                + get.get(HISTORY.entries()).get(position - 1).label());
            })
            .named("undoText");

    /** Loads a drawing: its changes begin here. */
    static void load(AtomStore store, Map<String, Point> shapes, String paper) {
        store.transaction(tx -> {
            tx.set(SHAPES_BASE, shapes);
            tx.set(PAPER_BASE, paper);
            tx.run(HISTORY.clear());
        });
    }

    private static Map<String, Point> with(Map<String, Point> shapes, String shape, Point point) {
        Map<String, Point> next = new TreeMap<>(shapes);
        next.put(shape, point);
        return next;
    }
    // end::drawing

    static void using(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        // tag::using
        AtomStore store = AtomStore.create();
        store.set(TimeAtoms.SCHEDULER, clock); // virtual, as in a test
        load(store, Map.of("cat", new Point(0, 0)), "white");
        store.subscribe(UNDO_TEXT, text -> out.println(text.orElse("nothing to undo")));

        for (int x = 1; x <= 20; x++) {
            drag(store, "cat", new Point(x, 0));
            clock.advanceTimeBy(Duration.ofMillis(20));
        }
        clock.advanceTimeBy(Duration.ofSeconds(1));
        store.set(PAPER, "blue");
        store.run(CLEAR);

        store.run(HISTORY.undo());
        out.println(store.get(SHAPES) + " on " + store.get(PAPER));
        store.run(HISTORY.undo());
        store.run(HISTORY.undo());
        out.println(store.get(SHAPES) + " on " + store.get(PAPER));
        // end::using
    }
}
