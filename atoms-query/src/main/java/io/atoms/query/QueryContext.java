package io.atoms.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** What a query function is called with. */
public interface QueryContext {

    /** {@return the client that fetches} */
    QueryClient client();

    /** {@return the key that is fetched} */
    QueryKey<?> key();

    /** {@return what {@link QueryTuning#meta} put there} */
    Map<String, Object> meta();

    /** {@return the number of this attempt, from 1} */
    int attempt();

    /**
     * {@return the client's context with the values that are part of the key ({@link QueryDefinition#contextKeys}); never that of
     * a caller, whose result another caller would get}
     */
    ContextView context();

    /**
     * Tells when the result is no longer wanted. Asking for it means that the fetch is cancelled, and the query goes back
     * to its state before, when the last observer leaves. Otherwise it goes on without further attempts and its result is
     * cached. See also {@link QueryTuning#cancelWhenUnobserved}.
     *
     * @return the signal
     */
    CancellationSignal signal();

    /** {@return the data as it was when the fetch began, without optimistic patches; null if there was none} */
    @Nullable
    Object previousData();
}
