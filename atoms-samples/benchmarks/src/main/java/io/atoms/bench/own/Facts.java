package io.atoms.bench.own;

import io.atoms.AtomStore;
import io.atoms.bench.compare.ChildJvm;
import io.atoms.bench.compare.Json;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.AtomKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * What is counted of a graph, and not timed. In a process of its own, whose flags let JOL look at everything, and with a
 * store that counts, which the measured one does not.
 *
 * @param atoms atoms that the store knows
 * @param observed how many of them are observed
 * @param effects effects
 * @param recomputes runs of read functions per write
 * @param cutOffs how many of them gave an equal value, per write
 * @param effectRuns runs of effects per write
 * @param bytes what graph and store hold, definitions and values included
 * @param busiest the atoms that ran most
 */
public record Facts(
        int atoms,
        int observed,
        int effects,
        double recomputes,
        double cutOffs,
        double effectRuns,
        long bytes,
        List<Busy> busiest) {

    /** An atom, and how often it ran and gave an equal value, per write. */
    public record Busy(String name, double recomputes, double cutOffs) {}

    private static final int WRITES = 1_000;
    private static final int SHOWN = 5;
    private static final List<String> FLAGS =
            List.of("-XX:+UseG1GC", "-Xmx2g", "-Djdk.attach.allowAttachSelf=true", "-Djol.magicFieldOffset=true");
    private static final String MARK = "facts: ";

    /** Counts, in another process. */
    public static Facts of(String graph) {
        Graphs.create(graph); // so that what is no graph is refused here
        try {
            Process process = ChildJvm.of(FLAGS, Facts.class, List.of(graph))
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return out.lines()
                    .filter(line -> line.startsWith(MARK))
                    .map(line -> Json.parse(line.substring(MARK.length()), Facts.class))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the graph could not be counted:\n" + out));
        } catch (IOException e) {
            throw new IllegalStateException("can not start a process to count", e);
        }
    }

    /** The process. */
    public static void main(String[] arguments) {
        System.out.println(MARK + Json.line(count(arguments[0])));
    }

    static Facts count(String graph) {
        OwnGraph own = Graphs.create(graph);
        try (AtomStore store = AtomStore.builder().counting(true).build()) {
            own.observe(store);
            Map<Long, AtomInspection> before = new HashMap<>();
            store.inspect().atoms().forEach(atom -> before.put(atom.atom().id(), atom));
            for (int round = 1; round <= WRITES; round++) {
                own.write(store, round);
                own.read(store);
            }
            return of(store.inspect().atoms(), before, bytes(graph));
        }
    }

    private static Facts of(List<AtomInspection> atoms, Map<Long, AtomInspection> before, long bytes) {
        List<AtomInspection> effects = atoms.stream()
                .filter(atom -> atom.atom().kind() == AtomKind.EFFECT)
                .toList();
        List<Busy> busy = atoms.stream()
                .filter(atom -> atom.atom().kind() != AtomKind.EFFECT)
                .map(atom -> busy(atom, before.get(atom.atom().id())))
                .sorted(Comparator.comparingDouble(Busy::recomputes).reversed())
                .toList();
        return new Facts(
                busy.size(),
                (int) atoms.stream()
                        .filter(atom -> atom.atom().kind() != AtomKind.EFFECT && atom.observed())
                        .count(),
                effects.size(),
                busy.stream().mapToDouble(Busy::recomputes).sum(),
                busy.stream().mapToDouble(Busy::cutOffs).sum(),
                effects.stream()
                        .mapToDouble(
                                effect -> busy(effect, before.get(effect.atom().id())).recomputes)
                        .sum(),
                bytes,
                busy.stream().filter(one -> one.recomputes > 0).limit(SHOWN).toList());
    }

    private static Busy busy(AtomInspection now, @Nullable AtomInspection before) {
        long recomputes = now.recomputes() - (before == null ? 0 : before.recomputes());
        long cutOffs = now.cutOffs() - (before == null ? 0 : before.cutOffs());
        return new Busy(now.atom().name(), (double) recomputes / WRITES, (double) cutOffs / WRITES);
    }

    /** Of a store as a program has it, which does not count. What all stores share is not its own. */
    private static long bytes(String graph) {
        OwnGraph own = Graphs.create(graph);
        try (AtomStore store = AtomStore.create()) {
            own.observe(store);
            own.write(store, 1);
            own.read(store);
            Retained retained = new Retained();
            retained.count(Schedulers.parallel());
            return retained.count(own, store);
        }
    }
}
