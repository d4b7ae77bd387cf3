package io.atoms.bench.compare;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;

/** A bad library: whoever changes tells its dependents at once, one after the other, and knows no cut-off. */
class PushPeer extends Peer<PushPeer.Node, Void> {

    static final class Node {
        private final List<Runnable> dependents = new ArrayList<>();
        private Object value;
    }

    @Override
    public boolean dynamic() {
        return false;
    }

    @Override
    public Node source(Object value) {
        Node node = new Node();
        node.value = value;
        return node;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A, T> Node map(Node node, Function<A, T> function) {
        return over(List.of(node), () -> function.apply((A) node.value));
    }

    @Override
    public Node reduce(List<Node> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last) {
        return over(
                nodes,
                () -> last.apply(nodes.stream()
                        .map(node -> (Integer) node.value)
                        .reduce(step)
                        .orElseThrow()));
    }

    private static Node over(List<Node> nodes, java.util.function.Supplier<?> value) {
        Node result = new Node();
        Runnable run = () -> {
            result.value = value.get();
            result.dependents.forEach(Runnable::run);
        };
        nodes.forEach(node -> node.dependents.add(run));
        run.run();
        return result;
    }

    @Override
    public <T> Node array(List<Node> nodes, Function<Integer[], T> last) {
        throw new UnsupportedOperationException("arrays");
    }

    @Override
    public <T> Node computed(Function<Void, T> function, List<Node> possible) {
        throw new UnsupportedOperationException("dependencies that change");
    }

    @Override
    public <T> T read(Void context, Node node) {
        throw new UnsupportedOperationException("dependencies that change");
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> void effect(Node node, Consumer<T> effect) {
        Runnable run = () -> effect.accept((T) node.value);
        node.dependents.add(run);
        run.run();
    }

    @Override
    public void effect(List<Node> nodes, Consumer<Integer> sum) {
        effect(reduce(nodes, Integer::sum, Function.identity()), sum);
    }

    @Override
    public void write(Node source, Object value) {
        source.value = value;
        source.dependents.forEach(Runnable::run);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T value(Node node) {
        return (T) node.value;
    }

    @Override
    public void batch(Runnable writes) {
        writes.run();
    }

    @Override
    public void close() {}
}
