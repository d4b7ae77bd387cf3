package io.atoms;

import io.atoms.graph.Reads;
import org.jspecify.annotations.Nullable;

/** The getter of read functions. */
final class ReadContext implements Getter {

    private final Reads reads;

    ReadContext(Reads reads) {
        this.reads = reads;
    }

    @Override
    public <T extends @Nullable Object> T get(Atom<T> atom) {
        return Values.cast(reads.read(AbstractAtom.of(atom), true));
    }

    @Override
    public <T extends @Nullable Object> T peek(Atom<T> atom) {
        return Values.cast(reads.read(AbstractAtom.of(atom), false));
    }
}
