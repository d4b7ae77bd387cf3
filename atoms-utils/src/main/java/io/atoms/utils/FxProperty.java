package io.atoms.utils;

import java.util.function.Consumer;
import javafx.beans.property.Property;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * A JavaFX property as a link sees it.
 *
 * @param <T> the type of its value
 */
final class FxProperty<T extends @Nullable Object> implements Foreign<Property<T>, T> {

    private final String name;

    FxProperty(@Nullable String name) {
        this.name = name == null || name.isEmpty() ? "A JavaFX property" : "JavaFX property " + name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public T read(Property<T> holder) {
        return holder.getValue();
    }

    @Override
    public void write(Property<T> holder, T value) {
        holder.setValue(value);
    }

    @Override
    public Consumer<Property<T>> listen(Property<T> holder, Signal signal) {
        Listener<T> listener = new Listener<>(signal);
        holder.addListener(listener);
        return property -> property.removeListener(listener);
    }

    private record Listener<T extends @Nullable Object>(Signal signal) implements ChangeListener<T> {
        @Override
        public void changed(ObservableValue<? extends T> observable, T before, T value) {
            if (!signal.raise()) {
                observable.removeListener(this);
            }
        }
    }
}
