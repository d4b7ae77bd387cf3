package io.atoms.query;

import io.atoms.query.MessageSequence.Folded;
import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

/**
 * {@link LiveUpdates} of one entry.
 *
 * <p>Threads: everything that happens, such as a message, a change of the entry or the end of a delay, goes through {@code
 * inbox}, so one at a time and in order, without a lock. Fields without a note are owned by it.
 */
final class LiveSession<K extends QueryKey<T>, M, T> implements Disposable {

    /** How many messages wait at most. */
    private static final int MOST_WAITING = 1_024;

    private final LiveUpdates<K, M, T> updates;
    private final K key;
    private final EntryLifecycle<T> lifecycle;
    private final DefaultQueryClient client;
    private final Deliveries inbox;
    private final Pulse pulse;
    private final Disposable.Swap events = Disposables.swap();
    private final Disposable.Swap delay = Disposables.swap();

    /** Messages that are not in the data yet, in their order. */
    private final Deque<M> waiting = new ArrayDeque<>();

    private final MessageSequence<M, T> sequence;

    private int observers;
    private @Nullable Connection connection;

    /** How many connections were lost since the last message. */
    private int lost;

    /** Whether messages may have been missed that no number tells of. */
    private boolean missed;

    /** Whether messages wait for a fetch that has been begun for them. */
    private boolean catchingUp;

    /** Whether a further page is fetched in the place of what was begun for them. */
    private boolean pageInstead;

    /** Whether the messages that wait have waited for a fetch that has come. */
    private boolean caughtUp;

    LiveSession(LiveUpdates<K, M, T> updates, K key, EntryLifecycle<T> lifecycle) {
        this.updates = updates;
        this.key = key;
        this.lifecycle = lifecycle;
        this.client = (DefaultQueryClient) lifecycle.client();
        this.inbox = new Deliveries(client.problems());
        this.pulse = new Pulse(client, () -> post(this::fold));
        this.sequence = new MessageSequence<>(updates);
        this.missed = !sequence.isInData();
    }

    LiveSession<K, M, T> begin() {
        events.update(lifecycle.events().subscribe(event -> post(() -> happened(event))));
        return this;
    }

    private void post(Runnable message) {
        inbox.add(message);
        inbox.drain();
    }

    @Override
    public void dispose() {
        events.dispose();
        pulse.dispose();
        post(this::leave);
    }

    @Override
    public boolean isDisposed() {
        return events.isDisposed();
    }

    // ---- the entry ----

    private void happened(CacheEvent event) {
        if (event instanceof CacheEvent.ObserverAdded) {
            if (observers++ == 0) {
                connect();
            }
        } else if (event instanceof CacheEvent.ObserverRemoved) {
            if (--observers == 0) {
                leave();
            }
        } else if (event instanceof CacheEvent.Updated updated) {
            changed(updated);
        }
    }

    private void changed(CacheEvent.Updated to) {
        boolean ended = to.state().fetchStatus() == FetchStatus.IDLE;
        if (to.action() == CacheEvent.Action.FETCH) {
            pageInstead = to.state().pageDirection() != null;
        }
        if (catchingUp && ended) {
            switch (to.action()) {
                case SUCCESS -> reached();
                case ERROR -> lose(Objects.requireNonNull(to.state().error()));
                case CANCEL, RESET -> lose(new FetchCancelledException(key, "it was cancelled"));
                default -> {
                    // it does not concern the fetch
                }
            }
        }
        if (ended && !waiting.isEmpty()) {
            pulse.ask();
        }
    }

    /** What was begun for the messages has come, or a page that ended it. */
    private void reached() {
        if (pageInstead) {
            catchUp();
        } else {
            catchingUp = false;
            caughtUp = !waiting.isEmpty();
        }
    }

    // ---- the connection ----

    /** One connection. What it says after it was given up is ignored. */
    private final class Connection extends BaseSubscriber<M> implements LiveConnection {
        private boolean open;

        @Override
        public Context currentContext() {
            return Context.of(lifecycle.context());
        }

        @Override
        public void opened() {
            post(() -> open(this));
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(MOST_WAITING);
        }

        @Override
        protected void hookOnNext(M message) {
            post(() -> arrived(this, message));
        }

        @Override
        protected void hookOnError(Throwable error) {
            post(() -> ended(this, error));
        }

        @Override
        protected void hookOnComplete() {
            post(() -> ended(this, new EOFException("The server has ended the connection.")));
        }
    }

    private void connect() {
        Connection made = new Connection();
        connection = made;
        Flux<M> messages;
        try {
            messages = Objects.requireNonNull(updates.source.connect(key, made), "the source gave null");
        } catch (Throwable error) {
            messages = Flux.error(error);
        }
        messages.subscribe(made);
    }

    private void open(Connection which) {
        if (which != connection || which.open) {
            return;
        }
        which.open = true;
        boolean fetches = lifecycle.state().fetchStatus() != FetchStatus.IDLE;
        if (missed && (fetches || lifecycle.state().hasData())) {
            catchUp();
        }
        missed = false;
    }

    private void arrived(Connection which, M message) {
        if (which == connection) {
            open(which);
            lost = 0;
            waiting.add(message);
            pulse.ask();
        }
    }

    private void ended(Connection which, Throwable error) {
        if (which == connection) {
            lose(error);
        }
    }

    /** Gives the connection up, and makes another one later. */
    private void lose(Throwable error) {
        disconnect();
        Duration time = updates.reconnect.delayAfter(++lost, error, client);
        if (time != null) {
            delay.update(client.schedule(time, () -> post(this::connectAgain)));
        }
        try {
            updates.onDisconnect.accept(key, error);
        } catch (Throwable problem) {
            client.problems().report("live updates of " + key, problem);
        }
    }

    private void connectAgain() {
        if (observers > 0 && connection == null) {
            connect();
        }
    }

    /** Nobody observes the query any more. */
    private void leave() {
        disconnect();
        delay.update(Disposables.disposed());
        lost = 0;
    }

    private void disconnect() {
        Connection present = connection;
        connection = null;
        if (present != null) {
            missed |= present.open;
            present.cancel();
        }
        waiting.clear();
        sequence.forget();
        catchingUp = false;
        caughtUp = false;
    }

    // ---- the messages ----

    private void fold() {
        QueryState<T> state = lifecycle.state();
        if (waiting.isEmpty() || catchingUp || state.fetchStatus() == FetchStatus.FETCHING) {
            return;
        }
        List<M> messages = List.copyOf(waiting);
        waiting.clear();
        boolean again = caughtUp;
        caughtUp = false;
        if (state.hasData()) {
            fold(messages, again);
        }
        ask(messages.size() - waiting.size()); // without data they are dropped: what is fetched later contains them
    }

    private void fold(List<M> messages, boolean again) {
        AtomicReference<@Nullable Folded<M, T>> result = new AtomicReference<>();
        try {
            lifecycle.update(data -> {
                Folded<M, T> folded = sequence.fold(data, messages);
                result.set(folded);
                return folded.data();
            });
        } catch (Throwable error) {
            client.problems().report("live updates of " + key, error);
            catchUp();
            return;
        }
        Folded<M, T> folded = result.get();
        if (folded != null) {
            sequence.reached(folded);
            if (!folded.rest().isEmpty()) {
                gap(folded.rest(), again && folded.rest().size() == messages.size());
            }
        }
    }

    /** Keeps the messages after a gap until the data reaches them. */
    private void gap(List<M> messages, boolean again) {
        if (again) {
            lose(new IllegalStateException(
                    "What was fetched of " + key + " does not reach the messages that came before."));
            return;
        }
        if (sequence.isInData()) {
            waiting.addAll(messages);
        }
        catchUp();
    }

    /** Fetches what was missed. If the data can't tell, it contains all messages that are here already. */
    private void catchUp() {
        if (!sequence.isInData()) {
            ask(waiting.size());
            waiting.clear();
            sequence.forget();
        }
        catchingUp = true;
        if (!lifecycle.refetch()) {
            catchingUp = false; // nobody knows how
        }
    }

    private void ask(int more) {
        Connection present = connection;
        if (present != null && more > 0) {
            present.request(more);
        }
    }
}
