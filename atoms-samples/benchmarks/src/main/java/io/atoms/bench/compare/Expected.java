package io.atoms.bench.compare;

import io.atoms.bench.workload.Workload;
import io.atoms.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a workload gives by hand after each of its first rounds, for those who cannot ask: the script for Node.
 *
 * @param computed how often functions ran
 * @param told how often effects ran
 * @param results the hash code of the list of what effects were given last
 */
public record Expected(long computed, long told, int results) {

    private static final int ROUNDS = 3;

    /** Prints what {@code node/expected.json} holds. */
    public static void main(String[] arguments) {
        System.out.println(text());
    }

    /** Every workload, a line each. */
    static String text() {
        String lines = Workloads.names().stream()
                .map(name -> "  \"" + name + "\": " + Json.line(of(name)))
                .collect(Collectors.joining(",\n"));
        return "{\n" + lines + "\n}";
    }

    private static List<Expected> of(String name) {
        Workload graph = Workloads.create(name);
        graph.buildByHand();
        List<Expected> rounds = new ArrayList<>();
        for (int i = 0; i < (graph.fresh() ? 1 : ROUNDS); i++) {
            graph.forget();
            graph.round();
            rounds.add(
                    new Expected(graph.computed(), graph.told(), graph.results().hashCode()));
        }
        return rounds;
    }
}
