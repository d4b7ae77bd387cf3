package io.atoms.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.bench.workload.Workloads;
import org.junit.jupiter.api.Test;

class GroupTest {

    @Test
    void allWorkloads_areTwentyGroups() {
        assertThat(Group.of(Workloads.names()))
                .extracting(Group::name)
                .hasSize(20)
                .startsWith("avoidable", "broad", "deep", "diamond", "mux", "repeated", "triangle", "unstable", "mol")
                .containsSubsequence("create-sources", "create effects", "update", "cellx-1000", "cellx-2500")
                .endsWith("grid-6-100x15-d50");
    }

    @Test
    void shapesOfEffects_areTakenTogether() {
        assertThat(Group.of(Workloads.names()).stream().filter(Group::composed))
                .extracting(group -> group.name() + " " + group.workloads().size())
                .containsExactly("create effects 9", "update 7");
    }
}
