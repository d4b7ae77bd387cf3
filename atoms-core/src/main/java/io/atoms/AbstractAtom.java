package io.atoms;

import io.atoms.graph.Definition;
import io.atoms.inspect.AtomInfo;
import io.atoms.inspect.AtomKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What all atoms are to the graph. */
abstract sealed class AbstractAtom<T extends @Nullable Object> extends Definition implements Atom<T>, Mountable
        permits PrimitiveDefinition, DerivedDefinition, WritableDefinition, AsyncDefinition {

    final Options<T> options;

    AbstractAtom(Kind kind, Options<T> options) {
        super(kind);
        this.options = options;
    }

    static <T extends @Nullable Object> AbstractAtom<T> of(Atom<T> atom) {
        return (AbstractAtom<T>) Objects.requireNonNull(atom, "atom");
    }

    abstract AtomKind atomKind();

    AtomInfo info() {
        return new AtomInfo(id, name(), atomKind());
    }

    @Override
    public String name() {
        return options.name() == null ? "Atom#" + id : options.name();
    }

    boolean isNamed() {
        return options.name() != null;
    }

    @Override
    @SuppressWarnings("unchecked") // the graph gives back what this definition gave it
    protected boolean same(@Nullable Object a, @Nullable Object b) {
        return options.equality() == null
                ? Objects.equals(a, b)
                : options.equality().test((T) a, (T) b);
    }

    @Override
    protected boolean mountable() {
        return options.mount() != null;
    }

    @Override
    public @Nullable Runnable mount(DefaultAtomStore store) {
        return options.mount() == null ? null : options.mount().apply(new StoreMountContext<>(store, this));
    }

    @Override
    public String toString() {
        return isNamed() ? "Atom[" + name() + "]" : name();
    }
}
