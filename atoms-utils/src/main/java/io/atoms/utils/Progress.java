package io.atoms.utils;

import io.atoms.ActionAtom;
import io.atoms.AsyncActionAtom;
import io.atoms.Atom;
import io.atoms.Concurrency;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.StoreClosedException;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A long task, as atoms: what it is doing, how far it is, what came of it, and a way to cancel it from anywhere.
 *
 * <pre>{@code
 * Progress<Path, Integer> importing = Progress.<Path, Integer>of((report, file) ->
 *                 Flux.fromIterable(lines(file))
 *                         .doOnNext(line -> report.message(line))
 *                         .index((n, line) -> report.done(n + 1, total(file)))
 *                         .then(Mono.just(total(file))))
 *         .named("import");
 *
 * store.run(importing.start(), file).subscribe();
 * store.get(importing.fraction()); // 0.25
 * store.run(importing.cancel());
 * }</pre>
 *
 * <p><b>Rules.</b> {@link #start} is an async action: nothing happens until its Mono is subscribed. Then the task is
 * running from fraction 0 on, and ends as done with a fraction of 1, failed, or cancelled: by {@link #cancel}, by
 * disposing the subscription, or by the end of the store. The Mono of a cancelled call completes empty. Each report is a
 * commit, one that says nothing new is none. Reports of a call that has ended are dropped. Each store has a task of its
 * own, and one at a time: what another start does meanwhile says {@link #concurrency}.
 *
 * <p><b>Threads.</b> The task runs where its Mono does; its {@link Reporter} may be used from any thread. A report waits
 * while another thread's transaction is open.
 *
 * <p><b>Errors.</b> An error of the task is its state and fails the Mono.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the result
 */
public final class Progress<A extends @Nullable Object, R> {

    private final BiFunction<? super Reporter, ? super A, ? extends Mono<? extends R>> task;
    private final Concurrency concurrency;
    private final String name;

    private final PrimitiveAtom<Present<R>> present;
    private final Atom<State<R>> state;
    private final Atom<Status> status;
    private final Atom<Double> fraction;
    private final ActionAtom<Call, @Nullable Void> begin;
    private final AsyncActionAtom<A, R> start;
    private final ActionAtom<@Nullable Void, Boolean> cancel;

    private Progress(
            BiFunction<? super Reporter, ? super A, ? extends Mono<? extends R>> task,
            Concurrency concurrency,
            String name) {
        this.task = task;
        this.concurrency = concurrency;
        this.name = name;
        present = Atom.of(new Present<R>(State.idle(), null)).named(name + ".present");
        state = Atom.<Present<R>, State<R>>map(present, Present::state).named(name + ".state");
        status = Atom.map(state, State::status).named(name + ".status");
        fraction = Atom.map(state, State::fraction).named(name + ".fraction");
        begin = Atom.<Call, @Nullable Void>action(this::begin).named(name + ".begin");
        start = Atom.<A, R>asyncAction(this::run)
                .concurrency(concurrency == Concurrency.SWITCH ? Concurrency.ALLOW : concurrency)
                .named(name + ".start");
        cancel = Atom.<@Nullable Void, Boolean>action((set, nothing) -> cancel(set))
                .named(name + ".cancel");
    }

    /** How a task stands. */
    public enum Status {
        /** It was never started in this store. */
        IDLE,
        /** It is running. */
        RUNNING,
        /** It has ended by itself. */
        DONE,
        /** It has ended with an error. */
        FAILED,
        /** It was stopped before it ended. */
        CANCELLED
    }

    /**
     * All there is to know of a task, as of one commit.
     *
     * @param <R> the type of the result
     * @param status how it stands
     * @param fraction how far it is, from 0 to 1; after a failure and a cancel, how far it had come
     * @param message what it reported last; empty at first
     * @param result the result of a task that is done; null if it had none
     * @param error the error of a task that has failed, else null
     */
    public record State<R>(
            Status status,
            double fraction,
            String message,
            @Nullable R result,
            @Nullable Throwable error) {

        private static <R> State<R> idle() {
            return new State<>(Status.IDLE, 0, "", null, null);
        }

        private static <R> State<R> running() {
            return new State<>(Status.RUNNING, 0, "", null, null);
        }

        private State<R> at(double newFraction) {
            return new State<>(status, newFraction, message, result, error);
        }

        private State<R> saying(String newMessage) {
            return new State<>(status, fraction, newMessage, result, error);
        }

        private State<R> done(@Nullable R newResult) {
            return new State<>(Status.DONE, 1, message, newResult, null);
        }

        private State<R> failed(Throwable newError) {
            return new State<>(Status.FAILED, fraction, message, null, newError);
        }

        private State<R> cancelled() {
            return new State<>(Status.CANCELLED, fraction, message, null, null);
        }
    }

    /** What a task tells about itself. Usable from any thread; after the end of its call it does nothing. */
    public interface Reporter {

        /**
         * How far the task is, from 0 to 1; what is outside is clamped.
         *
         * @param fraction from 0 to 1
         * @throws IllegalArgumentException if it is not a number
         */
        void fraction(double fraction);

        /**
         * How many parts of how many are done. No parts at all are a fraction of 0.
         *
         * @param parts how many are done
         * @param total how many there are
         */
        default void done(long parts, long total) {
            fraction(total <= 0 ? 0 : (double) parts / total);
        }

        /**
         * What the task is doing.
         *
         * @param message for a person to read
         */
        void message(String message);
    }

    /**
     * {@return a task, made anew for each call from a reporter and the argument} With {@link Concurrency#DROP}, unless {@link
     * #concurrency} says otherwise.
     *
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param task makes the work
     */
    public static <A extends @Nullable Object, R> Progress<A, R> of(
            BiFunction<? super Reporter, ? super A, ? extends Mono<? extends R>> task) {
        return new Progress<>(Objects.requireNonNull(task, "task"), Concurrency.DROP, "Progress");
    }

    /**
     * {@return a new definition whose atoms are called {@code name.state}, {@code name.fraction} and so on}
     *
     * @param newName the new name
     */
    public Progress<A, R> named(String newName) {
        return new Progress<>(task, concurrency, Objects.requireNonNull(newName, "name"));
    }

    /**
     * {@return a new definition with another policy for a start while the task is running} The default is {@link
     * Concurrency#DROP}: it does nothing.
     *
     * @param policy what becomes of the start
     * @throws IllegalArgumentException for {@link Concurrency#ALLOW}, as there is one state only
     */
    public Progress<A, R> concurrency(Concurrency policy) {
        if (Objects.requireNonNull(policy, "policy") == Concurrency.ALLOW) {
            throw new IllegalArgumentException("Two calls of " + name + " can't share one progress."
                    + " Use SWITCH, DROP or QUEUE, or a Progress for each.");
        }
        return new Progress<>(task, policy, name);
    }

    /** {@return everything about the task} */
    public Atom<State<R>> state() {
        return state;
    }

    /** {@return how it stands} */
    public Atom<Status> status() {
        return status;
    }

    /** {@return how far it is, from 0 to 1} */
    public Atom<Double> fraction() {
        return fraction;
    }

    /**
     * Starts the task, when its Mono is subscribed.
     *
     * @return the action
     */
    public AsyncActionAtom<A, R> start() {
        return start;
    }

    /**
     * Cancels the task if it is running, and tells whether it was. Waiting calls of a queue are not cancelled.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> cancel() {
        return cancel;
    }

    @Override
    public String toString() {
        return "Progress[" + name + "]";
    }

    // ---- calls --------------------------------------------------------------------------------------------------

    /** One call. The present one is in the atom, so that whatever an older one says is known to be late. */
    private static final class Call {
        private final Sinks.Empty<Void> stop = Sinks.empty();
    }

    private record Present<R>(State<R> state, @Nullable Call call) {}

    private Mono<R> run(Setter set, A argument) {
        Call call = new Call();
        set.run(begin, call);
        Reporter reporter = reporter(set, call);
        return Mono.<R>defer(() -> isPresent(set, call)
                        ? task.apply(reporter, argument).map(result -> result)
                        : Mono.empty()) // a listener of the beginning, or another thread, has stopped it already
                .takeUntilOther(call.stop.asMono())
                .doOnSuccess(result -> end(set, call, now -> now.done(result)))
                .doOnError(error -> end(set, call, now -> now.failed(error)))
                .doOnCancel(() -> end(set, call, State::cancelled));
    }

    private boolean isPresent(Setter set, Call call) {
        return set.get(present).call() == call;
    }

    /**
     * Makes the call the present one, in the same commit in which the one before ceases to be so. The core lets starts
     * switch before they run, so two at once might run in another order than they switched; here the order is that of
     * the commits. With the other policies there is no call before, unless a snapshot brought it back.
     */
    private @Nullable Void begin(Setter set, Call call) {
        stopAfterCommit(set, set.get(present).call());
        set.set(present, new Present<>(State.running(), call));
        return null;
    }

    private static void stopAfterCommit(Setter set, @Nullable Call call) {
        if (call != null) {
            set.afterCommit(store -> call.stop.tryEmitEmpty());
        }
    }

    /** The work is stopped after the commit, outside the lock, and not at all if this is rolled back. */
    private boolean cancel(Setter set) {
        Present<R> now = set.get(present);
        Call call = now.call();
        if (call == null) {
            return false;
        }
        set.set(present, new Present<>(now.state().cancelled(), null));
        stopAfterCommit(set, call);
        return true;
    }

    private void end(Setter set, Call call, UnaryOperator<State<R>> change) {
        change(set, call, change, null);
    }

    /**
     * Changes the state if the call is the present one. A call that was cancelled or superseded is not, so the signals
     * that follow from stopping it change nothing, in whatever order they come.
     */
    private void change(Setter set, Call call, UnaryOperator<State<R>> change, @Nullable Call next) {
        try {
            set.update(present, now -> now.call() == call ? new Present<>(change.apply(now.state()), next) : now);
        } catch (StoreClosedException closed) {
            // Nobody can see the state any more, and the work has been cancelled.
        }
    }

    private Reporter reporter(Setter set, Call call) {
        return new Reporter() {
            @Override
            public void fraction(double fraction) {
                if (Double.isNaN(fraction)) {
                    throw new IllegalArgumentException("The fraction of " + name + " is not a number.");
                }
                change(set, call, now -> now.at(Math.max(0, Math.min(1, fraction))), call);
            }

            @Override
            public void message(String message) {
                Objects.requireNonNull(message, "message");
                change(set, call, now -> now.saying(message), call);
            }
        };
    }
}
