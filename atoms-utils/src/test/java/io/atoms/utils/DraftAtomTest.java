package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.utils.testing.Garbage;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class DraftAtomTest {
    private final PrimitiveAtom<String> title = Atom.of("a").named("title");
    private final DraftAtom<String> draft = DraftAtom.of(title);
    private final AtomStore store = AtomStore.create();

    private void assertState(String value, boolean dirty, boolean conflict) {
        assertThat(store.get(draft.value())).isEqualTo(value);
        assertThat(store.get(draft.dirty())).as("dirty").isEqualTo(dirty);
        assertThat(store.get(draft.conflict())).as("conflict").isEqualTo(conflict);
    }

    @Nested
    class Unedited {
        @Test
        void reads_theBase_andFollowsIt() {
            assertState("a", false, false);
            store.set(title, "b");
            assertState("b", false, false);
        }

        @Test
        void commit_discard_rebase_doNothing() {
            assertThat(store.run(draft.commit())).isFalse();
            assertThat(store.run(draft.discard())).isFalse();
            assertThat(store.run(draft.rebase())).isFalse();
            assertState("a", false, false);
        }

        @Test
        void write_ofWhatTheBaseHas_isNoEdit() {
            store.set(draft.value(), "a");
            store.set(title, "b");

            assertState("b", false, false);
        }
    }

    @Nested
    class Edited {
        @Test
        void write_staysInTheDraft() {
            store.set(draft.value(), "x");

            assertState("x", true, false);
            assertThat(store.get(title)).isEqualTo("a");
        }

        @Test
        void update_goesOnFromTheDraft() {
            store.update(draft.value(), value -> value + "1");
            store.update(draft.value(), value -> value + "2");

            assertState("a12", true, false);
        }

        @Test
        void commit_writesTheBase_inOneCommit() {
            List<String> told = new ArrayList<>();
            store.subscribe(
                    Atom.combine(title, draft.value(), draft.dirty(), (t, v, d) -> t + v + d),
                    value -> told.add(value));
            store.set(draft.value(), "x");

            assertThat(store.run(draft.commit())).isTrue();
            assertThat(store.run(draft.commit())).isFalse();
            assertState("x", false, false);
            assertThat(told).containsExactly("axtrue", "xxfalse");
        }

        @Test
        void discard_showsTheBaseAgain() {
            store.set(draft.value(), "x");

            assertThat(store.run(draft.discard())).isTrue();
            assertThat(store.run(draft.discard())).isFalse();
            assertState("a", false, false);
        }

        @Test
        void reset_discards() {
            store.set(draft.value(), "x");
            store.reset(draft.value());

            assertState("a", false, false);
        }

        @Test
        void writingBack_endsTheEdit() {
            store.set(draft.value(), "x");
            store.set(draft.value(), "a");
            store.set(title, "b");

            assertState("b", false, false);
        }

        @Test
        void nulls_areValues() {
            PrimitiveAtom<@Nullable String> nullable = Atom.of(null);
            DraftAtom<@Nullable String> of = DraftAtom.of(nullable);
            store.set(nullable, "a");
            store.set(of.value(), null);
            assertThat(store.get(of.dirty())).isTrue();
            assertThat(store.get(of.value())).isNull();
            store.run(of.commit());

            assertThat(store.get(nullable)).isNull();
            assertThat(store.get(of.dirty())).isFalse();
        }
    }

    @Nested
    class Conflicts {
        @Test
        void baseThatChanges_isAConflict_andLeavesTheDraft() {
            store.set(draft.value(), "x");
            store.set(title, "b");

            assertState("x", true, true);
        }

        @Test
        void baseThatComesBack_isNone() {
            store.set(draft.value(), "x");
            store.set(title, "b");
            store.set(title, "a");

            assertState("x", true, false);
        }

        @Test
        void baseThatBecomesTheDraft_isNone() {
            store.set(draft.value(), "x");
            store.set(title, "x");
            assertState("x", false, false);

            store.set(title, "b");
            assertState("x", true, true);
        }

        @Test
        void furtherWrite_leavesTheConflict() {
            store.set(draft.value(), "x");
            store.set(title, "b");
            store.set(draft.value(), "y");
            assertState("y", true, true);

            store.set(draft.value(), "a");
            assertState("a", true, true);
        }

        @Test
        void writingTheirs_endsTheEdit() {
            store.set(draft.value(), "x");
            store.set(title, "b");
            store.set(draft.value(), "b");

            assertState("b", false, false);
            store.set(title, "c");
            assertState("c", false, false);
        }

        @Test
        void discard_takesTheirs() {
            store.set(draft.value(), "x");
            store.set(title, "b");
            store.run(draft.discard());

            assertState("b", false, false);
        }

        @Test
        void commit_takesMine() {
            store.set(draft.value(), "x");
            store.set(title, "b");
            store.run(draft.commit());

            assertState("x", false, false);
            assertThat(store.get(title)).isEqualTo("x");
        }

        @Test
        void rebase_goesOnFromTheirs() {
            store.set(draft.value(), "x");
            assertThat(store.run(draft.rebase())).isFalse();
            store.set(title, "b");

            assertThat(store.run(draft.rebase())).isTrue();
            assertState("x", true, false);
            store.set(title, "c");
            assertState("x", true, true);
        }

        @Test
        void twoDrafts_areConflictsOfEachOther() {
            DraftAtom<String> other = draft.named("other");
            store.set(draft.value(), "x");
            store.set(other.value(), "y");
            store.run(other.commit());

            assertState("x", true, true);
        }

        @Test
        void draftOfADraft_goesThroughIt() {
            DraftAtom<String> inner = DraftAtom.of(draft.value());
            store.set(inner.value(), "x");
            store.run(inner.commit());
            assertState("x", true, false);
            assertThat(store.get(title)).isEqualTo("a");
            store.run(draft.commit());

            assertThat(store.get(title)).isEqualTo("x");
        }
    }

    @Nested
    class Transactions {
        private final PrimitiveAtom<Integer> size = Atom.of(1);
        private final DraftAtom<Integer> sizeDraft = DraftAtom.of(size);

        @Test
        void severalDrafts_areOneCommit() {
            List<String> told = new ArrayList<>();
            store.subscribe(Atom.combine(title, size, (t, s) -> t + s), value -> told.add(value));
            store.set(draft.value(), "x");
            store.set(sizeDraft.value(), 2);
            store.transaction(tx -> {
                tx.run(draft.commit());
                tx.run(sizeDraft.commit());
            });

            assertThat(told).containsExactly("x2");
        }

        @Test
        void rollback_keepsTheEdits() {
            store.set(draft.value(), "x");
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.run(draft.commit());
                        tx.set(sizeDraft.value(), 2);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertState("x", true, false);
            assertThat(store.get(title)).isEqualTo("a");
            assertThat(store.get(sizeDraft.dirty())).isFalse();
        }

        @Test
        void snapshot_holdsTheEdit_andRestoreBringsItBack() {
            store.set(draft.value(), "x");
            try (StoreSnapshot snapshot = store.snapshot()) {
                store.run(draft.commit());
                assertThat(snapshot.get(draft.dirty())).isTrue();
                store.restore(snapshot);
            }

            assertState("x", true, false);
        }

        @Test
        void equalWrite_isNoCommit() {
            store.set(draft.value(), "x");
            AtomicInteger told = new AtomicInteger();
            store.subscribe(draft.value(), value -> told.incrementAndGet());
            store.set(draft.value(), "x");

            assertThat(told).hasValue(0);
        }

        /** Only one of those that edited the same state may commit. */
        @Test
        void askingForAConflictFirst_losesNoUpdate() throws Exception {
            PrimitiveAtom<Integer> count = Atom.of(0);
            AtomicInteger committed = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                DraftAtom<Integer> own = DraftAtom.of(count);
                Thread thread = new Thread(() -> {
                    for (int n = 0; n < 200; n++) {
                        store.update(own.value(), value -> value + 1);
                        boolean done = store.transactionResult(
                                tx -> tx.get(own.dirty()) && !tx.get(own.conflict()) && tx.run(own.commit()));
                        if (done) {
                            committed.incrementAndGet();
                        }
                        store.run(own.discard());
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(store.get(count)).isPositive().isEqualTo(committed.get());
        }
    }

    @Nested
    class Failures {
        private final WritableAtom<Integer, Integer> positive = Atom.<Integer, Integer>writable(
                        get -> {
                            if (get.get(title).equals("broken")) {
                                throw new IllegalStateException("broken");
                            }
                            return get.get(title).length();
                        },
                        (set, length) -> {
                            if (length < 1) {
                                throw new IllegalArgumentException("must be positive");
                            }
                            set.set(title, "z".repeat(length));
                        })
                .named("length");
        private final DraftAtom<Integer> of = DraftAtom.of(positive);

        @Test
        void refusedCommit_keepsTheEdit() {
            store.set(of.value(), 0);

            assertThatThrownBy(() -> store.run(of.commit())).hasMessage("must be positive");
            assertThat(store.get(of.value())).isZero();
            assertThat(store.get(of.dirty())).isTrue();
        }

        @Test
        void failedBase_isSeenThrough_andMayBeCommittedTo() {
            store.set(of.value(), 3);
            store.set(title, "broken");
            assertThat(store.get(of.value())).isEqualTo(3);
            assertThatThrownBy(() -> store.get(of.dirty())).hasMessage("broken");
            assertThatThrownBy(() -> store.set(of.value(), 4)).hasMessage("broken");
            store.run(of.commit());

            assertThat(store.get(title)).isEqualTo("zzz");
            assertThat(store.get(of.dirty())).isFalse();
        }

        @Test
        void closedStore_refuses() {
            store.close();

            assertThatThrownBy(() -> store.set(draft.value(), "x")).isInstanceOf(StoreClosedException.class);
        }
    }

    @Nested
    class Definition {
        @Test
        void names_areThoseOfTheBase_orGiven() {
            assertThat(draft.name()).isEqualTo("title.draft");
            assertThat(draft.named("d").conflict().name()).isEqualTo("d.conflict");
            assertThat(draft.named("d").commit().name()).isEqualTo("d.commit");
        }

        @Test
        void twoStores_areIndependent() {
            AtomStore other = AtomStore.create();
            store.set(draft.value(), "x");

            assertThat(other.get(draft.value())).isEqualTo("a");
            assertThat(other.run(draft.commit())).isFalse();
        }

        /** R26 */
        @Test
        void storeWithAnEdit_isCollected() {
            assertThat(Garbage.collects(edited())).isTrue();
            assertThat(store.get(draft.dirty())).isFalse();
        }

        private WeakReference<AtomStore> edited() {
            AtomStore other = AtomStore.create();
            other.set(draft.value(), "x");
            other.get(draft.conflict());
            return new WeakReference<>(other);
        }
    }

    /** Against a plain three-way model. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void randomSteps_behaveLikeTheModel(long seed) {
        Random random = new Random(seed);
        String base = "a";
        String mine = null;
        String origin = null;
        for (int n = 0; n < 500; n++) {
            String value = String.valueOf((char) ('a' + random.nextInt(3)));
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    store.set(title, value);
                    base = value;
                }
                case 2, 3 -> {
                    store.set(draft.value(), value);
                    origin = mine == null ? base : origin;
                    mine = value.equals(base) ? null : value;
                }
                case 4 -> {
                    assertThat(store.run(draft.commit())).isEqualTo(mine != null);
                    base = mine == null ? base : mine;
                    mine = null;
                }
                default -> {
                    store.run(draft.rebase());
                    origin = base;
                }
            }
            boolean dirty = mine != null && !mine.equals(base);
            assertState(mine == null ? base : mine, dirty, dirty && !base.equals(origin));
        }
    }
}
