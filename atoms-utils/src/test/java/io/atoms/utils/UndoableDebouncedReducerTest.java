package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.testing.TestStore;
import io.atoms.utils.storage.Codec;
import io.atoms.utils.storage.JacksonCodec;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StorageOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.type.TypeReference;

/**
 * A reducer, a debounced atom, a history and a storage atom together.
 *
 * <p>The order of notifications: everything that a dispatch or an undo changes at once is one commit, whose listeners run in
 * the order of their registration; what settles is a later commit; what is stored follows after the storage's delay,
 * without a commit. So nobody sees a state without its step, who follows the settled state hears of a burst once, and the
 * disk once per delay.
 */
class UndoableDebouncedReducerTest {
    sealed interface Action permits Add, Remove {}

    record Add(String item) implements Action {}

    record Remove(String item) implements Action {}

    private static List<String> reduce(List<String> state, Action action) {
        List<String> next = new ArrayList<>(state);
        if (action instanceof Add add) {
            if (add.item().isEmpty()) {
                throw new IllegalArgumentException("an item needs a name");
            }
            next.add(add.item());
        } else if (action instanceof Remove remove) {
            next.remove(remove.item());
        }
        return List.copyOf(next);
    }

    private static WritableAtom<List<String>, Action> reducer(WritableAtom<List<String>, List<String>> state) {
        return Atom.writable(get -> get.get(state), (set, action) -> set.update(state, s -> reduce(s, action)));
    }

    @AutoClose
    private final TestStore test = TestStore.create();

    private final AtomStore store = test.store();
    private final List<String> log = new ArrayList<>();
    private final PrimitiveAtom<List<String>> items =
            Atom.<List<String>>of(List.of()).named("items");

    private <T> void follow(String name, Atom<T> atom) {
        store.subscribe(atom, value -> log.add(name + " " + value));
    }

    private List<String> logged() {
        List<String> result = List.copyOf(log);
        log.clear();
        return result;
    }

    private void pass() {
        test.advance(Duration.ofMillis(100));
    }

    /** Reducer, then debounced, then history: an undo settles at once, unless something is pending. */
    @Nested
    class DebouncedOverHistory {
        private final History history = History.of(items, 10).named("history");
        private final DebouncedAtom<List<String>> debounced =
                DebouncedAtom.of(history.tracked(items), Duration.ofMillis(100));
        private final WritableAtom<List<String>, Action> list = reducer(debounced.current());

        @BeforeEach
        void followAll() {
            follow("settled", debounced.settled());
            follow("state", list);
            follow("pending", debounced.pending());
            follow("canUndo", history.canUndo());
            follow("canRedo", history.canRedo());
        }

        @Test
        void dispatch_tellsStatePendingAndHistory_inOneCommit_thenSettles() {
            List<String> seenByTheFirst = new ArrayList<>();
            store.subscribe(
                    list,
                    state -> seenByTheFirst.add(state + " " + store.get(history.position()) + " "
                            + store.get(debounced.pending()) + " " + store.get(debounced.settled())));
            store.set(list, new Add("a"));

            assertThat(logged()).containsExactly("state [a]", "pending true", "canUndo true");
            assertThat(seenByTheFirst).containsExactly("[a] 1 true []");
            pass();
            assertThat(logged()).containsExactly("settled [a]", "pending false");
        }

        @Test
        void burst_isSettledOnce_andUndoneStepByStep() {
            store.set(list, new Add("a"));
            store.set(list, new Add("b"));
            store.set(list, new Remove("a"));
            assertThat(logged())
                    .containsExactly("state [a]", "pending true", "canUndo true", "state [a, b]", "state [b]");
            pass();
            assertThat(logged()).containsExactly("settled [b]", "pending false");
            store.run(history.undo());
            assertThat(logged()).containsExactly("settled [a, b]", "state [a, b]", "canRedo true");
            store.run(history.jump(), 0);
            assertThat(logged()).containsExactly("settled []", "state []", "canUndo false");
        }

        @Test
        void undoWhilePending_settlesWithTheBurst() {
            store.set(list, new Add("a"));
            pass();
            store.set(list, new Add("b"));
            logged();
            store.run(history.undo());

            assertThat(logged()).containsExactly("state [a]", "canRedo true");
            pass();
            assertThat(logged()).containsExactly("pending false"); // settled is [a] as before
            assertThat(store.get(debounced.settled())).containsExactly("a");
        }

        @Test
        void noOpAction_isNoStepAndPendsNothing() {
            store.set(list, new Remove("x"));

            assertThat(logged()).isEmpty();
        }

        @Test
        void actionThatFails_leavesNothingOfTheTransaction() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(list, new Add("a"));
                        tx.set(list, new Add(""));
                    }))
                    .hasMessage("an item needs a name");
            pass();

            assertThat(logged()).isEmpty();
            assertThat(store.get(history.entries())).isEmpty();
        }

        @Test
        void transactionOfActions_isOneStep_settledByAFlushInside() {
            store.transaction(tx -> {
                tx.set(list, new Add("a"));
                tx.set(list, new Add("b"));
                tx.run(history.label(), "Add two");
                tx.run(debounced.flush());
            });

            assertThat(logged()).containsExactly("settled [a, b]", "state [a, b]", "canUndo true");
            assertThat(store.get(history.entries())).containsExactly(new History.Entry("Add two", false));
            store.run(history.undo());
            assertThat(store.get(list)).isEmpty();
        }
    }

    /** Reducer, then history, then debounced: an undo is debounced as any write. */
    @Nested
    class HistoryOverDebounced {
        private final DebouncedAtom<List<String>> debounced = DebouncedAtom.of(items, Duration.ofMillis(100));
        private final History history = History.of(debounced.current(), 10).captureEvery(Duration.ofMillis(50));
        private final WritableAtom<List<String>, Action> list = reducer(history.tracked(debounced.current()));

        @BeforeEach
        void followAll() {
            follow("settled", debounced.settled());
            follow("state", list);
        }

        @Test
        void undo_isDebounced() {
            store.set(list, new Add("a"));
            pass();
            store.set(list, new Add("b"));
            pass();
            assertThat(logged()).containsExactly("state [a]", "settled [a]", "state [a, b]", "settled [a, b]");
            store.run(history.undo());
            store.run(history.undo());
            assertThat(logged()).containsExactly("state [a]", "state []");
            pass();
            assertThat(logged()).containsExactly("settled []");
        }

        @Test
        void actionsInQuickSuccession_areOneStep() {
            store.set(list, new Add("a"));
            store.set(list, new Add("b"));
            assertThat(store.get(history.position())).isEqualTo(1);
            store.run(history.undo());

            assertThat(logged()).containsExactly("state [a]", "state [a, b]", "state []");
            pass();
            assertThat(logged()).isEmpty();
        }
    }

    /** All four: the state under the history is a storage atom. */
    @Nested
    class Persisted {
        private final Codec<List<String>> json = JacksonCodec.of(new TypeReference<List<String>>() {});
        private final StorageAtom<List<String>> stored = StorageAtom.of("items", new LoggedCodec(), List.of());
        private final History history = History.of(stored.value(), 10).named("history");
        private final DebouncedAtom<List<String>> debounced =
                DebouncedAtom.of(history.tracked(stored.value()), Duration.ofMillis(100));
        private final WritableAtom<List<String>, Action> list = reducer(debounced.current());
        private final MemoryStorage storage = MemoryStorage.create(
                StorageOptions.ofDefaults().writeDelay(Duration.ofMillis(150)).scheduler(Schedulers.immediate()));

        private final class LoggedCodec implements Codec<List<String>> {
            @Override
            public byte[] encode(List<String> value) throws Exception {
                log.add("stored " + value);
                return json.encode(value);
            }

            @Override
            public List<String> decode(byte[] bytes, int version) throws Exception {
                return json.decode(bytes, version);
            }
        }

        @BeforeEach
        void followAll() {
            store.set(Storage.CURRENT, storage);
            follow("settled", debounced.settled());
            follow("state", list);
            follow("pending", debounced.pending());
            follow("canUndo", history.canUndo());
        }

        private List<String> afterARestart() {
            try (AtomStore next = AtomStore.create()) {
                next.set(Storage.CURRENT, storage);
                return next.get(list);
            }
        }

        @Test
        void dispatch_tellsStateThenSettlesThenIsStored() {
            store.set(list, new Add("a"));
            assertThat(logged()).containsExactly("state [a]", "pending true", "canUndo true");
            pass();
            assertThat(logged()).containsExactly("settled [a]", "pending false");
            pass();
            assertThat(logged()).containsExactly("stored [a]");
            assertThat(afterARestart()).containsExactly("a");
        }

        @Test
        void burstAndUndo_areStoredOnce() {
            store.set(list, new Add("a"));
            store.set(list, new Add("b"));
            store.set(list, new Add("c"));
            store.run(history.undo());
            logged();
            pass();
            pass();
            assertThat(logged()).containsExactly("settled [a, b]", "pending false", "stored [a, b]");
            store.run(history.undo());
            store.close();
            assertThat(logged()).containsExactly("settled [a]", "state [a]", "stored [a]");
            assertThat(afterARestart()).containsExactly("a");
        }

        @Test
        void transactionThatFails_storesNothing() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(list, new Add("a"));
                        tx.set(list, new Add(""));
                    }))
                    .hasMessage("an item needs a name");
            pass();
            pass();
            assertThat(logged()).isEmpty();
            assertThat(storage.keys()).isEmpty();
        }

        @Test
        void flush_storesWhatIsShown_beforeItHasSettled() {
            store.set(list, new Add("a"));
            storage.flush(store);
            assertThat(logged()).containsExactly("state [a]", "pending true", "canUndo true", "stored [a]");
            store.run(history.undo());
            storage.flush(store);
            assertThat(logged()).containsExactly("state []", "canUndo false", "stored []");
        }
    }
}
