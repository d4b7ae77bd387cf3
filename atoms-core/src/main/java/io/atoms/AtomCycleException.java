package io.atoms;

import java.util.List;

/**
 * An atom depends on itself. It is the error of the atoms on the cycle, so they recover when a dependency changes in a
 * way that breaks it.
 */
public final class AtomCycleException extends AtomException {

    private static final long serialVersionUID = 1L;

    /** The names along the cycle. */
    @SuppressWarnings("serial") // a list of strings made by List.copyOf is serializable
    private final List<String> path;

    AtomCycleException(List<String> path) {
        super(Messages.CYCLE, path.get(0), String.join(" -> ", path));
        this.path = List.copyOf(path);
    }

    /** {@return the names of the atoms along the cycle; the first is also the last} */
    public List<String> path() {
        return path;
    }
}
