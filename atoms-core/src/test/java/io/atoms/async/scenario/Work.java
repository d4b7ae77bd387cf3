package io.atoms.async.scenario;

import io.atoms.StreamPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What an async atom does: its read function adds up what it reads, and the sum is part of each of its results.
 *
 * @param source what kind of Publisher the read function returns
 * @param reads atoms that the read function reads
 * @param modulus the read function throws if this divides the sum; 0 for never
 * @param awaits async atoms that are awaited, one or two if the source asks for them
 * @param late an atom that is read when a value has come, and added to it; or -1
 * @param policy of a stream
 * @param linger what happens when the last observer leaves: seconds until it is cancelled, or -1 to keep it
 */
record Work(
        Source source,
        List<Integer> reads,
        int modulus,
        List<Integer> awaits,
        int late,
        StreamPolicy policy,
        int linger) {

    /** The Publishers. */
    enum Source {
        /** A Mono that the script drives. */
        HAND(0, true),
        /** A Flux that the script drives. */
        STREAM(0, true),
        /** Completes at once. */
        JUST(0, false),
        /** Fails at once. */
        FAIL(0, false),
        /** Is empty at once. */
        EMPTY(0, false),
        /** Awaits another atom, named in the read function. */
        AWAIT(1, false),
        /** The same, with a value for the case that it fails. */
        RECOVER(1, false),
        /** Awaits two side by side. */
        ZIP(2, false),
        /** Awaits another one only if the sum is odd. */
        WHEN(1, false),
        /** A Mono that the script drives, whose value leads to an await. */
        THEN(1, true),
        /** Awaits another one when it is subscribed. */
        DEFER(1, false);

        final int awaited;
        final boolean driven;

        Source(int awaited, boolean driven) {
            this.awaited = awaited;
            this.driven = driven;
        }
    }

    static final int KEEP = -1;

    boolean isStream() {
        return source == Source.STREAM;
    }

    boolean throwsAt(int sum) {
        return modulus != 0 && sum % modulus == 0;
    }

    /** Whether the read function awaits, for this sum. */
    boolean awaitsWhenRead(int sum) {
        return switch (source) {
            case AWAIT, RECOVER, ZIP -> true;
            case WHEN -> sum % 2 == 1;
            default -> false;
        };
    }

    boolean readsLate() {
        return late >= 0 || source == Source.THEN || source == Source.DEFER;
    }

    boolean everyValue() {
        return isStream() && policy.overflow() == StreamPolicy.Overflow.EVERY;
    }

    List<Integer> dependencies() {
        List<Integer> all = new ArrayList<>(reads);
        all.addAll(awaits);
        if (late >= 0) {
            all.add(late);
        }
        return all;
    }

    String text(GraphSpec graph) {
        StringBuilder text = new StringBuilder(source.name().toLowerCase(Locale.ROOT));
        text.append(names(graph, "", reads)).append(names(graph, " awaiting ", awaits));
        if (late >= 0) {
            text.append(" reading ").append(graph.name(late)).append(" late");
        }
        if (modulus != 0) {
            text.append(", throws at multiples of ").append(modulus);
        }
        if (isStream()) {
            text.append(' ').append(policy);
        }
        return text.append(linger == KEEP ? ", kept" : ", cancelled after " + linger + " s")
                .toString();
    }

    private static String names(GraphSpec graph, String before, List<Integer> nodes) {
        return nodes.isEmpty() && !before.isEmpty()
                ? ""
                : before + nodes.stream().map(graph::name).collect(Collectors.joining(", ", "(", ")"));
    }
}
