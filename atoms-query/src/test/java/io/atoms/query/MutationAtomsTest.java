package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.query.MutationResult.Idle;
import io.atoms.query.MutationResult.Pending;
import io.atoms.query.MutationResult.Success;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Mutations through atoms. */
class MutationAtomsTest {
    private final Clients it = new Clients();
    private final AtomStore store = AtomStore.builder().scheduler(it.clock).build();
    private final PrimitiveAtom<String> saved = Atom.of("");
    private final PrimitiveAtom<Integer> count = Atom.of(0);

    private final MutationDefinition<Integer, String> save = MutationDefinition.<Integer, String>mono(
                    (millis, context) ->
                            Mono.delay(Duration.ofMillis(millis), it.clock).map(tick -> "saved in " + millis))
            .named("save")
            .callbacks(MutationCallbacks.<Integer, String>none()
                    .onSuccess((call, result) -> call.write(set -> {
                        set.set(saved, result);
                        set.update(count, n -> n + 1);
                    })));
    private final WritableAtom<MutationResult<String>, Integer> mutation = QueryAtoms.mutation(save);

    @BeforeEach
    void use() {
        store.set(QueryClient.CURRENT, it.client);
    }

    @AfterEach
    void close() {
        store.close();
        it.close();
        assertThat(it.problems).isEmpty();
    }

    @Test
    void itIsIdle_thenPending_thenTheResult_observedOrNot() {
        assertThat(store.get(mutation)).isEqualTo(new Idle<>());
        store.set(mutation, 10);
        assertThat(store.get(mutation)).isEqualTo(new Pending<>(false, 0, null));
        it.pass(10);
        assertThat(store.get(mutation)).isEqualTo(new Success<>("saved in 10"));
    }

    @Test
    void anObserverSeesEveryStep() {
        List<MutationResult<String>> seen = new ArrayList<>();
        store.subscribe(mutation, value -> {
            seen.add(value);
        });
        it.online.setOnline(false);
        store.set(mutation, 10);
        it.online.setOnline(true);
        it.pass(10);
        assertThat(seen)
                .containsExactly(
                        new Pending<>(true, 0, null), new Pending<>(false, 0, null), new Success<>("saved in 10"));
    }

    @Test
    void aCallbackWritesAtoms_inOneTransaction() {
        List<String> seen = new ArrayList<>();
        store.subscribe(Atom.combine(saved, count, (text, n) -> text + "/" + n), value -> {
            seen.add(value);
        });
        store.set(mutation, 10);
        it.pass(10);
        assertThat(seen).containsExactly("saved in 10/1");
    }

    @Test
    void itFollowsOnlyTheLast() {
        store.set(mutation, 20);
        store.set(mutation, 10);
        it.pass(10);
        assertThat(store.get(mutation)).isEqualTo(new Success<>("saved in 10"));
        it.pass(10);
        assertThat(store.get(mutation)).isEqualTo(new Success<>("saved in 10"));
        assertThat(store.get(count)).isEqualTo(2);
    }

    @Test
    void reset_returnsToIdle_andTheMutationGoesOnUnseen() {
        store.set(mutation, 10);
        store.reset(mutation);
        assertThat(store.get(mutation)).isEqualTo(new Idle<>());
        it.pass(10);
        assertThat(store.get(mutation)).isEqualTo(new Idle<>());
        assertThat(store.get(saved)).isEqualTo("saved in 10");
    }

    @Test
    void aTransactionThatIsRolledBack_beginsNothing() {
        assertThatThrownBy(() -> store.transaction(tx -> {
                    tx.set(mutation, 10);
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(store.get(mutation)).isEqualTo(new Idle<>());
        assertThat(it.client.mutations()).isEmpty();
    }

    @Test
    void aMutationThatEndsAtOnce_isShownEnded() {
        WritableAtom<MutationResult<Integer>, Integer> direct =
                QueryAtoms.mutation(MutationDefinition.mono((n, context) -> Mono.just(n + 1)));
        store.set(direct, 1);
        assertThat(store.get(direct)).isEqualTo(new Success<>(2));
    }

    @Test
    void isMutating_andMutationState_tellOfAll_observedOrNot() {
        Atom<Integer> all = QueryAtoms.isMutating();
        Atom<List<MutationState<String>>> states = QueryAtoms.mutationState(save);
        assertThat(store.get(all)).isZero();
        store.set(mutation, 10);
        it.client.mutate(save.in(store), 20);
        assertThat(store.get(all)).isEqualTo(2);
        it.pass(10);
        assertThat(store.get(all)).isEqualTo(1);
        List<Integer> seen = new ArrayList<>();
        store.subscribe(all, value -> {
            seen.add(value);
        });
        it.pass(10);
        assertThat(seen).containsExactly(0);
        assertThat(store.get(states))
                .extracting(state -> state.result().dataOrNull())
                .containsExactly("saved in 10", "saved in 20");
        assertThat(store.get(QueryAtoms.isMutating(state -> state.name().equals("other"))))
                .isZero();
    }

    @Test
    void aCallbackThatWritesAtoms_outsideOfAStore_isAnErrorThatSaysSo() {
        MutationHandle<String> handle = it.client.mutate(save, 0);
        it.pass(0);
        assertThat(handle.current().errorOrNull())
                .satisfies(MutationTest.coded("ATOMS-214"))
                .hasMessageContaining("save");
    }

    @Test
    void aSettledMutation_doesNotHoldItsStore() {
        Mutation<?, ?> made = (Mutation<?, ?>) it.client.mutate(save.in(store), 10);
        assertThat(made.definition().store()).isSameAs(store);
        it.pass(10);
        assertThat(made.definition().store()).isNull();
    }

    @Test
    void aStoreThatIsClosed_closesItsOwnClient_andItsMutations() {
        AtomStore own = AtomStore.builder().scheduler(it.clock).build();
        own.set(io.atoms.utils.TimeAtoms.SCHEDULER, it.clock);
        own.set(mutation, 1_000);
        QueryClient client = own.get(QueryClient.CURRENT);
        MutationState<?> state = client.mutations().get(0);
        assertThat(state.isPending()).isTrue();
        own.close();
        assertThat(client.isClosed()).isTrue();
        assertThat(client.mutations()).isEmpty();
        it.pass(1_000);
    }
}
