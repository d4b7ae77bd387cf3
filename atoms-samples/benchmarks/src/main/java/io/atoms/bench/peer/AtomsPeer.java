package io.atoms.bench.peer;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtomHandle;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** This library, with default settings: dependencies are tracked, sources are written by handle. */
class AtomsPeer extends Peer<AtomsPeer.Node, Getter> {

    private final AtomStore store = AtomStore.create();

    /** An atom, and the handle of one that is written. */
    static final class Node {

        final Atom<Object> atom;
        final @Nullable WritableAtomHandle<Object, Object> handle;

        Node(Atom<Object> atom, @Nullable WritableAtomHandle<Object, Object> handle) {
            this.atom = atom;
            this.handle = handle;
        }
    }

    @Override
    public Node source(Object value) {
        PrimitiveAtom<Object> atom = Atom.of(value);
        return new Node(atom, store.handle(atom));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A, T> Node map(Node node, Function<A, T> function) {
        Atom<Object> atom = node.atom;
        return of(Atom.derived(get -> function.apply((A) get.get(atom))));
    }

    @Override
    public Node reduce(List<Node> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last) {
        Atom<Integer>[] atoms = atoms(nodes);
        return of(Atom.derived(get -> {
            Integer result = get.get(atoms[0]);
            for (int i = 1; i < atoms.length; i++) {
                result = step.apply(result, get.get(atoms[i]));
            }
            return last.apply(result);
        }));
    }

    @Override
    public <T> Node array(List<Node> nodes, Function<Integer[], T> last) {
        Atom<Integer>[] atoms = atoms(nodes);
        return of(Atom.derived(get -> {
            Integer[] values = new Integer[atoms.length];
            for (int i = 0; i < atoms.length; i++) {
                values[i] = get.get(atoms[i]);
            }
            return last.apply(values);
        }));
    }

    @Override
    public <T> Node computed(Function<Getter, T> function, List<Node> possible) {
        return of(Atom.derived(function));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T read(Getter context, Node node) {
        return (T) context.get(node.atom);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> void effect(Node node, Consumer<T> effect) {
        Atom<Object> atom = node.atom;
        store.effect(context -> effect.accept((T) context.get(atom)));
    }

    @Override
    public void effect(List<Node> nodes, Consumer<Integer> effect) {
        Atom<Integer>[] atoms = atoms(nodes);
        store.effect(context -> {
            int sum = 0;
            for (Atom<Integer> atom : atoms) {
                sum += context.get(atom);
            }
            effect.accept(sum);
        });
    }

    @Override
    public void write(Node node, Object value) {
        node.handle.set(value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T value(Node node) {
        return (T) store.get(node.atom);
    }

    @Override
    public void batch(Runnable writes) {
        store.transaction(tx -> writes.run());
    }

    @Override
    public void close() {
        store.close();
    }

    @SuppressWarnings("unchecked")
    final Node of(Atom<?> atom) {
        return new Node((Atom<Object>) atom, null);
    }

    @SuppressWarnings("unchecked")
    static Atom<Integer>[] atoms(List<Node> nodes) {
        return nodes.stream().map(node -> node.atom).toArray(Atom[]::new);
    }
}
