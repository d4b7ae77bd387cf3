package io.atoms.bench;

/** What a benchmark asserts about its results: a fast wrong answer is no answer. */
final class Check {

    private Check() {}

    static void equal(long expected, long actual) {
        if (expected != actual) {
            throw new AssertionError("expected " + expected + " but was " + actual);
        }
    }
}
