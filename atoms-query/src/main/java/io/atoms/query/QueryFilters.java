package io.atoms.query;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which queries an operation is about. Immutable: each method returns a new object. A query has to meet everything that
 * was asked for.
 *
 * <pre>{@code
 * client.invalidate(QueryFilters.prefix("users"));
 * client.refetch(QueryFilters.type(UserKey.class).stale(true));
 * }</pre>
 */
public final class QueryFilters {

    private static final QueryFilters ALL =
            new QueryFilters(null, List.of(), null, Set.of(), null, null, null, query -> true);

    private final @Nullable Class<?> type;
    private final List<?> prefix;
    private final @Nullable QueryKey<?> exact;
    private final Set<Tag> tags;
    private final @Nullable Boolean active;
    private final @Nullable Boolean stale;
    private final @Nullable FetchStatus fetchStatus;
    private final Predicate<? super Query> where;

    private QueryFilters(
            @Nullable Class<?> type,
            List<?> prefix,
            @Nullable QueryKey<?> exact,
            Set<Tag> tags,
            @Nullable Boolean active,
            @Nullable Boolean stale,
            @Nullable FetchStatus fetchStatus,
            Predicate<? super Query> where) {
        this.type = type;
        this.prefix = prefix;
        this.exact = exact;
        this.tags = tags;
        this.active = active;
        this.stale = stale;
        this.fetchStatus = fetchStatus;
        this.where = where;
    }

    /**
     * What a predicate is asked about.
     *
     * @param key without what was taken from a context
     * @param active whether an enabled observer has it
     * @param state the state of the entry
     */
    public record Query(QueryKey<?> key, QueryState<?> state, boolean active) {}

    // ---- making ----

    /** {@return all queries} */
    public static QueryFilters all() {
        return ALL;
    }

    /**
     * {@return the query with this key; if its definition has context keys, that of every context}
     *
     * @param key which
     */
    public static QueryFilters exact(QueryKey<?> key) {
        return new QueryFilters(
                null, List.of(), Objects.requireNonNull(key, "key"), Set.of(), null, null, null, query -> true);
    }

    /**
     * Those whose {@link QueryKey#path} begins with these parts.
     *
     * @param parts in their order
     * @return the filters
     */
    public static QueryFilters prefix(Object... parts) {
        return new QueryFilters(null, ListKey.of(parts).parts(), null, Set.of(), null, null, null, query -> true);
    }

    /**
     * Those whose key is of this type, which may be an interface of several keys.
     *
     * @param type the class of the keys
     * @return the filters
     */
    public static QueryFilters type(Class<?> type) {
        return new QueryFilters(
                Objects.requireNonNull(type, "type"), List.of(), null, Set.of(), null, null, null, query -> true);
    }

    /**
     * Those whose data has any of these tags.
     *
     * @param tags at least one of them
     * @return the filters
     */
    public static QueryFilters tags(Tag... tags) {
        return new QueryFilters(null, List.of(), null, Set.of(tags), null, null, null, query -> true);
    }

    /**
     * Only those that an enabled observer has, or only the others.
     *
     * @param active whether those with one
     * @return the new filters
     */
    public QueryFilters active(boolean active) {
        return new QueryFilters(type, prefix, exact, tags, active, stale, fetchStatus, where);
    }

    /**
     * Only those that are stale, for one of their observers or by the options of their last fetch; or only the others.
     *
     * @param stale whether the stale ones
     * @return the new filters
     */
    public QueryFilters stale(boolean stale) {
        return new QueryFilters(type, prefix, exact, tags, active, stale, fetchStatus, where);
    }

    /**
     * Only those with this fetch status.
     *
     * @param status which
     * @return the new filters
     */
    public QueryFilters fetchStatus(FetchStatus status) {
        return new QueryFilters(
                type, prefix, exact, tags, active, stale, Objects.requireNonNull(status, "status"), where);
    }

    /**
     * Only those that the predicate accepts as well.
     *
     * @param predicate whether a query is meant
     * @return the new filters
     */
    public QueryFilters where(Predicate<? super Query> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        Predicate<? super Query> before = where;
        return new QueryFilters(
                type,
                prefix,
                exact,
                tags,
                active,
                stale,
                fetchStatus,
                query -> before.test(query) && predicate.test(query));
    }

    // ---- matching ----

    Set<Tag> tags() {
        return tags;
    }

    /** The only key that can match; null if there may be several. */
    @Nullable
    QueryKey<?> exactKey() {
        return exact;
    }

    /** Whether a key matches, as far as a key can tell. */
    boolean matchesKey(QueryKey<?> key) {
        QueryKey<?> own = ScopedKey.unwrap(key);
        return (exact == null || exact.equals(own) || exact.equals(key))
                && (type == null || type.isInstance(own))
                && (prefix.isEmpty() || startsWith(own.path(), prefix));
    }

    private static boolean startsWith(List<?> path, List<?> prefix) {
        return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }

    /** Whether an entry matches but for its tags. */
    boolean matches(Entry<?> entry) {
        if (!matchesKey(entry.key())) {
            return false;
        }
        QueryState<?> state = entry.state();
        return (active == null || active == entry.isActive())
                && (stale == null || stale == entry.client().isStale(entry))
                && (fetchStatus == null || fetchStatus == state.fetchStatus())
                && where.test(new Query(ScopedKey.unwrap(entry.key()), state, entry.isActive()));
    }
}
