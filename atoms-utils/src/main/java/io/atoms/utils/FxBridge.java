package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.WritableAtom;
import java.util.Objects;
import java.util.concurrent.Executor;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.FloatProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * Links atoms and JavaFX: a writable atom with a {@link Property}, both ways; an {@link ObservableValue} as an atom; an
 * atom as a read-only property.
 *
 * <pre>{@code
 * PrimitiveAtom<String> name = Atom.of("Ada").named("name");
 * AtomSubscription link = FxBridge.of(nameField.textProperty()).on(Platform::runLater).link(store, name);
 *
 * Atom<Item> selected = FxBridge.atom(table.getSelectionModel().selectedItemProperty());
 * title.textProperty().bind(FxBridge.property(store, heading, Platform::runLater));
 * }</pre>
 *
 * <p>JavaFX is an optional dependency: bring {@code org.openjfx:javafx-base}; a module requires {@code javafx.base}.
 *
 * <p><b>Rules.</b> A link writes at its start the atom's value to the property, or with {@link #propertyFirst} the
 * property's value to the atom. From then on a change of one side is written to the other one once, and its echo is
 * dropped. What the other side makes of a value, by rounding or trimming, comes back, so that both agree. A change of a
 * property inside a transaction is not undone if that rolls back. A link ends when it is disposed, when the store is
 * closed, and when the property or the store is collected: it keeps neither of them alive. So something else must hold the
 * property, as a control does.
 *
 * <p><b>Threads.</b> By default the property is written by the thread that writes the atom. {@link #on} gives an executor
 * that reaches it, {@code Platform::runLater} for one; changes that were made before it runs conflate to the newest. A
 * change of the property is written to the atom by the thread that changed it.
 *
 * <p><b>Errors.</b> A property that refuses a value, because it is bound or its code throws, keeps its own, and the atom is
 * taken back to that. An atom that refuses a value keeps its own, and the property is taken back. The error is treated like
 * that of a listener: it is told to {@link io.atoms.AtomStoreBuilder#onError}, or thrown to whoever made the change; JavaFX
 * hands what its listeners throw to the thread's handler of uncaught exceptions.
 *
 * @param <T> the type of the property's value
 * @see BeanBridge
 */
@SuppressWarnings("exports") // who uses it requires javafx.base; for others it must not be needed, not even to compile
public final class FxBridge<T extends @Nullable Object> {

    private final Property<T> property;
    private final LinkOptions options;

    private FxBridge(Property<T> property, LinkOptions options) {
        this.property = Objects.requireNonNull(property, "property");
        this.options = options;
    }

    // ---- a property ----

    /**
     * {@return a bridge to a property}
     *
     * @param <T> the type of the value
     * @param property the property
     */
    public static <T extends @Nullable Object> FxBridge<T> of(Property<T> property) {
        return new FxBridge<>(property, LinkOptions.DEFAULTS);
    }

    /**
     * {@return a bridge to a property of an {@code int}}
     *
     * @param property the property
     */
    public static FxBridge<Integer> of(IntegerProperty property) {
        return ofNumber(property);
    }

    /**
     * {@return a bridge to a property of a {@code long}}
     *
     * @param property the property
     */
    public static FxBridge<Long> of(LongProperty property) {
        return ofNumber(property);
    }

    /**
     * {@return a bridge to a property of a {@code float}}
     *
     * @param property the property
     */
    public static FxBridge<Float> of(FloatProperty property) {
        return ofNumber(property);
    }

    /**
     * {@return a bridge to a property of a {@code double}}
     *
     * @param property the property
     */
    public static FxBridge<Double> of(DoubleProperty property) {
        return ofNumber(property);
    }

    /** A property of a primitive type takes any number and gives those of its own type only. */
    @SuppressWarnings("unchecked")
    private static <N extends Number> FxBridge<N> ofNumber(Property<Number> property) {
        return of((Property<N>) (Property<?>) property);
    }

    /**
     * {@return a bridge that reaches the property by the executor} Default: in the calling thread.
     *
     * @param executor runs what touches it
     */
    public FxBridge<T> on(Executor executor) {
        return new FxBridge<>(property, options.on(executor));
    }

    /** {@return a bridge whose links begin with the property's value} Default: with the atom's. */
    public FxBridge<T> propertyFirst() {
        return new FxBridge<>(property, options.withForeignFirst());
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
        return TwoWayLink.start(store, atom, property, new FxProperty<>(property.getName()), options);
    }

    // ---- one way ----

    /**
     * {@return an atom that has the value of the observable} It listens from the first read or observer in a store on, by the thread
     * that makes it; so an observable that belongs to one thread needs {@link #atom(ObservableValue, Executor, Object)},
     * unless the atom is used there only. The listener keeps no store alive.
     *
     * @param <T> the type of the value
     * @param observable what to follow
     */
    public static <T extends @Nullable Object> Atom<T> atom(ObservableValue<? extends T> observable) {
        return FxAtom.of(observable, Runnable::run, last -> observable.getValue());
    }

    /**
     * {@return an atom that has the value of the observable, which is reached by the executor alone}
     *
     * @param <T> the type of the value
     * @param initial its value until the executor has read the observable
     * @param observable what to follow
     * @param executor runs what touches it
     */
    public static <T extends @Nullable Object> Atom<T> atom(
            ObservableValue<? extends T> observable, Executor executor, T initial) {
        Objects.requireNonNull(executor, "executor");
        return FxAtom.of(observable, executor, last -> last == null ? initial : last.get());
    }

    /**
     * {@return a property that has the value of the atom; it changes in the thread that writes the atom} The atom is observed as long
     * as the property has listeners or is bound to; without them the value is read from the store. It keeps the store and the
     * atom alive, like a handle.
     *
     * <p>If the atom fails, a property with listeners keeps its value, and the error is that of a listener.
     *
     * @param <T> the type of the value
     * @param store whose atom
     * @param atom what to follow
     */
    public static <T extends @Nullable Object> ReadOnlyObjectProperty<T> property(AtomStore store, Atom<T> atom) {
        return property(store, atom, Runnable::run);
    }

    /**
     * {@return a property that has the value of the atom and changes in the executor, {@code Platform::runLater} for one; with
     * listeners it has the value of its last change} Listeners are to be added and removed there, too.
     *
     * @param <T> the type of the value
     * @param store whose atom
     * @param atom what to follow
     * @param executor runs what touches it
     */
    public static <T extends @Nullable Object> ReadOnlyObjectProperty<T> property(
            AtomStore store, Atom<T> atom, Executor executor) {
        return new FxAtomProperty<>(store, atom, executor);
    }
}
