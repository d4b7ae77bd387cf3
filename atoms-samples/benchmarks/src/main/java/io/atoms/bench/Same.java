package io.atoms.bench;

import io.atoms.bench.peer.Peer;
import io.atoms.bench.peer.Peers;
import io.atoms.bench.workload.Workload;
import io.atoms.bench.workload.Workloads;

/** Checks a peer against the work by hand: what its effects were given, and how often functions and effects ran. */
final class Same {

    private static final int ROUNDS = 3;

    private Same() {}

    public static void main(String[] args) {
        for (String name : Workloads.names()) {
            for (String peer : args) {
                System.out.println(name + " " + peer + " " + check(name, peer));
            }
        }
    }

    static String check(String name, String peer) {
        StringBuilder s = new StringBuilder();
        Workload hand = Workloads.create(name);
        hand.buildByHand();
        Workload other = Workloads.create(name);
        try (Peer<?, ?> library = Peers.create(peer)) {
            other.build(library);
            long[] firstHand = counts(hand);
            long[] firstOther = counts(other);
            s.append(firstHand[0] + "/" + firstOther[0] + " " + firstHand[1] + "/" + firstOther[1]);
            for (int i = 0; i < (hand.fresh() ? 1 : ROUNDS); i++) {
                hand.round();
                other.round();
                long[] a = counts(hand);
                long[] b = counts(other);
                s.append(" | " + a[0] + "/" + b[0] + " " + a[1] + "/" + b[1] + " "
                        + hand.results().equals(other.results()));
            }
        }
        return s.toString();
    }

    private static long[] counts(Workload w) {
        long[] c = {w.computed(), w.told()};
        w.forget();
        return c;
    }
}
