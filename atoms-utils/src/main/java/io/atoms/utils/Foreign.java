package io.atoms.utils;

import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a bridge reaches one property of an object that is none of ours. It refers to no such object itself, so that a link
 * can hold it weakly.
 *
 * @param <H> the type of the holder
 * @param <T> the type of the property
 */
interface Foreign<H, T extends @Nullable Object> {

    /** What the property is called in messages. */
    String name();

    /** The present value. */
    T read(H holder) throws Exception;

    /** Writes the value; the holder may refuse it, or make something else of it. */
    void write(H holder, T value) throws Exception;

    /**
     * Has the signal raised after each change, by the thread that changed it. The result ends that, given the holder.
     *
     * <p>The listener refers to the signal alone, and leaves the holder if nobody wants the signal any more.
     */
    Consumer<H> listen(H holder, Signal signal);

    /** What a holder's listener raises. It keeps nobody alive. */
    final class Signal {
        private final WeakReference<TwoWayLink<?, ?>> link;

        Signal(TwoWayLink<?, ?> link) {
            this.link = new WeakReference<>(link);
        }

        /** Tells whether it is still wanted. */
        boolean raise() {
            TwoWayLink<?, ?> present = link.get();
            return present != null && present.foreignChanged();
        }
    }
}
