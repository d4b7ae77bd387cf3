package io.atoms.bench.compare;

/**
 * How a peer did on a workload.
 *
 * @param computed how often functions ran in the rounds
 * @param computedByHand how often they ran by hand
 * @param told how often effects ran in the rounds
 * @param toldByHand how often they ran by hand
 * @param micros microseconds of the fastest round, cold, with the building of its graph where each round has its own
 * @param note what is wrong, or empty
 */
public record Checked(
        String workload,
        String peer,
        Verdict verdict,
        long computed,
        long computedByHand,
        long told,
        long toldByHand,
        double micros,
        String note) {

    /** One that has no counts. */
    static Checked without(String workload, String peer, Verdict verdict, String note) {
        return new Checked(workload, peer, verdict, 0, 0, 0, 0, 0, note);
    }

    /** How many times the work by hand it is, by functions or by effects, whichever is more; at least 1. */
    public double factor() {
        double functions = computedByHand == 0 ? 1 : (double) computed / computedByHand;
        double effects = toldByHand == 0 ? 1 : (double) told / toldByHand;
        return Math.max(1, Math.max(functions, effects));
    }
}
