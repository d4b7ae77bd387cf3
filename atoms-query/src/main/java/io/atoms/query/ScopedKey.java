package io.atoms.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.util.context.ContextView;

/** A key whose data depends on who asks. */
record ScopedKey<T>(QueryKey<T> key, Map<Object, Object> context) implements QueryKey<T> {

    static <T> ScopedKey<T> of(QueryKey<T> key, Set<Object> names, ContextView from) {
        Map<Object, Object> values = new LinkedHashMap<>();
        for (Object name : names) {
            values.put(name, from.getOrEmpty(name).orElseThrow(() -> QueryProblems.noContext(key, name)));
        }
        return new ScopedKey<>(key, Map.copyOf(values));
    }

    /** The key as its author knows it. */
    static QueryKey<?> unwrap(QueryKey<?> key) {
        return key instanceof ScopedKey<?> scoped ? scoped.key : key;
    }

    /** What it takes from the context. */
    static Map<Object, Object> contextOf(QueryKey<?> key) {
        return key instanceof ScopedKey<?> scoped ? scoped.context : Map.of();
    }

    @Override
    public List<?> path() {
        return key.path();
    }

    @Override
    public String toString() {
        return key + " in " + context;
    }
}
