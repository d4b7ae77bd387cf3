package io.atoms.scenario;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a derived atom or an effect computes a number from the atoms it reads.
 *
 * @param parameter a modulus, a divisor or a limit
 */
record Expression(Kind kind, List<Integer> reads, int parameter) {

    /** The shapes. */
    enum Kind {
        /** Adds all, modulo the parameter. */
        SUM,
        /** The same, declared by {@code Atom.map} or {@code Atom.combine}. */
        COMBINE,
        /** Reads the second or the third, as the first tells. */
        SWITCH,
        /** Divides, so that most changes are cut off. */
        CUT,
        /** Adds from the left until the limit is reached, and does not read the rest. */
        SCAN,
        /** Reads everything twice, the second time backwards. */
        REPEAT,
        /** Throws always the same error for some values, else adds all. */
        GUARD,
        /** Throws a new error for some values, else adds all. */
        FRESH,
        /** Falls back to the second if the first fails. */
        CATCH
    }

    /** Reads another node, as a number, or throws its error. */
    @FunctionalInterface
    interface Reader {
        int read(int node);
    }

    int compute(Reader reader, ScenarioError error) {
        int first = reader.read(reads.get(0));
        return switch (kind) {
            case SWITCH -> reader.read(reads.get(Math.floorMod(first, 2) == 1 ? 1 : 2));
            case CUT -> Math.floorDiv(first, parameter);
            case SCAN -> scan(reader, first);
            case REPEAT -> Math.floorMod(rest(reader, first) * 3 + backwards(reader), 50);
            case GUARD -> guarded(reader, first, error);
            case FRESH -> guarded(reader, first, new ScenarioError("fresh " + error.getMessage()));
            default -> Math.floorMod(rest(reader, first), parameter);
        };
    }

    /** As {@link #compute} for the kind that catches, whose first read is inside. */
    int computeCatching(Reader reader) {
        try {
            return reader.read(reads.get(0));
        } catch (ScenarioError e) {
            return reader.read(reads.get(1)) + 100;
        }
    }

    private int guarded(Reader reader, int first, ScenarioError error) {
        if (Math.floorMod(first, parameter) == 0) {
            throw error;
        }
        return Math.floorMod(rest(reader, first), 40);
    }

    private int rest(Reader reader, int first) {
        int sum = first;
        for (int i = 1; i < reads.size(); i++) {
            sum += reader.read(reads.get(i));
        }
        return sum;
    }

    private int scan(Reader reader, int first) {
        int sum = first;
        for (int i = 1; i < reads.size() && sum < parameter; i++) {
            sum += reader.read(reads.get(i));
        }
        return sum;
    }

    private int backwards(Reader reader) {
        int sum = 0;
        for (int i = reads.size() - 1; i >= 0; i--) {
            sum += reader.read(reads.get(i));
        }
        return sum;
    }

    String text(GraphSpec graph) {
        String names = reads.stream().map(graph::name).collect(Collectors.joining(", "));
        return kind.name().toLowerCase(java.util.Locale.ROOT) + "(" + names + "; " + parameter + ")";
    }
}
