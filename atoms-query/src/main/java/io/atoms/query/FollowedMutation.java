package io.atoms.query;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import io.atoms.query.MutationResult.Idle;
import org.jspecify.annotations.Nullable;

/**
 * Mutations in stores. In each, the atom shows the last mutation that was begun by writing to it, observed or not. That is
 * begun after the commit, so a transaction that is rolled back has begun nothing.
 */
final class FollowedMutation<V, R> {

    /** The mutation that is followed, and how far it is. */
    private record Last<R>(Mutation<?, R> mutation, MutationResult<R> result) {}

    private final MutationDefinition<V, R> definition;
    private final PrimitiveAtom<@Nullable Last<R>> last = nothing();

    FollowedMutation(MutationDefinition<V, R> definition) {
        this.definition = definition;
    }

    @SuppressWarnings("NullAway") // the type argument is nullable
    private static <S> PrimitiveAtom<@Nullable S> nothing() {
        return Atom.<@Nullable S>of(null).named("mutation.last");
    }

    WritableAtom<MutationResult<R>, V> atom() {
        return Atom.<MutationResult<R>, V>writable(
                        get -> {
                            Last<R> present = get.get(last);
                            return present == null ? new Idle<>() : present.result();
                        },
                        (set, variables) -> set.afterCommit(store -> begin(store, variables)))
                .onReset(set -> set.reset(last))
                .named(definition.name());
    }

    private void begin(AtomStore store, V variables) {
        StoreClients.prepare(store);
        DefaultQueryClient client = StoreClients.client(store);
        client.batches().run(() -> {
            Mutation<V, R> mutation = client.begin(definition.in(store), variables, MutationCallbacks.none());
            mutation.listen(() -> client.batches().write(store, set -> update(set, mutation)));
            client.batches().write(store, set -> set.set(last, new Last<>(mutation, mutation.current())));
        });
    }

    /** Shows a change, unless another mutation is followed or none is. */
    private void update(Setter set, Mutation<V, R> mutation) {
        Last<R> present = set.get(last);
        if (present != null && present.mutation() == mutation) {
            set.set(last, new Last<>(mutation, mutation.current()));
        }
    }
}
