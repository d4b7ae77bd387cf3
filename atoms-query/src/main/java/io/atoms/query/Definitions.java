package io.atoms.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a client knows of queries before they are asked for: definitions, options by key, and how many may run at once. */
final class Definitions {

    private final Settings defaults;
    private final Problems problems;
    private final @Nullable FetchSlots slots;
    private final ConcurrentMap<Class<?>, QueryDefinition<?, ?>> definitions = new ConcurrentHashMap<>();
    private final ConcurrentMap<QueryDefinition<?, ?>, FetchSlots> definitionSlots = new ConcurrentHashMap<>();

    /** The options of keys, in the order of their setting. */
    private final List<Map.Entry<QueryFilters, Settings>> queryDefaults = new CopyOnWriteArrayList<>();

    Definitions(Settings defaults, int maxConcurrentFetches, Problems problems) {
        this.defaults = defaults;
        this.problems = problems;
        this.slots = maxConcurrentFetches == Integer.MAX_VALUE ? null : new FetchSlots(maxConcurrentFetches, problems);
    }

    /** The settings of all queries. */
    Settings defaults() {
        return defaults;
    }

    /** Makes a definition known; there is one for each type of keys. */
    void register(QueryDefinition<?, ?> definition) {
        QueryDefinition<?, ?> other = definitions.putIfAbsent(definition.keyType(), definition);
        if (other != null && other != definition) {
            throw QueryProblems.twoDefinitions(definition.keyType());
        }
    }

    /** The definition of a key's type; null if there is none. */
    @Nullable
    QueryDefinition<?, ?> of(QueryKey<?> key) {
        return definitions.get(ScopedKey.unwrap(key).getClass());
    }

    /** The settings of options, with those of their key. */
    Settings settings(QueryOptions<?, ?> options) {
        QueryDefinition<?, ?> definition = options.definition();
        return options.settings.over(common(options.key(), definition == null ? of(options.key()) : definition));
    }

    /** The settings of a key that nobody gives options for. */
    Settings settings(QueryKey<?> key) {
        return common(key, of(key));
    }

    private Settings common(QueryKey<?> key, @Nullable QueryDefinition<?, ?> definition) {
        Settings found = definition == null ? defaults : definition.settings().over(defaults);
        for (Map.Entry<QueryFilters, Settings> each : queryDefaults) {
            if (each.getKey().matchesKey(key)) {
                found = each.getValue().over(found);
            }
        }
        return found;
    }

    /** Adds options for the keys that match. */
    void setDefaults(QueryFilters filters, UnaryOperator<QueryDefaults> tune) {
        queryDefaults.add(Map.entry(filters, tune.apply(QueryDefaults.none()).settings));
    }

    /** The slots that an attempt needs, one of each. */
    List<FetchSlots> slots(@Nullable QueryDefinition<?, ?> definition) {
        List<FetchSlots> found = new ArrayList<>(2);
        if (definition != null && definition.maxConcurrentFetches() != Integer.MAX_VALUE) {
            found.add(definitionSlots.computeIfAbsent(
                    definition, same -> new FetchSlots(same.maxConcurrentFetches(), problems)));
        }
        if (slots != null) {
            found.add(slots);
        }
        return found;
    }
}
