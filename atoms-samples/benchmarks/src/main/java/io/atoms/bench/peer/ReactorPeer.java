package io.atoms.bench.peer;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Reactor: a source is a sink that replays its latest value, a node maps or combines the latest of others and lets no
 * equal values in a row through. What several read is fed into a sink of its own, which takes less time than {@code
 * replay(1).refCount()}, but computes though nobody may read.
 *
 * <p>It knows no dependencies: where two paths meet, a node runs once for each, and what it sees between is a glitch. So
 * a deep graph that joins again and again takes a time that grows exponentially. Nodes cannot change what they read, and
 * there are no batches: their writes happen one by one.
 */
final class ReactorPeer extends Peer<ReactorPeer.Node, ReactorPeer.Latest> {

    private final Disposable.Composite effects = Disposables.composite();

    /** A stream of values; what emits them, if it is a source or shared. */
    record Node(Flux<Object> flux, Sinks.@Nullable Many<Object> sink) {

        Node(Flux<Object> flux) {
            this(flux, null);
        }
    }

    /** The newest values of the nodes that one reads. */
    record Latest(List<Node> nodes, Object[] values) {}

    @Override
    public boolean dynamic() {
        return false;
    }

    @Override
    public Node source(Object value) {
        Sinks.Many<Object> sink = Sinks.many().replay().latestOrDefault(value);
        return new Node(sink.asFlux(), sink);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A, T> Node map(Node node, Function<A, T> function) {
        return new Node(
                node.flux.<Object>map(value -> function.apply((A) value)).distinctUntilChanged());
    }

    @Override
    public Node reduce(List<Node> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last) {
        return combine(nodes, values -> {
            Integer result = (Integer) values[0];
            for (int i = 1; i < values.length; i++) {
                result = step.apply(result, (Integer) values[i]);
            }
            return last.apply(result);
        });
    }

    @Override
    public <T> Node array(List<Node> nodes, Function<Integer[], T> last) {
        return combine(nodes, values -> {
            Integer[] all = new Integer[values.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = (Integer) values[i];
            }
            return last.apply(all);
        });
    }

    @Override
    public <T> Node computed(Function<Latest, T> function, List<Node> possible) {
        return combine(possible, values -> function.apply(new Latest(possible, values)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T read(Latest latest, Node node) {
        return (T) latest.values[latest.nodes.indexOf(node)];
    }

    private static Node combine(List<Node> nodes, Function<Object[], Object> function) {
        return new Node(latest(nodes, function).distinctUntilChanged());
    }

    private static <T> Flux<T> latest(List<Node> nodes, Function<Object[], T> function) {
        return Flux.combineLatest(nodes.stream().map(Node::flux).toList(), function);
    }

    @Override
    public Node shared(Node node) {
        Sinks.Many<Object> sink = Sinks.many().replay().latest();
        node.flux.subscribe(value -> sink.tryEmitNext(value).orThrow());
        return new Node(sink.asFlux(), sink);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> void effect(Node node, Consumer<T> effect) {
        effects.add(node.flux.subscribe(value -> effect.accept((T) value)));
    }

    @Override
    public void effect(List<Node> nodes, Consumer<Integer> effect) {
        Flux<Integer> sum = nodes.isEmpty() ? Flux.just(0) : latest(nodes, ReactorPeer::sum);
        effects.add(sum.subscribe(effect));
    }

    private static Integer sum(Object[] values) {
        int sum = 0;
        for (Object value : values) {
            sum += (Integer) value;
        }
        return sum;
    }

    @Override
    public void write(Node source, Object value) {
        source.sink.tryEmitNext(value).orThrow();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T value(Node node) {
        return (T) node.flux.blockFirst();
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
