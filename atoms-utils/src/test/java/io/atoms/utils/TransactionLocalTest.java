package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionLocalTest {
    private final TransactionLocal<String> local = new TransactionLocal<>("local");
    private final PrimitiveAtom<Integer> other = Atom.of(0);
    private final AtomStore store = AtomStore.create();

    private String get() {
        List<String> found = new ArrayList<>();
        store.transaction(tx -> found.add(local.get(tx)));
        return found.get(0);
    }

    @Test
    void value_isFoundByTheSameTransaction_again() {
        store.transaction(tx -> {
            assertThat(local.get(tx)).isNull();
            local.set(tx, "a");
            assertThat(local.get(tx)).isEqualTo("a");
            tx.set(other, 1);
            assertThat(local.get(tx)).isEqualTo("a");
            local.set(tx, "b");
            assertThat(local.get(tx)).isEqualTo("b");
        });
    }

    @Test
    void value_isNotFoundByTheNextTransaction() {
        store.transaction(tx -> local.set(tx, "a"));

        assertThat(get()).isNull();
        assertThat(get()).isNull();
    }

    @Test
    void rolledBack_isNotFound() {
        assertThatThrownBy(() -> store.transaction(tx -> {
                    local.set(tx, "a");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(get()).isNull();
    }

    @Test
    void savepoint_takesBackToWhatWasBefore() {
        store.transaction(tx -> {
            local.set(tx, "a");
            assertThatThrownBy(() -> tx.run(Atom.action((inner, none) -> {
                        local.set(inner, "b");
                        throw new IllegalStateException("no");
                    })))
                    .hasMessage("no");
            assertThat(local.get(tx)).isEqualTo("a");
        });
    }

    @Test
    void savepointAroundTheFirst_leavesNone() {
        store.transaction(tx -> {
            assertThatThrownBy(() -> tx.run(Atom.action((inner, none) -> {
                        assertThat(local.get(inner)).isNull();
                        local.set(inner, "b");
                        throw new IllegalStateException("no");
                    })))
                    .hasMessage("no");
            assertThat(local.get(tx)).isNull();
            local.set(tx, "c");
            assertThat(local.get(tx)).isEqualTo("c");
        });
        assertThat(get()).isNull();
    }

    @Test
    void listenerOfTheCommit_isAnotherTransaction() {
        List<String> found = new ArrayList<>();
        store.subscribe(other, value -> found.add(get()));
        store.transaction(tx -> {
            local.set(tx, "a");
            tx.set(other, 1);
        });

        assertThat(found).hasSize(1).containsOnlyNulls();
    }
}
