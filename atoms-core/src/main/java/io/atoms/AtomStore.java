package io.atoms;

import io.atoms.inspect.StoreInspection;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Holds the values of atoms. Two stores never share values.
 *
 * <pre>{@code
 * PrimitiveAtom<Integer> a = Atom.of(1);
 * PrimitiveAtom<Integer> b = Atom.of(2);
 * Atom<Integer> sum = Atom.combine(a, b, Integer::sum);
 * AtomStore store = AtomStore.create();
 * store.subscribe(sum, value -> System.out.println("sum is " + value));
 * store.transaction(tx -> {
 *     tx.set(a, 10);
 *     tx.set(b, 20);
 * }); // prints "sum is 30", once
 * }</pre>
 *
 * <p><b>Rules.</b> A write is visible to other threads all at once, when its commit is published, and to nobody if it
 * throws. Listeners and effects run after the lock is released, one at a time per store, in commit order and then in
 * the order of registration. With one thread all have run when {@code set} returns; with several, another writer may
 * be running them, and {@code set} returns once it has committed.
 *
 * <p><b>Threads.</b> Any method may be called from any thread, virtual threads included. Writers are serialised by one
 * lock. Reading a primitive atom, or a derived one whose value is current, takes no lock and never waits. One that has
 * to be recomputed waits for a recompute or commit that is just running, but not for the body of a transaction. Inside
 * a transaction or an effect run of the same thread the store's own methods join it: they see its view and its writes.
 * While a thread is inside a transaction of one store it may write only to stores created later, which fixes the lock
 * order; reading any store is always allowed and never waits for its writers.
 *
 * <p><b>Errors.</b> A listener or effect that throws does not stop the others; without
 * {@link AtomStoreBuilder#onError} the first error is thrown to the writer after all have run, the rest as suppressed,
 * and the commit stays; the result of {@code run} and {@code transactionResult} is then lost. The writer is the thread
 * that ran the listeners, which may be another one than the thread that wrote. After the result of an async atom that
 * arrived on a thread of its own there is no writer: without an error handler, the error goes to that thread's
 * {@link Thread.UncaughtExceptionHandler}, never into the Publisher. After {@link #close} every read, write,
 * subscription and effect, a new snapshot and {@code inspect} throw {@link StoreClosedException}, an
 * {@link IllegalStateException}; a handle does when it is used, and a Flux signals it when it is subscribed to.
 */
public sealed interface AtomStore extends Setter, AutoCloseable permits DefaultAtomStore {

    /**
     * A store with the default options of {@link AtomStoreBuilder}.
     *
     * @return the store
     */
    static AtomStore create() {
        return builder().build();
    }

    /**
     * Options of a store, see {@link AtomStoreBuilder}. Whether it logs its commits is decided by {@link AtomStoreBuilder#build}.
     *
     * @return the builder, with the defaults
     */
    static AtomStoreBuilder builder() {
        return new AtomStoreBuilder();
    }

    /** {@return the name given by {@link AtomStoreBuilder#name}, or {@code Store#n}} */
    String name();

    /**
     * Runs the body as one commit. Reads inside see its own writes, derived atoms included; other threads see nothing
     * until it commits. If the body throws, nothing of it is left behind: subscriptions and effects that it made are
     * disposed, those that it disposed stay so.
     *
     * <p>The body holds the writers' lock: keep input and output, and waiting, out of it.
     *
     * @param body is given the setter to write by
     */
    void transaction(Consumer<? super Setter> body);

    /**
     * As {@link #transaction}, with a result.
     *
     * @param <R> the type of the result
     * @param body is given the setter to write by
     * @return what the body returned
     */
    <R extends @Nullable Object> R transactionResult(Function<? super Setter, ? extends R> body);

    /**
     * Calls the listener after each commit that changed the atom's value, with the current value. It is not called now.
     * Inside a transaction it is told of the commit if the atom changes after the subscription. The subscription keeps
     * atom, listener and the atom's dependencies alive until it is disposed.
     *
     * <p>A reference to an overloaded method, like {@code list::add}, fits both forms of {@code subscribe} and does not
     * compile; write {@code value -> list.add(value)}.
     *
     * <p>If a mount function that runs now throws and the store has no error handler, the subscription is disposed and
     * the error thrown.
     *
     * @param <T> the type of the value
     * @param atom what to follow
     * @param listener is given the new value
     * @return ends it
     */
    <T extends @Nullable Object> AtomSubscription subscribe(Atom<T> atom, Consumer<? super T> listener);

    /**
     * As {@link #subscribe(Atom, Consumer)}, with the previous and the current value.
     *
     * @param <T> the type of the value
     * @param atom what to follow
     * @param listener is given the previous and the new value
     * @return ends it
     */
    <T extends @Nullable Object> AtomSubscription subscribe(Atom<T> atom, AtomListener<? super T> listener);

    /**
     * Runs the effect now, and again after each commit that changed what its last run read. Inside a transaction it
     * first runs right after the commit; inside a listener or an effect, after those of the running commit. An effect
     * made inside the run of another one belongs to that run and is disposed with it.
     *
     * <p>If what runs now throws and the store has no error handler, the effect is disposed and the error thrown.
     *
     * @param effect what to run
     * @return ends it
     */
    AtomSubscription effect(Consumer<? super EffectContext> effect);

    /**
     * The current value, then the newest after each commit that changed it, as a Flux. It is conflated: a subscriber
     * that requests slowly skips values, and never slows a writer. Each subscriber observes the atom on its own.
     * Signals are emitted by the thread that runs the store's listeners, or that requests; use {@code publishOn} to
     * move them.
     *
     * <p>The Flux fails with the atom's error if it has one, fails with {@link AtomUsageException} at a null value,
     * and completes when the store is closed.
     *
     * @param <T> the type of the value
     * @param atom what to follow
     * @return the values
     */
    <T extends @Nullable Object> Flux<T> flux(Atom<T> atom);

    /**
     * As {@link #flux(Atom)}, delivered on the scheduler: that of a user interface, for one. Values that change faster
     * than the subscriber's thread takes them are skipped.
     *
     * @param <T> the type of the value
     * @param atom what to follow
     * @param scheduler delivers the values
     * @return the values
     */
    <T extends @Nullable Object> Flux<T> flux(Atom<T> atom, Scheduler scheduler);

    /**
     * The changes of the atom after the subscription, with previous and current value. It is conflated like
     * {@link #flux(Atom)}: {@code previous} is then the value that was emitted last. The Flux fails with the atom's error.
     *
     * @param <T> the type of the value
     * @param atom what to follow
     * @return the changes
     */
    <T extends @Nullable Object> Flux<AtomChange<T>> fluxOfChanges(Atom<T> atom);

    /**
     * The value of an async atom once it is ready, or its error; at once if the present run has ended, so that an atom
     * that has failed fails it until a dependency changes or {@link #refresh} is called. The atom is observed until
     * then. {@code toFuture()} makes it a CompletableFuture. It fails with {@link StoreClosedException} if the store is
     * closed before.
     *
     * @param <T> the type of the loaded value
     * @param atom what to wait for
     * @return its value, or its error
     */
    <T> Mono<T> mono(AsyncAtom<T> atom);

    /**
     * As {@link #flux(Atom)}, for {@code java.util.concurrent.Flow}.
     *
     * @param <T> the type of the value
     * @param atom what to follow
     * @return the values
     */
    <T extends @Nullable Object> Flow.Publisher<T> publisher(Atom<T> atom);

    /**
     * Opens a snapshot of the last commit. Inside a transaction that is the commit before it.
     *
     * @return the snapshot; to be closed
     */
    StoreSnapshot snapshot();

    /**
     * Writes, as one commit, the value that every primitive atom had in the snapshot; one that was first written later
     * returns to its initial value. Interceptors are not asked.
     *
     * @param snapshot of this store
     * @throws AtomUsageException if the snapshot is closed or belongs to another store
     */
    void restore(StoreSnapshot snapshot);

    /**
     * The atom bound to this store.
     *
     * @param <T> the type of the value
     * @param atom what to bind
     * @return the handle
     */
    <T extends @Nullable Object> AtomHandle<T> handle(Atom<T> atom);

    /**
     * The writable atom bound to this store.
     *
     * @param <T> the type of the value
     * @param <A> the type of what is written
     * @param atom what to bind
     * @return the handle
     */
    <T extends @Nullable Object, A extends @Nullable Object> WritableAtomHandle<T, A> handle(WritableAtom<T, A> atom);

    /**
     * A description of all atoms the store knows, for tools and tests. It waits for a running transaction of another
     * thread.
     *
     * @return the description
     */
    StoreInspection inspect();

    /** {@return whether {@link #close} was called} */
    boolean isClosed();

    /**
     * Disposes all subscriptions and effects and runs their cleanups and those of mounted atoms; cancels the work of async
     * atoms and actions, whose Monos then fail with {@link StoreClosedException}; completes each {@link #flux}. Closing
     * again does nothing. Cleanups may still use the store.
     *
     * <p>It waits for a running transaction of another thread, and if another thread is running the listeners it waits until that
     * has run the cleanups, at most ten seconds: then what they release is released. Called inside a transaction of this
     * store, it takes effect when that ends; called by a listener or effect of any store, it waits for no cleanup.
     */
    @Override
    void close();
}
