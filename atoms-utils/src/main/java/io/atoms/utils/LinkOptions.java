package io.atoms.utils;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The options of a link.
 *
 * @param executor reaches the holder
 * @param foreignFirst whether the holder's value wins at the start
 */
record LinkOptions(Executor executor, boolean foreignFirst) {

    /** By default the calling thread reaches the holder, and the atom's value wins. */
    static final LinkOptions DEFAULTS = new LinkOptions(Runnable::run, false);

    LinkOptions on(Executor other) {
        return new LinkOptions(Objects.requireNonNull(other, "executor"), foreignFirst);
    }

    LinkOptions withForeignFirst() {
        return new LinkOptions(executor, true);
    }
}
