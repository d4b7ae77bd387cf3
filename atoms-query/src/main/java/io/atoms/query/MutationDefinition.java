package io.atoms.query;

import io.atoms.AtomStore;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * How something is changed on the server, and what follows from it here. Immutable: each method returns a new definition.
 * Most programs keep them in static fields.
 *
 * <pre>{@code
 * record Rename(long id, String name) {}
 *
 * static final MutationDefinition<Rename, User> RENAME = MutationDefinition
 *         .<Rename, User>mono((rename, context) -> users.rename(rename, context.idempotencyKey()))
 *         .named("rename")
 *         .scope(rename -> "user" + rename.id())
 *         .optimistic((rename, patches) -> patches.patch(new UserKey(rename.id()), user -> user.withName(rename.name())))
 *         .invalidates((rename, user) -> Set.of(Tag.of("user", rename.id())));
 *
 * client.mutate(RENAME, new Rename(7, "Ann")).result()
 * }</pre>
 *
 * <p><b>Rules.</b> A mutation is not retried, unless {@link #retry} says so: the server may have done what it failed to
 * answer. While the client is offline, mutations are paused; when it is online again they go on before any query does, all at
 * once but for those of one {@link #scope}.
 *
 * <p><b>Threads.</b> Immutable. Functions given here are called by any thread, never under a lock of the cache.
 *
 * @param <V> the type of the variables, what a mutation is called with
 * @param <R> the type of the result; {@code Void} for functions that complete empty
 */
public final class MutationDefinition<V, R> {

    private static final AtomicLong COUNT = new AtomicLong();

    private final BiFunction<? super V, ? super MutationContext, ? extends Mono<? extends R>> function;
    private final String name;
    private final boolean named;
    private final @Nullable Function<? super V, ? extends @Nullable String> scope;
    private final @Nullable BiConsumer<? super V, ? super OptimisticPatches> optimistic;
    private final @Nullable BiFunction<? super V, ? super R, ? extends Set<Tag>> tags;
    private final MutationCallbacks<? super V, ? super R> callbacks;
    private final @Nullable ConflictResolver<V, ?> conflicts;
    private final @Nullable AtomStore store;
    private final Settings settings;

    private MutationDefinition(
            BiFunction<? super V, ? super MutationContext, ? extends Mono<? extends R>> function,
            String name,
            boolean named,
            @Nullable Function<? super V, ? extends @Nullable String> scope,
            @Nullable BiConsumer<? super V, ? super OptimisticPatches> optimistic,
            @Nullable BiFunction<? super V, ? super R, ? extends Set<Tag>> tags,
            MutationCallbacks<? super V, ? super R> callbacks,
            @Nullable ConflictResolver<V, ?> conflicts,
            @Nullable AtomStore store,
            Settings settings) {
        this.function = function;
        this.name = name;
        this.named = named;
        this.scope = scope;
        this.optimistic = optimistic;
        this.tags = tags;
        this.callbacks = callbacks;
        this.conflicts = conflicts;
        this.store = store;
        this.settings = settings;
    }

    // ---- making ----

    /**
     * {@return mutations whose function returns a Mono} It is subscribed once per attempt.
     *
     * @param <V> the type of the variables
     * @param <R> the type of the result
     * @param function changes something on the server
     */
    public static <V, R> MutationDefinition<V, R> mono(
            BiFunction<? super V, ? super MutationContext, ? extends Mono<? extends R>> function) {
        return new MutationDefinition<>(
                Objects.requireNonNull(function, "function"),
                "mutation#" + COUNT.incrementAndGet(),
                false,
                null,
                null,
                null,
                MutationCallbacks.none(),
                null,
                null,
                Settings.NONE);
    }

    /**
     * {@return mutations whose function returns a stage, which is cancelled when the client is closed or its time is over}
     *
     * @param <V> the type of the variables
     * @param <R> the type of the result
     * @param function changes something on the server
     */
    public static <V, R> MutationDefinition<V, R> future(
            BiFunction<? super V, ? super MutationContext, ? extends CompletionStage<? extends R>> function) {
        Objects.requireNonNull(function, "function");
        return mono((variables, context) -> Fetchers.<R>fromStage(() -> function.apply(variables, context)));
    }

    /**
     * {@return mutations whose function blocks, on Reactor's bounded elastic scheduler}
     *
     * @param <V> the type of the variables
     * @param <R> the type of the result
     * @param function changes something on the server
     */
    public static <V, R> MutationDefinition<V, R> blocking(
            BiFunction<? super V, ? super MutationContext, ? extends @Nullable R> function) {
        return blocking(function, Fetchers.scheduler(null));
    }

    /**
     * {@return mutations whose function blocks, on the given executor: one of virtual threads, for example}
     *
     * @param <V> the type of the variables
     * @param <R> the type of the result
     * @param function changes something on the server
     * @param executor runs the function
     */
    public static <V, R> MutationDefinition<V, R> blocking(
            BiFunction<? super V, ? super MutationContext, ? extends @Nullable R> function, Executor executor) {
        return blocking(function, Fetchers.scheduler(Objects.requireNonNull(executor, "executor")));
    }

    private static <V, R> MutationDefinition<V, R> blocking(
            BiFunction<? super V, ? super MutationContext, ? extends @Nullable R> function, Scheduler scheduler) {
        Objects.requireNonNull(function, "function");
        return mono((variables, context) ->
                Mono.<R>fromCallable(() -> function.apply(variables, context)).subscribeOn(scheduler));
    }

    // ---- options ----

    /**
     * The name, for messages and filters, and that under which paused mutations are stored: so it must not change from one
     * release to the next. Default: {@code mutation#n}; such mutations can't be stored.
     *
     * @param name the name
     * @return the new definition
     */
    public MutationDefinition<V, R> named(String name) {
        Objects.requireNonNull(name, "name");
        return new MutationDefinition<>(
                function, name, true, scope, optimistic, tags, callbacks, conflicts, store, settings);
    }

    /**
     * What mutations must wait for each other: those with the same scope run one after the other, in the order of their
     * submission, also those of other definitions. Null of the function means no scope. Default: none.
     *
     * @param scope the scope of the variables; null for none
     * @return the new definition
     */
    public MutationDefinition<V, R> scope(Function<? super V, ? extends @Nullable String> scope) {
        Objects.requireNonNull(scope, "scope");
        return new MutationDefinition<>(
                function, name, named, scope, optimistic, tags, callbacks, conflicts, store, settings);
    }

    /**
     * Shows the change before the server has made it. The patches are made at once, also if the mutation is paused, and once
     * more when it is restored; committed when the function gave a result, and undone when the mutation failed. What the
     * function throws is the mutation's error.
     *
     * @param patches makes the patches
     * @return the new definition
     */
    public MutationDefinition<V, R> optimistic(BiConsumer<? super V, ? super OptimisticPatches> patches) {
        Objects.requireNonNull(patches, "patches");
        return new MutationDefinition<>(
                function, name, named, scope, patches, tags, callbacks, conflicts, store, settings);
    }

    /**
     * What is out of date after the function gave a result, which is null if it completed empty. It is invalidated when the
     * mutation has settled; if others of its scope wait by then, when the last of them has. Default: nothing.
     *
     * @param tags from the variables and the result
     * @return the new definition
     */
    public MutationDefinition<V, R> invalidates(BiFunction<? super V, ? super R, ? extends Set<Tag>> tags) {
        Objects.requireNonNull(tags, "tags");
        return new MutationDefinition<>(
                function, name, named, scope, optimistic, tags, callbacks, conflicts, store, settings);
    }

    /**
     * What is to be done around the function; replaces callbacks that were given before.
     *
     * @param callbacks what to call
     * @return the new definition
     */
    public MutationDefinition<V, R> callbacks(MutationCallbacks<? super V, ? super R> callbacks) {
        Objects.requireNonNull(callbacks, "callbacks");
        return new MutationDefinition<>(
                function, name, named, scope, optimistic, tags, callbacks, conflicts, store, settings);
    }

    /**
     * What becomes of a mutation that contradicts what others have changed. Default: it fails.
     *
     * @param resolver decides
     * @return the new definition
     */
    public MutationDefinition<V, R> onConflict(ConflictResolver<V, ?> resolver) {
        Objects.requireNonNull(resolver, "resolver");
        return new MutationDefinition<>(
                function, name, named, scope, optimistic, tags, callbacks, resolver, store, settings);
    }

    /**
     * The store that callbacks write to by {@link MutationCall#write}; {@link QueryAtoms#mutation} gives its own.
     *
     * @param store what callbacks write to
     * @return the new definition
     */
    public MutationDefinition<V, R> in(AtomStore store) {
        return in((@Nullable AtomStore) Objects.requireNonNull(store, "store"), settings);
    }

    private MutationDefinition<V, R> in(@Nullable AtomStore other, Settings same) {
        return new MutationDefinition<>(
                function, name, named, scope, optimistic, tags, callbacks, conflicts, other, same);
    }

    private MutationDefinition<V, R> with(Setting<?> setting, Object value) {
        return in(store, settings.with(setting, Objects.requireNonNull(value, "value")));
    }

    /**
     * Further attempts after a failed one. Default: {@link RetryPolicy#NONE}.
     *
     * @param policy how often, when and after what
     * @return the new definition
     */
    public MutationDefinition<V, R> retry(RetryPolicy policy) {
        return with(Setting.RETRY, policy);
    }

    /**
     * So many further attempts after a failed one, see {@link RetryPolicy#times}.
     *
     * @param times how many; not negative
     * @return the new definition
     */
    public MutationDefinition<V, R> retry(int times) {
        return retry(RetryPolicy.times(times));
    }

    /**
     * What being offline means. Default: {@link NetworkMode#ONLINE}.
     *
     * @param mode what to do offline
     * @return the new definition
     */
    public MutationDefinition<V, R> networkMode(NetworkMode mode) {
        return with(Setting.NETWORK_MODE, mode);
    }

    /**
     * How long {@link QueryClient#mutations} tells of a mutation that has ended; zero or more, {@link QueryDefaults#FOREVER}
     * for no end. Default: 5 minutes.
     *
     * @param time how long; not negative
     * @return the new definition
     */
    public MutationDefinition<V, R> gcTime(Duration time) {
        return with(Setting.GC_TIME, Checks.notNegative("gcTime", time));
    }

    /**
     * After how long an attempt fails with a {@link java.util.concurrent.TimeoutException}; positive. Default: never.
     *
     * @param perAttempt how long; positive
     * @return the new definition
     */
    public MutationDefinition<V, R> timeout(Duration perAttempt) {
        return with(Setting.TIMEOUT, Checks.positive("timeout", perAttempt));
    }

    /**
     * Something for the function and callbacks to read.
     *
     * @param key its name
     * @param value what to read
     * @return the new definition
     */
    public MutationDefinition<V, R> meta(String key, Object value) {
        Objects.requireNonNull(key, "key");
        return in(store, settings.withMeta(key, Objects.requireNonNull(value, "value")));
    }

    // ---- reading ----

    /**
     * See {@link #named}.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /** Whether it was given a name, so that it can be found again. */
    boolean isNamed() {
        return named;
    }

    Mono<? extends R> call(V variables, MutationContext context) {
        Mono<? extends R> mono = function.apply(variables, context);
        return mono == null ? Mono.empty() : mono;
    }

    @Nullable
    String scopeOf(V variables) {
        return scope == null ? null : scope.apply(variables);
    }

    @Nullable
    BiConsumer<? super V, ? super OptimisticPatches> patches() {
        return optimistic;
    }

    /** The tags to be invalidated after a result, which is null only if the function completed empty. */
    Set<Tag> tagsOf(V variables, @Nullable R result) {
        return tags == null ? Set.of() : Set.copyOf(tags.apply(variables, Unchecked.<R>cast(result)));
    }

    MutationCallbacks<V, R> callbacks() {
        return Unchecked.cast(callbacks); // it only takes what is more special
    }

    @Nullable
    ConflictResolver<V, ?> conflicts() {
        return conflicts;
    }

    @Nullable
    AtomStore store() {
        return store;
    }

    MutationDefinition<V, R> withoutStore() {
        return in(null, settings);
    }

    RetryPolicy retry() {
        RetryPolicy given = settings.given(Setting.RETRY);
        return given == null ? RetryPolicy.NONE : given;
    }

    NetworkMode networkMode() {
        return settings.get(Setting.NETWORK_MODE);
    }

    Duration gcTime() {
        return settings.get(Setting.GC_TIME);
    }

    @Nullable
    Duration timeout() {
        return settings.get(Setting.TIMEOUT);
    }

    Map<String, Object> meta() {
        return settings.get(Setting.META);
    }

    @Override
    public String toString() {
        return name;
    }
}
