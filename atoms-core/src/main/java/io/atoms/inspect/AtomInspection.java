package io.atoms.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node of a store's graph as {@link StoreInspection} saw it.
 *
 * @param atom its identity, name and kind
 * @param state whether the value is current
 * @param value the last computed value; null if there is none or it is an error
 * @param error the error, if the value is one
 * @param observed whether it has a subscriber or effect, or is a dependency of an observed atom
 * @param height 0 for an atom without dependencies, else one more than the highest dependency
 * @param dependencies the ids of its dependencies, in the order of their first read
 * @param dependents the ids of the nodes that have it as a dependency, observed or not
 * @param subscriptions how many subscriptions it has
 * @param recomputes how often it ran; 0 unless the store counts
 * @param cutOffs how many of these runs gave an equal value; 0 unless the store counts
 */
public record AtomInspection(
        AtomInfo atom,
        State state,
        @Nullable Object value,
        @Nullable Throwable error,
        boolean observed,
        int height,
        List<Long> dependencies,
        List<Long> dependents,
        int subscriptions,
        long recomputes,
        long cutOffs) {

    /**
     * Copies the lists.
     *
     * @param atom its identity, name and kind
     * @param state whether the value is current
     * @param value the last computed value; null if there is none or it is an error
     * @param error the error, if the value is one
     * @param observed whether it has a subscriber or effect, or is a dependency of an observed atom
     * @param height 0 for an atom without dependencies, else one more than the highest dependency
     * @param dependencies the ids of its dependencies, in the order of their first read
     * @param dependents the ids of the nodes that have it as a dependency, observed or not
     * @param subscriptions how many subscriptions it has
     * @param recomputes how often it ran; 0 unless the store counts
     * @param cutOffs how many of these runs gave an equal value; 0 unless the store counts
     */
    public AtomInspection {
        dependencies = List.copyOf(dependencies);
        dependents = List.copyOf(dependents);
    }

    /** Whether the value is known. */
    public enum State {
        /** The value is current. */
        CURRENT,
        /** It will be checked, and recomputed if a dependency changed, at the next read. */
        UNCHECKED,
        /** It has not been computed yet. */
        NEW
    }
}
