package io.atoms.utils;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.testing.Garbage;
import io.atoms.utils.testing.Patience;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BoundedFamilyTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong(1_000);
    private final List<String> told = new ArrayList<>();
    private final AtomStore store = AtomStore.create();

    private BoundedFamily.Builder<String, PrimitiveAtom<Integer>> builder() {
        return BoundedFamily.<String, PrimitiveAtom<Integer>>builder(key -> Atom.of(0))
                .ticker(now::get)
                .executor(Runnable::run)
                .onRemoval((key, atom, cause) -> told.add(key + " " + cause));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Nested
    class AsAnyFamily {
        private final BoundedFamily<String, PrimitiveAtom<Integer>> family =
                builder().maximumSize(100).build().named("stock");

        @Test
        void of_givesTheSameAtom() {
            assertThat(family.of("a")).isSameAs(family.of("a")).isNotSameAs(family.of("b"));
            assertThat(family.keys()).containsExactlyInAnyOrder("a", "b");
            assertThat(family.find("a")).isSameAs(family.of("a"));
            assertThat(family.find("c")).isNull();
        }

        @Test
        void atoms_areNamed_unlessTheFactoryDid() {
            assertThat(family.of("a").name()).isEqualTo("stock[a]");
            assertThat(family.name()).isEqualTo("stock");
            assertThat(family.toString()).isEqualTo("BoundedFamily[stock]");
            BoundedFamily<String, PrimitiveAtom<Integer>> own = BoundedFamily.<String, PrimitiveAtom<Integer>>builder(
                            key -> Atom.of(0).named("own " + key))
                    .maximumSize(1)
                    .build();
            assertThat(own.of("a").name()).isEqualTo("own a");
            assertThat(own.named("x").of("a").name()).isEqualTo("own a");
            assertThat(own.name()).isEqualTo("Family");
        }

        @Test
        void named_isANewEmptyFamily_withTheSameOptions() {
            family.of("a");
            BoundedFamily<String, PrimitiveAtom<Integer>> other = family.named("other");
            assertThat(other.keys()).isEmpty();
            other.of("a");
            other.remove("a");
            assertThat(told).containsExactly("a EXPLICIT");
            assertThat(family.keys()).containsExactly("a");
        }

        @Test
        void remove_forgets_andTellsOnce() {
            PrimitiveAtom<Integer> atom = family.of("a");

            assertThat(family.remove("a")).isTrue();
            assertThat(family.remove("a")).isFalse();
            assertThat(family.of("a")).isNotSameAs(atom);
            assertThat(told).containsExactly("a EXPLICIT");
        }

        @Test
        void removeIf_forgetsThoseThatMatch() {
            for (int i = 0; i < 6; i++) {
                family.of("" + i);
            }

            assertThat(family.removeIf(key -> Integer.parseInt(key) % 2 == 0)).isEqualTo(3);
            assertThat(family.keys()).containsExactlyInAnyOrder("1", "3", "5");
        }

        @Test
        void factory_mayAskForOtherKeys() {
            List<AtomHolder> holder = new ArrayList<>();
            BoundedFamily<Integer, Atom<Integer>> sums = BoundedFamily.<Integer, Atom<Integer>>builder(n ->
                            n == 0 ? Atom.of(0) : Atom.map(holder.get(0).family.of(n - 1), below -> below + n))
                    .maximumSize(100)
                    .build();
            holder.add(new AtomHolder(sums));

            assertThat(store.get(sums.of(4))).isEqualTo(10);
            assertThat(sums.keys()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        }

        record AtomHolder(BoundedFamily<Integer, Atom<Integer>> family) {}

        @Test
        void factoryThatThrows_leavesNothing() {
            BoundedFamily<String, PrimitiveAtom<Integer>> failing =
                    BoundedFamily.<String, PrimitiveAtom<Integer>>builder(key -> {
                                throw new IllegalStateException("no " + key);
                            })
                            .maximumSize(1)
                            .build();

            assertThatThrownBy(() -> failing.of("a")).hasMessage("no a");
            assertThat(failing.keys()).isEmpty();
        }

        @Test
        void stores_haveTheirOwnValues() {
            store.set(family.of("a"), 5);

            assertThat(AtomStore.create().get(family.of("a"))).isZero();
        }

        @Test
        void twoThreads_getOneAtom() throws InterruptedException {
            for (int round = 0; round < 50; round++) {
                String key = "key" + round;
                Set<Object> atoms = java.util.Collections.synchronizedSet(new HashSet<>());
                CountDownLatch start = new CountDownLatch(1);
                List<Thread> threads = new ArrayList<>();
                for (int t = 0; t < 3; t++) {
                    Thread thread = new Thread(() -> {
                        try {
                            start.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        atoms.add(family.of(key));
                    });
                    thread.start();
                    threads.add(thread);
                }
                start.countDown();
                for (Thread thread : threads) {
                    thread.join(Patience.LIMIT.toMillis());
                }
                assertThat(atoms).hasSize(1);
            }
        }
    }

    @Nested
    class Bounds {
        @Test
        void size_evictsSomethingElse_andTells() {
            BoundedFamily<String, PrimitiveAtom<Integer>> family =
                    builder().maximumSize(2).build();
            family.of("a");
            family.of("b");
            family.of("c");
            family.cleanUp();

            assertThat(family.keys()).hasSize(2);
            assertThat(told).singleElement().asString().endsWith("SIZE");
        }

        @Test
        void weight_evictsByTheWeigher() {
            BoundedFamily<String, PrimitiveAtom<Integer>> family =
                    builder().maximumWeight(10, (key, atom) -> key.length()).build();
            family.of("aaaa");
            family.of("bbbb");
            family.of("cccc");
            family.cleanUp();

            assertThat(family.keys()).hasSize(2);
        }

        @Test
        void accessExpiry_startsAnewAtEachAccess() {
            BoundedFamily<String, PrimitiveAtom<Integer>> family =
                    builder().expireAfterAccess(MINUTE).build();
            PrimitiveAtom<Integer> atom = family.of("a");
            pass(Duration.ofSeconds(50));
            assertThat(family.of("a")).isSameAs(atom);
            pass(Duration.ofSeconds(50));
            assertThat(family.find("a")).isSameAs(atom);
            pass(Duration.ofSeconds(61));

            assertThat(family.find("a")).isNull();
            assertThat(family.of("a")).isNotSameAs(atom);
            family.cleanUp();
            assertThat(told).containsExactly("a EXPIRED");
        }

        @Test
        void writeExpiry_countsFromTheMaking() {
            BoundedFamily<String, PrimitiveAtom<Integer>> family =
                    builder().expireAfterWrite(MINUTE).build();
            PrimitiveAtom<Integer> atom = family.of("a");
            pass(Duration.ofSeconds(50));
            assertThat(family.of("a")).isSameAs(atom);
            pass(Duration.ofSeconds(11));

            assertThat(family.find("a")).isNull();
        }

        @Test
        void bothExpiries_theEarlierOneCounts() {
            BoundedFamily<String, PrimitiveAtom<Integer>> family = builder()
                    .expireAfterAccess(MINUTE)
                    .expireAfterWrite(Duration.ofSeconds(90))
                    .build();
            family.of("a");
            family.of("b");
            pass(Duration.ofSeconds(50));
            family.of("b");
            pass(Duration.ofSeconds(15));
            assertThat(family.keys()).containsExactly("b");
            pass(Duration.ofSeconds(26));
            assertThat(family.keys()).isEmpty();
        }

        @Test
        void weakValues_keepWhatIsReferredTo() {
            BoundedFamily<String, PrimitiveAtom<Integer>> family =
                    builder().weakValues().build();
            PrimitiveAtom<Integer> held = family.of("held");
            WeakReference<PrimitiveAtom<Integer>> dropped = new WeakReference<>(family.of("dropped"));

            assertThat(Garbage.collects(dropped)).isTrue();
            assertThat(family.find("held")).isSameAs(held);
            assertThat(family.find("dropped")).isNull();
            await().untilAsserted(() -> {
                family.cleanUp();
                assertThat(told).containsExactly("dropped COLLECTED");
            });
        }

        @Test
        void weakValues_keepWhatIsObserved() {
            BoundedFamily<String, PrimitiveAtom<Integer>> family =
                    builder().weakValues().build();
            AtomSubscription subscription = store.subscribe(family.of("a"), value -> {});
            Garbage.collect();
            assertThat(family.find("a")).isNotNull();
            WeakReference<PrimitiveAtom<Integer>> atom = new WeakReference<>(family.find("a"));
            subscription.dispose();

            assertThat(Garbage.collects(atom)).isTrue();
            assertThat(family.find("a")).isNull();
        }

        @Test
        void badBounds_areRefused() {
            assertThatThrownBy(() -> builder().build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("needs a bound")
                    .hasMessageContaining("Atom.family");
            assertThatThrownBy(() -> builder().maximumSize(-1)).hasMessageContaining("was -1");
            assertThatThrownBy(() -> builder().maximumSize(1).maximumWeight(1, (key, atom) -> 1))
                    .hasMessageContaining("maximumSize or a maximumWeight");
            assertThatThrownBy(() -> builder().expireAfterAccess(Duration.ZERO)).hasMessageContaining("was PT0S");
            BoundedFamily<String, PrimitiveAtom<Integer>> family =
                    builder().maximumWeight(1, (key, atom) -> -3).build().named("bad");
            assertThatThrownBy(() -> family.of("a")).hasMessageContaining("gave -3 for bad[a]");
        }
    }

    @Nested
    class Observed {
        private final BoundedFamily<String, PrimitiveAtom<Integer>> family =
                builder().maximumSize(2).expireAfterAccess(MINUTE).build();

        private void crowd() {
            for (int i = 0; i < 50; i++) {
                family.of("crowd" + i);
            }
            family.cleanUp();
        }

        @Test
        void observedAtom_isNotEvictedForSize() {
            PrimitiveAtom<Integer> atom = family.of("a");
            store.subscribe(atom, value -> {});
            crowd();

            assertThat(family.find("a")).isSameAs(atom);
            assertThat(told).noneMatch(line -> line.startsWith("a "));
            assertThat(family.keys()).hasSize(3);
        }

        @Test
        void observedAtom_doesNotExpire_andStartsAnewWhenItIsLeft() {
            PrimitiveAtom<Integer> atom = family.of("a");
            AtomSubscription subscription = store.subscribe(atom, value -> {});
            pass(Duration.ofDays(400));
            assertThat(family.find("a")).isSameAs(atom);
            pass(Duration.ofDays(400));
            subscription.dispose();
            pass(Duration.ofSeconds(59));
            assertThat(family.find("a")).isSameAs(atom);
            pass(Duration.ofSeconds(61));

            assertThat(family.find("a")).isNull();
        }

        @Test
        void leftAtom_isEvictedForSize() {
            AtomSubscription subscription = store.subscribe(family.of("a"), value -> {});
            subscription.dispose();
            for (int i = 0; i < 30; i++) { // Caffeine keeps what is asked for often
                family.of("b");
                family.of("c");
            }
            family.cleanUp();

            assertThat(family.keys()).containsExactlyInAnyOrder("b", "c");
            assertThat(told).contains("a SIZE");
        }

        @Test
        void dependencyOfAnObservedAtom_isObserved() {
            PrimitiveAtom<Integer> atom = family.of("a");
            Atom<Integer> twice = Atom.map(atom, n -> n * 2);
            store.subscribe(twice, value -> {});
            crowd();

            assertThat(family.find("a")).isSameAs(atom);
        }

        @Test
        void twoStores_bothPin() {
            PrimitiveAtom<Integer> atom = family.of("a");
            AtomStore other = AtomStore.create();
            AtomSubscription here = store.subscribe(atom, value -> {});
            AtomSubscription there = other.subscribe(atom, value -> {});
            here.dispose();
            pass(Duration.ofDays(1));
            assertThat(family.find("a")).isSameAs(atom);
            there.dispose();
            pass(Duration.ofDays(1));

            assertThat(family.find("a")).isNull();
        }

        @Test
        void closedStore_unpins() {
            PrimitiveAtom<Integer> atom = family.of("a");
            store.subscribe(atom, value -> {});
            store.close();
            pass(Duration.ofDays(1));

            assertThat(family.find("a")).isNull();
        }

        @Test
        void collectedStore_unpins() {
            PrimitiveAtom<Integer> atom = family.of("a");
            WeakReference<AtomStore> dropped = new WeakReference<>(subscribedIn(AtomStore.create(), atom));
            assertThat(Garbage.collects(dropped)).isTrue();
            // The cleaner's thread counts the pin down a moment later.
            await().untilAsserted(() -> {
                pass(Duration.ofDays(1));
                assertThat(family.find("a")).isNull();
            });
        }

        private static AtomStore subscribedIn(AtomStore other, Atom<Integer> atom) {
            other.subscribe(atom, value -> {});
            return other;
        }

        @Test
        void evictedAtom_comesBackWhenItIsObserved() {
            PrimitiveAtom<Integer> atom = family.of("a");
            pass(Duration.ofDays(1));
            family.cleanUp();
            assertThat(family.keys()).isEmpty();
            store.subscribe(atom, value -> {});

            assertThat(family.of("a")).isSameAs(atom);
        }

        @Test
        void removedAtom_doesNotComeBack() {
            PrimitiveAtom<Integer> atom = family.of("a");
            family.remove("a");
            store.subscribe(atom, value -> {});

            assertThat(family.find("a")).isNull();
        }

        @Test
        void observedAtom_isRemovedByHand_andItsUnmountHarmsNobody() {
            PrimitiveAtom<Integer> atom = family.of("a");
            AtomSubscription subscription = store.subscribe(atom, value -> {});
            assertThat(family.remove("a")).isTrue();
            PrimitiveAtom<Integer> next = family.of("a");
            subscription.dispose();

            assertThat(family.find("a")).isSameAs(next);
            store.set(atom, 9);
            assertThat(store.get(next)).isZero();
        }

        @Test
        void evictedAtomWhoseKeyHasAnother_staysOut() {
            PrimitiveAtom<Integer> old = family.of("a");
            pass(Duration.ofDays(1));
            PrimitiveAtom<Integer> next = family.of("a");
            AtomSubscription subscription = store.subscribe(old, value -> {});
            assertThat(family.of("a")).isSameAs(next);
            subscription.dispose();
            assertThat(family.of("a")).isSameAs(next);
        }
    }

    @Nested
    class Hooks {
        @Test
        void removal_takesTheValueAlong() {
            BoundedFamily<String, PrimitiveAtom<Integer>> family =
                    BoundedFamily.<String, PrimitiveAtom<Integer>>builder(key -> Atom.of(0))
                            .expireAfterAccess(MINUTE)
                            .ticker(now::get)
                            .executor(Runnable::run)
                            .onRemoval((key, atom, cause) -> store.reset(atom))
                            .build();
            PrimitiveAtom<Integer> atom = family.of("a");
            store.set(atom, 5);
            pass(Duration.ofDays(1));
            family.cleanUp();

            assertThat(store.get(atom)).isZero();
        }

        @Test
        void mountHook_isCalled_andItsCleanup() {
            BoundedFamily<String, PrimitiveAtom<Integer>> family = builder()
                    .maximumSize(10)
                    .onMount((key, atom, context) -> {
                        told.add("+" + key);
                        context.set(atom, 42);
                        return () -> told.add("-" + key);
                    })
                    .build();
            AtomSubscription subscription = store.subscribe(family.of("a"), value -> {});
            assertThat(store.get(family.of("a"))).isEqualTo(42);
            subscription.dispose();

            assertThat(told).containsExactly("+a", "-a");
        }

        @Test
        void mountHookThatThrows_leavesNoPin() {
            BoundedFamily<String, PrimitiveAtom<Integer>> family = builder()
                    .expireAfterAccess(MINUTE)
                    .onMount((key, atom, context) -> {
                        throw new IllegalStateException("no mount");
                    })
                    .build();
            PrimitiveAtom<Integer> atom = family.of("a");
            assertThatThrownBy(() -> store.subscribe(atom, value -> {})).hasMessage("no mount");
            pass(Duration.ofDays(1));

            assertThat(family.find("a")).isNull();
        }

        @Test
        void removalHook_runsOnTheExecutor() {
            ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
            BoundedFamily<String, PrimitiveAtom<Integer>> family =
                    builder().maximumSize(10).executor(tasks::add).build();
            family.of("a");
            family.remove("a");
            assertThat(told).isEmpty();
            Runnable task;
            while ((task = tasks.poll()) != null) {
                task.run();
            }

            assertThat(told).containsExactly("a EXPLICIT");
        }
    }

    @Nested
    class Threads {
        @Test
        void observersCrowdsAndEvictions_neverLoseAnObservedAtom() throws InterruptedException {
            BoundedFamily<Integer, PrimitiveAtom<Integer>> family =
                    BoundedFamily.<Integer, PrimitiveAtom<Integer>>builder(key -> Atom.of(key))
                            .maximumSize(3)
                            .build();
            List<String> lost = java.util.Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                int own = t;
                Thread thread = new Thread(() -> {
                    AtomStore mine = AtomStore.create();
                    for (int i = 0; i < 300; i++) {
                        // Nobody else uses this key, so the atom that is observed must be the family's.
                        PrimitiveAtom<Integer> atom = family.of(own);
                        AtomSubscription subscription = mine.subscribe(atom, value -> {});
                        for (int other = 10; other < 20; other++) {
                            family.of(own * 100 + other);
                        }
                        if (family.of(own) != atom) {
                            lost.add("key " + own + " round " + i);
                        }
                        subscription.dispose();
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join(Patience.LIMIT.toMillis());
            }
            family.cleanUp();

            assertThat(lost).isEmpty();
            assertThat(family.keys()).hasSizeLessThanOrEqualTo(3);
        }
    }
}
