package io.atoms.bench.report;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A figure of JMH.
 *
 * @param micros microseconds per round
 * @param error of them; NaN for a single measurement
 */
record Measured(String workload, String peer, double micros, double error) {

    static Measured of(JsonNode result) {
        JsonNode metric = result.path("primaryMetric");
        double unit = micros(metric.path("scoreUnit").asString());
        return new Measured(
                result.path("params").path("workload").asString(),
                result.path("params").path("peer").asString(),
                number(metric.path("score")) * unit,
                number(metric.path("scoreError")) * unit);
    }

    /** JMH writes what is not a number as text. */
    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    private static double micros(String unit) {
        switch (unit.toLowerCase(Locale.ROOT)) {
            case "ns/op":
                return 1e-3;
            case "us/op":
                return 1;
            case "ms/op":
                return 1e3;
            default:
                throw new IllegalArgumentException("a round is measured in ns/op, us/op or ms/op, not in " + unit);
        }
    }

    Ratio beside(Measured other) {
        return Ratio.of(micros, error, other.micros, other.error);
    }
}
