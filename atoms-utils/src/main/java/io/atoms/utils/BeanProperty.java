package io.atoms.utils;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A property of a bean as a link sees it.
 *
 * @param <B> the type of the bean
 * @param <T> the type of the property
 */
final class BeanProperty<B, T extends @Nullable Object> implements Foreign<B, T> {

    /**
     * A getter.
     *
     * @param <B> the type of the bean
     * @param <T> the type of the value
     */
    interface Read<B, T extends @Nullable Object> {
        T read(B bean) throws Exception;
    }

    private final String name;
    private final Read<? super B, ? extends T> getter;
    private final BeanBridge.Write<? super B, ? super T> setter;
    private final BiConsumer<? super B, ? super PropertyChangeListener> add;
    private final BiConsumer<? super B, ? super PropertyChangeListener> remove;

    BeanProperty(
            String name,
            Read<? super B, ? extends T> getter,
            BeanBridge.Write<? super B, ? super T> setter,
            BiConsumer<? super B, ? super PropertyChangeListener> add,
            BiConsumer<? super B, ? super PropertyChangeListener> remove) {
        this.name = Objects.requireNonNull(name, "property");
        this.getter = getter;
        this.setter = setter;
        this.add = Objects.requireNonNull(add, "add");
        this.remove = Objects.requireNonNull(remove, "remove");
    }

    @Override
    public String name() {
        return "Bean property " + name;
    }

    @Override
    public T read(B holder) throws Exception {
        return getter.read(holder);
    }

    @Override
    public void write(B holder, T value) throws Exception {
        setter.write(holder, value);
    }

    @Override
    public Consumer<B> listen(B holder, Signal signal) {
        Listener<B> listener = new Listener<>(name, new WeakReference<>(holder), remove, signal);
        add.accept(holder, listener);
        return bean -> remove.accept(bean, listener);
    }

    /** An event without a name says that several properties have changed. */
    private record Listener<B>(
            String name,
            WeakReference<B> bean,
            BiConsumer<? super B, ? super PropertyChangeListener> remove,
            Signal signal)
            implements PropertyChangeListener {
        @Override
        public void propertyChange(PropertyChangeEvent event) {
            String changed = event.getPropertyName();
            if ((changed == null || changed.equals(name)) && !signal.raise()) {
                B present = bean.get();
                if (present != null) {
                    remove.accept(present, this);
                }
            }
        }
    }
}
