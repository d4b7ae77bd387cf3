package io.atoms;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * An atom bound to a store. Reads skip the look-up of the atom, so hot code prefers it. It keeps the atom and the
 * store alive.
 *
 * <p><b>Threads and errors.</b> As the methods of {@link AtomStore} of the same name.
 *
 * @param <T> the type of the value
 */
public interface AtomHandle<T extends @Nullable Object> {

    /** {@return the atom} */
    Atom<T> atom();

    /** {@return the store} */
    AtomStore store();

    /**
     * See {@link AtomStore#get}.
     *
     * @return the value
     */
    T get();

    /**
     * See {@link AtomStore#subscribe(Atom, Consumer)}.
     *
     * @param listener is given the new value
     * @return ends it
     */
    AtomSubscription subscribe(Consumer<? super T> listener);

    /**
     * See {@link AtomStore#subscribe(Atom, AtomListener)}.
     *
     * @param listener is given the previous and the new value
     * @return ends it
     */
    AtomSubscription subscribe(AtomListener<? super T> listener);

    /**
     * See {@link AtomStore#flux}.
     *
     * @return the values
     */
    Flux<T> flux();
}
