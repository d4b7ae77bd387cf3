package io.atoms.bench.compare;

import java.util.List;

/** What a run found before it measured: the file {@code checks.json}. */
public record Checks(Machine machine, List<Checked> checks) {}
