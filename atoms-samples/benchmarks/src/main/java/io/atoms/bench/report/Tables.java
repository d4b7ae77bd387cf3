package io.atoms.bench.report;

import io.atoms.bench.compare.Checked;
import io.atoms.bench.compare.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables in Markdown. */
public final class Tables {

    private final Comparison comparison;
    private final List<String> peers = new ArrayList<>();
    private final boolean rival;

    private Tables(Comparison comparison) {
        this.comparison = comparison;
        peers.addAll(comparison.peers());
        peers.addAll(comparison.nodePeers());
        rival = peers.contains(Comparison.RIVAL);
    }

    /** All of them. */
    public static String of(List<Run> runs, Comparison comparison, String chart) {
        Tables tables = new Tables(comparison);
        List<String> parts = new ArrayList<>();
        parts.add(machines(runs));
        parts.add(tables.legend() + "\n\n![chart](" + chart + ")");
        parts.add(tables.ratios(comparison.groups(), true));
        parts.add(tables.means());
        List<Group> members = comparison.groups().stream()
                .filter(Group::composed)
                .flatMap(group -> group.workloads().stream())
                .map(Group::single)
                .toList();
        if (!members.isEmpty()) {
            parts.add("The workloads that are taken together above:");
            parts.add(tables.ratios(members, false));
        }
        if (!comparison.nodePeers().isEmpty()) {
            parts.add(NodeTable.of(comparison));
        }
        parts.add(tables.checks());
        return String.join("\n\n", parts) + "\n";
    }

    /** Only where the runs were made, and how the peers on Node stand beside this library. */
    public static String ofNode(List<Run> runs, Comparison comparison) {
        if (comparison.nodePeers().isEmpty()) {
            throw new IllegalArgumentException("none of the folders is a run of the script for Node");
        }
        return machines(runs) + "\n\n" + NodeTable.of(comparison) + "\n";
    }

    private static String machines(List<Run> runs) {
        return runs.stream().map(Tables::machine).collect(Collectors.joining("\n\n"));
    }

    private String legend() {
        String text = """
                Times the work by hand, smaller is better; errors are 99.9%. Bold: the fastest that is right. A plus: right, \
                but functions or effects run more often than by hand. A dash: not measured or not right, see the end. \
                Beside the best: `atoms` beside the fastest other library.""";
        return comparison.nodePeers().isEmpty()
                ? text
                : text + " What runs on Node is beside the work by hand on the JVM, and never the best.";
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
        if (rival) {
            head.add("beside " + Comparison.RIVAL);
        }
        Table table = new Table(head);
        for (Group group : groups) {
            List<String> row = new ArrayList<>(List.of(group.name(), limit(group)));
            peers.forEach(peer -> row.add(cell(group, peer)));
            row.add(beside(group));
            if (rival) {
                row.add(Table.text(comparison.besideRival(group)));
            }
            table.row(row);
        }
        if (withMean) {
            List<String> row = new ArrayList<>(List.of("geometric mean of its own", ""));
            peers.forEach(peer -> row.add(Table.text(comparison.mean(peer, comparison.groupsOf(peer)))));
            row.add(Table.text(Comparison.mean(groups, this::ratioToBest)));
            if (rival) {
                row.add(Table.text(comparison.meanBesideRival(groups)));
            }
            table.row(row);
        }
        return table.toString();
    }

    private String limit(Group group) {
        return group.composed()
                ? ""
                : comparison
                        .measured(group.workloads().get(0), Comparison.LIMIT)
                        .map(limit -> Table.figure(limit.micros()))
                        .orElse(Table.NONE);
    }

    private String cell(Group group, String peer) {
        Optional<Ratio> ratio = comparison.ratio(group, peer);
        if (ratio.isEmpty()) {
            return Table.NONE;
        }
        String text = Table.text(ratio) + (comparison.moreWork(group, peer) ? " +" : "");
        return comparison.best(group).equals(Optional.of(peer)) ? "**" + text + "**" : text;
    }

    private String beside(Group group) {
        Optional<String> best = comparison.bestOther(group);
        return ratioToBest(group)
                .map(ratio -> Table.text(Optional.of(ratio)) + " (" + best.orElseThrow() + ")")
                .orElse(Table.NONE);
    }

    private Optional<Ratio> ratioToBest(Group group) {
        return comparison.bestOther(group).flatMap(best -> comparison.beside(group, Comparison.ATOMS, best));
    }

    /** Peers that do other workloads have means that cannot be compared; so ours stands beside each, over the same. */
    private String means() {
        Table table = new Table(List.of("peer", "right on", "geometric mean", "atoms on the same"));
        for (String peer : peers) {
            List<Group> groups = comparison.groupsOf(peer);
            table.row(List.of(
                    peer,
                    groups.size() + " of " + comparison.groups().size(),
                    Table.text(comparison.mean(peer, groups)),
                    Table.text(comparison.mean(Comparison.ATOMS, groups))));
        }
        return table.toString();
    }

    /** What is not simply right. */
    private String checks() {
        Map<String, List<String>> sorted = new TreeMap<>();
        for (Checked checked : comparison.checks()) {
            String why = checked.verdict().toString();
            if (!why.equals("right")) {
                String more = checked.verdict().ranked() ? " (" + Table.figure(checked.factor()) + ")" : "";
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
}
