package io.atoms.query;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides what becomes of a mutation that the server has refused because somebody else had changed the data before, as with
 * status 409 or 412 of HTTP. Such an error is not retried, but resolved.
 *
 * <p><b>Threads.</b> Called by the thread that the error came on, never under a lock.
 *
 * <p><b>Errors.</b> The mutation fails with what this throws, the conflict being suppressed in it. If it gives nothing, or
 * there were {@link #maxRounds} rounds, the mutation fails with the error of the conflict.
 *
 * @param <V> the type of the variables
 * @param <S> the type of the server's version
 */
public interface ConflictResolver<V, S> {

    /**
     * {@return the server's version that an error carries; empty if it is no conflict}
     *
     * @param error what the function failed with
     */
    Optional<S> serverVersion(Throwable error);

    /**
     * {@return what to do}
     *
     * @param conflict the two versions
     */
    Mono<Resolution<V>> resolve(Conflict<V, S> conflict);

    /** {@return how many conflicts of one mutation are resolved; from 0} Default: 3. */
    default int maxRounds() {
        return 3;
    }

    /**
     * {@return a resolver that decides at once}
     *
     * @param <V> the type of the variables
     * @param <S> the type of the server's version
     * @param serverVersion the server's version that an error carries
     * @param resolve what to do
     */
    static <V, S> ConflictResolver<V, S> of(
            Function<? super Throwable, Optional<S>> serverVersion,
            Function<? super Conflict<V, S>, ? extends Resolution<V>> resolve) {
        Objects.requireNonNull(serverVersion, "serverVersion");
        Objects.requireNonNull(resolve, "resolve");
        return new ConflictResolver<>() {
            @Override
            public Optional<S> serverVersion(Throwable error) {
                return serverVersion.apply(error);
            }

            @Override
            public Mono<Resolution<V>> resolve(Conflict<V, S> conflict) {
                return Mono.fromSupplier(() -> resolve.apply(conflict));
            }
        };
    }

    /**
     * A conflict.
     *
     * @param <V> the type of the variables
     * @param <S> the type of the server's version
     */
    final class Conflict<V, S> {
        private final V variables;
        private final S server;
        private final @Nullable S previousServer;
        private final Throwable error;
        private final int round;
        private final Map<QueryKey<?>, Object> bases;

        Conflict(
                V variables,
                S server,
                @Nullable S previousServer,
                Throwable error,
                int round,
                Map<QueryKey<?>, Object> bases) {
            this.variables = variables;
            this.server = server;
            this.previousServer = previousServer;
            this.error = error;
            this.round = round;
            this.bases = bases;
        }

        /** {@return what the mutation was tried with} */
        public V variables() {
            return variables;
        }

        /** {@return the version of the server} */
        public S server() {
            return server;
        }

        /**
         * {@return the version of the server in the round before, which the variables have been merged with; null in the first}
         */
        public @Nullable S previousServer() {
            return previousServer;
        }

        /** {@return the error that told the version} */
        public Throwable error() {
            return error;
        }

        /** {@return the number of this conflict, from 1} */
        public int round() {
            return round;
        }

        /**
         * {@return what the server had given for a query when this mutation patched it: the common ancestor of both versions, in the
         * first round} Empty if the mutation did not patch it, there was no data, or it was restored.
         *
         * @param <T> the type of the data
         * @param key which query
         */
        public <T> Optional<T> base(QueryKey<T> key) {
            return Optional.ofNullable(Unchecked.<@Nullable T>cast(bases.get(key)));
        }
    }

    /**
     * What to do about a conflict.
     *
     * @param <V> the type of the variables
     */
    sealed interface Resolution<V> {

        /**
         * Tries again with the same variables. The function sees by {@link MutationContext#conflictRound} that it is to
         * overwrite.
         *
         * @param <V> the type of the variables
         */
        record KeepLocal<V>() implements Resolution<V> {}

        /**
         * Gives up: the mutation fails with the error of the conflict, and the queries that it patched are invalidated.
         *
         * @param <V> the type of the variables
         */
        record KeepServer<V>() implements Resolution<V> {}

        /**
         * Tries again with other variables, by which the patches are made anew.
         *
         * @param <V> the type of the variables
         * @param variables what to try with
         */
        record Merge<V>(V variables) implements Resolution<V> {

            /**
             * Refuses null.
             *
             * @param variables what to try with
             */
            public Merge {
                Objects.requireNonNull(variables, "variables");
            }
        }
    }
}
