package io.atoms;

import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.ListenerFailure;
import io.atoms.inspect.StoreObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The options of a store. Not safe for use by several threads; {@link #build} may be called again and makes another
 * store.
 */
public final class AtomStoreBuilder {

    private @Nullable String name;
    private @Nullable Consumer<? super ListenerFailure> errorHandler;
    private @Nullable StoreObserver observer;
    private final List<WriteInterceptor> interceptors = new ArrayList<>();
    private boolean counting;
    private int maxRounds = 100;
    private Scheduler scheduler = Schedulers.parallel();
    private ContextView context = Context.empty();

    AtomStoreBuilder() {}

    /**
     * The name in messages; default {@code Store#n}.
     *
     * @param name the name
     * @return this builder
     */
    public AtomStoreBuilder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Takes the errors of listeners, effects, cleanups and mount functions. Default: none, and the errors reach the
     * writer, or after the result of an async atom the thread's handler of uncaught exceptions; see {@link AtomStore}. It
     * runs where the listener ran.
     *
     * @param handler is given each error
     * @return this builder
     */
    public AtomStoreBuilder onError(Consumer<? super ListenerFailure> handler) {
        this.errorHandler = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * Is told what happens in the store, see {@link StoreObserver}. Default: none, which costs nothing.
     *
     * @param observer is told
     * @return this builder
     */
    public AtomStoreBuilder observer(StoreObserver observer) {
        this.observer = Objects.requireNonNull(observer, "observer");
        return this;
    }

    /**
     * Adds an interceptor of all writes. Default: none.
     *
     * @param interceptor sees each write, after those added before it
     * @return this builder
     */
    public AtomStoreBuilder intercept(WriteInterceptor interceptor) {
        interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
        return this;
    }

    /**
     * Adds a transformation of the values written to one atom.
     *
     * @param <T> the type of the value
     * @param atom whose writes
     * @param function from the value to be written to the one that is
     * @return this builder
     */
    public <T extends @Nullable Object> AtomStoreBuilder transform(PrimitiveAtom<T> atom, UnaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        return intercept(Interceptors.transform(Objects.requireNonNull(atom, "atom"), function));
    }

    /**
     * Adds a condition on the values written to one atom. A value that does not meet it is refused with a
     * {@link WriteRefusedException} that gives the message.
     *
     * @param <T> the type of the value
     * @param atom whose writes
     * @param condition whether a value may be written
     * @param message says what is allowed
     * @return this builder
     */
    public <T extends @Nullable Object> AtomStoreBuilder validate(
            PrimitiveAtom<T> atom, Predicate<? super T> condition, String message) {
        Objects.requireNonNull(condition, "condition");
        return intercept(Interceptors.validate(
                Objects.requireNonNull(atom, "atom"), condition, Objects.requireNonNull(message, "message")));
    }

    /**
     * Counts recomputes and cut-offs per atom for {@link AtomStore#inspect}. Default: false.
     *
     * @param counting whether to count
     * @return this builder
     */
    public AtomStoreBuilder counting(boolean counting) {
        this.counting = counting;
        return this;
    }

    /**
     * How many rounds of writes that listeners and effects make in answer to each other are allowed before a write
     * throws {@link AtomUnsettledException}. Default: 100; at least 1.
     *
     * @param maxRounds how many
     * @return this builder
     */
    public AtomStoreBuilder maxRounds(int maxRounds) {
        if (maxRounds < 1) {
            throw new IllegalArgumentException("maxRounds must be at least 1, was " + maxRounds);
        }
        this.maxRounds = maxRounds;
        return this;
    }

    /**
     * The scheduler that measures time for this store: time-outs, delays between retries, and lingering of async atoms.
     * Default: {@link Schedulers#parallel()}. A test gives a {@code VirtualTimeScheduler}.
     *
     * @param scheduler measures time
     * @return this builder
     */
    public AtomStoreBuilder scheduler(Scheduler scheduler) {
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        return this;
    }

    /**
     * The Reactor Context with which the Publishers of async atoms are subscribed. It is the store's own: the context of
     * whoever happens to need an atom first never gets into its work. Default: empty.
     *
     * @param context the Context
     * @return this builder
     */
    public AtomStoreBuilder context(ContextView context) {
        this.context = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * Makes a store. If the {@link System.Logger} {@code io.atoms.commits} is enabled for {@code DEBUG} now, the store
     * logs each of its commits there, on one line: its name, the epoch, the cause, what changed from which value to
     * which, how many recomputes there were and how long it took; see {@link ChangeSet#toText}. The level is asked once,
     * here, so that a store that does not log pays nothing for it. The values are those of your program: think of what
     * is secret before you enable it.
     *
     * @return the store
     */
    public AtomStore build() {
        return new DefaultAtomStore(
                name, errorHandler, observer, List.copyOf(interceptors), counting, maxRounds, scheduler, context);
    }
}
