package io.atoms.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One evaluation of derived definitions inside a view, on one thread at a time, without any lock. */
final class Evaluation extends Reads {

    private final View view;

    /** The definitions being computed, outermost first. */
    private final List<Definition> path = new ArrayList<>();

    /** The path as a set. */
    private final Set<Definition> active = Collections.newSetFromMap(new IdentityHashMap<>());

    private @Nullable Thread thread;

    /** How many levels may still run on the present stack. */
    private int levels = DeepStack.CALLER_LEVELS;

    Evaluation(View view) {
        super(view.graph.host);
        this.view = view;
    }

    @Override
    public @Nullable Object read(Definition definition, boolean tracked) {
        if (thread != Thread.currentThread()) {
            throw view.graph.host.readerOutsideItsRun();
        }
        return Failure.unwrap(view.value(definition, this));
    }

    /** As of the view. Of a source it would be nothing new, and no node but one with a lifecycle asks. */
    @Override
    public @Nullable Object present() {
        Object before = view.before(path.get(path.size() - 1));
        return before == Derived.UNSET || before instanceof Failure ? null : before;
    }

    @Nullable
    Object evaluate(Definition definition) {
        if (!active.add(definition)) {
            List<Definition> cycle = new ArrayList<>(path.subList(path.indexOf(definition), path.size()));
            cycle.add(definition);
            throw view.graph.host.cycle(cycle);
        }
        path.add(definition);
        try {
            return view.publish(definition, levels > 0 ? compute(definition) : computeElsewhere(definition));
        } finally {
            path.remove(path.size() - 1);
            active.remove(definition);
        }
    }

    private @Nullable Object compute(Definition definition) {
        Held held = Held.current();
        Thread caller = thread;
        thread = Thread.currentThread();
        levels--;
        Definition outer = held.evaluating;
        held.evaluating = definition;
        try {
            return definition.compute(this);
        } catch (Throwable error) {
            return new Failure(error);
        } finally {
            held.evaluating = outer;
            levels++;
            thread = caller;
            if (outer == null) {
                held.leaveEvaluation();
            }
        }
    }

    private @Nullable Object computeElsewhere(Definition definition) {
        int left = levels;
        levels = DeepStack.HELPER_LEVELS;
        try {
            return DeepStack.call(() -> compute(definition));
        } finally {
            levels = left;
        }
    }
}
