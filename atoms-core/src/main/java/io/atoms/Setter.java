package io.atoms;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads and writes atoms. Each call of {@code set}, {@code update}, {@code reset} and {@code run} is one commit;
 * inside a transaction, a write function or an action it joins the surrounding commit, and reads see the writes made
 * so far. A joined call that throws takes back its own writes before the exception reaches the caller, so that a
 * surrounding transaction that catches it goes on from the state before the call.
 *
 * <p><b>Threads.</b> See {@link Getter}. Writers of one store are serialised; a writer waits for the one before it.
 *
 * <p><b>Errors.</b> Writing from inside a read function throws {@link AtomUsageException}; a write that an interceptor
 * refuses throws {@link WriteRefusedException}; writes from listeners and effects that never settle throw
 * {@link AtomUnsettledException}. If the write itself throws, it leaves nothing behind. What a listener or effect throws
 * afterwards may reach the writer too, see {@link AtomStore}; then the commit stays.
 */
public interface Setter extends Getter {

    /**
     * Writes the atom: replaces the value of a primitive atom, or calls the write function of a writable one. A value
     * equal to the present one by the atom's equality is no change.
     *
     * @param <T> the type of the atom's value
     * @param <A> the type of what is written
     * @param atom what to write
     * @param argument the new value of a primitive atom, or what the write function is given
     */
    <T extends @Nullable Object, A extends @Nullable Object> void set(WritableAtom<T, A> atom, A argument);

    /**
     * Atomically replaces the value by a function of the present one. The function runs once.
     *
     * @param <T> the type of the value
     * @param atom what to write
     * @param function from the present value to the new one
     */
    <T extends @Nullable Object> void update(WritableAtom<T, T> atom, UnaryOperator<T> function);

    /**
     * Returns a primitive atom to its initial value, or runs the reset function of a writable one.
     *
     * @param atom what to reset
     * @throws AtomUsageException if the atom is a writable one without {@link WritableAtom#onReset}
     */
    void reset(WritableAtom<?, ?> atom);

    /**
     * Makes the atom's next need begin a new run, as if a dependency had changed; if it is observed, that is right after
     * the commit. The value is loading, with the previous one, meanwhile.
     *
     * @param atom what to load again
     */
    void refresh(AsyncAtom<?> atom);

    /**
     * Returns the work of the action. Nothing happens until it is subscribed; each subscription is a call of its own.
     * Cancelling it cancels the work; what it has committed stays.
     *
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param action what to run
     * @param argument what it is given
     * @return the result, later
     */
    <A extends @Nullable Object, R> Mono<R> run(AsyncActionAtom<A, R> action, A argument);

    /**
     * Runs the action as one commit and returns its result.
     *
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param action what to run
     * @param argument what it is given
     * @return its result
     */
    <A extends @Nullable Object, R extends @Nullable Object> R run(ActionAtom<A, R> action, A argument);

    /**
     * Calls the function once the surrounding commit is published, outside the lock, after its listeners and effects;
     * not at all if it is rolled back. This is the place for what a write function or a transaction must not do itself:
     * input and output, starting a timer. The function is given the store, of which it may keep hold. Without a
     * surrounding commit it is called as soon as listeners may run: at once, or after those that are running. What it
     * throws is treated like the error of a listener.
     *
     * @param function is given the store
     */
    void afterCommit(Consumer<? super AtomStore> function);

    /**
     * As {@link #run(AsyncActionAtom, Object)}, for an action that takes no argument.
     *
     * @param <R> the type of the result
     * @param action what to run
     * @return the result, later
     */
    @SuppressWarnings("NullAway") // the argument type is @Nullable Void
    default <R> Mono<R> run(AsyncActionAtom<@Nullable Void, R> action) {
        return run(action, null);
    }

    /**
     * Runs an action that takes no argument.
     *
     * @param <R> the type of the result
     * @param action what to run
     * @return its result
     */
    @SuppressWarnings("NullAway") // the argument type is @Nullable Void
    default <R extends @Nullable Object> R run(ActionAtom<@Nullable Void, R> action) {
        return run(action, null);
    }
}
