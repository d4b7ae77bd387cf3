package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.utils.testing.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReducerAtomTest {
    sealed interface Command permits Add, Clear, Fail, Unknown {}

    record Add(int amount) implements Command {}

    record Clear() implements Command {}

    record Fail() implements Command {}

    record Unknown() implements Command {}

    private static final WritableAtom<Integer, Command> TOTAL = ReducerAtom.<Integer, Command>of(
                    0,
                    ReducerAtom.<Integer, Command>cases()
                            .on(Add.class, (sum, add) -> sum + add.amount())
                            .on(Clear.class, (sum, clear) -> 0)
                            .on(Fail.class, (sum, fail) -> {
                                throw new IllegalArgumentException("failed at " + sum);
                            }))
            .named("total");

    private final AtomStore store = AtomStore.create();
    private final List<String> told = new ArrayList<>();

    @Nested
    class Actions {
        @Test
        void set_reducesTheAction() {
            store.subscribe(TOTAL, (previous, current) -> told.add(previous + " -> " + current));
            store.set(TOTAL, new Add(5));
            store.set(TOTAL, new Add(2));
            store.set(TOTAL, new Clear());

            assertThat(told).containsExactly("0 -> 5", "5 -> 7", "7 -> 0");
        }

        @Test
        void unknownAction_isNoChange() {
            assertNoCommit(new Unknown());
        }

        @Test
        void actionWithoutEffect_isNoChange() {
            assertNoCommit(new Clear());
            assertNoCommit(new Add(0));
        }

        private void assertNoCommit(Command action) {
            try (StoreSnapshot before = store.snapshot()) {
                store.set(TOTAL, action);
                try (StoreSnapshot after = store.snapshot()) {
                    assertThat(after.epoch()).isEqualTo(before.epoch());
                }
            }
        }

        @Test
        void functionReducer_takesAnyAction() {
            WritableAtom<List<String>, String> lines =
                    ReducerAtom.of(List.of(), (all, line) -> line.isEmpty() ? all : List.of(all.size() + line));
            store.set(lines, "a");
            store.set(lines, "");

            assertThat(store.get(lines)).containsExactly("0a");
        }

        @Test
        void threads_loseNoAction() throws InterruptedException {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 250; i++) {
                        store.set(TOTAL, new Add(1));
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join(Patience.LIMIT.toMillis());
            }

            assertThat(store.get(TOTAL)).isEqualTo(1000);
        }
    }

    @Nested
    class Failing {
        @Test
        void reducerThatThrows_reachesTheWriter_andTheStateStays() {
            store.set(TOTAL, new Add(5));

            assertThatThrownBy(() -> store.set(TOTAL, new Fail())).hasMessage("failed at 5");
            assertThat(store.get(TOTAL)).isEqualTo(5);
        }

        @Test
        void rollback_takesActionsBack() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(TOTAL, new Add(5));
                        tx.set(TOTAL, new Fail());
                    }))
                    .hasMessage("failed at 5");

            assertThat(store.get(TOTAL)).isZero();
        }

        @Test
        void hiddenCase_isRefused() {
            assertThatThrownBy(() -> ReducerAtom.<Integer, Command>cases()
                            .on(Command.class, (n, any) -> n)
                            .on(Add.class, (n, add) -> n))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Add would never run")
                    .hasMessageContaining("Put it first");
        }
    }

    @Nested
    class Cases {
        @Test
        void moreGeneralCase_takesTheRest() {
            AtomicReference<String> seen = new AtomicReference<>("");
            var reducer = ReducerAtom.<Integer, Command>cases()
                    .on(Add.class, (n, add) -> n + 1)
                    .on(Command.class, (n, any) -> {
                        seen.set(any.toString());
                        return n + 100;
                    });

            assertThat(reducer.apply(0, new Add(3))).isEqualTo(1);
            assertThat(reducer.apply(0, new Clear())).isEqualTo(100);
            assertThat(seen).hasValue("Clear[]");
        }

        @Test
        void on_leavesTheReducerItIsCalledOnAlone() {
            var none = ReducerAtom.<Integer, Command>cases();
            none.on(Add.class, (n, add) -> n + 1);

            assertThat(none.apply(7, new Add(1))).isEqualTo(7);
        }
    }

    @Test
    void reset_returnsToTheInitialState() {
        store.set(TOTAL, new Add(5));
        store.reset(TOTAL);

        assertThat(store.get(TOTAL)).isZero();
    }

    @Test
    void stores_areIndependent() {
        store.set(TOTAL, new Add(5));

        assertThat(AtomStore.create().get(TOTAL)).isZero();
        assertThat(TOTAL.name()).isEqualTo("total");
    }
}
