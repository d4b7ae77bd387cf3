package io.atoms.bench.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableObjectValue;

/**
 * JavaFX properties and low-level bindings, without the toolkit. A binding is lazy and declares its dependencies. An
 * effect listens for invalidations and runs once in the pulse at the end of the write or the batch, as the toolkit does
 * it: a change listener would compute in the midst of a write, and see half of it.
 *
 * <p>It has no cut-off: a write that changes nothing of what an effect reads runs the effect, and all before it, again.
 * A node that may change its dependencies declares all that are possible. Invalidations and reads are recursive:
 * {@code cellx} can need more than the default stack.
 */
final class JavaFxPeer extends Peer<ObservableObjectValue<Object>, Void> {

    /** JavaFX holds bindings weakly; an effect holds what it reads, and each binding what that reads. */
    private final List<Effect> effects = new ArrayList<>();

    private final Queue<Effect> pulse = new ArrayDeque<>();
    private boolean batching;

    @Override
    public ObservableObjectValue<Object> source(Object value) {
        return new SimpleObjectProperty<>(value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A, T> ObservableObjectValue<Object> map(ObservableObjectValue<Object> node, Function<A, T> function) {
        return new Computed(() -> function.apply((A) node.get()), node);
    }

    @Override
    public ObservableObjectValue<Object> reduce(
            List<ObservableObjectValue<Object>> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last) {
        ObservableObjectValue<Integer>[] read = array(nodes);
        return new Computed(
                () -> {
                    Integer result = read[0].get();
                    for (int i = 1; i < read.length; i++) {
                        result = step.apply(result, read[i].get());
                    }
                    return last.apply(result);
                },
                read);
    }

    @Override
    public <T> ObservableObjectValue<Object> array(
            List<ObservableObjectValue<Object>> nodes, Function<Integer[], T> last) {
        ObservableObjectValue<Integer>[] read = array(nodes);
        return new Computed(
                () -> {
                    Integer[] values = new Integer[read.length];
                    for (int i = 0; i < read.length; i++) {
                        values[i] = read[i].get();
                    }
                    return last.apply(values);
                },
                read);
    }

    @Override
    public <T> ObservableObjectValue<Object> computed(
            Function<Void, T> function, List<ObservableObjectValue<Object>> possible) {
        return new Computed(() -> function.apply(null), array(possible));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T read(Void context, ObservableObjectValue<Object> node) {
        return (T) node.get();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> void effect(ObservableObjectValue<Object> node, Consumer<T> effect) {
        start(new Effect(() -> effect.accept((T) node.get()), node));
    }

    @Override
    public void effect(List<ObservableObjectValue<Object>> nodes, Consumer<Integer> effect) {
        ObservableObjectValue<Integer>[] read = array(nodes);
        start(new Effect(
                () -> {
                    int sum = 0;
                    for (ObservableObjectValue<Integer> node : read) {
                        sum += node.get();
                    }
                    effect.accept(sum);
                },
                read));
    }

    private void start(Effect effect) {
        effects.add(effect);
        effect.run();
    }

    @Override
    public void write(ObservableObjectValue<Object> source, Object value) {
        ((SimpleObjectProperty<Object>) source).set(value);
        if (!batching) {
            pulse();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T value(ObservableObjectValue<Object> node) {
        return (T) node.get();
    }

    @Override
    public void batch(Runnable writes) {
        batching = true;
        try {
            writes.run();
        } finally {
            batching = false;
            pulse();
        }
    }

    private void pulse() {
        for (Effect effect = pulse.poll(); effect != null; effect = pulse.poll()) {
            effect.run();
        }
    }

    @Override
    public void close() {
        effects.forEach(Effect::dispose);
        effects.clear();
    }

    @SuppressWarnings("unchecked")
    private static ObservableObjectValue<Integer>[] array(List<ObservableObjectValue<Object>> nodes) {
        return nodes.toArray(ObservableObjectValue[]::new);
    }

    private static final class Computed extends ObjectBinding<Object> {

        private final Supplier<?> function;

        Computed(Supplier<?> function, Observable... dependencies) {
            this.function = function;
            bind(dependencies);
        }

        @Override
        protected Object computeValue() {
            return function.get();
        }
    }

    private final class Effect implements InvalidationListener {

        private final Runnable function;
        private final Observable[] dependencies;
        private boolean queued;

        Effect(Runnable function, Observable... dependencies) {
            this.function = function;
            this.dependencies = dependencies;
            for (Observable each : dependencies) {
                each.addListener(this);
            }
        }

        @Override
        public void invalidated(Observable changed) {
            if (!queued) {
                queued = true;
                pulse.add(this);
            }
        }

        void run() {
            queued = false;
            function.run();
        }

        void dispose() {
            for (Observable each : dependencies) {
                each.removeListener(this);
            }
        }
    }
}
