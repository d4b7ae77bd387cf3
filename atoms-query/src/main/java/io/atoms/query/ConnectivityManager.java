package io.atoms.query;

import java.util.Objects;
import reactor.core.Disposable;

/**
 * Tells whether the servers can be reached: by what the system says, a health probe or the state of a circuit breaker.
 * While they can't, queries and mutations are paused ({@link NetworkMode}); when they can again, mutations go on, then
 * queries, then stale queries are fetched again.
 *
 * <p><b>Threads.</b> Any.
 */
public interface ConnectivityManager {

    /** {@return whether the servers can be reached} */
    boolean isOnline();

    /**
     * Calls the listener after each change, on the thread that made it.
     *
     * @param listener what to call
     * @return ends that
     */
    Disposable onChange(Runnable listener);

    /**
     * Always online. The default.
     *
     * @return the manager
     */
    static ConnectivityManager always() {
        return new Switch(true);
    }

    /**
     * One that is switched by hand, by a health probe for example; online at first.
     *
     * @return the switch
     */
    static Switch manual() {
        return new Switch(true);
    }

    /** A connection that is switched by hand. */
    final class Switch implements ConnectivityManager {
        private final Toggle toggle;

        private Switch(boolean online) {
            toggle = new Toggle(online);
        }

        /**
         * Says whether the servers can be reached.
         *
         * @param online whether they can
         */
        public void setOnline(boolean online) {
            toggle.set(online);
        }

        @Override
        public boolean isOnline() {
            return toggle.get();
        }

        @Override
        public Disposable onChange(Runnable listener) {
            return toggle.onChange(Objects.requireNonNull(listener, "listener"));
        }
    }
}
