package io.atoms.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoms.bench.compare.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {

    private static final String CHECKS = """
            {"machine": {"runtime": "JVM", "system": "Linux", "processor": "p", "processors": 2, "day": "d", "note": ""},
             "checks": [{"workload": "deep", "peer": "atoms", "verdict": "more work", "computed": 3, "computedByHand": 2,
                         "told": 1, "toldByHand": 1, "micros": 1.5, "note": ""}]}""";
    private static final String RESULTS = """
            [{"jmhVersion": "1.37", "forks": 2, "warmupIterations": 5, "measurementIterations": 5,
              "measurementTime": "300 ms", "jvmArgs": ["-XX:+UseG1GC", "-Xmx2g"],
              "params": {"peer": "atoms", "workload": "deep"},
              "primaryMetric": {"score": %s, "scoreError": %s, "scoreUnit": "%s"}}]""";

    @TempDir
    Path folder;

    private Run read(String score, String error, String unit) throws IOException {
        Files.writeString(folder.resolve("checks.json"), CHECKS);
        Files.writeString(folder.resolve("results.json"), RESULTS.formatted(score, error, unit));
        return Run.read(folder);
    }

    @Test
    void run_isReadFromItsFolder() throws IOException {
        Run run = read("12.5", "0.5", "us/op");
        assertThat(run.measured()).containsExactly(new Measured("deep", "atoms", 12.5, 0.5));
        assertThat(run.checks().checks().get(0).verdict()).isEqualTo(Verdict.MORE_WORK);
        assertThat(run.method()).contains("up to 2 forks", "5 measurements of 300 ms", "`-XX:+UseG1GC -Xmx2g`");
    }

    @Test
    void units_becomeMicroseconds() throws IOException {
        assertThat(read("2", "1", "ms/op").measured()).containsExactly(new Measured("deep", "atoms", 2_000, 1_000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("2", "1", "ops/s"))
                .withMessageContaining("ops/s");
    }

    @Test
    void error_ofASingleMeasurement_isNone() throws IOException {
        assertThat(read("2", "\"NaN\"", "us/op").measured().get(0).error()).isNaN();
    }

    @Test
    void folder_withoutARun_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Run.read(folder))
                .withMessageContainingAll("checks.json", "Compare");
    }
}
