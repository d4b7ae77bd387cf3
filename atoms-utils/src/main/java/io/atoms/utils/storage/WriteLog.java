package io.atoms.utils.storage;

import io.atoms.Atom;
import io.atoms.PrimitiveAtom;
import org.jspecify.annotations.Nullable;

/**
 * The writes of storage atoms in a store, in their order: a list from the newest back, in an atom, so that a write and its
 * mark are one commit, a rollback takes both back, and a restored snapshot is noticed, because its head does not lead
 * back to the head before.
 *
 * <p>Who follows the log is a listener, called for each commit in order with the heads before and after. It cuts the
 * list behind the head before, which all have seen, so what is kept is what is on its way. {@code previous} is volatile because
 * it is cut without a lock; who walks past a cut only sees less of what was delivered.
 */
final class WriteLog {

    /** The newest write; null at first. */
    @SuppressWarnings("NullAway") // on JDK 17 it does not see that the value may be null
    static final PrimitiveAtom<@Nullable WriteLog> HEAD =
            Atom.<@Nullable WriteLog>of(null).named("storage.log");

    final StorageAtom<?> atom;
    /** Null if nothing is to be stored, and a write has only become a version of a shared storage. */
    final @Nullable Storage storage;

    volatile @Nullable WriteLog previous;

    WriteLog(StorageAtom<?> atom, @Nullable Storage storage, @Nullable WriteLog previous) {
        this.atom = atom;
        this.storage = storage;
        this.previous = previous;
    }
}
