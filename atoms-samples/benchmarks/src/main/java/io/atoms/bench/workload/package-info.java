/** The workloads: each builds its graph on a peer or by hand, runs a round, and checks what came out. */
@org.jspecify.annotations.NullMarked
package io.atoms.bench.workload;
