package io.atoms.bench.workload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The workloads by name. */
public final class Workloads {

    private static final Map<String, Supplier<Workload>> ALL = all();

    private Workloads() {}

    /** Every name, in the order of the tables. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** A new workload. */
    public static Workload create(String name) {
        Supplier<Workload> made = ALL.get(name);
        if (made == null) {
            throw new IllegalArgumentException("no workload is called " + name + "; there are " + ALL.keySet());
        }
        return made.get();
    }

    private static Map<String, Supplier<Workload>> all() {
        Map<String, Supplier<Workload>> all = new LinkedHashMap<>();
        all.put("avoidable", Avoidable::new);
        all.put("broad", Broad::new);
        all.put("deep", Deep::new);
        all.put("diamond", Diamond::new);
        all.put("mux", Mux::new);
        all.put("repeated", Repeated::new);
        all.put("triangle", Triangle::new);
        all.put("unstable", Unstable::new);
        all.put("mol", Molecule::new);
        all.put("create-sources", CreateSources::new);
        all.put("create-0:1", () -> new Create(0, 1));
        all.put("create-1:1", () -> new Create(1, 1));
        all.put("create-2:1", () -> new Create(2, 1));
        all.put("create-4:1", () -> new Create(4, 1));
        all.put("create-1000:1", () -> new Create(1_000, 1));
        all.put("create-1:2", () -> new Create(1, 2));
        all.put("create-1:4", () -> new Create(1, 4));
        all.put("create-1:8", () -> new Create(1, 8));
        all.put("create-1:1000", () -> new Create(1, 1_000));
        all.put("update-1:1", () -> new Update(1, 1, 1_000));
        all.put("update-2:1", () -> new Update(2, 1, 1_000));
        all.put("update-4:1", () -> new Update(4, 1, 1_000));
        all.put("update-1000:1", () -> new Update(1_000, 1, 100));
        all.put("update-1:2", () -> new Update(1, 2, 1_000));
        all.put("update-1:4", () -> new Update(1, 4, 1_000));
        all.put("update-1:1000", () -> new Update(1, 1_000, 10));
        all.put("cellx-1000", () -> new Cellx(1_000));
        all.put("cellx-2500", () -> new Cellx(2_500));
        all.put("grid-2-10x5-lazy80", () -> new Grid(2, 10, 5, 0, 80, 100));
        all.put("grid-6-10x10-d25-lazy80", () -> new Grid(6, 10, 10, 25, 80, 100));
        all.put("grid-4-1000x12-d5", () -> new Grid(4, 1_000, 12, 5, 0, 10));
        all.put("grid-25-1000x5", () -> new Grid(25, 1_000, 5, 0, 0, 10));
        all.put("grid-3-5x500", () -> new Grid(3, 5, 500, 0, 0, 10));
        all.put("grid-6-100x15-d50", () -> new Grid(6, 100, 15, 50, 0, 10));
        return all;
    }
}
