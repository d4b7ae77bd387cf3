package io.atoms.query;

import io.atoms.query.StaleTime.After;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An option of a query and its default. The defaults are those of TanStack Query v5.
 *
 * @param <V> the type of its value
 */
final class Setting<V extends @Nullable Object> {

    static final Setting<Function<? super QueryState<?>, ? extends StaleTime>> STALE_TIME =
            new Setting<>(always(new After(Duration.ZERO)));
    static final Setting<Duration> GC_TIME = new Setting<>(Duration.ofMinutes(5));
    static final Setting<RetryPolicy> RETRY = new Setting<>(RetryPolicy.DEFAULT);
    static final Setting<Boolean> RETRY_ON_MOUNT = new Setting<>(true);
    static final Setting<RefetchOn> REFETCH_ON_MOUNT = new Setting<>(RefetchOn.IF_STALE);
    static final Setting<RefetchOn> REFETCH_ON_FOCUS = new Setting<>(RefetchOn.IF_STALE);
    static final Setting<RefetchOn> REFETCH_ON_RECONNECT = new Setting<>(RefetchOn.IF_STALE);
    static final Setting<Function<? super QueryState<?>, Optional<Duration>>> REFETCH_INTERVAL =
            new Setting<>(always(Optional.empty()));
    static final Setting<Boolean> REFETCH_IN_BACKGROUND = new Setting<>(false);
    static final Setting<NetworkMode> NETWORK_MODE = new Setting<>(NetworkMode.ONLINE);
    static final Setting<Boolean> CANCEL_WHEN_UNOBSERVED = new Setting<>(false);
    static final Setting<@Nullable Duration> MAX_AGE = none();
    static final Setting<@Nullable Duration> STALE_IF_ERROR = none();
    static final Setting<@Nullable Duration> TIMEOUT = none();
    static final Setting<Double> REFETCH_JITTER = new Setting<>(0.0);
    static final Setting<StructuralSharing> STRUCTURAL_SHARING = new Setting<>(StructuralSharing.elements());
    static final Setting<Map<String, Object>> META = new Setting<>(Map.of());

    /** Given the state of the entry, of the type of the key's data. */
    static final Setting<Predicate<? super QueryState<?>>> ENABLED = new Setting<>(state -> true);

    /** Data of the type of the key's data. */
    static final Setting<@Nullable Initial> INITIAL = none();

    /** Of the definition: that of the key's data, for those who store it. */
    static final Setting<java.lang.reflect.@Nullable Type> DATA_TYPE = none();

    private final V fallback;

    private Setting(V fallback) {
        this.fallback = fallback;
    }

    /**
     * Data to begin with.
     *
     * @param updatedAt null for now
     */
    record Initial(Supplier<?> data, java.time.@Nullable Instant updatedAt) {}

    V fallback() {
        return fallback;
    }

    static <V> Function<Object, V> always(V value) {
        return state -> value;
    }

    @SuppressWarnings("NullAway") // the type argument is nullable
    private static <V extends @Nullable Object> Setting<@Nullable V> none() {
        return new Setting<@Nullable V>(null);
    }
}
