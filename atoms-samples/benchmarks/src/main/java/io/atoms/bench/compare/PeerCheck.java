package io.atoms.bench.compare;

import io.atoms.bench.peer.Peer;
import io.atoms.bench.peer.Peers;
import io.atoms.bench.workload.Workload;
import io.atoms.bench.workload.Workloads;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares a peer with the work by hand: what effects are given, and how often functions and effects run. */
final class PeerCheck {

    private static final int ROUNDS = 3;

    private final String name;
    private final String peer;
    private long glitches;
    private long computed;
    private long computedByHand;
    private long told;
    private long toldByHand;
    private double micros = Double.MAX_VALUE;
    private String wrong = "";

    private PeerCheck(String name, String peer) {
        this.name = name;
        this.peer = peer;
    }

    /** Compares one of the known peers. */
    static Checked of(String workload, String peer) {
        return of(workload, peer, () -> Peers.create(peer));
    }

    /** Compares what the supplier gives. */
    static Checked of(String workload, String peer, Supplier<? extends Peer<?, ?>> made) {
        try {
            return new PeerCheck(workload, peer).run(made);
        } catch (RuntimeException | Error e) {
            Verdict verdict = unsupported(e) || unsupported(e.getCause()) ? Verdict.UNSUPPORTED : Verdict.FAILED;
            return Checked.without(workload, peer, verdict, e.toString());
        }
    }

    /** By design, or because the library needs a newer JDK than this or was not built for this one. */
    private static boolean unsupported(@Nullable Throwable e) {
        return e instanceof UnsupportedOperationException
                || e instanceof ClassNotFoundException
                || e instanceof UnsupportedClassVersionError;
    }

    private Checked run(Supplier<? extends Peer<?, ?>> made) {
        boolean fresh = Workloads.create(name).fresh();
        for (int i = 0; i < (fresh ? ROUNDS : 1) && wrong.isEmpty(); i++) {
            try (Peer<?, ?> library = made.get()) {
                graph(library, fresh ? 1 : ROUNDS);
            }
        }
        return new Checked(name, peer, verdict(), computed, computedByHand, told, toldByHand, micros, note());
    }

    /** Some rounds of one graph. */
    private <N, C> void graph(Peer<N, C> library, int rounds) {
        Workload hand = Workloads.create(name);
        if (hand.dynamic() && !library.dynamic()) {
            throw new UnsupportedOperationException("dependencies that change");
        }
        hand.buildByHand();
        long start = System.nanoTime();
        WatchedPeer<N, C> watched = new WatchedPeer<>(library);
        Workload graph = Workloads.create(name);
        graph.build(watched);
        hand.forget();
        graph.forget();
        for (int i = 0; i < rounds && wrong.isEmpty(); i++) {
            if (!hand.fresh()) {
                start = System.nanoTime();
            }
            graph.round();
            micros = Math.min(micros, (System.nanoTime() - start) / 1e3);
            hand.round();
            compare(hand, graph);
        }
        glitches += watched.glitches();
    }

    private void compare(Workload hand, Workload graph) {
        if (!hand.results().equals(graph.results())) {
            wrong = "an effect was left with another value than by hand";
        } else if (graph.told() < hand.told()) {
            wrong = "effects were told " + graph.told() + " times, by hand " + hand.told();
        }
        computed += graph.computed();
        computedByHand += hand.computed();
        told += graph.told();
        toldByHand += hand.told();
        hand.forget();
        graph.forget();
    }

    private Verdict verdict() {
        if (!wrong.isEmpty()) {
            return Verdict.WRONG;
        }
        if (glitches > 0) {
            return Verdict.GLITCHES;
        }
        return computed > computedByHand || told > toldByHand ? Verdict.MORE_WORK : Verdict.RIGHT;
    }

    private String note() {
        return wrong.isEmpty() && glitches > 0 ? glitches + " values that did not last" : wrong;
    }
}
