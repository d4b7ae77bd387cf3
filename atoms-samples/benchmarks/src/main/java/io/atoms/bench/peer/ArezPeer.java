package io.atoms.bench.peer;

import arez.Arez;
import arez.ArezContext;
import arez.ComputableValue;
import arez.ObservableValue;
import arez.Observer;
import arez.SafeFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Arez, by its API without components, and with its default settings, which are those of production: no names, spies or
 * invariant checks. A source is what Arez generates for an observable property; a write is an action, and so is a batch.
 *
 * <p>A node that nobody observes is not kept: it is computed again at each read. The scheduler computes every node that
 * may be stale, so a value that stays as it was saves only the effects behind it. Marking is recursive: {@code cellx}
 * can need more than the default stack. One thread alone, and one context, so only one peer at a time.
 */
final class ArezPeer extends Peer<Supplier<Object>, Void> {

    private final ArezContext context = Arez.context();
    private final List<Observer> effects = new ArrayList<>();

    @Override
    public Supplier<Object> source(Object value) {
        return new Source(context, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A, T> Supplier<Object> map(Supplier<Object> node, Function<A, T> function) {
        return computable(() -> function.apply((A) node.get()));
    }

    @Override
    public Supplier<Object> reduce(
            List<Supplier<Object>> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last) {
        Supplier<Integer>[] read = array(nodes);
        return computable(() -> {
            Integer result = read[0].get();
            for (int i = 1; i < read.length; i++) {
                result = step.apply(result, read[i].get());
            }
            return last.apply(result);
        });
    }

    @Override
    public <T> Supplier<Object> array(List<Supplier<Object>> nodes, Function<Integer[], T> last) {
        Supplier<Integer>[] read = array(nodes);
        return computable(() -> {
            Integer[] values = new Integer[read.length];
            for (int i = 0; i < read.length; i++) {
                values[i] = read[i].get();
            }
            return last.apply(values);
        });
    }

    @Override
    public <T> Supplier<Object> computed(Function<Void, T> function, List<Supplier<Object>> possible) {
        return computable(() -> function.apply(null));
    }

    private Supplier<Object> computable(SafeFunction<Object> function) {
        ComputableValue<Object> computable = context.computable(function);
        return computable::get;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T read(Void none, Supplier<Object> node) {
        return (T) node.get();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> void effect(Supplier<Object> node, Consumer<T> effect) {
        effects.add(context.observer(() -> effect.accept((T) node.get())));
    }

    @Override
    public void effect(List<Supplier<Object>> nodes, Consumer<Integer> effect) {
        Supplier<Integer>[] read = array(nodes);
        effects.add(context.observer(() -> {
            int sum = 0;
            for (Supplier<Integer> node : read) {
                sum += node.get();
            }
            effect.accept(sum);
        }));
    }

    @Override
    public void write(Supplier<Object> source, Object value) {
        if (context.isReadWriteTransactionActive()) {
            ((Source) source).set(value);
        } else {
            context.safeAction(() -> ((Source) source).set(value));
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T value(Supplier<Object> node) {
        return (T) context.safeAction(node::get);
    }

    @Override
    public void batch(Runnable writes) {
        context.safeAction(writes::run);
    }

    @Override
    public void close() {
        effects.forEach(Observer::dispose);
        effects.clear();
    }

    @SuppressWarnings("unchecked")
    private static Supplier<Integer>[] array(List<Supplier<Object>> nodes) {
        return nodes.toArray(Supplier[]::new);
    }

    private static final class Source implements Supplier<Object> {

        private final ObservableValue<Object> observable;
        private Object value;

        Source(ArezContext context, Object value) {
            observable = context.observable();
            this.value = value;
        }

        @Override
        public Object get() {
            observable.reportObserved();
            return value;
        }

        void set(Object newValue) {
            observable.preReportChanged();
            if (!Objects.equals(newValue, value)) {
                value = newValue;
                observable.reportChanged();
            }
        }
    }
}
