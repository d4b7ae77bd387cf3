package io.atoms.async.scenario;

import io.atoms.Loadable;
import java.util.ArrayList;
import java.util.List;

/** One run of an async atom, as the model sees it. */
final class Run {

    /** The life of a run. Only what is running can be cancelled. */
    enum State {
        NEW,
        RUNNING,
        ENDED,
        CANCELLED
    }

    /**
     * Something that the run has read.
     *
     * @param awaited read by an await
     * @param seen the version of a value; of an await, see {@link #awaitVersion}
     */
    record Dependency(int node, boolean awaited, Object seen) {}

    /** Somebody who awaits the first result of a run: itself a run, and which of its awaits. */
    record Waiter(Run run, int place) {}

    final int id;
    final int atom;

    /** The value of the run before. */
    final Integer previous;

    /** How often the atom had been refreshed. */
    final int refreshes;

    final List<Dependency> dependencies = new ArrayList<>();
    int sum;

    /** What the read function threw, or null. */
    ScenarioError thrown;

    /** The runs that the read function awaited. */
    final List<Run> awaited = new ArrayList<>();

    State state = State.NEW;
    Loadable<Integer> result;
    private int results;

    /** The last value, or null. */
    Integer latest;

    final List<Waiter> waiters = new ArrayList<>();

    /** The runs on whose lists of waiters it is. */
    final List<Run> waitsFor = new ArrayList<>();

    /** The values that a zip has, by place. */
    final Integer[] awaitedValues = new Integer[2];

    /** The value of the hand-driven Mono before an await. */
    int first;

    /** Its time without observers is over, but somebody awaits it. */
    boolean expired;

    Run(int id, int atom, Integer previous, int refreshes) {
        this.id = id;
        this.atom = atom;
        this.previous = previous;
        this.refreshes = refreshes;
        this.result = new Loadable.Loading<>(previous);
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    void arrived(Loadable<Integer> loadable) {
        result = loadable;
        results++;
    }

    boolean hasResult() {
        return results > 0;
    }

    /** An await depends on the run and on results beyond the first, which it delivers itself. */
    Object awaitVersion() {
        return List.of(id, Math.max(0, results - 1));
    }

    void depend(Dependency dependency) {
        for (Dependency each : dependencies) {
            if (each.node() == dependency.node() && each.awaited() == dependency.awaited()) {
                return;
            }
        }
        dependencies.add(dependency);
    }
}
