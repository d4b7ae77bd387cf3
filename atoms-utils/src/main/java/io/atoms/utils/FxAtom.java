package io.atoms.utils;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.Loadable;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;

/** A JavaFX observable as an atom: a stream of its values. */
final class FxAtom {

    private FxAtom() {}

    /**
     * Each value comes in a box, which may hold null or an error.
     *
     * @param waiting the value while there is none in the stream, made from the last box there was
     */
    static <T extends @Nullable Object> Atom<T> of(
            ObservableValue<? extends T> observable,
            Executor executor,
            Function<@Nullable Supplier<T>, ? extends T> waiting) {
        Objects.requireNonNull(observable, "observable");
        AsyncAtom<Supplier<T>> values = Atom.<Supplier<T>>stream(get ->
                        Flux.create(sink -> new Listening<T>(observable, executor, sink), OverflowStrategy.LATEST))
                .named("FxBridge.values");
        return Atom.<T>derived(get -> {
                    Loadable<Supplier<T>> newest = get.get(values);
                    return newest.isLoading()
                            ? waiting.apply(newest.valueOrPrevious())
                            : newest.orElseThrow().get();
                })
                .named("FxBridge.atom");
    }

    /** What is held by the run of the stream alone: the observable's listener refers to it weakly. */
    private static final class Listening<T extends @Nullable Object> {
        private final ObservableValue<? extends T> observable;
        private final FluxSink<Supplier<T>> sink;

        /** Of invalidation, not of change: the helper of JavaFX would read the value, and lose its error. */
        private final InvalidationListener listener = any -> emit();

        private final WeakInvalidationListener weak = new WeakInvalidationListener(listener);

        Listening(ObservableValue<? extends T> observable, Executor executor, FluxSink<Supplier<T>> sink) {
            this.observable = observable;
            this.sink = sink;
            sink.onDispose(() -> executor.execute(() -> observable.removeListener(weak)));
            executor.execute(this::begin);
        }

        private void begin() {
            if (!sink.isCancelled()) {
                observable.addListener(weak);
                emit();
            }
        }

        private void emit() {
            sink.next(read());
        }

        private Supplier<T> read() {
            try {
                T value = observable.getValue();
                return () -> value;
            } catch (RuntimeException error) {
                return () -> {
                    throw error;
                };
            }
        }
    }
}
