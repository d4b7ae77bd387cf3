package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Families: the same atom for equal keys, until it is removed. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R28")
class FamilyTest {
    private final AtomStore store = AtomStore.create();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomFamily<String, PrimitiveAtom<Integer>> stock = Atom.family(sku -> {
        made.incrementAndGet();
        return Atom.of(sku.length());
    });

    @Nested
    class Keys {
        @Test
        void equalKeys_giveTheSameAtom() {
            PrimitiveAtom<Integer> apple = stock.of("apple");

            assertThat(stock.of(String.join("", "app", "le"))).isSameAs(apple);
            assertThat(stock.of("pear")).isNotSameAs(apple);
            assertThat(made).hasValue(2);
        }

        @Test
        void values_areKeptPerKeyAndStore() {
            store.set(stock.of("apple"), 7);

            assertThat(store.get(stock.of("apple"))).isEqualTo(7);
            assertThat(store.get(stock.of("pear"))).isEqualTo(4);
            assertThat(AtomStore.create().get(stock.of("apple"))).isEqualTo(5);
        }

        @Test
        void find_doesNotMake() {
            assertThat(stock.find("apple")).isNull();
            PrimitiveAtom<Integer> apple = stock.of("apple");

            assertThat(stock.find("apple")).isSameAs(apple);
            assertThat(made).hasValue(1);
        }

        @Test
        void keys_areAnUnmodifiableCopy() {
            stock.of("apple");
            Set<String> keys = stock.keys();
            stock.of("pear");

            assertThat(keys).containsExactly("apple");
            assertThatThrownBy(() -> keys.remove("apple")).isInstanceOf(UnsupportedOperationException.class);
            assertThat(stock.keys()).containsExactlyInAnyOrder("apple", "pear");
        }

        @Test
        void nullKeys_areRefused() {
            assertThatNullPointerException().isThrownBy(() -> stock.of(null));
            assertThatNullPointerException().isThrownBy(() -> Atom.family(null));
        }

        @Test
        void factoryThatGivesNull_isRefused_andTriedAgain() {
            AtomicReference<PrimitiveAtom<Integer>> next = new AtomicReference<>();
            AtomFamily<String, PrimitiveAtom<Integer>> odd = Atom.family(key -> next.get());
            assertThatThrownBy(() -> odd.of("x")).isInstanceOf(RuntimeException.class);
            next.set(Atom.of(1));

            assertThat(odd.of("x")).isSameAs(next.get());
        }

        @Test
        void factoryThatThrows_leavesNothing() {
            AtomFamily<String, PrimitiveAtom<Integer>> odd = Atom.family(key -> {
                if (made.incrementAndGet() == 1) {
                    throw new IllegalArgumentException("once");
                }
                return Atom.of(1);
            });
            assertThatThrownBy(() -> odd.of("x")).hasMessage("once");
            assertThat(odd.keys()).isEmpty();

            assertThat(odd.of("x")).isSameAs(odd.of("x"));
        }

        @Test
        void factory_mayAskTheSameFamily() {
            AtomicReference<AtomFamily<Integer, Atom<Long>>> self = new AtomicReference<>();
            AtomFamily<Integer, Atom<Long>> fibonacci = Atom.family(n -> {
                if (n < 2) {
                    return Atom.of((long) n);
                }
                Atom<Long> one = self.get().of(n - 1);
                Atom<Long> two = self.get().of(n - 2);
                return Atom.combine(one, two, Long::sum);
            });
            self.set(fibonacci);

            assertThat(store.get(fibonacci.of(50))).isEqualTo(12_586_269_025L);
            assertThat(fibonacci.keys()).hasSize(51);
        }

        @Test
        void derivedThatAsksTheFamilyWhileItRuns_works() {
            PrimitiveAtom<String> selected = Atom.of("apple");
            Atom<Integer> amount = Atom.derived(get -> get.get(stock.of(get.get(selected))));
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(amount, listener);
            store.set(selected, "fig");
            store.set(stock.of("fig"), 9);
            store.set(stock.of("apple"), 8);
            store.set(selected, "apple");

            assertThat(listener.values()).containsExactly(3, 9, 8);
        }

        @Test
        void familyOfWritableAndDerivedAtoms_works() {
            AtomFamily<Integer, io.atoms.WritableAtom<Integer, Integer>> scaled = Atom.family(factor -> Atom.writable(
                    get -> get.get(stock.of("fig")) * factor, (set, v) -> set.set(stock.of("fig"), v / factor)));
            store.set(scaled.of(10), 50);

            assertThat(store.get(scaled.of(3))).isEqualTo(15);
        }
    }

    @Nested
    class Names {
        @Test
        void named_isANewEmptyFamily_thatNamesItsAtoms() {
            stock.of("apple");
            AtomFamily<String, PrimitiveAtom<Integer>> named = stock.named("stock");

            assertThat(named.keys()).isEmpty();
            assertThat(named.name()).isEqualTo("stock");
            assertThat(stock.name()).isEqualTo("Family");
            assertThat(named.of("apple").name()).isEqualTo("stock[apple]");
            assertThat(named.of("apple")).isSameAs(named.of("apple")).isNotSameAs(stock.of("apple"));
        }

        @Test
        void namesGivenByTheFactory_stay() {
            AtomFamily<String, PrimitiveAtom<Integer>> own = Atom.<String, PrimitiveAtom<Integer>>family(
                            key -> Atom.of(1).named("my " + key))
                    .named("family");

            assertThat(own.of("x").name()).isEqualTo("my x");
        }
    }

    @Nested
    class Removing {
        @Test
        void remove_forgetsTheAtom_butNotTheValueOfWhoHoldsIt() {
            PrimitiveAtom<Integer> apple = stock.of("apple");
            store.set(apple, 7);

            assertThat(stock.remove("apple")).isTrue();
            assertThat(stock.remove("apple")).isFalse();
            assertThat(stock.find("apple")).isNull();
            assertThat(store.get(apple)).isEqualTo(7);
            assertThat(store.get(stock.of("apple"))).isEqualTo(5);
            assertThat(stock.of("apple")).isNotSameAs(apple);
        }

        @Test
        void removeIf_forgetsTheMatching() {
            for (int i = 0; i < 10; i++) {
                stock.of("k" + i);
            }

            assertThat(stock.removeIf(key -> key.compareTo("k5") < 0)).isEqualTo(5);
            assertThat(stock.keys()).hasSize(5).contains("k5").doesNotContain("k4");
            assertThat(stock.removeIf(key -> false)).isZero();
        }

        @Test
        void observedAtom_livesUntilItsObserversAreDisposed() {
            PrimitiveAtom<Integer> apple = stock.of("apple");
            RecordingListener<Integer> listener = new RecordingListener<>();
            AtomSubscription subscription = store.subscribe(apple, listener);
            stock.remove("apple");
            store.set(apple, 8);
            store.set(stock.of("apple"), 9);
            subscription.dispose();

            assertThat(listener.told()).containsExactly("5 -> 8");
        }
    }

    @Nested
    @Proves("T1")
    class ManyThreads {
        @Test
        void oneKeyAskedByAll_givesOneAtom() {
            Set<Object> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            List<Threads.Task> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> {
                    for (int key = 0; key < 200; key++) {
                        seen.add(stock.of("key" + key));
                    }
                });
            }
            Threads.race(tasks);

            assertThat(seen).hasSize(200);
            assertThat(stock.keys()).hasSize(200);
        }

        @Test
        void updatesThroughTheFamily_areNeverSplitOverTwoAtoms() {
            Threads.Task adder = () -> {
                for (int i = 0; i < 1000; i++) {
                    store.update(stock.of("key" + i % 50), n -> n + 1);
                }
            };
            Threads.race(List.of(adder, adder, adder));
            int total = 0;
            for (int i = 0; i < 50; i++) {
                total += store.get(stock.of("key" + i)) - ("key" + i).length();
            }

            assertThat(total).isEqualTo(3000);
        }
    }
}
