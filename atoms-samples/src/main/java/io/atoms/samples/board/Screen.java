package io.atoms.samples.board;

import io.atoms.samples.board.client.Edits;
import io.atoms.samples.board.client.Shown;
import io.atoms.samples.board.model.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Prints what the user sees: each change of it, a star behind what was not answered. Waits for what is to be seen. */
final class Screen {

    private static final Shown DARK = new Shown(List.of(), false, Optional.empty(), 0);

    private final Timeline timeline;
    private final Edits edits;
    private final Witness witness;
    private final Duration patience;
    private Shown shown = DARK;

    /**
     * A dark screen.
     *
     * @param patience how long to wait for something, in real time
     */
    Screen(Timeline timeline, Edits edits, Witness witness, Duration patience) {
        this.timeline = timeline;
        this.edits = edits;
        this.witness = witness;
        this.patience = patience;
    }

    synchronized void show(Shown now) {
        Shown before = shown;
        shown = now;
        witness.see(now);
        printList(before, now);
        printSaving(before.saving(), now.saving());
        now.detail().filter(detail -> !before.detail().equals(now.detail())).ifPresent(this::print);
        notifyAll();
    }

    synchronized Shown shown() {
        return shown;
    }

    /** Something has changed that somebody may wait for. */
    synchronized void changed() {
        notifyAll();
    }

    /**
     * Waits until the screen shows this.
     *
     * @throws IllegalStateException if that takes too long
     */
    synchronized Shown await(String what, Predicate<Shown> condition) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.test(shown)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new IllegalStateException("not seen within " + patience.toSeconds() + " s: " + what);
            }
            wait(left);
        }
        return shown;
    }

    private void printSaving(int before, int now) {
        if (before != now && Math.max(before, now) > 1) {
            timeline.add("  screen", now == 0 ? "all is saved" : "not saved yet: " + now);
        }
    }

    private void printList(Shown before, Shown now) {
        Map<Integer, Task> known =
                before.tasks().stream().collect(Collectors.toMap(Task::id, Function.identity(), (a, b) -> a));
        if (now.tasks().isEmpty()) {
            return;
        }
        if (before.tasks().isEmpty() || now.tasks().size() > before.tasks().size() + 1) {
            timeline.add("  screen", now.tasks().size() + " tasks" + (now.more() ? ", and more below" : ""));
            return;
        }
        for (Task task : now.tasks()) {
            Task old = known.get(task.id());
            if (old == null) {
                timeline.add("  screen", "new: " + text(task));
            } else if (!old.equals(task)) {
                timeline.add("  screen", text(task));
            }
        }
    }

    private void print(Shown.Detail detail) {
        String description = detail.complete() ? detail.data().description() : "...";
        timeline.add("  screen", "open: " + text(detail.data().task()) + " - " + description);
    }

    private String text(Task task) {
        return task + (edits.isPending(task.id()) ? " *" : "");
    }
}
