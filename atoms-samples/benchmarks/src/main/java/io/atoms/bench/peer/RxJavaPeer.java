package io.atoms.bench.peer;

import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.subjects.BehaviorSubject;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * RxJava: a source is a {@code BehaviorSubject}, a node maps or combines the latest of others and lets no equal values in
 * a row through. What several read is fed into a subject of its own, which takes a third of the time that {@code
 * replay(1).refCount()} takes, but computes though nobody may read.
 *
 * <p>It knows no dependencies: where two paths meet, a node runs once for each, and what it sees between is a glitch. So
 * a deep graph that joins again and again takes a time that grows exponentially. Nodes cannot change what they read, and
 * there are no batches: their writes happen one by one.
 */
final class RxJavaPeer extends Peer<Observable<Object>, RxJavaPeer.Latest> {

    private final CompositeDisposable effects = new CompositeDisposable();

    /** The newest values of the nodes that one reads. */
    record Latest(List<Observable<Object>> nodes, Object[] values) {}

    @Override
    public boolean dynamic() {
        return false;
    }

    @Override
    public Observable<Object> source(Object value) {
        return BehaviorSubject.createDefault(value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A, T> Observable<Object> map(Observable<Object> node, Function<A, T> function) {
        return node.<Object>map(value -> function.apply((A) value)).distinctUntilChanged();
    }

    @Override
    public Observable<Object> reduce(
            List<Observable<Object>> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last) {
        return combine(nodes, values -> {
            Integer result = (Integer) values[0];
            for (int i = 1; i < values.length; i++) {
                result = step.apply(result, (Integer) values[i]);
            }
            return last.apply(result);
        });
    }

    @Override
    public <T> Observable<Object> array(List<Observable<Object>> nodes, Function<Integer[], T> last) {
        return combine(nodes, values -> {
            Integer[] all = new Integer[values.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = (Integer) values[i];
            }
            return last.apply(all);
        });
    }

    @Override
    public <T> Observable<Object> computed(Function<Latest, T> function, List<Observable<Object>> possible) {
        return combine(possible, values -> function.apply(new Latest(possible, values)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T read(Latest latest, Observable<Object> node) {
        return (T) latest.values[latest.nodes.indexOf(node)];
    }

    private static Observable<Object> combine(List<Observable<Object>> nodes, Function<Object[], Object> function) {
        return Observable.<Object, Object>combineLatest(nodes, function::apply).distinctUntilChanged();
    }

    @Override
    public Observable<Object> shared(Observable<Object> node) {
        BehaviorSubject<Object> shared = BehaviorSubject.create();
        node.subscribe(shared);
        return shared;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> void effect(Observable<Object> node, Consumer<T> effect) {
        effects.add(node.subscribe(value -> effect.accept((T) value)));
    }

    @Override
    public void effect(List<Observable<Object>> nodes, Consumer<Integer> effect) {
        Observable<Integer> sum =
                nodes.isEmpty() ? Observable.just(0) : Observable.combineLatest(nodes, RxJavaPeer::sum);
        effects.add(sum.subscribe(effect::accept));
    }

    private static Integer sum(Object[] values) {
        int sum = 0;
        for (Object value : values) {
            sum += (Integer) value;
        }
        return sum;
    }

    @Override
    public void write(Observable<Object> source, Object value) {
        ((BehaviorSubject<Object>) source).onNext(value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T value(Observable<Object> node) {
        return (T) node.blockingFirst();
    }

    @Override
    public void batch(Runnable writes) {
        writes.run();
    }

    @Override
    public void close() {
        effects.dispose();
    }
}
