package io.atoms.bench.peer;

import io.atoms.Atom;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** This library, where dependencies are declared as far as they can be: {@code map} and {@code combine}. */
final class DeclaredAtomsPeer extends AtomsPeer {

    @Override
    @SuppressWarnings("unchecked")
    public <A, T> Node map(Node node, Function<A, T> function) {
        return of(Atom.map((Atom<A>) (Atom<?>) node.atom, function));
    }

    @Override
    public Node reduce(List<Node> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last) {
        Atom<Integer>[] atoms = atoms(nodes);
        if (atoms.length == 2) {
            return of(Atom.combine(atoms[0], atoms[1], (a, b) -> last.apply(step.apply(a, b))));
        }
        return of(Atom.combine(List.of(atoms), (List<Integer> values) -> {
            Integer result = values.get(0);
            for (int i = 1; i < values.size(); i++) {
                result = step.apply(result, values.get(i));
            }
            return last.apply(result);
        }));
    }

    @Override
    public <T> Node array(List<Node> nodes, Function<Integer[], T> last) {
        return of(Atom.combine(
                List.of(atoms(nodes)), (List<Integer> values) -> last.apply(values.toArray(new Integer[0]))));
    }
}
