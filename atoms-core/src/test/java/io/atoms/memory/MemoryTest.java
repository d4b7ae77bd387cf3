package io.atoms.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Garbage;
import io.atoms.fixtures.Proves;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is collected, and what is not (R26). */
@Proves("R26")
class MemoryTest {

    private static final PrimitiveAtom<Integer> COUNT = Atom.of(0).named("count");
    private static final Atom<Integer> TWICE = Atom.map(COUNT, n -> n * 2);

    /** Something to be collected, and to be told apart. */
    private static final class Payload {}

    @Test
    void store_isCollected_thoughItsAtomsAreStatic() {
        WeakReference<AtomStore> store = new WeakReference<>(usedStore());
        assertThat(Garbage.collects(store)).isTrue();
    }

    private static AtomStore usedStore() {
        AtomStore store = AtomStore.create();
        AtomSubscription subscription = store.subscribe(TWICE, value -> {});
        store.set(COUNT, 1);
        store.effect(context -> context.get(TWICE));
        subscription.dispose();
        return store;
    }

    @Test
    void value_isCollectedWithItsAtom_inAnIdleStore() {
        AtomStore store = AtomStore.create();
        WeakReference<Payload> value = new WeakReference<>(setInADroppedAtom(store));
        assertThat(Garbage.collects(value)).isTrue();
        store.close();
    }

    private static Payload setInADroppedAtom(AtomStore store) {
        Payload payload = new Payload();
        store.set(Atom.<@Nullable Payload>of(null), payload);
        return payload;
    }

    @Test
    void derivedValue_isCollectedWithItsAtom_thoughItsDependencyLives() {
        AtomStore store = AtomStore.create();
        WeakReference<Payload> value = new WeakReference<>(readADroppedDerived(store));
        assertThat(Garbage.collects(value)).isTrue();
        assertThat(store.get(COUNT)).isZero();
    }

    private static Payload readADroppedDerived(AtomStore store) {
        return store.get(Atom.derived(get -> {
            get.get(COUNT);
            return new Payload();
        }));
    }

    @Test
    void observedAtom_livesUntilItIsDisposed() {
        AtomStore store = AtomStore.create();
        List<Integer> told = new ArrayList<>();
        List<WeakReference<Atom<Integer>>> anonymous = new ArrayList<>();
        AtomSubscription subscription = subscribeAnonymous(store, told, anonymous);
        System.gc();
        store.set(COUNT, 4);
        assertThat(told).containsExactly(5);
        assertThat(anonymous.get(0).get()).isNotNull();

        subscription.dispose();
        assertThat(Garbage.collects(anonymous.get(0))).isTrue();
    }

    private static AtomSubscription subscribeAnonymous(
            AtomStore store, List<Integer> told, List<WeakReference<Atom<Integer>>> anonymous) {
        Atom<Integer> next = Atom.map(COUNT, n -> n + 1);
        anonymous.add(new WeakReference<>(next));
        return store.subscribe(next, value -> told.add(value));
    }

    @Test
    void closing_letsGoOfListeners() {
        AtomStore store = AtomStore.create();
        WeakReference<Payload> captured = new WeakReference<>(subscribeCapturing(store));
        store.close();
        assertThat(Garbage.collects(captured)).isTrue();
        assertThat(store.isClosed()).isTrue();
    }

    private static Payload subscribeCapturing(AtomStore store) {
        Payload payload = new Payload();
        store.subscribe(COUNT, value -> assertThat(payload).isNotNull());
        return payload;
    }
}
