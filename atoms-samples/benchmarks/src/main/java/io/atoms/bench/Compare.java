package io.atoms.bench;

import io.atoms.bench.compare.CheckProcess;
import io.atoms.bench.compare.Checked;
import io.atoms.bench.compare.Checks;
import io.atoms.bench.compare.Json;
import io.atoms.bench.compare.Machine;
import io.atoms.bench.compare.Plan;
import io.atoms.bench.compare.Verdict;
import io.atoms.bench.peer.Peers;
import io.atoms.bench.workload.Workloads;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Compares the peers on the workloads: checks what each computes, measures those that are right beside the work by hand,
 * and writes {@code checks.json}, {@code results.json} (JMH's own format) and the {@link Report} into a folder.
 */
public final class Compare {

    private static final String USAGE = """
            java -cp benchmarks.jar io.atoms.bench.Compare
              --workloads a,b,grid*   default: all
              --peers x,y             default: all that there are; the limit is always among them
              --forks 2               of limit, atoms, atoms-declared, javafx and arez; the others get one
              --iterations 5          measurements in each fork, after warm-ups of 1.5 s or more
              --time 300ms            of an iteration
              --quick                 1 fork, iterations of 100ms, unless said otherwise
              --settled               a full collection once a graph is built, so that it is in the old generation, as
                                      one that has lived for long; not of graphs that are built anew for each round
              --patience 20s          for the check of one pair; what takes longer is too slow
              --check                 only check
              --out compare           the folder for the results
              --note text             is kept with the results: the commit, for one""";
    private static final Set<String> NAMES =
            Set.of("--workloads", "--peers", "--forks", "--iterations", "--time", "--patience", "--out", "--note");

    private final List<String> workloads;
    private final List<String> peers;
    private final int forks;
    private final int iterations;
    private final Duration time;
    private final boolean settled;
    private final Duration patience;
    private final Path out;
    private final Machine machine;
    private final List<Checked> checks = new ArrayList<>();
    private final List<RunResult> results = new ArrayList<>();

    private Compare(Arguments arguments) throws IOException {
        boolean quick = arguments.has("--quick");
        workloads = arguments.names("--workloads", Workloads.names());
        peers = arguments.names("--peers", Peers.NAMES);
        forks = arguments.number("--forks", quick ? 1 : 2, 1);
        iterations = arguments.number("--iterations", 5, 1);
        time = arguments.time("--time", Duration.ofMillis(quick ? 100 : 300));
        settled = arguments.has("--settled");
        patience = arguments.time("--patience", Duration.ofSeconds(20));
        out = Files.createDirectories(Path.of(arguments.text("--out", "compare")));
        machine = Machine.here(arguments.text("--note", ""));
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        try {
            Arguments parsed = new Arguments(arguments, NAMES, Set.of("--quick", "--settled", "--check"));
            Compare compare = new Compare(parsed);
            compare.check();
            if (!parsed.has("--check")) {
                compare.measure();
                Report.main(new String[] {compare.out.toString()});
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        } catch (RunnerException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void check() {
        say("Checking %d workloads on %d peers", workloads.size(), peers.size());
        for (String peer : peers) {
            List<Checked> done = new ArrayList<>();
            CheckProcess.check(peer, workloads, patience, done::add);
            checks.addAll(done);
            describe(peer, done);
        }
        Json.write(out.resolve("checks.json"), new Checks(machine, checks));
    }

    private static void describe(String peer, List<Checked> checks) {
        Map<String, List<String>> byVerdict = new LinkedHashMap<>();
        for (Checked one : checks) {
            String what = one.verdict() + (one.note().isEmpty() ? "" : ", " + one.note());
            String factor = one.factor() > 1 ? String.format(Locale.ROOT, " (%.2f times)", one.factor()) : "";
            byVerdict.computeIfAbsent(what, key -> new ArrayList<>()).add(one.workload() + factor);
        }
        byVerdict.forEach((what, names) ->
                say("  %s: %s: %s", peer, what, names.size() == checks.size() ? "all" : String.join(", ", names)));
    }

    private void measure() throws IOException, RunnerException {
        say("Measuring %d pairs, about %d minutes", pairs().size(), 1 + minutes());
        for (String workload : workloads) {
            Map<Plan, List<String>> plans = new LinkedHashMap<>();
            pairs().stream()
                    .filter(pair -> pair.workload().equals(workload))
                    .forEach(pair -> plans.computeIfAbsent(plan(pair), plan -> new ArrayList<>())
                            .add(pair.peer()));
            for (Map.Entry<Plan, List<String>> each : plans.entrySet()) {
                report(new Runner(options(workload, each.getValue(), each.getKey())).run());
            }
        }
    }

    private List<Checked> pairs() {
        List<Checked> pairs = new ArrayList<>();
        for (String workload : workloads) {
            pairs.add(new Checked(workload, "limit", Verdict.RIGHT, 0, 0, 0, 0, 0, ""));
        }
        checks.stream().filter(checked -> checked.verdict().ranked()).forEach(pairs::add);
        return pairs;
    }

    private Plan plan(Checked pair) {
        return Plan.of(pair, forks, iterations, time);
    }

    private long minutes() {
        return pairs().stream().mapToLong(pair -> plan(pair).millis(pair)).sum() / 60_000;
    }

    private Options options(String workload, List<String> peers, Plan plan) {
        return new OptionsBuilder()
                .include("^" + WorkloadBenchmark.class.getName().replace(".", "\\.") + "\\.round$")
                .param("workload", workload)
                .param("peer", peers.toArray(String[]::new))
                .forks(plan.forks())
                .warmupIterations(plan.warmups())
                .warmupTime(TimeValue.milliseconds(plan.time().toMillis()))
                .measurementIterations(plan.iterations())
                .measurementTime(TimeValue.milliseconds(plan.time().toMillis()))
                .jvmArgs(Plan.flags(settled).toArray(String[]::new))
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    /** Keeps everything after each workload, so that a run that is ended has something to show. */
    private void report(Collection<RunResult> more) throws IOException {
        results.addAll(more);
        try (PrintStream file = new PrintStream(out.resolve("results.json").toFile(), "UTF-8")) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, file).writeOut(results);
        }
        for (RunResult result : more) {
            Result<?> score = result.getPrimaryResult();
            say(
                    "  %-24s %-16s %12.2f ± %.2f %s",
                    result.getParams().getParam("workload"),
                    result.getParams().getParam("peer"),
                    score.getScore(),
                    score.getScoreError(),
                    score.getScoreUnit());
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
