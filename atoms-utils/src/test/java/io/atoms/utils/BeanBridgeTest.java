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
import io.atoms.utils.testing.Patience;
import java.beans.PropertyChangeListener;
import java.beans.PropertyChangeSupport;
import java.beans.PropertyVetoException;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BeanBridgeTest {
    private final AtomStore store = AtomStore.create();
    private final PrimitiveAtom<String> name = Atom.of("Ada").named("name");
    private final Person person = new Person();
    private final BeanBridge<String> bridge = BeanBridge.of(person, "name", String.class);

    /** A bean that trims what it is given, and vetoes a blank name. */
    public static class Person {
        private final PropertyChangeSupport listeners = new PropertyChangeSupport(this);
        private final List<String> written = new ArrayList<>();
        private volatile String name = "Bea";
        private int age = 36;

        public String getName() {
            return name;
        }

        public void setName(String next) throws PropertyVetoException {
            written.add(next);
            if (next != null && next.isBlank()) {
                throw new PropertyVetoException("a name is not blank", null);
            }
            String before = name;
            name = next == null ? null : next.strip();
            listeners.firePropertyChange("name", before, name);
        }

        public int getAge() {
            return age;
        }

        public void setAge(int next) {
            if (next < 0) {
                throw new IllegalArgumentException("negative");
            }
            int before = age;
            age = next;
            listeners.firePropertyChange("age", before, next);
        }

        public String getId() {
            return "id";
        }

        void renameSilently(String next) {
            name = next;
        }

        void allChanged() {
            listeners.firePropertyChange(null, null, null);
        }

        public void addPropertyChangeListener(PropertyChangeListener listener) {
            listeners.addPropertyChangeListener(listener);
        }

        public void removePropertyChangeListener(PropertyChangeListener listener) {
            listeners.removePropertyChangeListener(listener);
        }

        int listenerCount() {
            return listeners.getPropertyChangeListeners().length;
        }
    }

    /** The thread of a user interface: tasks wait until the test runs them. */
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

    @Nested
    class AtTheStart {
        @Test
        void atomWins_byDefault() {
            bridge.link(store, name);

            assertThat(person.getName()).isEqualTo("Ada");
            assertThat(store.get(name)).isEqualTo("Ada");
            assertThat(person.written).containsExactly("Ada");
        }

        @Test
        void propertyFirst_propertyWins() {
            bridge.propertyFirst().link(store, name);

            assertThat(store.get(name)).isEqualTo("Bea");
            assertThat(person.written).isEmpty();
        }

        @Test
        void equalValues_areNotWritten() {
            store.set(name, "Bea");
            bridge.link(store, name);

            assertThat(person.written).isEmpty();
        }

        @Test
        void insideATransaction_beginsAfterIt() {
            store.transaction(tx -> {
                bridge.link(store, name);
                tx.set(name, "Grace");
                assertThat(person.written).isEmpty();
            });

            assertThat(person.written).containsExactly("Grace");
        }

        @Test
        void insideATransactionThatRollsBack_neverBegins() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        bridge.link(store, name);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            store.set(name, "Grace");

            assertThat(person.written).isEmpty();
            assertThat(person.listenerCount()).isZero();
        }

        @Test
        void normalisedByTheProperty_comesBack() {
            store.set(name, " Ada ");
            bridge.link(store, name);

            assertThat(store.get(name)).isEqualTo("Ada");
        }

        @Test
        void closedStore_isRefused() {
            store.close();

            assertThatThrownBy(() -> bridge.link(store, name)).isInstanceOf(StoreClosedException.class);
        }
    }

    @Nested
    class Linked {
        private final List<String> told = new ArrayList<>();
        private AtomSubscription link = bridge.link(store, name);

        Linked() {
            person.written.clear();
            store.subscribe(name, value -> told.add(value));
        }

        @Test
        void atomChange_isWrittenOnce() {
            store.set(name, "Grace");

            assertThat(person.written).containsExactly("Grace");
            assertThat(told).containsExactly("Grace");
        }

        @Test
        void propertyChange_isWrittenOnce() throws Exception {
            person.setName("Hedy");

            assertThat(told).containsExactly("Hedy");
            assertThat(person.written).containsExactly("Hedy");
        }

        @Test
        void otherProperties_doNotMatter() {
            person.renameSilently("Hedy");
            person.setAge(3);

            assertThat(told).isEmpty();
        }

        @Test
        void eventWithoutName_matters() {
            person.renameSilently("Hedy");
            person.allChanged();
            person.allChanged();

            assertThat(told).containsExactly("Hedy");
        }

        @Test
        void nulls_pass() throws Exception {
            person.setName(null);
            assertThat(store.get(name)).isNull();
            store.set(name, "Grace");
            store.set(name, null);

            assertThat(person.getName()).isNull();
            assertThat(told).containsExactly(null, "Grace", null);
        }

        @Test
        void normalisedByTheProperty_comesBack_andSettles() {
            store.set(name, " Grace ");

            assertThat(store.get(name)).isEqualTo("Grace");
            assertThat(person.written).containsExactly(" Grace ");
            assertThat(told).containsExactly(" Grace ", "Grace");
        }

        @Test
        void transaction_isWrittenAsAWhole() {
            store.transaction(tx -> {
                tx.set(name, "one");
                tx.set(name, "two");
                assertThat(person.written).isEmpty();
            });

            assertThat(person.written).containsExactly("two");
        }

        @Test
        void rollback_writesNothing() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(name, "one");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(person.written).isEmpty();
        }

        @Test
        void resetAndRestore_areChanges() {
            try (StoreSnapshot before = store.snapshot()) {
                store.set(name, "Grace");
                store.restore(before);
                assertThat(person.getName()).isEqualTo("Ada");
            }
            store.set(name, "Grace");
            store.reset(name);

            assertThat(person.getName()).isEqualTo("Ada");
        }

        @Test
        void listenerThatWrites_isFollowed() {
            store.subscribe(name, value -> store.set(name, value.toUpperCase(Locale.ROOT)));
            store.set(name, "Grace");

            assertThat(person.getName()).isEqualTo("GRACE");
            assertThat(store.get(name)).isEqualTo("GRACE");
        }

        @Test
        void propertyThatIsWrittenByItsListener_isFollowed() throws Exception {
            person.addPropertyChangeListener(event -> {
                try {
                    person.setName(person.getName().toUpperCase(Locale.ROOT));
                } catch (PropertyVetoException e) {
                    throw new AssertionError(e);
                }
            });
            store.set(name, "Grace");
            assertThat(store.get(name)).isEqualTo("GRACE");
            person.setName("Hedy");

            assertThat(store.get(name)).isEqualTo("HEDY");
            assertThat(person.getName()).isEqualTo("HEDY");
        }

        @Test
        void atomThatIsWritten_whileThePropertyNormalises_keepsTheNewerValue() {
            person.addPropertyChangeListener(event -> {
                if (event.getNewValue().equals("Grace")) {
                    store.set(name, "newer");
                }
            });
            store.set(name, " Grace ");

            assertThat(store.get(name)).isEqualTo("newer");
            assertThat(person.getName()).isEqualTo("newer");
            assertThat(told).containsExactly(" Grace ", "newer");
        }

        @Test
        void twoBeans_ofOneAtom_areEqual() throws Exception {
            Person other = new Person();
            BeanBridge.of(other, "name", String.class).link(store, name);
            other.setName("Hedy");

            assertThat(person.getName()).isEqualTo("Hedy");
            person.setName("Grace");
            assertThat(other.getName()).isEqualTo("Grace");
            assertThat(told).containsExactly("Hedy", "Grace");
        }

        @Test
        void twoStores_ofOneBean_areEqual() {
            AtomStore other = AtomStore.create();
            bridge.link(other, name);
            other.set(name, "Hedy");

            assertThat(store.get(name)).isEqualTo("Hedy");
        }

        @Test
        void dispose_endsBothDirections() throws Exception {
            link.dispose();
            link.dispose();
            store.set(name, "Grace");
            assertThat(person.written).isEmpty();
            person.setName("Hedy");

            assertThat(store.get(name)).isEqualTo("Grace");
            assertThat(person.listenerCount()).isZero();
            assertThat(link.isDisposed()).isTrue();
        }

        @Test
        void close_endsBothDirections() throws Exception {
            assertThat(link.isDisposed()).isFalse();
            store.close();
            person.setName("Hedy");

            assertThat(person.listenerCount()).isZero();
            assertThat(link.isDisposed()).isTrue();
        }

        @Test
        void disposedByAListener_ofTheSameCommit() {
            link.dispose();
            store.subscribe(name, value -> link.dispose());
            link = bridge.link(store, name);
            person.written.clear();
            store.set(name, "Grace");

            assertThat(person.written).isEmpty();
            assertThat(person.listenerCount()).isZero();
        }

        @Test
        void propertyChange_insideATransaction_joinsIt() {
            store.transaction(tx -> {
                try {
                    person.setName("Hedy");
                } catch (PropertyVetoException e) {
                    throw new AssertionError(e);
                }
                assertThat(tx.get(name)).isEqualTo("Hedy");
            });

            assertThat(told).containsExactly("Hedy");
        }

        @Test
        void propertyChange_insideATransactionThatRollsBack_isMadeGoodByTheNextChange() throws Exception {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        person.allChanged();
                        try {
                            person.setName("Hedy");
                        } catch (PropertyVetoException e) {
                            throw new AssertionError(e);
                        }
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(store.get(name)).isEqualTo("Ada");
            assertThat(person.getName()).isEqualTo("Hedy");
            store.set(name, "Grace");

            assertThat(person.getName()).isEqualTo("Grace");
        }
    }

    @Nested
    class Refused {
        @Test
        void veto_isThrown_andTheAtomIsTakenBack() {
            bridge.link(store, name);

            assertThatThrownBy(() -> store.set(name, "  "))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("Bean property name", "linked to name", "a name is not blank")
                    .hasCauseInstanceOf(PropertyVetoException.class);
            assertThat(store.get(name)).isEqualTo("Ada");
            assertThat(person.getName()).isEqualTo("Ada");
            store.set(name, "Grace");
            assertThat(person.getName()).isEqualTo("Grace");
        }

        @Test
        void veto_isToldToTheHandler() {
            List<Throwable> errors = new ArrayList<>();
            AtomStore handled = AtomStore.builder()
                    .onError(failure -> errors.add(failure.error()))
                    .build();
            bridge.link(handled, name);
            handled.set(name, "  ");

            assertThat(errors)
                    .singleElement()
                    .extracting(Throwable::getCause)
                    .isInstanceOf(PropertyVetoException.class);
            assertThat(handled.get(name)).isEqualTo("Ada");
        }

        @Test
        void vetoAtTheStart_isThrown_andThePropertyWins() {
            store.set(name, " ");

            assertThatThrownBy(() -> bridge.link(store, name)).hasCauseInstanceOf(PropertyVetoException.class);
            assertThat(store.get(name)).isEqualTo("Bea");
        }

        @Test
        void uncheckedError_isThrownAsItIs() {
            PrimitiveAtom<Integer> age = Atom.of(3);
            BeanBridge.of(person, "age", int.class).link(store, age);

            assertThatThrownBy(() -> store.set(age, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("negative");
            assertThat(store.get(age)).isEqualTo(3);
        }

        @Test
        void atomThatRefuses_takesThePropertyBack() throws Exception {
            AtomStore strict = AtomStore.builder()
                    .validate(name, value -> value.length() < 10, "too long")
                    .build();
            bridge.link(strict, name);

            assertThatThrownBy(() -> person.setName("Maximiliana")).isInstanceOf(WriteRefusedException.class);
            assertThat(person.getName()).isEqualTo("Ada");
            person.setName("Max");
            assertThat(strict.get(name)).isEqualTo("Max");
        }

        @Test
        void bothRefuse_isReported_andTheLinkLives() throws Exception {
            AtomStore strict = AtomStore.builder()
                    .validate(name, value -> !value.equals("Hedy"), "not Hedy")
                    .build();
            bridge.link(strict, name);
            person.renameSilently("Hedy");

            assertThatThrownBy(() -> strict.set(name, " ")).hasCauseInstanceOf(PropertyVetoException.class);
            assertThat(strict.get(name)).isEqualTo(" ");
            person.setName("Max");
            assertThat(strict.get(name)).isEqualTo("Max");
        }

        @Test
        void listenerOfTheStoreThatThrows_doesNotTakeBack() throws Exception {
            bridge.link(store, name);
            store.subscribe(name, value -> {
                throw new IllegalStateException("bad listener");
            });

            assertThatThrownBy(() -> person.setName("Hedy")).hasMessage("bad listener");
            assertThat(store.get(name)).isEqualTo("Hedy");
            assertThat(person.getName()).isEqualTo("Hedy");
        }

        @Test
        void writeFunctionThatNormalises_goesBack() throws Exception {
            WritableAtom<String, String> upper = Atom.<String, String>writable(
                    get -> get.get(name), (set, value) -> set.set(name, value.toUpperCase(Locale.ROOT)));
            bridge.link(store, upper);
            person.setName("Hedy");

            assertThat(person.getName()).isEqualTo("HEDY");
            assertThat(store.get(name)).isEqualTo("HEDY");
        }

        @Test
        void sidesThatNeverAgree_areReported_andTheNextChangeTriesAgain() throws Exception {
            WritableAtom<String, String> padded = Atom.<String, String>writable(
                            get -> get.get(name), (set, value) -> set.set(name, value + " "))
                    .named("padded");
            List<Throwable> errors = new ArrayList<>();
            AtomStore handled = AtomStore.builder()
                    .onError(failure -> errors.add(failure.error()))
                    .build();
            bridge.link(handled, padded);
            assertThat(errors).isEmpty();
            handled.set(padded, "Grace");
            assertThat(errors)
                    .singleElement()
                    .asString()
                    .contains("Bean property name and padded", "never agree", "now Grace and Grace .");
            person.setName("Hedy");
            assertThat(errors).hasSize(2);
            handled.set(name, "Max");

            assertThat(person.getName()).isEqualTo("Max");
            assertThat(errors).hasSize(2);
        }

        @Test
        void sidesThatNeverAgree_onAnExecutor_areReportedOnce() {
            Tasks tasks = new Tasks();
            WritableAtom<String, String> padded =
                    Atom.writable(get -> get.get(name), (set, value) -> set.set(name, value + " "));
            bridge.on(tasks).link(store, padded);
            tasks.runAll();
            store.set(padded, "Grace");

            assertThatThrownBy(tasks::runAll).hasMessageContaining("never agree");
            tasks.runAll();
            assertThat(tasks.waiting).isEmpty();
        }

        @Test
        void failingAtom_isAListenersError_andThePropertyKeepsItsValue() {
            PrimitiveAtom<Integer> divisor = Atom.of(1);
            WritableAtom<Integer, Integer> part =
                    Atom.writable(get -> 10 / get.get(divisor), (set, value) -> set.set(divisor, 10 / value));
            BeanBridge.of(person, "age", Integer.class).link(store, part);

            assertThatThrownBy(() -> store.set(divisor, 0)).isInstanceOf(ArithmeticException.class);
            assertThat(person.getAge()).isEqualTo(10);
            store.set(divisor, 2);
            assertThat(person.getAge()).isEqualTo(5);
        }
    }

    @Nested
    class OnAnExecutor {
        private final Tasks tasks = new Tasks();
        private final AtomSubscription link = bridge.on(tasks).link(store, name);

        @Test
        void link_touchesTheBeanThereOnly() {
            assertThat(person.listenerCount()).isZero();
            tasks.runAll();

            assertThat(person.listenerCount()).isOne();
            assertThat(person.written).containsExactly("Ada");
        }

        @Test
        void changes_conflateToTheNewest() {
            tasks.runAll();
            store.set(name, "one");
            store.set(name, "two");
            store.set(name, "three");

            assertThat(tasks.runAll()).isOne();
            assertThat(person.written).containsExactly("Ada", "three");
        }

        @Test
        void changesBeforeTheStart_conflateWithIt() {
            store.set(name, "one");
            tasks.runAll();

            assertThat(person.written).containsExactly("one");
        }

        @Test
        void propertyThatChangesMeanwhile_wins() throws Exception {
            tasks.runAll();
            store.set(name, "typed by nobody");
            person.setName("typed later");
            tasks.runAll();

            assertThat(store.get(name)).isEqualTo("typed later");
            assertThat(person.getName()).isEqualTo("typed later");
            assertThat(person.written).containsExactly("Ada", "typed later");
        }

        @Test
        void lateEcho_doesNotUndoANewerValue() {
            tasks.runAll();
            store.set(name, "one");
            tasks.runAll();
            store.set(name, "two");
            person.allChanged(); // tells of "one" again, while "two" waits

            assertThat(store.get(name)).isEqualTo("two");
            tasks.runAll();
            assertThat(person.getName()).isEqualTo("two");
        }

        @Test
        void dispose_whileAChangeWaits_dropsIt() {
            tasks.runAll();
            store.set(name, "late");
            link.dispose();
            tasks.runAll();

            assertThat(person.written).containsExactly("Ada");
            assertThat(person.listenerCount()).isZero();
        }

        @Test
        void dispose_beforeTheStart_neverBegins() {
            link.dispose();
            tasks.runAll();

            assertThat(person.written).isEmpty();
            assertThat(person.listenerCount()).isZero();
        }

        @Test
        void close_whileAChangeWaits_isHarmless() {
            tasks.runAll();
            store.set(name, "late");
            store.close();
            tasks.runAll();

            assertThat(person.written).containsExactly("Ada");
            assertThat(person.listenerCount()).isZero();
        }

        @Test
        void veto_isThrownThere_andTheAtomIsTakenBack() {
            tasks.runAll();
            store.set(name, " ");

            assertThatThrownBy(tasks::runAll).hasCauseInstanceOf(PropertyVetoException.class);
            assertThat(store.get(name)).isEqualTo("Ada");
        }

        @Test
        void executorThatIsOver_isTold_andDisposeIsHarmless() throws Exception {
            tasks.runAll();
            tasks.over = true;
            assertThatThrownBy(() -> store.set(name, "one")).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> store.set(name, "two")).isInstanceOf(RejectedExecutionException.class);
            link.dispose();
            person.setName("Hedy");

            assertThat(store.get(name)).isEqualTo("two");
            assertThat(person.listenerCount()).isZero();
        }
    }

    @Nested
    class ByFunctions {
        @Test
        void functions_linkWithoutReflection() throws Exception {
            BeanBridge.of(
                            person,
                            "name",
                            Person::getName,
                            Person::setName,
                            Person::addPropertyChangeListener,
                            Person::removePropertyChangeListener)
                    .link(store, name);
            person.setName("Hedy");
            assertThat(store.get(name)).isEqualTo("Hedy");
            store.set(name, "Grace");

            assertThat(person.getName()).isEqualTo("Grace");
        }
    }

    @Nested
    class ThatCannotBegin {
        private final List<String> life = new ArrayList<>();
        private final WritableAtom<String, String> mounted = name.onMount(context -> {
            life.add("mount");
            return () -> life.add("unmount");
        });

        @Test
        void executorThatIsOver_isTold_andNothingIsLeft() {
            Tasks tasks = new Tasks();
            tasks.over = true;

            assertThatThrownBy(() -> bridge.on(tasks).link(store, mounted))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(life).isEmpty();
        }

        @Test
        void beanThatRefusesListeners_isTold_andNothingIsLeft() {
            BeanBridge<String> refusing = BeanBridge.of(
                    person,
                    "name",
                    Person::getName,
                    Person::setName,
                    (bean, listener) -> {
                        throw new UnsupportedOperationException("no listeners");
                    },
                    Person::removePropertyChangeListener);

            assertThatThrownBy(() -> refusing.link(store, mounted)).hasMessage("no listeners");
            assertThat(life).isEmpty();
            store.set(name, "Grace");
            assertThat(person.written).isEmpty();
        }

        @Test
        void getterThatThrows_isTold_andTheNextChangeTriesAgain() {
            boolean[] broken = {true};
            BeanBridge<String> fragile = BeanBridge.of(
                    person,
                    "name",
                    bean -> {
                        if (broken[0]) {
                            throw new IllegalStateException("not yet");
                        }
                        return bean.getName();
                    },
                    Person::setName,
                    Person::addPropertyChangeListener,
                    Person::removePropertyChangeListener);

            assertThatThrownBy(() -> fragile.link(store, name)).hasMessage("not yet");
            assertThatThrownBy(() -> person.setName("Hedy")).hasMessage("not yet");
            broken[0] = false;
            store.set(name, "Grace");
            assertThat(person.getName()).isEqualTo("Grace");
        }
    }

    @Nested
    class ByName {
        @Test
        void unknownProperty_isRefused_withThoseThereAre() {
            assertThatThrownBy(() -> BeanBridge.of(person, "nmae", String.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("has no property nmae", "age, class, id, name");
        }

        @Test
        void otherType_isRefused() {
            assertThatThrownBy(() -> BeanBridge.of(person, "age", String.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "Property age of " + Person.class.getName() + " is a int, not a java.lang.String");
        }

        @Test
        void primitiveAndBoxed_areOneType() {
            assertThat(BeanBridge.of(person, "age", int.class)).isNotNull();
            assertThat(BeanBridge.of(person, "age", Integer.class)).isNotNull();
        }

        @Test
        void propertyWithoutSetter_isRefused() {
            assertThatThrownBy(() -> BeanBridge.of(person, "id", String.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no public setter of property id");
        }

        @Test
        void beanWithoutListeners_isRefused() {
            assertThatThrownBy(() -> BeanBridge.of(new Mute(), "name", String.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no addPropertyChangeListener");
        }

        @Test
        void nulls_areRefused() {
            assertThatThrownBy(() -> BeanBridge.of(null, "name", String.class)).hasMessage("bean");
            assertThatThrownBy(() -> BeanBridge.of(person, null, String.class)).hasMessage("property");
            assertThatThrownBy(() -> bridge.on(null)).hasMessage("executor");
            assertThatThrownBy(() -> bridge.link(null, name)).hasMessage("store");
            assertThatThrownBy(() -> bridge.link(store, null)).hasMessage("atom");
        }
    }

    public static final class Mute {
        public String getName() {
            return "mute";
        }

        public void setName(String name) {}
    }

    @Nested
    class Memory {
        @Test
        void forgottenBean_isCollected_andTheLinkEnds() {
            List<AtomSubscription> links = new ArrayList<>();
            WeakReference<Person> forgotten = new WeakReference<>(linked(links));

            assertThat(Garbage.collects(forgotten)).isTrue();
            store.set(name, "Grace");
            assertThat(links.get(0).isDisposed()).isTrue();
        }

        private Person linked(List<AtomSubscription> links) {
            Person bean = new Person();
            links.add(BeanBridge.of(bean, "name", String.class).link(store, name));
            store.set(name, "Hedy");
            assertThat(bean.getName()).isEqualTo("Hedy");
            return bean;
        }

        @Test
        void forgottenStore_isCollected_andTheListenerLeaves() throws Exception {
            WeakReference<AtomStore> forgotten = new WeakReference<>(linkedStore());

            assertThat(Garbage.collects(forgotten)).isTrue();
            person.setName("Hedy");
            assertThat(person.listenerCount()).isZero();
        }

        private AtomStore linkedStore() {
            AtomStore other = AtomStore.create();
            BeanBridge.of(person, "name", String.class).link(other, name);
            assertThat(person.listenerCount()).isOne();
            return other;
        }
    }

    @Test
    void bothSidesFromManyThreads_endEqual() throws InterruptedException {
        PrimitiveAtom<Integer> number = Atom.of(0);
        for (int round = 0; round < 20; round++) {
            Counter counter = new Counter();
            AtomSubscription link = BeanBridge.of(counter, "count", int.class).link(store, number);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                int base = t * 10_000;
                threads.add(new Thread(() -> {
                    for (int i = 0; i < 300; i++) {
                        store.set(number, base + i);
                    }
                }));
                threads.add(new Thread(() -> {
                    for (int i = 0; i < 300; i++) {
                        counter.setCount(-base - i);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join(Patience.LIMIT.toMillis());
            }

            assertThat(counter.getCount()).isEqualTo(store.get(number));
            link.dispose();
        }
    }

    /** A bean that holds its own lock while it tells of changes, and makes every number even. */
    public static final class Counter {
        private final PropertyChangeSupport listeners = new PropertyChangeSupport(this);
        private int count;

        public synchronized int getCount() {
            return count;
        }

        public synchronized void setCount(int next) {
            int before = count;
            count = next - next % 2;
            listeners.firePropertyChange("count", before, count);
        }

        public void addPropertyChangeListener(PropertyChangeListener listener) {
            listeners.addPropertyChangeListener(listener);
        }

        public void removePropertyChangeListener(PropertyChangeListener listener) {
            listeners.removePropertyChangeListener(listener);
        }
    }
}
