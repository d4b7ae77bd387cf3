package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.MutationCheck.Mutation;
import io.atoms.utils.testing.Garbage;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MutationCheckTest {
    private final List<Mutation> found = new ArrayList<>();
    private final PrimitiveAtom<List<String>> names =
            Atom.<List<String>>of(new ArrayList<>()).named("names");
    private final PrimitiveAtom<Integer> count = Atom.of(0).named("count");
    private final MutationCheck check = MutationCheck.of(found::add).watching(names);
    private final AtomStore store = AtomStore.builder().observer(check).build();

    private List<String> atoms() {
        return found.stream().flatMap(each -> each.atoms().stream()).toList();
    }

    @Nested
    class Found {
        @Test
        void initialValue_mutatedInAnUpdate() {
            store.update(names, list -> {
                list.add("Ada"); // the same instance: no commit
                return list;
            });
            assertThat(found).isEmpty();
            check.verify(store);

            assertThat(atoms()).containsExactly("names");
            assertThat(found.get(0).value()).isEqualTo(List.of("Ada"));
            assertThat(found.get(0))
                    .hasToString("The value of names was mutated in place: its fingerprint was "
                            + found.get(0).before() + " and is " + found.get(0).after()
                            + ". Write a changed copy instead; values must be immutable.");
        }

        @Test
        void writtenValue_mutatedLater_isFoundAtTheNextCommit() {
            List<String> mine = new ArrayList<>(List.of("Ada"));
            store.set(names, mine);
            mine.add("Grace");
            store.set(count, 1);

            assertThat(atoms()).containsExactly("names");
        }

        @Test
        void valueMutatedAndReplacedByACopy_isFound() {
            store.set(names, new ArrayList<>(List.of("Ada")));
            store.update(names, list -> {
                list.add("Grace");
                return new ArrayList<>(list); // equal to what the atom has by now: no commit
            });
            store.set(count, 1);

            assertThat(atoms()).containsExactly("names");
        }

        @Test
        void valueOfSeveralAtoms_namesAll() {
            PrimitiveAtom<List<String>> copy = Atom.<List<String>>of(List.of()).named("copy");
            List<String> shared = new ArrayList<>(List.of("Ada"));
            store.set(names, shared);
            store.set(copy, shared);
            shared.clear();
            store.set(count, 1);

            assertThat(found).hasSize(1);
            assertThat(atoms()).containsExactlyInAnyOrder("names", "copy");
        }

        @Test
        void derivedValue_isFound_onceVerifyHasSeenIt() {
            Atom<List<String>> sorted =
                    Atom.<List<String>, List<String>>map(names, ArrayList::new).named("sorted");
            store.get(sorted);
            check.verify(store);
            store.get(sorted).add("by a reader");
            check.verify(store);

            assertThat(atoms()).containsExactly("sorted");
        }

        @Test
        void array_isFoundByItsElements() {
            PrimitiveAtom<int[]> numbers = Atom.of(new int[] {1, 2}).named("numbers");
            MutationCheck arrays = MutationCheck.of(found::add).watching(numbers);
            numbers.initial()[0] = 7;
            arrays.verify(store);

            assertThat(atoms()).containsExactly("numbers");
        }

        @Test
        void fingerprintOfTheUser_findsWhatHashCodesDoNot() {
            PrimitiveAtom<StringBuilder> text = Atom.of(new StringBuilder("a")).named("text");
            MutationCheck byHash = MutationCheck.of(found::add).watching(text);
            MutationCheck byText = byHash.fingerprint(String::valueOf);
            text.initial().append("b");
            byHash.verify(store);
            assertThat(found).isEmpty();
            byText.verify(store);

            assertThat(found.get(0).before()).isEqualTo("a");
            assertThat(found.get(0).after()).isEqualTo("ab");
        }

        @Test
        void mutation_isReportedOnce_andTheNextOneAgain() {
            store.get(names).add("Ada");
            check.verify(store);
            check.verify(store);
            assertThat(found).hasSize(1);
            store.get(names).add("Grace");
            check.verify(store);

            assertThat(found).hasSize(2);
        }
    }

    @Nested
    class NotFound {
        @Test
        void immutableUse_isClean() {
            store.set(names, List.of("Ada"));
            store.update(names, list -> List.of(list.get(0), "Grace"));
            store.set(count, 1);
            store.reset(names);
            check.verify(store);

            assertThat(found).isEmpty();
        }

        @Test
        void rolledBackValue_isNotSeen() {
            List<String> never = new ArrayList<>(List.of("Ada"));
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(names, never);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            never.add("Grace");
            store.set(count, 1);

            assertThat(found).isEmpty();
        }

        @Test
        void nullValue_isNoTrouble() {
            PrimitiveAtom<@Nullable String> nothing = Atom.of("something");
            store.set(nothing, null);
            check.verify(store);

            assertThat(found).isEmpty();
        }

        @Test
        void value_isNotKeptAlive() {
            WeakReference<List<String>> value = new WeakReference<>(written());
            store.set(names, List.of("Grace"));
            store.set(names, List.of("Edsger")); // the slot of the last commit has gone too

            assertThat(Garbage.collects(value)).isTrue();
            assertThat(found).isEmpty();
        }

        private List<String> written() {
            List<String> value = new ArrayList<>(List.of("Ada"));
            store.set(names, value);
            return value;
        }
    }

    @Nested
    class Throwing {
        @Test
        void throwing_reachesTheWriter_andVerify() {
            MutationCheck strict = MutationCheck.throwing().watching(names);
            AtomStore strictStore = AtomStore.builder().observer(strict).build();
            strictStore.get(names).add("Ada");
            assertThatThrownBy(() -> strictStore.set(count, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("The value of names was mutated in place");
            assertThat(strictStore.get(count)).isEqualTo(1);

            strictStore.get(names).add("Grace");
            assertThatThrownBy(() -> strict.verify(strictStore)).hasMessageContaining("names");
        }

        @Test
        void fingerprintThatThrows_reachesTheWriter() {
            MutationCheck failing = MutationCheck.of(found::add).fingerprint(value -> {
                throw new IllegalStateException("no fingerprint");
            });
            AtomStore other = AtomStore.builder().observer(failing).build();

            assertThatThrownBy(() -> other.set(names, List.of("Ada"))).hasMessage("no fingerprint");
            assertThat(other.get(names)).containsExactly("Ada");
        }
    }
}
