package io.atoms.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The patches of one mutation. Changed by one step of it at a time. */
final class MutationPatches {

    private final DefaultQueryClient client;
    private volatile List<EntryPatch<?>> patches = List.of();

    MutationPatches(DefaultQueryClient client) {
        this.client = client;
    }

    /**
     * Has them made; those that were there before are replaced, each in its place, by those of the same keys. If the function
     * throws, none are left.
     */
    void make(Consumer<? super OptimisticPatches> function) {
        Making making = new Making(patches);
        try {
            function.accept(making);
        } catch (Throwable error) {
            making.all.forEach(EntryPatch::undo);
            throw error;
        } finally {
            making.before.forEach(EntryPatch::undo);
        }
        patches = List.copyOf(making.all);
    }

    private final class Making implements OptimisticPatches {
        final List<EntryPatch<?>> before;
        final List<EntryPatch<?>> all = new ArrayList<>();

        Making(List<EntryPatch<?>> before) {
            this.before = new ArrayList<>(before);
        }

        @Override
        public QueryClient client() {
            return client;
        }

        @Override
        public <T> void patch(QueryKey<T> key, UnaryOperator<T> recipe) {
            for (EntryPatch<?> each : before) {
                if (each.key().equals(key)) {
                    before.remove(each);
                    EntryPatch<T> same = Unchecked.cast(each); // the key tells the type
                    same.replace(recipe);
                    all.add(same);
                    return;
                }
            }
            all.add(client.patchQueryData(key, recipe));
        }
    }

    /** The server has taken the change. */
    void commit() {
        patches.forEach(EntryPatch::commit);
    }

    /** The server has not. Does nothing to patches that were committed. */
    void undo() {
        patches.forEach(EntryPatch::undo);
    }

    Set<QueryKey<?>> keys() {
        Set<QueryKey<?>> keys = new LinkedHashSet<>();
        patches.forEach(each -> keys.add(each.key()));
        return keys;
    }

    /** What the server had given when they were made. */
    Map<QueryKey<?>, Object> bases() {
        Map<QueryKey<?>, Object> bases = new HashMap<>();
        for (EntryPatch<?> each : patches) {
            Object base = each.base();
            if (base != null) {
                bases.putIfAbsent(each.key(), base);
            }
        }
        return bases;
    }
}
