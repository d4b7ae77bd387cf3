package io.atoms.bench.report;

import io.atoms.bench.compare.Checked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What some runs say together. A pair that several runs measured counts as the last of them says. A ratio to the limit
 * is taken within one run; for one without a limit, as on another runtime, it is that of the last run that has one. Only what is right is here: a pair
 * whose check failed, or that was not checked, is as if it had not been measured.
 */
public final class Comparison {

    /** The limit, the work by hand. */
    public static final String LIMIT = "limit";

    /** This library; others of its names begin so. */
    public static final String ATOMS = "atoms";

    /** What the names of peers on another runtime than the JVM begin with. */
    public static final String NODE = "node-";

    /** The fastest of those, which this library is to be twice as fast as. */
    public static final String RIVAL = "node-alien-signals";

    private record Pair(String workload, String peer) {}

    private final Map<Pair, Measured> measured = new HashMap<>();
    private final Map<Pair, Ratio> ratios = new HashMap<>();
    private final Map<Pair, Checked> checks = new HashMap<>();
    private final Set<String> workloads = new LinkedHashSet<>();
    private final Set<String> peers = new LinkedHashSet<>();

    /** What the runs say. Both orders are those of the tables. */
    public Comparison(List<Run> runs, List<String> workloadOrder, List<String> peerOrder) {
        Map<String, Measured> limits = new HashMap<>();
        runs.forEach(run -> limits.putAll(run.limits()));
        for (Run run : runs) {
            run.checks().checks().forEach(checked -> checks.put(new Pair(checked.workload(), checked.peer()), checked));
            Map<String, Measured> own = run.limits();
            run.measured().stream()
                    .filter(this::right)
                    .forEach(one -> add(one, own.getOrDefault(one.workload(), limits.get(one.workload()))));
        }
        inOrder(workloadOrder, measured.keySet().stream().map(Pair::workload)).forEach(workloads::add);
        inOrder(peerOrder, measured.keySet().stream().map(Pair::peer).filter(peer -> !peer.equals(LIMIT)))
                .forEach(peers::add);
    }

    private boolean right(Measured one) {
        Checked checked = checks.get(new Pair(one.workload(), one.peer()));
        return one.peer().equals(LIMIT) || checked != null && checked.verdict().ranked();
    }

    private void add(Measured one, @Nullable Measured limit) {
        Pair pair = new Pair(one.workload(), one.peer());
        measured.put(pair, one);
        if (limit != null) {
            ratios.put(pair, one.beside(limit));
        }
    }

    private static List<String> inOrder(List<String> order, Stream<String> names) {
        return names.distinct()
                .sorted(Comparator.<String>comparingInt(
                                name -> order.contains(name) ? order.indexOf(name) : Integer.MAX_VALUE)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The workloads that were measured. */
    public List<String> workloads() {
        return List.copyOf(workloads);
    }

    /** The lines of the tables. */
    public List<Group> groups() {
        return Group.of(workloads());
    }

    /** The peers on the JVM that have a figure. */
    public List<String> peers() {
        return peers.stream().filter(peer -> !peer.startsWith(NODE)).toList();
    }

    /** The peers on Node that have a figure. */
    public List<String> nodePeers() {
        return peers.stream().filter(peer -> peer.startsWith(NODE)).toList();
    }

    /** Microseconds per round. */
    Optional<Measured> measured(String workload, String peer) {
        return Optional.ofNullable(measured.get(new Pair(workload, peer)));
    }

    /** How the check went. */
    Optional<Checked> check(String workload, String peer) {
        return Optional.ofNullable(checks.get(new Pair(workload, peer)));
    }

    List<Checked> checks() {
        return List.copyOf(checks.values());
    }

    /** How many times the limit; nothing unless the peer has a figure for every workload of the group. */
    public Optional<Ratio> ratio(Group group, String peer) {
        List<Ratio> all = new ArrayList<>();
        for (String workload : group.workloads()) {
            Ratio ratio = ratios.get(new Pair(workload, peer));
            if (ratio == null) {
                return Optional.empty();
            }
            all.add(ratio);
        }
        return Optional.of(Ratio.mean(all));
    }

    /** How many times another peer; nothing unless both have a figure for every workload of the group. */
    Optional<Ratio> beside(Group group, String peer, String other) {
        List<Ratio> all = group.workloads().stream()
                .flatMap(workload ->
                        measured(workload, peer)
                                .flatMap(one -> measured(workload, other).map(one::beside))
                                .stream())
                .toList();
        return all.size() < group.workloads().size() ? Optional.empty() : Optional.of(Ratio.mean(all));
    }

    /** This library beside the fastest on Node. */
    Optional<Ratio> besideRival(Group group) {
        return beside(group, ATOMS, RIVAL);
    }

    /** The geometric mean of that, over those groups that have it. */
    Optional<Ratio> meanBesideRival(List<Group> groups) {
        return mean(groups, this::besideRival);
    }

    /** The geometric mean of something, over those groups that have it. */
    static Optional<Ratio> mean(List<Group> groups, Function<Group, Optional<Ratio>> ratio) {
        List<Ratio> all =
                groups.stream().flatMap(group -> ratio.apply(group).stream()).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Ratio.mean(all));
    }

    /** Whether the peer does more work than by hand somewhere in the group. */
    boolean moreWork(Group group, String peer) {
        return group.workloads().stream()
                .flatMap(workload -> check(workload, peer).stream())
                .anyMatch(checked -> checked.factor() > 1);
    }

    /** The fastest peer on the JVM that is not this library. */
    public Optional<String> bestOther(Group group) {
        return best(group, peers().stream().filter(peer -> !peer.startsWith(ATOMS)));
    }

    /** The fastest peer on the JVM. */
    public Optional<String> best(Group group) {
        return best(group, peers().stream());
    }

    private Optional<String> best(Group group, Stream<String> among) {
        return among.filter(peer -> ratio(group, peer).isPresent())
                .min(Comparator.comparingDouble(
                        peer -> ratio(group, peer).orElseThrow().value()));
    }

    /** The groups that a peer has a figure for. */
    public List<Group> groupsOf(String peer) {
        return groups().stream().filter(group -> ratio(group, peer).isPresent()).toList();
    }

    /** The geometric mean of a peer over some groups; nothing unless it has a figure for each. */
    public Optional<Ratio> mean(String peer, List<Group> groups) {
        return groups.stream().allMatch(group -> ratio(group, peer).isPresent())
                ? mean(groups, group -> ratio(group, peer))
                : Optional.empty();
    }
}
