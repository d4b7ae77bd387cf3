package io.atoms.query;

import io.atoms.AtomStore;
import io.atoms.Setter;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The mutation that a callback is called for.
 *
 * <p><b>Threads.</b> Immutable; any.
 *
 * @param <V> the type of the variables
 */
public final class MutationCall<V> {

    private final QueryClient client;
    private final MutationState<?> state;
    private final Map<String, Object> meta;
    private final @Nullable AtomStore store;

    MutationCall(QueryClient client, MutationState<?> state, Map<String, Object> meta, @Nullable AtomStore store) {
        this.client = client;
        this.state = state;
        this.meta = meta;
        this.store = store;
    }

    /** {@return the client that mutates} */
    public QueryClient client() {
        return client;
    }

    /** {@return what the mutation was called with, or what a conflict was resolved with} */
    public V variables() {
        return Unchecked.cast(state.variables());
    }

    /**
     * {@return what {@link MutationCallbacks#onMutate} of the definition gave; null if nothing, and in {@code onMutate} itself}
     */
    public @Nullable Object context() {
        return state.context();
    }

    /** {@return what {@link MutationDefinition#meta} put there} */
    public Map<String, Object> meta() {
        return meta;
    }

    /** {@return the state of the mutation when the callback is called} */
    public MutationState<?> state() {
        return state;
    }

    /**
     * Writes atoms of the store that the mutation runs in ({@link QueryAtoms#mutation}, {@link MutationDefinition#in}), in one
     * transaction, at once.
     *
     * @param writes is given the setter to write by
     * @return complete
     * @throws QueryException if it runs in no store (ATOMS-214)
     */
    public Mono<Void> write(Consumer<? super Setter> writes) {
        Objects.requireNonNull(writes, "writes");
        if (store == null) {
            throw QueryProblems.noStore(state.name());
        }
        store.transaction(writes);
        return Mono.empty();
    }
}
