package io.atoms.bench.peer;

import com.vaadin.flow.shared.Registration;
import com.vaadin.flow.signals.Signal;
import com.vaadin.flow.signals.SignalEnvironment;
import com.vaadin.flow.signals.local.ValueSignal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Vaadin signals: a source is a local {@code ValueSignal}; a node is a computed signal, which is computed at each read,
 * and what several read is cached. Effects are dispatched as those of a Vaadin component are: they wait for the end of
 * the write or the batch, as of a request, and run once.
 *
 * <p>A cached signal is computed again as soon as one of its dependencies changes, so where paths meet it runs more than
 * once, and in a grid of changing dependencies it can keep an old value. That is recursive: {@code cellx} and the deep
 * grid need a bigger stack than the default. What is not cached has no cut-off. A local signal knows no transactions: the
 * writes of a batch happen one by one. The environment is the process's, so only one peer at a time.
 */
final class VaadinPeer extends Peer<Signal<Object>, Void> {

    private final Queue<Runnable> request = new ArrayDeque<>();
    private final List<Registration> effects = new ArrayList<>();
    private final Runnable unregister = SignalEnvironment.registerFirst(new Environment());
    private boolean batching;

    @Override
    public Signal<Object> source(Object value) {
        return new ValueSignal<>(value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A, T> Signal<Object> map(Signal<Object> node, Function<A, T> function) {
        return node.map(value -> function.apply((A) value));
    }

    @Override
    public Signal<Object> reduce(
            List<Signal<Object>> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last) {
        Signal<Integer>[] read = array(nodes);
        return () -> {
            Integer result = read[0].get();
            for (int i = 1; i < read.length; i++) {
                result = step.apply(result, read[i].get());
            }
            return last.apply(result);
        };
    }

    @Override
    public <T> Signal<Object> array(List<Signal<Object>> nodes, Function<Integer[], T> last) {
        Signal<Integer>[] read = array(nodes);
        return () -> {
            Integer[] values = new Integer[read.length];
            for (int i = 0; i < read.length; i++) {
                values[i] = read[i].get();
            }
            return last.apply(values);
        };
    }

    @Override
    public <T> Signal<Object> computed(Function<Void, T> function, List<Signal<Object>> possible) {
        return () -> function.apply(null);
    }

    @Override
    public Signal<Object> shared(Signal<Object> node) {
        return Signal.cached(node);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T read(Void context, Signal<Object> node) {
        return (T) node.get();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> void effect(Signal<Object> node, Consumer<T> effect) {
        start(() -> effect.accept((T) node.get()));
    }

    /** An effect must read something, so one that reads nothing is a mere call. */
    @Override
    public void effect(List<Signal<Object>> nodes, Consumer<Integer> effect) {
        if (nodes.isEmpty()) {
            effect.accept(0);
            return;
        }
        Signal<Integer>[] read = array(nodes);
        start(() -> {
            int sum = 0;
            for (Signal<Integer> node : read) {
                sum += node.get();
            }
            effect.accept(sum);
        });
    }

    private void start(Runnable effect) {
        effects.add(Signal.unboundEffect(effect::run));
        endRequest();
    }

    @Override
    public void write(Signal<Object> source, Object value) {
        ((ValueSignal<Object>) source).set(value);
        if (!batching) {
            endRequest();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T value(Signal<Object> node) {
        return (T) node.peek();
    }

    @Override
    public void batch(Runnable writes) {
        batching = true;
        try {
            writes.run();
        } finally {
            batching = false;
            endRequest();
        }
    }

    private void endRequest() {
        for (Runnable effect = request.poll(); effect != null; effect = request.poll()) {
            effect.run();
        }
    }

    @Override
    public void close() {
        effects.forEach(Registration::remove);
        effects.clear();
        unregister.run();
    }

    @SuppressWarnings("unchecked")
    private static Signal<Integer>[] array(List<Signal<Object>> nodes) {
        return nodes.toArray(Signal[]::new);
    }

    private final class Environment extends SignalEnvironment {

        @Override
        protected boolean isActive() {
            return true;
        }

        @Override
        protected Executor getResultNotifier() {
            return Runnable::run;
        }

        @Override
        protected Executor getEffectDispatcher() {
            return request::add;
        }
    }
}
