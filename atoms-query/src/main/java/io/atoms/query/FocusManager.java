package io.atoms.query;

import java.util.Objects;
import reactor.core.Disposable;

/**
 * Tells whether the user is looking. While nobody is, intervals stop and further attempts wait; when somebody is again,
 * stale queries are fetched again.
 *
 * <p><b>Threads.</b> Any.
 */
public interface FocusManager {

    /** {@return whether somebody is looking} */
    boolean isFocused();

    /**
     * Calls the listener after each change, on the thread that made it.
     *
     * @param listener what to call
     * @return ends that
     */
    Disposable onChange(Runnable listener);

    /**
     * Always focused: for services. The default.
     *
     * @return the manager
     */
    static FocusManager always() {
        return new Switch(true);
    }

    /**
     * One that is switched by hand, by the listeners of a window for example; focused at first.
     *
     * @return the switch
     */
    static Switch manual() {
        return new Switch(true);
    }

    /** A focus that is switched by hand. */
    final class Switch implements FocusManager {
        private final Toggle toggle;

        private Switch(boolean focused) {
            toggle = new Toggle(focused);
        }

        /**
         * Says whether somebody is looking.
         *
         * @param focused whether somebody is
         */
        public void setFocused(boolean focused) {
            toggle.set(focused);
        }

        @Override
        public boolean isFocused() {
            return toggle.get();
        }

        @Override
        public Disposable onChange(Runnable listener) {
            return toggle.onChange(Objects.requireNonNull(listener, "listener"));
        }
    }
}
