package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.WriteRefusedException;
import io.atoms.utils.testing.Garbage;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleFloatProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.scheduler.VirtualTimeScheduler;

/** With the real javafx-base. What both bridges share is tested in {@link BeanBridgeTest}. */
@Timeout(300)
class FxBridgeTest {
    private final AtomStore store = AtomStore.create();
    private final PrimitiveAtom<String> name = Atom.of("Ada").named("name");
    private final StringProperty property = new SimpleStringProperty(null, "nameField", "Bea");
    private final List<Object> told = new ArrayList<>();

    /** JavaFX gives what its listeners throw to the thread's handler. */
    private final List<Throwable> uncaught = new ArrayList<>();

    private final UncaughtExceptionHandler handlerBefore =
            Thread.currentThread().getUncaughtExceptionHandler();

    FxBridgeTest() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> uncaught.add(error));
    }

    @AfterEach
    void restoreHandler() {
        Thread.currentThread().setUncaughtExceptionHandler(handlerBefore);
    }

    /** The JavaFX application thread: tasks wait until the test runs them. */
    private static final class Tasks implements Executor {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean over;

        @Override
        public void execute(Runnable task) {
            if (over) {
                throw new RejectedExecutionException("over");
            }
            waiting.add(task);
        }

        int runAll() {
            int count = 0;
            for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
                task.run();
                count++;
            }
            return count;
        }
    }

    @Test
    void javafx_isTheRealModule() {
        assertThat(SimpleStringProperty.class.getModule().getName()).isEqualTo("javafx.base");
    }

    @Nested
    class TwoWay {
        @Test
        void atomWins_byDefault() {
            FxBridge.of(property).link(store, name);

            assertThat(property.get()).isEqualTo("Ada");
        }

        @Test
        void propertyFirst_propertyWins() {
            FxBridge.of(property).propertyFirst().link(store, name);

            assertThat(store.get(name)).isEqualTo("Bea");
        }

        @Test
        void changes_comeOnce() {
            FxBridge.of(property).link(store, name);
            store.subscribe(name, value -> told.add("atom " + value));
            property.addListener((any, before, value) -> told.add("property " + value));
            store.set(name, "Grace");
            assertThat(told).containsExactly("property Grace", "atom Grace");
            told.clear();
            property.set("Hedy");

            assertThat(told).containsExactlyInAnyOrder("atom Hedy", "property Hedy");
        }

        @Test
        void onAnExecutor_changesConflate() {
            Tasks tasks = new Tasks();
            AtomSubscription link = FxBridge.of(property).on(tasks).link(store, name);
            tasks.runAll();
            property.addListener((any, before, value) -> told.add(value));
            store.set(name, "one");
            store.set(name, "two");
            assertThat(told).isEmpty();
            tasks.runAll();
            assertThat(told).containsExactly("two");
            link.dispose();
            store.set(name, "three");
            property.set("four");
            tasks.runAll();

            assertThat(told).containsExactly("two", "four");
            assertThat(store.get(name)).isEqualTo("three");
        }

        @Test
        void numbers_haveTheirOwnType() {
            PrimitiveAtom<Integer> i = Atom.of(1);
            PrimitiveAtom<Long> l = Atom.of(1L);
            PrimitiveAtom<Float> f = Atom.of(1f);
            PrimitiveAtom<Double> d = Atom.of(1d);
            PrimitiveAtom<Boolean> b = Atom.of(true);
            SimpleIntegerProperty ints = new SimpleIntegerProperty();
            SimpleLongProperty longs = new SimpleLongProperty();
            SimpleFloatProperty floats = new SimpleFloatProperty();
            SimpleDoubleProperty doubles = new SimpleDoubleProperty();
            SimpleBooleanProperty booleans = new SimpleBooleanProperty();
            FxBridge.of(ints).link(store, i);
            FxBridge.of(longs).link(store, l);
            FxBridge.of(floats).link(store, f);
            FxBridge.of(doubles).link(store, d);
            FxBridge.of(booleans).link(store, b);
            assertThat(List.of(ints.get(), longs.get(), floats.get(), doubles.get(), booleans.get()))
                    .isEqualTo(List.of(1, 1L, 1f, 1d, true));
            ints.set(2);
            longs.set(2);
            floats.set(2);
            doubles.set(2);
            booleans.set(false);
            int two = store.get(i);

            assertThat(List.of(two, store.get(l), store.get(f), store.get(d), store.get(b)))
                    .isEqualTo(List.of(2, 2L, 2f, 2d, false));
        }

        @Test
        void nullForANumber_becomesWhatThePropertyMakesOfIt() {
            PrimitiveAtom<Integer> number = Atom.of(7);
            SimpleIntegerProperty ints = new SimpleIntegerProperty();
            FxBridge.of(ints).link(store, number);
            store.set(number, null);

            assertThat(store.get(number)).isZero();
        }

        @Test
        void boundProperty_refuses_andTheAtomIsTakenBack() {
            FxBridge.of(property).link(store, name);
            StringProperty source = new SimpleStringProperty("bound");
            property.bind(source);
            assertThat(store.get(name)).isEqualTo("bound");

            assertThatThrownBy(() -> store.set(name, "Grace")).hasMessageContaining("A bound value cannot be set");
            assertThat(store.get(name)).isEqualTo("bound");
            source.set("moved");
            assertThat(store.get(name)).isEqualTo("moved");
        }

        @Test
        void atomThatRefuses_takesThePropertyBack_andTheErrorIsUncaught() {
            AtomStore strict = AtomStore.builder()
                    .validate(name, value -> value.length() < 10, "too long")
                    .build();
            FxBridge.of(property).link(strict, name);
            property.set("Maximiliana");

            assertThat(property.get()).isEqualTo("Ada");
            assertThat(uncaught).singleElement().isInstanceOf(WriteRefusedException.class);
        }

        @Test
        void atomThatRefuses_isToldToTheStoresHandler() {
            List<Throwable> errors = new ArrayList<>();
            AtomStore strict = AtomStore.builder()
                    .validate(name, value -> value.length() < 10, "too long")
                    .onError(failure -> errors.add(failure.error()))
                    .build();
            FxBridge.of(property).link(strict, name);
            property.set("Maximiliana");

            assertThat(errors).singleElement().isInstanceOf(WriteRefusedException.class);
            assertThat(uncaught).isEmpty();
        }

        @Test
        void disagreement_namesTheProperty() {
            SimpleStringProperty stubborn = new SimpleStringProperty(null, "stubborn", "x") {
                @Override
                public void set(String next) {
                    super.set("-" + next);
                }
            };
            WritableAtom<String, String> padded = Atom.<String, String>writable(
                            get -> get.get(name), (set, value) -> set.set(name, value + "+"))
                    .named("padded");

            assertThatThrownBy(() -> FxBridge.of(stubborn).link(store, padded))
                    .hasMessageContaining("JavaFX property stubborn and padded, which are linked, never agree");
        }

        @Test
        void forgottenProperty_isCollected() {
            WeakReference<Property<String>> forgotten = new WeakReference<>(linked());

            assertThat(Garbage.collects(forgotten)).isTrue();
            store.set(name, "Grace");
        }

        private Property<String> linked() {
            Property<String> other = new SimpleObjectProperty<>("x");
            FxBridge.of(other).link(store, name);
            return other;
        }

        @Test
        void forgottenStore_isCollected() {
            WeakReference<AtomStore> forgotten = new WeakReference<>(linkedStore());

            assertThat(Garbage.collects(forgotten)).isTrue();
            property.set("Grace");
        }

        private AtomStore linkedStore() {
            AtomStore other = AtomStore.create();
            FxBridge.of(property).link(other, name);
            other.set(name, "Hedy");
            assertThat(property.get()).isEqualTo("Hedy");
            return other;
        }
    }

    @Nested
    class ObservableAsAtom {
        private final Atom<String> atom = FxBridge.<String>atom(property).named("fromField");

        @Test
        void value_isThatOfTheObservable_observedOrNot() {
            assertThat(store.get(atom)).isEqualTo("Bea");
            property.set("Ada");
            assertThat(store.get(atom)).isEqualTo("Ada");
            property.set(null);
            assertThat(store.get(atom)).isNull();
            assertThat(AtomStore.create().get(atom)).isNull();
        }

        @Test
        void change_isTold_once() {
            store.subscribe(atom, value -> told.add(value));
            property.set("Ada");
            property.set("Ada");
            property.set(null);
            property.set("Grace");

            assertThat(told).containsExactly("Ada", null, "Grace");
        }

        @Test
        void derivedAtoms_follow_bindingsToo() {
            Atom<String> upper = Atom.map(FxBridge.<String>atom(Bindings.concat(property, "!")), String::toUpperCase);
            store.subscribe(upper, value -> told.add(value));
            property.set("Ada");

            assertThat(told).containsExactly("ADA!");
        }

        @Test
        void insideATransaction_andInASnapshot_isReadAsWell() {
            store.transaction(tx -> {
                tx.set(name, "x");
                assertThat(tx.get(atom)).isEqualTo("Bea");
            });
            try (StoreSnapshot snapshot = AtomStore.create().snapshot()) {
                assertThat(snapshot.get(atom)).isEqualTo("Bea");
            }
        }

        @Test
        void errorOfTheObservable_isTheAtoms_untilItChanges() {
            SimpleIntegerProperty number = new SimpleIntegerProperty(1);
            SimpleObjectProperty<Integer> failing = new SimpleObjectProperty<>() {
                {
                    number.addListener((any, before, value) -> fireValueChangedEvent());
                }

                @Override
                public Integer get() {
                    return 10 / number.get();
                }
            };
            Atom<Integer> inverse = FxBridge.atom(failing);
            AtomStore handled = AtomStore.builder().onError(failure -> {}).build();
            handled.subscribe(inverse, value -> told.add(value));
            number.set(0);
            assertThatThrownBy(() -> handled.get(inverse)).isInstanceOf(ArithmeticException.class);
            number.set(5);

            assertThat(handled.get(inverse)).isEqualTo(2);
        }

        @Test
        void onAnExecutor_hasTheInitialValueUntilItRan() {
            Tasks tasks = new Tasks();
            Atom<String> there = FxBridge.atom(property, tasks, "unknown");
            store.subscribe(there, value -> told.add(value));
            assertThat(store.get(there)).isEqualTo("unknown");
            tasks.runAll();
            property.set("Ada");

            assertThat(told).containsExactly("Bea", "Ada");
        }

        @Test
        void unobserved_afterAWhile_stopsListening_andIsFreshAgain() {
            ListenerCount counted = new ListenerCount();
            VirtualTimeScheduler clock = VirtualTimeScheduler.create();
            AtomStore timed = AtomStore.builder().scheduler(clock).build();
            Atom<String> there = FxBridge.atom(counted);
            AtomSubscription observer = timed.subscribe(there, value -> told.add(value));
            assertThat(counted.listeners).isOne();
            observer.dispose();
            clock.advanceTimeBy(Duration.ofSeconds(2));
            assertThat(counted.listeners).isZero();
            counted.set("changed meanwhile");

            assertThat(timed.get(there)).isEqualTo("changed meanwhile");
        }

        @Test
        void close_stopsListening() {
            ListenerCount counted = new ListenerCount();
            store.subscribe(FxBridge.atom(counted), value -> {});
            store.close();

            assertThat(counted.listeners).isZero();
        }

        @Test
        void store_isCollected_thoughTheObservableLives() {
            WeakReference<AtomStore> forgotten = new WeakReference<>(observing());

            assertThat(Garbage.collects(forgotten)).isTrue();
            property.set("harmless");
        }

        private AtomStore observing() {
            AtomStore other = AtomStore.create();
            other.subscribe(atom, value -> told.add(value));
            return other;
        }

        @Test
        void observedAtom_survivesCollections() {
            store.subscribe(atom, value -> told.add(value));
            Garbage.collect();
            property.set("Ada");

            assertThat(told).containsExactly("Ada");
        }
    }

    private static final class ListenerCount extends SimpleStringProperty {
        private int listeners;

        @Override
        public void addListener(InvalidationListener listener) {
            listeners++;
            super.addListener(listener);
        }

        @Override
        public void removeListener(InvalidationListener listener) {
            listeners--;
            super.removeListener(listener);
        }
    }

    @Nested
    class AtomAsProperty {
        private final List<String> life = new ArrayList<>();
        private final PrimitiveAtom<String> mounted = Atom.of("Ada")
                .named("mounted")
                .onMount(context -> {
                    life.add("mount");
                    return () -> life.add("unmount");
                });
        private final ReadOnlyObjectProperty<String> view = FxBridge.property(store, mounted);

        @Test
        void withoutListeners_isRead_andNotObserved() {
            assertThat(view.get()).isEqualTo("Ada");
            store.set(mounted, "Grace");

            assertThat(view.getValue()).isEqualTo("Grace");
            assertThat(life).isEmpty();
            assertThat(view.getName()).isEqualTo("mounted");
            assertThat(view.getBean()).isSameAs(store);
        }

        @Test
        void changeListener_isTold_withTheValueBefore() {
            ChangeListener<String> listener = (any, before, value) -> {
                assertThat((Object) any).isSameAs(view);
                told.add(before + " -> " + value);
            };
            view.addListener(listener);
            store.set(mounted, "Grace");
            store.set(mounted, "Grace");
            store.transaction(tx -> {
                tx.set(mounted, "no");
                tx.set(mounted, "Hedy");
            });
            view.removeListener(listener);
            store.set(mounted, "unseen");

            assertThat(told).containsExactly("Ada -> Grace", "Grace -> Hedy");
            assertThat(life).containsExactly("mount", "unmount");
            assertThat(view.get()).isEqualTo("unseen");
        }

        @Test
        void binding_observes_andUnbindingEndsIt() {
            StringProperty label = new SimpleStringProperty();
            label.bind(view);
            assertThat(label.get()).isEqualTo("Ada");
            store.set(mounted, "Grace");
            assertThat(label.get()).isEqualTo("Grace");
            label.unbind();
            store.set(mounted, "Hedy");

            assertThat(label.get()).isEqualTo("Grace");
            assertThat(life).containsExactly("mount", "unmount");
        }

        @Test
        void removingAStranger_keepsTheOthers() {
            InvalidationListener known = any -> told.add(view.get());
            view.addListener(known);
            view.removeListener((InvalidationListener) any -> {});
            store.set(mounted, "Grace");
            assertThat(told).containsExactly("Grace");
            view.removeListener(known);

            assertThat(life).containsExactly("mount", "unmount");
        }

        @Test
        void sameListenerTwice_isToldTwice_andMustBeRemovedTwice() {
            InvalidationListener twice = any -> told.add(view.get());
            view.addListener(twice);
            view.addListener(twice);
            store.set(mounted, "Grace");
            assertThat(told).containsExactly("Grace", "Grace");
            view.removeListener(twice);
            assertThat(life).containsExactly("mount");
            view.removeListener(twice);

            assertThat(life).containsExactly("mount", "unmount");
        }

        @Test
        void onAnExecutor_changesThere_conflated() {
            Tasks tasks = new Tasks();
            ReadOnlyObjectProperty<String> there = FxBridge.property(store, mounted, tasks);
            there.addListener((any, before, value) -> told.add(value));
            store.set(mounted, "one");
            store.set(mounted, "two");
            assertThat(there.get()).isEqualTo("Ada");
            assertThat(tasks.runAll()).isOne();

            assertThat(there.get()).isEqualTo("two");
            assertThat(told).containsExactly("two");
        }

        @Test
        void onAnExecutor_thatIsOver_isTold() {
            Tasks tasks = new Tasks();
            tasks.over = true;
            FxBridge.property(store, mounted, tasks).addListener((any, before, value) -> told.add(value));

            assertThatThrownBy(() -> store.set(mounted, "one")).isInstanceOf(RejectedExecutionException.class);
            tasks.over = false;
            store.set(mounted, "two");
            tasks.runAll();
            assertThat(told).containsExactly("two");
        }

        @Test
        void listenerRemoved_whileAChangeWaits_isNotTold() {
            Tasks tasks = new Tasks();
            ReadOnlyObjectProperty<String> there = FxBridge.property(store, mounted, tasks);
            ChangeListener<String> listener = (any, before, value) -> told.add(value);
            there.addListener(listener);
            store.set(mounted, "one");
            there.removeListener(listener);
            tasks.runAll();

            assertThat(told).isEmpty();
        }

        @Test
        void nullValue_isAValue() {
            view.addListener((any, before, value) -> told.add(value));
            store.set(mounted, null);

            assertThat(told).containsExactly((Object) null);
            assertThat(view.get()).isNull();
        }

        @Test
        void failingAtom_keepsTheValue_andRecovers() {
            Atom<Integer> length = Atom.map(mounted, String::length);
            ReadOnlyObjectProperty<Integer> lengths = FxBridge.property(store, length);
            lengths.addListener((any, before, value) -> told.add(value));
            assertThatThrownBy(() -> store.set(mounted, null)).isInstanceOf(NullPointerException.class);
            assertThat(lengths.get()).isEqualTo(3);
            store.set(mounted, "Grace");

            assertThat(told).containsExactly(5);
        }

        @Test
        void failedAtom_canBeListenedTo_onlyWhenItRecovered() {
            Atom<Integer> length = Atom.map(mounted, String::length);
            store.set(mounted, null);
            ReadOnlyObjectProperty<Integer> lengths = FxBridge.property(store, length);
            InvalidationListener listener = any -> told.add(lengths.get());

            assertThatThrownBy(() -> lengths.addListener(listener)).isInstanceOf(NullPointerException.class);
            assertThat(life).containsExactly("mount", "unmount");
            store.set(mounted, "Grace");
            lengths.addListener(listener);
            store.set(mounted, "Ada");
            assertThat(told).containsExactly(3);
        }

        @Test
        void closedStore_leavesTheValueWithListeners() {
            view.addListener((any, before, value) -> told.add(value));
            ReadOnlyObjectProperty<String> unheard = FxBridge.property(store, mounted);
            store.close();

            assertThat(view.get()).isEqualTo("Ada");
            assertThatThrownBy(unheard::get).isInstanceOf(StoreClosedException.class);
        }

        @Test
        void forgottenProperty_withAListener_isStillTold() {
            FxBridge.property(store, mounted).addListener((any, before, value) -> told.add(value));
            Garbage.collect();
            store.set(mounted, "Grace");

            assertThat(told).containsExactly("Grace");
        }

        @Test
        void collectedWeakListener_endsTheObservation() {
            WeakReference<ChangeListener<String>> listener = addWeak();
            assertThat(life).containsExactly("mount");
            assertThat(Garbage.collects(listener)).isTrue();
            store.set(mounted, "Grace");

            assertThat(life).containsExactly("mount", "unmount");
        }

        private WeakReference<ChangeListener<String>> addWeak() {
            ChangeListener<String> listener = (any, before, value) -> told.add(value);
            view.addListener(new WeakChangeListener<>(listener));
            return new WeakReference<>(listener);
        }

        @Test
        void nulls_areRefused() {
            assertThatThrownBy(() -> FxBridge.property(null, mounted)).hasMessage("store");
            assertThatThrownBy(() -> FxBridge.property(store, null)).hasMessage("atom");
            assertThatThrownBy(() -> FxBridge.property(store, mounted, null)).hasMessage("executor");
            assertThatThrownBy(() -> FxBridge.of((StringProperty) null)).hasMessage("property");
            assertThatThrownBy(() -> FxBridge.atom(null)).hasMessage("observable");
            assertThatThrownBy(() -> view.addListener((InvalidationListener) null))
                    .hasMessage("listener");
        }
    }
}
