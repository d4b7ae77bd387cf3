package io.atoms.inspect;

import java.util.List;
import java.util.Optional;

/**
 * A description of a store at one moment: a plain record, fit for a JSON mapper.
 *
 * @param store the name of the store
 * @param epoch the epoch of its last commit
 * @param atoms its nodes, by id
 * @param openSnapshots how many snapshots are open
 */
public record StoreInspection(String store, long epoch, List<AtomInspection> atoms, int openSnapshots) {

    /**
     * Copies the list.
     *
     * @param store the name of the store
     * @param epoch the epoch of its last commit
     * @param atoms its nodes, by id
     * @param openSnapshots how many snapshots are open
     */
    public StoreInspection {
        atoms = List.copyOf(atoms);
    }

    /**
     * The first node of that name.
     *
     * @param name of an atom
     * @return the node, if there is one
     */
    public Optional<AtomInspection> find(String name) {
        return atoms.stream().filter(a -> a.atom().name().equals(name)).findFirst();
    }

    /**
     * The graph as Mermaid text ({@code flowchart LR}), edges from dependency to dependent. Mermaid by default refuses
     * text of more than 50,000 characters or 500 edges; {@link #toDot} has no such limits.
     *
     * @return the text
     */
    public String toMermaid() {
        return GraphText.mermaid(this);
    }

    /** {@return the graph as Graphviz DOT text} */
    public String toDot() {
        return GraphText.dot(this);
    }

    /**
     * The nodes as an indented tree, dependents above their dependencies; a line for each node. {@code ?} is a value that
     * was never computed; {@code unchecked} one that will be checked at the next read, and recomputed if a dependency
     * changed. A node that has several dependents is shown with its dependencies below the first of them.
     *
     * @return the text
     */
    public String toText() {
        return GraphText.tree(this);
    }

    /** The name and the epoch of the store, and {@link #toText}. */
    @Override
    public String toString() {
        return store + " at epoch " + epoch + "\n" + toText();
    }
}
