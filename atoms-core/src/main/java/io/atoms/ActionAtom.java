package io.atoms;

import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A write-only definition: a named transaction with an argument and a result. Run it by {@link Setter#run}; made by
 * {@link Atom#action}.
 *
 * <p><b>Rules.</b> All its writes are one commit, or part of the commit around it. If it throws, what it wrote is
 * taken back and the exception reaches the caller. Immutable and safe to share.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the result
 */
public final class ActionAtom<A extends @Nullable Object, R extends @Nullable Object> {

    private final String name;
    private final BiFunction<? super Setter, ? super A, ? extends R> function;

    ActionAtom(String name, BiFunction<? super Setter, ? super A, ? extends R> function) {
        this.name = name;
        this.function = Objects.requireNonNull(function, "function");
    }

    /** {@return the name given by {@link #named}, or {@code Action}} */
    public String name() {
        return name;
    }

    /**
     * Returns a new definition, equal to this one but for its name.
     *
     * @param name the new name
     * @return the new definition
     */
    public ActionAtom<A, R> named(String name) {
        return new ActionAtom<>(Objects.requireNonNull(name, "name"), function);
    }

    R apply(Setter setter, A argument) {
        return function.apply(setter, argument);
    }

    @Override
    public String toString() {
        return "Action[" + name + "]";
    }
}
