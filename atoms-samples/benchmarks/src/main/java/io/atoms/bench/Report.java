package io.atoms.bench;

import io.atoms.bench.peer.Peers;
import io.atoms.bench.report.Comparison;
import io.atoms.bench.report.DotChart;
import io.atoms.bench.report.Group;
import io.atoms.bench.report.Page;
import io.atoms.bench.report.Ratio;
import io.atoms.bench.report.Run;
import io.atoms.bench.report.Tables;
import io.atoms.bench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the tables ({@code report.md}) and the chart ({@code chart.svg}) of what {@link Compare} measured. */
public final class Report {

    private static final String USAGE = """
            java -cp benchmarks.jar io.atoms.bench.Report folder.. [--out folder] [--node-page file.md]
              The folders are those of Compare, or of the script for Node. What several of them have measured counts as
              the last one says. Default for --out: the last folder.
              --node-page: a page where the table of Node replaces what follows the line
                """ + Page.MARK;
    private static final String MEAN = "geometric mean";

    private Report() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        try {
            Arguments parsed = new Arguments(arguments, Set.of("--out", "--node-page"), Set.of());
            List<String> folders = parsed.rest();
            if (folders.isEmpty()) {
                throw new IllegalArgumentException("Report needs the folder of a run");
            }
            Path out = Path.of(parsed.text("--out", folders.get(folders.size() - 1)));
            List<Run> runs = folders.stream().map(Path::of).map(Run::read).toList();
            Comparison comparison = new Comparison(runs, Workloads.names(), Peers.NAMES);
            if (parsed.has("--node-page")) {
                Page.fill(Path.of(parsed.text("--node-page", "")), Tables.ofNode(runs, comparison));
            }
            write(runs, comparison, Files.createDirectories(out));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        }
    }

    private static void write(List<Run> runs, Comparison comparison, Path out) throws IOException {
        String tables = Tables.of(runs, comparison, "chart.svg");
        Files.writeString(out.resolve("report.md"), tables);
        Files.writeString(out.resolve("chart.svg"), chart(comparison));
        System.out.println(tables);
    }

    private static String chart(Comparison comparison) {
        List<String> lines =
                new ArrayList<>(comparison.groups().stream().map(Group::name).toList());
        lines.add(MEAN);
        List<DotChart.Series> series = comparison.peers().stream()
                .map(peer -> new DotChart.Series(peer, ratios(comparison, peer)))
                .toList();
        return DotChart.svg("Times the work by hand (left is faster)", lines, series);
    }

    /** The mean only of a peer that has them all: the others are means of something else. */
    private static Map<String, Ratio> ratios(Comparison comparison, String peer) {
        Map<String, Ratio> ratios = new LinkedHashMap<>();
        for (Group group : comparison.groups()) {
            comparison.ratio(group, peer).ifPresent(ratio -> ratios.put(group.name(), ratio));
        }
        Optional<Ratio> mean = comparison.mean(peer, comparison.groups());
        mean.ifPresent(ratio -> ratios.put(MEAN, ratio));
        return ratios;
    }
}
