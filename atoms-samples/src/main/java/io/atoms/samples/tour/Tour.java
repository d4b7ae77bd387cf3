package io.atoms.samples.tour;

import io.atoms.AtomStore;
import java.io.PrintStream;
import java.util.List;

/**
 * Shows the library step by step: what a step is about, its source, and what the source printed when it ran.
 *
 * <p>The source is read from the class path and the output is live, so neither can differ from the code.
 */
public final class Tour {

    private final PrintStream out;

    /** Makes a tour that prints to the given stream. */
    public Tour(PrintStream out) {
        this.out = out;
    }

    /** Runs all steps. */
    public void run() {
        SourceRegions source = SourceRegions.of(TourSteps.class);
        try (AtomStore store = AtomStore.builder().name("tour").counting(true).build()) {
            List<Step> steps = steps(new TourSteps(store, out));
            for (int i = 0; i < steps.size(); i++) {
                print(i + 1, steps.get(i), source);
            }
        }
    }

    private void print(int number, Step step, SourceRegions source) {
        out.println(number + ". " + step.title());
        out.println();
        source.lines(step.region()).forEach(line -> out.println(("    " + line).stripTrailing()));
        out.println();
        out.println("prints");
        out.println();
        step.code().run();
        out.println();
    }

    private static List<Step> steps(TourSteps steps) {
        return List.of(
                new Step(
                        "primitive",
                        "A primitive atom is written directly; the store holds its value",
                        steps::primitive),
                new Step("derived", "A derived atom is computed from what it reads", steps::derived),
                new Step("writable", "A writable atom is derived, and says what a write means", steps::writable),
                new Step("action", "An action is a transaction with a name: all of it or nothing", steps::action),
                new Step("family", "A family gives the same atom for equal keys", steps::family),
                new Step("effect", "An effect runs again when something that it read changed", steps::effect),
                new Step("subscription", "A subscription is told of changes, once per commit", steps::subscription),
                new Step("snapshot", "A snapshot keeps what was, and can be restored", steps::snapshot),
                new Step("graph", "The graph of the store can be drawn: as text, and as Mermaid", steps::graph));
    }

    /** A region of the source, what it is about, and the code itself. */
    private record Step(String region, String title, Runnable code) {}
}
