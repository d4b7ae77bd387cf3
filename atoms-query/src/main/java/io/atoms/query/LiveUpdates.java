package io.atoms.query;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Keeps the data of queries up to date by messages of the server: a hook for {@link QueryDefinition#onEntryAdded}.
 * Immutable: each method returns a new object.
 *
 * <pre>{@code
 * static final QueryDefinition<BoardKey, Board> BOARD = QueryDefinition.mono(BoardKey.class, (key, context) -> load(key))
 *         .onEntryAdded(LiveUpdates.<BoardKey, Change, Board>of((key, connection) -> changes(key), Board::with)
 *                 .sequence(Change::number, Board::number));
 * }</pre>
 *
 * <p><b>Rules.</b> It is connected while the query is observed, not while its entry lives: a cache may hold thousands of
 * entries that nobody looks at, and a connection for each would cost the server more than the fetch by which the next
 * observer begins.
 *
 * <ul>
 *   <li>Messages are folded into the data of the cache, in their order; those that come close together at once. While the
 *       query is fetched they wait, since its result would undo them; the server is held back if more than 1,024 wait.
 *   <li>A lost connection is made again after a delay, which grows until there is a message. What was missed is fetched
 *       when the new connection is open; and when the first is, unless numbers tell what was missed.
 *   <li>With {@link #sequence} a gap between messages fetches the query again. A message twice counts once.
 *   <li>If that fetch fails, or does not reach the messages, it connects again, after the delay.
 * </ul>
 *
 * <p><b>Threads.</b> The source and the fold are called by any thread, one at a time for one query, never under a lock of
 * the cache.
 *
 * <p><b>Errors.</b> What the fold throws is reported to the client's error handler, and the query is fetched again. Why a
 * connection was lost is told to {@link #onDisconnect}.
 *
 * @param <K> the type of the keys
 * @param <M> the type of the messages
 * @param <T> the type of the data
 */
public final class LiveUpdates<K extends QueryKey<T>, M, T> implements BiFunction<K, EntryLifecycle<T>, Disposable> {

    private static final RetryPolicy ALWAYS =
            RetryPolicy.times(Integer.MAX_VALUE).jitter(0.2);

    final LiveConnection.Source<? super K, M> source;
    final BiFunction<? super T, ? super M, ? extends T> fold;
    final @Nullable ToLongFunction<? super M> numberOfMessage;
    final @Nullable ToLongFunction<? super T> numberOfData;
    final RetryPolicy reconnect;
    final BiConsumer<? super K, ? super Throwable> onDisconnect;

    private LiveUpdates(
            LiveConnection.Source<? super K, M> source,
            BiFunction<? super T, ? super M, ? extends T> fold,
            @Nullable ToLongFunction<? super M> numberOfMessage,
            @Nullable ToLongFunction<? super T> numberOfData,
            RetryPolicy reconnect,
            BiConsumer<? super K, ? super Throwable> onDisconnect) {
        this.source = Objects.requireNonNull(source, "source");
        this.fold = Objects.requireNonNull(fold, "fold");
        this.numberOfMessage = numberOfMessage;
        this.numberOfData = numberOfData;
        this.reconnect = Objects.requireNonNull(reconnect, "reconnect");
        this.onDisconnect = Objects.requireNonNull(onDisconnect, "onDisconnect");
    }

    /**
     * Updates without numbers: what is lost in between is not noticed.
     *
     * @param <K> the type of the keys
     * @param <M> the type of the messages
     * @param <T> the type of the data
     * @param source connects
     * @param fold the data with a message more; called with messages that the data may contain already, see {@link #sequence}
     * @return the updates
     */
    public static <K extends QueryKey<T>, M, T> LiveUpdates<K, M, T> of(
            LiveConnection.Source<? super K, M> source, BiFunction<? super T, ? super M, ? extends T> fold) {
        return new LiveUpdates<K, M, T>(source, fold, null, null, ALWAYS, (key, error) -> {});
    }

    /**
     * Notices gaps: the number of a message is that of the message before and one. The data does not tell which messages it
     * contains, so after a fetch the fold may be given some that it does.
     *
     * @param ofMessage the number of a message
     * @return the new updates
     */
    public LiveUpdates<K, M, T> sequence(ToLongFunction<? super M> ofMessage) {
        return new LiveUpdates<K, M, T>(
                source, fold, Objects.requireNonNull(ofMessage, "ofMessage"), null, reconnect, onDisconnect);
    }

    /**
     * As {@link #sequence(ToLongFunction)}, with data that knows which message it contains last: older ones are dropped, and
     * the first connection needs no second fetch.
     *
     * @param ofData the number of the last message that the data contains; after a fold, of that message
     * @param ofMessage the number of a message
     * @return the new updates
     */
    public LiveUpdates<K, M, T> sequence(ToLongFunction<? super M> ofMessage, ToLongFunction<? super T> ofData) {
        return new LiveUpdates<K, M, T>(
                source,
                fold,
                Objects.requireNonNull(ofMessage, "ofMessage"),
                Objects.requireNonNull(ofData, "ofData"),
                reconnect,
                onDisconnect);
    }

    /**
     * Whether and when to connect again, from the number of connections lost since the last message, 0 for the first, and
     * the error. Default: always, after 1 s, 2 s, 4 s and so on up to 30 s, a fifth more or less.
     *
     * @param policy whether and when
     * @return the new updates
     */
    public LiveUpdates<K, M, T> reconnect(RetryPolicy policy) {
        return new LiveUpdates<K, M, T>(source, fold, numberOfMessage, numberOfData, policy, onDisconnect);
    }

    /**
     * Is told when a connection was lost and why; an {@link java.io.EOFException} if the server just ended it.
     *
     * @param listener is given the key and the error
     * @return the new updates
     */
    public LiveUpdates<K, M, T> onDisconnect(BiConsumer<? super K, ? super Throwable> listener) {
        return new LiveUpdates<K, M, T>(source, fold, numberOfMessage, numberOfData, reconnect, listener);
    }

    /** Follows an entry until it is removed. Called by the cache. */
    @Override
    public Disposable apply(K key, EntryLifecycle<T> lifecycle) {
        return new LiveSession<>(this, key, lifecycle).begin();
    }
}
