package io.atoms;

import io.atoms.graph.Definition;
import io.atoms.graph.Reads;
import org.jspecify.annotations.Nullable;

/**
 * What an await depends on: the run and how many values it has had beyond the first. It changes with a new run and with
 * each further value of a stream, but not when the awaited first result arrives: that the awaiting Mono delivers.
 */
final class AsyncAwait<T> extends Definition implements Hidden {

    /** A run at one of its values. */
    record Version<T>(AsyncRun<T> run, long further) {}

    private final AsyncDefinition<T> atom;

    AsyncAwait(AsyncDefinition<T> atom) {
        super(Kind.DERIVED);
        this.atom = atom;
    }

    @Override
    protected Object compute(Reads reads) {
        reads.read(atom, true); // who is awaited is observed as any dependency
        AsyncRun<T> run = Values.cast(reads.read(atom.runs, true));
        AsyncRun.Cell<T> cell = Values.cast(reads.read(run.cell, true));
        return new Version<>(run, Math.max(0, cell.results() - 1));
    }

    @Override
    public String name() {
        return atom.name();
    }

    @Override
    protected boolean same(@Nullable Object a, @Nullable Object b) {
        return a != null && a.equals(b);
    }

    @Override
    public AbstractAtom<?> owner() {
        return atom;
    }
}
