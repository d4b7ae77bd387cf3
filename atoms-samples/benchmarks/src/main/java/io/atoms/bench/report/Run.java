package io.atoms.bench.report;

import io.atoms.bench.compare.Checks;
import io.atoms.bench.compare.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What one run left in its folder. */
public record Run(Checks checks, List<Measured> measured, String method) {

    /** Reads {@code checks.json} and {@code results.json}. */
    public static Run read(Path folder) {
        Checks checks = Json.read(folder.resolve("checks.json"), Checks.class);
        JsonNode results = Json.read(folder.resolve("results.json"), JsonNode.class);
        List<Measured> measured = new ArrayList<>();
        for (JsonNode result : results) {
            measured.add(Measured.of(result));
        }
        return new Run(checks, measured, results.isEmpty() ? "" : method(results.get(0)));
    }

    /** The work by hand, by workload. */
    Map<String, Measured> limits() {
        Map<String, Measured> limits = new HashMap<>();
        measured.stream()
                .filter(one -> one.peer().equals(Comparison.LIMIT))
                .forEach(one -> limits.put(one.workload(), one));
        return limits;
    }

    private static String method(JsonNode result) {
        if (!result.has("jmhVersion")) {
            return result.path("method").asString("");
        }
        List<String> flags = new ArrayList<>();
        result.path("jvmArgs").forEach(flag -> flags.add(flag.asString()));
        return String.format(
                "JMH %s, up to %d forks of %d warm-ups and %d measurements of %s, `%s`",
                result.path("jmhVersion").asString(),
                result.path("forks").asInt(),
                result.path("warmupIterations").asInt(),
                result.path("measurementIterations").asInt(),
                result.path("measurementTime").asString(),
                String.join(" ", flags));
    }
}
