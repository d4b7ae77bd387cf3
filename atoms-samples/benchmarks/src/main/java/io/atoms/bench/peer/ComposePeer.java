package io.atoms.bench.peer;

import androidx.compose.runtime.MutableState;
import androidx.compose.runtime.SnapshotMutationPolicy;
import androidx.compose.runtime.SnapshotStateKt;
import androidx.compose.runtime.State;
import androidx.compose.runtime.snapshots.Snapshot;
import androidx.compose.runtime.snapshots.SnapshotStateObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;

/**
 * The snapshot state of the Compose runtime, called from Java: {@code mutableStateOf}, {@code derivedStateOf}, and what
 * a {@code SnapshotStateObserver} observes while an effect runs. Its notice of a change asks for the effect, which runs
 * once after the write or the batch, as Compose draws a frame. Equality is structural. A write is one in the global
 * snapshot and the sending of its notices; a batch is a mutable snapshot, which is applied at its end.
 *
 * <p>Many threads may read and write. A derived state knows every state that it depends on through others, and reports
 * them all to who reads it, so the time of a chain grows faster than the square of its length.
 */
final class ComposePeer extends Peer<State<Object>, Void> {

    private final SnapshotMutationPolicy<Object> equality = SnapshotStateKt.structuralEqualityPolicy();
    private final Queue<Effect> frame = new ArrayDeque<>();
    private final SnapshotStateObserver observer = new SnapshotStateObserver(notices -> {
        notices.invoke();
        return Unit.INSTANCE;
    });
    private final Function1<Effect, Unit> changed = effect -> {
        effect.request();
        return Unit.INSTANCE;
    };
    private boolean batching;

    /** Whether there are sources of which Compose does not know yet that they are initialized. */
    private boolean created;

    ComposePeer() {
        observer.start();
    }

    @Override
    public State<Object> source(Object value) {
        created = true;
        return SnapshotStateKt.mutableStateOf(value, equality);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A, T> State<Object> map(State<Object> node, Function<A, T> function) {
        return derived(() -> function.apply((A) node.getValue()));
    }

    @Override
    public State<Object> reduce(
            List<State<Object>> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last) {
        State<Integer>[] read = array(nodes);
        return derived(() -> {
            Integer result = read[0].getValue();
            for (int i = 1; i < read.length; i++) {
                result = step.apply(result, read[i].getValue());
            }
            return last.apply(result);
        });
    }

    @Override
    public <T> State<Object> array(List<State<Object>> nodes, Function<Integer[], T> last) {
        State<Integer>[] read = array(nodes);
        return derived(() -> {
            Integer[] values = new Integer[read.length];
            for (int i = 0; i < read.length; i++) {
                values[i] = read[i].getValue();
            }
            return last.apply(values);
        });
    }

    @Override
    public <T> State<Object> computed(Function<Void, T> function, List<State<Object>> possible) {
        return derived(() -> function.apply(null));
    }

    private State<Object> derived(Supplier<?> function) {
        return SnapshotStateKt.derivedStateOf(equality, function::get);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T read(Void context, State<Object> node) {
        return (T) node.getValue();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> void effect(State<Object> node, Consumer<T> effect) {
        new Effect(() -> effect.accept((T) node.getValue())).run();
    }

    @Override
    public void effect(List<State<Object>> nodes, Consumer<Integer> effect) {
        State<Integer>[] read = array(nodes);
        new Effect(() -> {
                    int sum = 0;
                    for (State<Integer> node : read) {
                        sum += node.getValue();
                    }
                    effect.accept(sum);
                })
                .run();
    }

    @Override
    public void write(State<Object> source, Object value) {
        if (created) {
            initialized();
        }
        ((MutableState<Object>) source).setValue(value);
        if (!batching) {
            Snapshot.Companion.sendApplyNotifications();
            frame();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T value(State<Object> node) {
        return (T) node.getValue();
    }

    @Override
    public void batch(Runnable writes) {
        batching = true;
        try {
            Snapshot.Companion.withMutableSnapshot(() -> {
                writes.run();
                return Unit.INSTANCE;
            });
        } finally {
            batching = false;
        }
        frame();
    }

    /** A write in the snapshot that a source is created in would belong to its creation, and be no change. */
    private void initialized() {
        created = false;
        Snapshot.Companion.notifyObjectsInitialized();
    }

    private void frame() {
        for (Effect effect = frame.poll(); effect != null; effect = frame.poll()) {
            effect.run();
        }
    }

    @Override
    public void close() {
        observer.stop();
        observer.clear();
    }

    @SuppressWarnings("unchecked")
    private static State<Integer>[] array(List<State<Object>> nodes) {
        return nodes.toArray(State[]::new);
    }

    private final class Effect {

        private final Runnable function;
        private boolean requested;

        Effect(Runnable function) {
            this.function = function;
        }

        void request() {
            if (!requested) {
                requested = true;
                frame.add(this);
            }
        }

        void run() {
            requested = false;
            observer.observeReads(this, changed, () -> {
                function.run();
                return Unit.INSTANCE;
            });
        }
    }
}
