package io.atoms.query;

import io.atoms.query.InfiniteQueries.Selected;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Structural sharing, see {@link StructuralSharing}. Collections that share something are unmodifiable copies in the order
 * of the new ones, so data must be treated as immutable, as everywhere in a cache.
 */
final class SharedElements implements StructuralSharing {

    static final StructuralSharing ELEMENTS = new SharedElements(false);
    static final StructuralSharing DEEP = new SharedElements(true);
    static final StructuralSharing NONE = new StructuralSharing() {
        @Override
        public <T> T share(T before, T now) {
            return now;
        }
    };

    /** Deeper parts are taken as they are. */
    private static final int DEEPEST = 500;

    /** How records are taken apart and put together; empty if that is not allowed. */
    private static final ClassValue<Optional<Parts>> PARTS = new ClassValue<>() {
        @Override
        protected Optional<Parts> computeValue(Class<?> type) {
            return Parts.of(type);
        }
    };

    private final boolean records;

    private SharedElements(boolean records) {
        this.records = records;
    }

    @Override
    public <T> T share(T before, T now) {
        return Unchecked.cast(share(before, now, 0));
    }

    private @Nullable Object share(@Nullable Object before, @Nullable Object now, int depth) {
        if (before == now || before == null || now == null || depth > DEEPEST) {
            return now;
        }
        if (before.equals(now)) {
            return before;
        }
        if (before instanceof List<?> a && now instanceof List<?> b) {
            return list(a, b, depth);
        }
        if (before instanceof Set<?> a && now instanceof Set<?> b) {
            return set(a, b);
        }
        if (before instanceof Map<?, ?> a && now instanceof Map<?, ?> b) {
            return map(a, b, depth);
        }
        if (before instanceof InfiniteData<?, ?> a && now instanceof InfiniteData<?, ?> b) {
            return new InfiniteData<>((List<?>) list(a.pages(), b.pages(), depth + 1), b.pageParams());
        }
        if (before instanceof Selected<?> a && now instanceof Selected<?> b) {
            return new Selected<>(this.<Object>share(a.data(), b.data()), b.hasNextPage(), b.hasPreviousPage());
        }
        return records && now instanceof Record && before.getClass() == now.getClass()
                ? record(before, now, depth)
                : now;
    }

    private Object list(List<?> before, List<?> now, int depth) {
        List<@Nullable Object> shared = new ArrayList<>(now.size());
        boolean some = false;
        int i = 0;
        for (Object each : now) {
            Object part = i < before.size() ? share(before.get(i), each, depth + 1) : each;
            some |= part != each;
            shared.add(part);
            i++;
        }
        return some ? Collections.unmodifiableList(shared) : now;
    }

    private static Object set(Set<?> before, Set<?> now) {
        Map<@Nullable Object, @Nullable Object> known = new LinkedHashMap<>();
        before.forEach(each -> known.put(each, each));
        Set<@Nullable Object> shared = new LinkedHashSet<>();
        boolean some = false;
        for (Object each : now) {
            Object part = known.getOrDefault(each, each);
            some |= part != each;
            shared.add(part);
        }
        return some ? Collections.unmodifiableSet(shared) : now;
    }

    private Object map(Map<?, ?> before, Map<?, ?> now, int depth) {
        Map<@Nullable Object, @Nullable Object> shared = new LinkedHashMap<>();
        boolean some = false;
        for (Map.Entry<?, ?> each : now.entrySet()) {
            Object part = share(before.get(each.getKey()), each.getValue(), depth + 1);
            some |= part != each.getValue();
            shared.put(each.getKey(), part);
        }
        return some ? Collections.unmodifiableMap(shared) : now;
    }

    private Object record(Object before, Object now, int depth) {
        Optional<Parts> parts = PARTS.get(now.getClass());
        if (parts.isEmpty()) {
            return now;
        }
        try {
            @Nullable Object[] old = parts.get().take(before);
            @Nullable Object[] values = parts.get().take(now);
            boolean some = false;
            for (int i = 0; i < values.length; i++) {
                Object part = share(old[i], values[i], depth + 1);
                some |= part != values[i];
                values[i] = part;
            }
            Object rebuilt = some ? parts.get().make(values) : now;
            return rebuilt.equals(now) ? rebuilt : now;
        } catch (Throwable notAllowed) {
            return now; // a constructor that refuses its own components, for example
        }
    }

    /** The components of a type of record. */
    private record Parts(List<MethodHandle> accessors, MethodHandle constructor) {

        static Optional<Parts> of(Class<?> type) {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                RecordComponent[] components = type.getRecordComponents();
                List<MethodHandle> accessors = new ArrayList<>(components.length);
                for (RecordComponent each : components) {
                    each.getAccessor().setAccessible(true);
                    accessors.add(lookup.unreflect(each.getAccessor()));
                }
                Constructor<?> constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return Optional.of(new Parts(
                        accessors,
                        lookup.unreflectConstructor(constructor).asSpreader(Object[].class, components.length)));
            } catch (ReflectiveOperationException | RuntimeException notAllowed) {
                return Optional.empty();
            }
        }

        @Nullable
        Object[] take(Object from) throws Throwable {
            @Nullable Object[] values = new Object[accessors.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = accessors.get(i).invoke(from);
            }
            return values;
        }

        Object make(@Nullable Object[] values) throws Throwable {
            return constructor.invoke(values);
        }
    }
}
