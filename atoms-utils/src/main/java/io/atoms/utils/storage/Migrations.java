package io.atoms.utils.storage;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The steps from version to version, and the version at which they end. Immutable. */
final class Migrations {

    static final Migrations NONE = new Migrations(1, new TreeMap<>());

    final int version;
    private final NavigableMap<Integer, UnaryOperator<JsonNode>> steps;

    private Migrations(int version, NavigableMap<Integer, UnaryOperator<JsonNode>> steps) {
        this.version = version;
        this.steps = steps;
    }

    Migrations version(int next) {
        if (next < 1) {
            throw new IllegalArgumentException("The version of a schema is at least 1, not " + next + ".");
        }
        return new Migrations(next, steps);
    }

    Migrations with(int from, UnaryOperator<JsonNode> step) {
        if (from < 1) {
            throw new IllegalArgumentException("The first version is 1; there is no step from " + from + ".");
        }
        NavigableMap<Integer, UnaryOperator<JsonNode>> next = new TreeMap<>(steps);
        if (next.put(from, step) != null) {
            throw new IllegalArgumentException("There are two steps from version " + from + ". Keep one of them.");
        }
        return new Migrations(version, next);
    }

    /** The steps lead from the first of them to the version without a gap. */
    void check() {
        if (steps.isEmpty()) {
            return;
        }
        if (steps.lastKey() >= version) {
            throw new IllegalArgumentException("There is a step from version " + steps.lastKey()
                    + ", but the schema is at version " + version + ". Declare version(" + (steps.lastKey() + 1)
                    + ").");
        }
        for (int from = steps.firstKey(); from < version; from++) {
            if (!steps.containsKey(from)) {
                throw new IllegalArgumentException("The step from version " + from + " to " + (from + 1)
                        + " is missing. Add migrate(" + from + ", ...).");
            }
        }
    }

    /** Throws unless what was written at that version can be brought to ours. */
    void requireKnown(int written) {
        if (written < 1) {
            throw new IllegalArgumentException("A value is said to be of version " + written + "; the first is 1.");
        }
        if (written > version) {
            throw StorageException.refused(
                    "The value was written by version " + written + " of its schema, this program knows " + version
                            + ". Use a newer program; what is stored was left as it is.",
                    null);
        }
        if (written < version && !steps.containsKey(written)) {
            throw StorageException.refused(
                    "The value was written by version " + written + " of its schema, and this program, which is at"
                            + " version " + version + ", has no step from there. Add migrate(" + written
                            + ", ...); what is stored was left as it is.",
                    null);
        }
    }

    JsonNode run(JsonNode tree, int written) {
        JsonNode current = tree;
        for (Map.Entry<Integer, UnaryOperator<JsonNode>> step :
                steps.tailMap(written, true).entrySet()) {
            // A copy: a step may have returned a tree that it keeps, which the next one must not change.
            current = run(step.getValue(), step.getKey(), current.deepCopy());
        }
        return current;
    }

    private static JsonNode run(UnaryOperator<JsonNode> step, int from, JsonNode tree) {
        @Nullable JsonNode result;
        try {
            result = step.apply(tree);
        } catch (Exception e) {
            throw failed(from, e.toString(), e);
        }
        if (result == null || result.isMissingNode()) {
            throw failed(from, "it returned nothing. For null return NullNode.instance", null);
        }
        return result;
    }

    private static StorageException failed(int from, String why, @Nullable Throwable cause) {
        return StorageException.refused(
                "The step from version " + from + " to " + (from + 1) + " failed: " + why
                        + ". Correct the step; what is stored was left as it is.",
                cause);
    }
}
