package io.atoms.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** Options of a {@link QueryClient}. Not thread-safe; each method changes this builder and returns it. */
public final class QueryClientBuilder {

    private static final AtomicInteger COUNT = new AtomicInteger();

    String name = "QueryClient#" + COUNT.incrementAndGet();
    Scheduler scheduler = Schedulers.parallel();
    Bound bound = Bound.NONE;
    FocusManager focus = FocusManager.always();
    ConnectivityManager connectivity = ConnectivityManager.always();
    Settings defaults = Settings.NONE;
    Context context = Context.empty();
    int maxConcurrentFetches = Integer.MAX_VALUE;
    BiConsumer<String, Throwable> onError = LoggedProblems::log;
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

    @Nullable
    MetricsListener metrics;

    @Nullable
    InvalidationBus invalidationBus;

    @Nullable
    QueryPersister persister;

    @Nullable
    MutationPersister mutationPersister;

    final List<QueryDefinition<?, ?>> definitions = new ArrayList<>();
    final List<MutationDefinition<?, ?>> mutations = new ArrayList<>();
    MutationCallbacks<Object, Object> mutationCallbacks = MutationCallbacks.none();
    Supplier<String> idempotencyKeys = () -> UUID.randomUUID().toString();

    QueryClientBuilder() {}

    /**
     * For messages.
     *
     * @param name the name
     * @return this builder
     */
    public QueryClientBuilder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Measures all delays and tells the time. Default: {@link Schedulers#parallel}. Timers run on it, so it must not be one
     * that blocks; the client does not dispose it. A test gives a {@code VirtualTimeScheduler}.
     *
     * @param timersAndClock the scheduler
     * @return this builder
     */
    public QueryClientBuilder scheduler(Scheduler timersAndClock) {
        this.scheduler = Objects.requireNonNull(timersAndClock, "scheduler");
        return this;
    }

    /**
     * How many entries may rest, which nobody observes and nothing fetches; zero or more. Caffeine decides which are dropped:
     * those that are used least. Default: no bound but {@link QueryTuning#gcTime}.
     *
     * @param resting how many
     * @return this builder
     */
    public QueryClientBuilder maximumSize(long resting) {
        bound = new Bound(notNegative("maximumSize", resting), null);
        return this;
    }

    /**
     * As {@link #maximumSize}, by weight.
     *
     * @param weight the sum of the weights of all entries that rest; zero or more
     * @param weigher the weight of an entry's data, from 0; asked when the entry begins to rest
     * @return this builder
     */
    public QueryClientBuilder maximumWeight(long weight, ToIntFunction<Object> weigher) {
        bound = new Bound(notNegative("maximumWeight", weight), Objects.requireNonNull(weigher, "weigher"));
        return this;
    }

    private static long notNegative(String what, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(what + " must not be negative, but is " + number);
        }
        return number;
    }

    /**
     * Tells whether the user is looking. Default: always.
     *
     * @param focus tells
     * @return this builder
     */
    public QueryClientBuilder focus(FocusManager focus) {
        this.focus = Objects.requireNonNull(focus, "focus");
        return this;
    }

    /**
     * Tells whether the servers can be reached. Default: always.
     *
     * @param connectivity tells
     * @return this builder
     */
    public QueryClientBuilder online(ConnectivityManager connectivity) {
        this.connectivity = Objects.requireNonNull(connectivity, "connectivity");
        return this;
    }

    /**
     * Options of all queries. Default: {@link QueryDefaults#client}.
     *
     * @param defaults the options
     * @return this builder
     */
    public QueryClientBuilder defaults(QueryDefaults defaults) {
        this.defaults = defaults.settings;
        return this;
    }

    /**
     * As {@link #defaults(QueryDefaults)}, from {@link QueryDefaults#client}.
     *
     * @param tune sets options
     * @return this builder
     */
    public QueryClientBuilder defaults(UnaryOperator<QueryDefaults> tune) {
        return defaults(tune.apply(QueryDefaults.client()));
    }

    /**
     * The Reactor Context of all fetches. Nothing else of a caller's reaches them, see {@link QueryDefinition#contextKeys}.
     *
     * @param context the Context
     * @return this builder
     */
    public QueryClientBuilder context(Context context) {
        this.context = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * How many attempts may run at once; positive. Others wait, observed keys first. Default: no bound.
     *
     * @param most how many; positive
     * @return this builder
     */
    public QueryClientBuilder maxConcurrentFetches(int most) {
        this.maxConcurrentFetches = (int) Checks.positive("maxConcurrentFetches", most);
        return this;
    }

    /**
     * Takes errors that no caller is there for, with what failed. Default: a warning in the log {@code io.atoms.query}.
     *
     * @param handler is given what failed, and the error
     * @return this builder
     */
    public QueryClientBuilder onError(BiConsumer<String, Throwable> handler) {
        this.onError = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * Is told what the cache does.
     *
     * @param listener is told
     * @return this builder
     */
    public QueryClientBuilder metrics(MetricsListener listener) {
        this.metrics = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Tells other clients on the bus which tags and keys are invalidated here, and invalidates here what others tell. Filters
     * without tags and without an exact key have no name that others know: they are about this client alone. Default: none.
     *
     * @param bus the bus
     * @return this builder
     */
    public QueryClientBuilder invalidationBus(InvalidationBus bus) {
        this.invalidationBus = Objects.requireNonNull(bus, "bus");
        return this;
    }

    /**
     * Keeps the data of the {@linkplain #register registered} definitions that have a {@linkplain QueryDefinition#dataType type
     * of data}. With a persister the default of {@link QueryTuning#networkMode} is {@link NetworkMode#OFFLINE_FIRST}. {@link
     * QueryClient#close} writes what is not written yet. Default: none.
     *
     * @param persister keeps them
     * @return this builder
     * @throws QueryException by {@link #build}, if two of these definitions have the same name (ATOMS-230)
     */
    public QueryClientBuilder persister(QueryPersister persister) {
        this.persister = Objects.requireNonNull(persister, "persister");
        return this;
    }

    /**
     * Keeps mutations that have not ended, those of definitions with a name. What was kept is restored when the client is
     * made, in the background, and goes on as soon as the client is online. Default: none.
     *
     * @param persister keeps them
     * @return this builder
     */
    public QueryClientBuilder mutationPersister(MutationPersister persister) {
        this.mutationPersister = Objects.requireNonNull(persister, "persister");
        return this;
    }

    /**
     * Numbers from 0 to 1 for {@link RetryPolicy#jitter} and its like. Default: random ones.
     *
     * @param random gives the numbers
     * @return this builder
     */
    public QueryClientBuilder random(DoubleSupplier random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /**
     * Makes definitions known before their first use, for data that is set or loaded before.
     *
     * @param definitions what to register
     * @return this builder
     * @throws QueryException by {@link #build}, if two have the same type of keys (ATOMS-208)
     */
    public QueryClientBuilder register(QueryDefinition<?, ?>... definitions) {
        this.definitions.addAll(List.of(definitions));
        return this;
    }

    /**
     * Makes mutation definitions known, so that stored mutations can be restored ({@link QueryClient#restoreMutations}).
     *
     * @param definitions what to register
     * @return this builder
     * @throws QueryException by {@link #build}, if one has no name (ATOMS-212) or two have the same (ATOMS-213)
     */
    public QueryClientBuilder register(MutationDefinition<?, ?>... definitions) {
        this.mutations.addAll(List.of(definitions));
        return this;
    }

    /**
     * What is to be done around every mutation, before what its definition says. Default: nothing.
     *
     * @param callbacks what to call
     * @return this builder
     */
    public QueryClientBuilder mutationCallbacks(MutationCallbacks<Object, Object> callbacks) {
        this.mutationCallbacks = Objects.requireNonNull(callbacks, "callbacks");
        return this;
    }

    /**
     * Makes the keys of {@link MutationContext#idempotencyKey}, each different from all others. Default: random UUIDs.
     *
     * @param keys gives the keys
     * @return this builder
     */
    public QueryClientBuilder idempotencyKeys(Supplier<String> keys) {
        this.idempotencyKeys = Objects.requireNonNull(keys, "keys");
        return this;
    }

    /**
     * A client with these options.
     *
     * @return the client
     */
    public QueryClient build() {
        return new DefaultQueryClient(this);
    }
}
