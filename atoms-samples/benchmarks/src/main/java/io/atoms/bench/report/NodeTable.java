package io.atoms.bench.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;

/**
 * The libraries on Node beside this one, workload by workload, in microseconds; and in words, where this one is twice as
 * fast as the fastest of them, which is the target.
 */
final class NodeTable {

    private static final double TARGET = 0.5;
    private static final String OF_ALL = "geometric mean";

    private final Comparison comparison;
    private final List<String> columns = new ArrayList<>();

    private NodeTable(Comparison comparison) {
        this.comparison = comparison;
        columns.addAll(comparison.nodePeers());
        columns.add(Comparison.ATOMS);
    }

    /** Table and words. */
    static String of(Comparison comparison) {
        NodeTable table = new NodeTable(comparison);
        return """
                On Node and on the JVM, in microseconds per round. A plus: right, but functions or effects run more often than \
                by hand. The last column: `atoms` beside `%s`, less than 1 where `atoms` is faster. In the geometric mean the \
                shapes that create effects count as one workload, and those that update.

                %s

                %s""".formatted(Comparison.RIVAL, table.table(), table.target());
    }

    private String table() {
        List<String> head = new ArrayList<>(List.of("workload"));
        columns.forEach(peer -> head.add(peer + ", µs"));
        head.add("beside " + Comparison.RIVAL);
        Table table = new Table(head);
        comparison.workloads().forEach(workload -> table.row(row(workload)));
        List<String> last = new ArrayList<>(List.of(OF_ALL));
        columns.forEach(peer -> last.add(""));
        last.add(Table.text(comparison.meanBesideRival(comparison.groups())));
        table.row(last);
        return table.toString();
    }

    private List<String> row(String workload) {
        List<String> row = new ArrayList<>(List.of(workload));
        columns.forEach(peer -> row.add(micros(workload, peer)));
        row.add(Table.text(besideRival(workload)));
        return row;
    }

    private String micros(String workload, String peer) {
        return comparison
                .measured(workload, peer)
                .map(one -> Table.withError(one.micros(), one.error())
                        + (comparison.moreWork(Group.single(workload), peer) ? " +" : ""))
                .orElse(Table.NONE);
    }

    private Optional<Ratio> besideRival(String workload) {
        return comparison.besideRival(Group.single(workload));
    }

    private String target() {
        return "Creating aside (the collectors differ), `atoms` takes %s times as long as `%s` in the geometric mean. It is\n"
                        .formatted(
                                Table.text(comparison.meanBesideRival(comparison.groups().stream()
                                        .filter(group -> !group.name().startsWith("create"))
                                        .toList())),
                                Comparison.RIVAL)
                + "\n- twice as fast or faster, the target, on " + names(ratio -> ratio <= TARGET)
                + "\n- faster, but not twice as fast, on " + names(ratio -> ratio > TARGET && ratio < 1)
                + "\n- as slow or slower on " + names(ratio -> ratio >= 1);
    }

    private String names(DoublePredicate ratio) {
        List<String> names = workloadsOfTheTarget()
                .filter(workload ->
                        ratio.test(besideRival(workload).orElseThrow().value()))
                .toList();
        return names.size() + " of " + workloadsOfTheTarget().count()
                + (names.isEmpty() ? "" : names.stream().collect(joining(", ", ": ", "")));
    }

    private Stream<String> workloadsOfTheTarget() {
        return comparison.workloads().stream()
                .filter(workload ->
                        !workload.startsWith("create") && besideRival(workload).isPresent());
    }
}
