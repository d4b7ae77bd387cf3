package io.atoms.query;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which entries have which tags. Threads: changes of one entry come one at a time; everything else may race. */
final class TagIndex {

    private final Map<Tag, Set<Entry<?>>> byTag = new ConcurrentHashMap<>();
    private final Map<String, Set<Entry<?>>> byType = new ConcurrentHashMap<>();
    private final Map<Entry<?>, Set<Tag>> tags = new ConcurrentHashMap<>();

    /** The tags of an entry's present data, in place of those of the data before. */
    void put(Entry<?> entry, Set<Tag> now) {
        Set<Tag> before = now.isEmpty() ? tags.remove(entry) : tags.put(entry, now);
        if (now.equals(before)) {
            return;
        }
        if (before != null) {
            for (Tag tag : before) {
                if (!now.contains(tag)) {
                    remove(byTag, tag, entry);
                }
            }
            for (String type : types(before)) {
                if (!types(now).contains(type)) {
                    remove(byType, type, entry);
                }
            }
        }
        now.forEach(tag -> add(byTag, tag, entry));
        types(now).forEach(type -> add(byType, type, entry));
    }

    void remove(Entry<?> entry) {
        put(entry, Set.of());
    }

    /** The entries with any of the tags. */
    Set<Entry<?>> find(Set<Tag> asked) {
        Set<Entry<?>> found = new HashSet<>();
        for (Tag tag : asked) {
            found.addAll(
                    tag.id() == null ? byType.getOrDefault(tag.type(), Set.of()) : byTag.getOrDefault(tag, Set.of()));
        }
        return found;
    }

    private static Set<String> types(Set<Tag> tags) {
        Set<String> types = new HashSet<>();
        tags.forEach(tag -> types.add(tag.type()));
        return types;
    }

    private static <K> void add(Map<K, Set<Entry<?>>> index, K key, Entry<?> entry) {
        index.compute(key, (same, entries) -> {
            Set<Entry<?>> set = entries == null ? ConcurrentHashMap.newKeySet() : entries;
            set.add(entry);
            return set;
        });
    }

    private static <K> void remove(Map<K, Set<Entry<?>>> index, K key, Entry<?> entry) {
        index.computeIfPresent(key, (same, entries) -> {
            entries.remove(entry);
            return entries.isEmpty() ? null : entries;
        });
    }
}
