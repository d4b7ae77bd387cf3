package io.atoms.query;

import io.atoms.query.MetricsListener.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the listener of a client, if there is one. */
final class Metrics {

    private final @Nullable MetricsListener listener;
    private final DefaultQueryClient client;

    Metrics(@Nullable MetricsListener listener, DefaultQueryClient client) {
        this.listener = listener;
        this.client = client;
    }

    /** Whether anybody is told; so that functions of the user are not called for nobody. */
    boolean hasListener() {
        return listener != null;
    }

    private void tell(QueryKey<?> key, BiConsumer<MetricsListener, String> what) {
        tell(to -> what.accept(to, client.nameOf(key)));
    }

    private void tell(Consumer<MetricsListener> what) {
        if (listener == null) {
            return;
        }
        try {
            what.accept(listener);
        } catch (Throwable error) {
            client.problems().report("metrics listener", error);
        }
    }

    void hit(QueryKey<?> key) {
        tell(key, (to, name) -> to.hit(name, key));
    }

    void staleHit(QueryKey<?> key) {
        tell(key, (to, name) -> to.staleHit(name, key));
    }

    void miss(QueryKey<?> key) {
        tell(key, (to, name) -> to.miss(name, key));
    }

    void joined(Entry<?> entry) {
        tell(entry.key(), (to, name) -> to.joined(name, entry.key()));
    }

    void fetchStarted(Fetch<?> fetch) {
        tell(fetch.key(), (to, name) -> to.fetchStarted(name, fetch.key()));
    }

    void fetchEnded(Fetch<?> fetch, @Nullable Throwable error) {
        Outcome outcome = outcome(error, FetchCancelledException.class);
        tell(
                fetch.key(),
                (to, name) -> to.fetchEnded(name, fetch.key(), outcome, fetch.attempts(), since(fetch.startedAt)));
    }

    private static Outcome outcome(@Nullable Throwable error, Class<? extends Throwable> cancelled) {
        if (error == null) {
            return Outcome.SUCCESS;
        }
        return cancelled.isInstance(error) ? Outcome.CANCELLED : Outcome.ERROR;
    }

    private Duration since(Instant begin) {
        return Duration.between(begin, client.now());
    }

    void retrying(Fetch<?> fetch, Throwable error) {
        tell(fetch.key(), (to, name) -> to.retried(name, fetch.key(), error));
    }

    void rolledBack(QueryKey<?> key) {
        tell(key, (to, name) -> to.rolledBack(name, key));
    }

    void removed(QueryKey<?> key, CacheEvent.Cause cause) {
        tell(key, (to, name) -> to.removed(name, key, cause));
    }

    void mutationStarted(MutationState<?> state) {
        tell(to -> to.mutationStarted(state));
    }

    void mutationPaused(MutationState<?> state) {
        tell(to -> to.mutationPaused(state));
    }

    void mutationEnded(MutationState<?> state, int attempts, Instant startedAt) {
        Outcome outcome = outcome(state.result().errorOrNull(), MutationCancelledException.class);
        tell(to -> to.mutationEnded(state, outcome, attempts, since(startedAt)));
    }
}
