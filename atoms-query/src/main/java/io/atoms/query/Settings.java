package io.atoms.query;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An immutable set of options; those that are not in it have their defaults. */
final class Settings {

    static final Settings NONE = new Settings(Map.of());

    private final Map<Setting<?>, Object> values;

    private Settings(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    Settings with(Setting<?> setting, Object value) {
        Map<Setting<?>, Object> copy = new HashMap<>(values);
        copy.put(setting, value);
        return new Settings(copy);
    }

    Settings withMeta(String key, Object value) {
        Map<String, Object> meta = new HashMap<>(get(Setting.META));
        meta.put(key, value);
        return with(Setting.META, Map.copyOf(meta));
    }

    /** These, and where they say nothing the others. The two sets of meta data become one. */
    Settings over(Settings others) {
        if (others.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return others;
        }
        Map<Setting<?>, Object> copy = new HashMap<>(others.values);
        copy.putAll(values);
        Map<String, Object> meta = new HashMap<>(others.get(Setting.META));
        meta.putAll(get(Setting.META));
        if (!meta.isEmpty()) {
            copy.put(Setting.META, Map.copyOf(meta));
        }
        return new Settings(copy);
    }

    <V extends @Nullable Object> V get(Setting<V> setting) {
        V value = given(setting);
        return value == null ? setting.fallback() : value;
    }

    /** The value if it was set, else null. */
    @SuppressWarnings("unchecked") // put by with(), checked by the withers of QueryTuning
    <V extends @Nullable Object> @Nullable V given(Setting<V> setting) {
        return (V) values.get(setting);
    }
}
