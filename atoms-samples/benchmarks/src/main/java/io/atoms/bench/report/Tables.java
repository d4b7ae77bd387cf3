package io.atoms.bench.report;

import io.atoms.bench.compare.Checked;
import io.atoms.bench.compare.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables in Markdown. */
public final class Tables {

    private static final String NONE = "-";

    private final Comparison comparison;
    private final List<String> peers;

    private Tables(Comparison comparison) {
        this.comparison = comparison;
        this.peers = comparison.peers();
    }

    /** All of them. */
    public static String of(List<Run> runs, Comparison comparison, String chart) {
        Tables tables = new Tables(comparison);
        List<String> parts = new ArrayList<>();
        runs.forEach(run -> parts.add(machine(run)));
        parts.add("""
                Times the work by hand, smaller is better; errors are 99.9%%. Bold: the fastest that is right. A plus: right, \
                but functions or effects run more often than by hand. A dash: not measured or not right, see the end. The last \
                column: `atoms` beside the fastest other library.

                ![chart](%s)""".formatted(chart));
        parts.add(tables.ratios(comparison.groups(), true));
        parts.add(tables.means());
        List<Group> members = comparison.groups().stream()
                .filter(Group::composed)
                .flatMap(group -> group.workloads().stream())
                .map(workload -> new Group(workload, List.of(workload)))
                .toList();
        if (!members.isEmpty()) {
            parts.add("The workloads that are taken together above:");
            parts.add(tables.ratios(members, false));
        }
        if (!comparison.nodePeers().isEmpty()) {
            parts.add("On Node, in times `atoms` on the JVM; more than 1 means that `atoms` is faster:");
            parts.add(tables.node());
        }
        parts.add(tables.checks());
        return String.join("\n\n", parts) + "\n";
    }

    private static String machine(Run run) {
        Machine machine = run.checks().machine();
        String text = "%s, %s, %d processors (%s), %s. %s."
                .formatted(
                        machine.runtime(),
                        machine.system(),
                        machine.processors(),
                        machine.processor(),
                        machine.day(),
                        run.method());
        return machine.note().isEmpty() ? text : text + " " + machine.note();
    }

    private String ratios(List<Group> groups, boolean withMean) {
        List<String> head = new ArrayList<>(List.of("workload", "limit, µs"));
        head.addAll(peers);
        head.add("beside the best");
        Table table = new Table(head);
        for (Group group : groups) {
            List<String> row = new ArrayList<>(List.of(group.name(), limit(group)));
            peers.forEach(peer -> row.add(cell(group, peer)));
            row.add(beside(group));
            table.row(row);
        }
        if (withMean) {
            List<String> row = new ArrayList<>(List.of("geometric mean of its own", ""));
            peers.forEach(peer -> row.add(text(comparison.mean(peer, comparison.groupsOf(peer)))));
            row.add(text(besideAll(groups)));
            table.row(row);
        }
        return table.toString();
    }

    private String limit(Group group) {
        return group.composed()
                ? ""
                : comparison
                        .measured(group.workloads().get(0), Comparison.LIMIT)
                        .map(limit -> figure(limit.micros()))
                        .orElse(NONE);
    }

    private String cell(Group group, String peer) {
        Optional<Ratio> ratio = comparison.ratio(group, peer);
        if (ratio.isEmpty()) {
            return NONE;
        }
        String text = text(ratio) + (comparison.moreWork(group, peer) ? " +" : "");
        return comparison.best(group).equals(Optional.of(peer)) ? "**" + text + "**" : text;
    }

    private String beside(Group group) {
        Optional<String> best = comparison.bestOther(group);
        return best.isPresent() ? text(ratioToBest(group)) + " (" + best.get() + ")" : NONE;
    }

    private Optional<Ratio> ratioToBest(Group group) {
        return comparison
                .bestOther(group)
                .filter(best -> comparison.ratio(group, Comparison.ATOMS).isPresent())
                .map(best -> comparison.beside(group, Comparison.ATOMS, best));
    }

    private Optional<Ratio> besideAll(List<Group> groups) {
        List<Ratio> all =
                groups.stream().flatMap(group -> ratioToBest(group).stream()).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Ratio.mean(all));
    }

    /** Peers that do other workloads have means that cannot be compared; so ours stands beside each, over the same. */
    private String means() {
        Table table = new Table(List.of("peer", "right on", "geometric mean", "atoms on the same"));
        for (String peer : peers) {
            List<Group> groups = comparison.groupsOf(peer);
            table.row(List.of(
                    peer,
                    groups.size() + " of " + comparison.groups().size(),
                    text(comparison.mean(peer, groups)),
                    text(comparison.mean(Comparison.ATOMS, groups))));
        }
        return table.toString();
    }

    private String node() {
        List<String> head = new ArrayList<>(List.of("workload", "atoms, µs"));
        head.addAll(comparison.nodePeers());
        Table table = new Table(head);
        for (String workload : comparison.workloads()) {
            Optional<Measured> ours = comparison.measured(workload, Comparison.ATOMS);
            List<String> row = new ArrayList<>(
                    List.of(workload, ours.map(one -> figure(one.micros())).orElse(NONE)));
            for (String peer : comparison.nodePeers()) {
                row.add(text(
                        ours.flatMap(one -> comparison.measured(workload, peer).map(node -> node.beside(one)))));
            }
            table.row(row);
        }
        return table.toString();
    }

    /** What is not simply right. */
    private String checks() {
        Map<String, List<String>> sorted = new TreeMap<>();
        for (Checked checked : comparison.checks()) {
            String why = checked.verdict().toString();
            if (!why.equals("right")) {
                String more = checked.verdict().ranked() ? " (" + figure(checked.factor()) + ")" : "";
                sorted.computeIfAbsent(checked.peer() + " | " + why, key -> new ArrayList<>())
                        .add(checked.workload() + more);
            }
        }
        if (sorted.isEmpty()) {
            return "Every peer is right on every workload.";
        }
        return "Not simply right; in brackets, how often functions or effects run, in times by hand:\n\n"
                + "| peer | what | workloads |\n|---|---|---|\n"
                + sorted.entrySet().stream()
                        .map(entry -> "| " + entry.getKey() + " | "
                                + entry.getValue().stream().sorted().collect(Collectors.joining(", ")) + " |")
                        .collect(Collectors.joining("\n"));
    }

    private static String text(Optional<Ratio> ratio) {
        return ratio.map(one -> figure(one.value()) + (Double.isNaN(one.error()) ? "" : " ± " + figure(one.error())))
                .orElse(NONE);
    }

    /** Two places for what is small, none for what is large. */
    static String figure(double value) {
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%,.0f", value);
    }

    /** A table of Markdown. */
    private static final class Table {

        private final StringBuilder text = new StringBuilder();

        Table(List<String> head) {
            row(head);
            row(head.stream().map(name -> "---").toList());
        }

        void row(List<String> cells) {
            text.append(text.isEmpty() ? "| " : "\n| ")
                    .append(String.join(" | ", cells))
                    .append(" |");
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
