package io.atoms.utils;

import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.WritableAtom;
import java.beans.PropertyChangeListener;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Links a writable atom and a property of a bean that tells its changes by {@link java.beans.PropertyChangeSupport}: Swing
 * components and models written for them.
 *
 * <pre>{@code
 * PrimitiveAtom<String> name = Atom.of("Ada").named("name");
 * AtomSubscription link = BeanBridge.of(person, "name", String.class).link(store, name);
 * store.set(name, "Grace");  // person.getName() is Grace
 * person.setName("Hedy");    // store.get(name) is Hedy
 * link.dispose();
 * }</pre>
 *
 * <p>A module that uses this class requires {@code java.desktop}.
 *
 * <p><b>Rules.</b> A link writes at its start the atom's value to the property, or with {@link #propertyFirst} the
 * property's value to the atom. From then on a change of one side is written to the other one once, and its echo is
 * dropped. What the other side makes of a value, by rounding or trimming, comes back, so that both agree. A change of a bean
 * inside a transaction is not undone if that rolls back. A link ends when it is disposed, when the store is closed, and when
 * the bean or the store is collected: it keeps neither of them alive.
 *
 * <p><b>Threads.</b> By default the bean is written by the thread that writes the atom. {@link #on} gives an executor that
 * reaches it, {@code SwingUtilities::invokeLater} for one; changes that were made before it runs conflate to the newest. A
 * change of the bean is written to the atom by the thread that changed it.
 *
 * <p><b>Errors.</b> A setter that throws, as a veto does, leaves the bean with its own value, and the atom is taken back to
 * that. An atom that refuses a value keeps its own, and the bean is taken back. The error is treated like that of a listener:
 * it is told to {@link io.atoms.AtomStoreBuilder#onError}, or thrown to whoever made the change, a checked one as the cause
 * of an {@link IllegalStateException}.
 *
 * @param <T> the type of the property's value
 * @see FxBridge
 */
public final class BeanBridge<T extends @Nullable Object> {

    /**
     * A setter of a bean.
     *
     * @param <B> the type of the bean
     * @param <T> the type of the value
     */
    @FunctionalInterface
    public interface Write<B, T extends @Nullable Object> {
        /**
         * Writes the value; may throw a {@link java.beans.PropertyVetoException}, or any other.
         *
         * @param bean the bean
         * @param value the value
         * @throws Exception if that fails
         */
        void write(B bean, T value) throws Exception;
    }

    /** A bean with its property; the type of the bean is nobody's business. */
    private record Target<B, T extends @Nullable Object>(B bean, BeanProperty<B, T> property) {
        AtomSubscription link(AtomStore store, WritableAtom<T, T> atom, LinkOptions options) {
            return TwoWayLink.start(store, atom, bean, property, options);
        }
    }

    private final Target<?, T> target;
    private final LinkOptions options;

    private BeanBridge(Target<?, T> target, LinkOptions options) {
        this.target = target;
        this.options = options;
    }

    /**
     * {@return a bridge to a property that is found by its name} The bean needs a public getter and setter, and a method that adds a
     * {@link PropertyChangeListener}; if its class is in a module, that must export or open its package.
     *
     * @param <T> the type of the property
     * @param type the type of the property, exactly
     * @param bean the bean
     * @param property its name
     * @throws IllegalArgumentException if something of that is missing
     */
    public static <T> BeanBridge<T> of(Object bean, String property, Class<T> type) {
        Objects.requireNonNull(bean, "bean");
        Objects.requireNonNull(property, "property");
        Objects.requireNonNull(type, "type");
        return new BeanBridge<>(
                new Target<>(bean, BeanProperties.find(bean.getClass(), property, type)), LinkOptions.DEFAULTS);
    }

    /**
     * {@return a bridge to a property that is reached by functions, without reflection}
     *
     * <pre>{@code
     * BeanBridge.of(person, "name", Person::getName, Person::setName,
     *         Person::addPropertyChangeListener, Person::removePropertyChangeListener)
     * }</pre>
     *
     * <p>The functions must not hold the bean, or the link keeps it alive.
     *
     * @param <B> the type of the bean
     * @param <T> the type of the property
     * @param property the name that the bean gives in its events
     * @param bean the bean
     * @param getter reads the property
     * @param setter writes it
     * @param add adds a listener of changes to the bean
     * @param remove removes it
     */
    public static <B, T extends @Nullable Object> BeanBridge<T> of(
            B bean,
            String property,
            Function<? super B, ? extends T> getter,
            Write<? super B, ? super T> setter,
            BiConsumer<? super B, ? super PropertyChangeListener> add,
            BiConsumer<? super B, ? super PropertyChangeListener> remove) {
        Objects.requireNonNull(bean, "bean");
        return new BeanBridge<>(
                new Target<>(bean, new BeanProperty<B, T>(property, getter::apply, setter, add, remove)),
                LinkOptions.DEFAULTS);
    }

    /**
     * {@return a bridge that reaches the bean by the executor} Default: in the calling thread.
     *
     * @param executor runs what touches it
     */
    public BeanBridge<T> on(Executor executor) {
        return new BeanBridge<>(target, options.on(executor));
    }

    /** {@return a bridge whose links begin with the property's value} Default: with the atom's. */
    public BeanBridge<T> propertyFirst() {
        return new BeanBridge<>(target, options.withForeignFirst());
    }

    /**
     * Links the property and the atom until the result is disposed. Inside a transaction, a listener or an effect the link
     * begins after that.
     *
     * @param store whose atom
     * @param atom what is linked
     * @return ends the link
     */
    public AtomSubscription link(AtomStore store, WritableAtom<T, T> atom) {
        return target.link(store, atom, options);
    }
}
