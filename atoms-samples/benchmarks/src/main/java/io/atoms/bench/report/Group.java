package io.atoms.bench.report;

import java.util.ArrayList;
import java.util.List;

/** One line of the tables: a workload, or several that count as one, by their geometric mean. */
public record Group(String name, List<String> workloads) {

    /** The groups of some workloads, in their order: those that create effects are one, and those that update. */
    public static List<Group> of(List<String> workloads) {
        List<Group> groups = new ArrayList<>();
        for (String workload : workloads) {
            String name = workload.matches("create-\\d.*")
                    ? "create effects"
                    : workload.startsWith("update-") ? "update" : workload;
            Group last = groups.stream()
                    .filter(group -> group.name.equals(name))
                    .findFirst()
                    .orElse(null);
            if (last == null) {
                last = new Group(name, new ArrayList<>());
                groups.add(last);
            }
            last.workloads.add(workload);
        }
        return groups;
    }

    /** A workload by itself. */
    static Group single(String workload) {
        return new Group(workload, List.of(workload));
    }

    boolean composed() {
        return workloads.size() > 1;
    }
}
