package io.atoms.bench.compare;

/** What is to be said of a peer on a workload. Only what is ranked is measured. */
public enum Verdict {
    /** Right results, by no more runs of functions and effects than by hand. */
    RIGHT("right"),
    /** Right results, but functions or effects ran more often than by hand. */
    MORE_WORK("more work"),
    /** An effect was given a value between two writes that was gone at the end of the first. */
    GLITCHES("glitches"),
    /** An effect was left with a wrong value, or was not told of a change. */
    WRONG("wrong"),
    /** The library threw, or the process ended. */
    FAILED("failed"),
    /** The library can not do it by design, or not on this JDK. */
    UNSUPPORTED("not supported"),
    /** It took too long to check. */
    TOO_SLOW("too slow");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** Whether the peer may be compared with others by its speed. */
    public boolean ranked() {
        return this == RIGHT || this == MORE_WORK;
    }

    @Override
    public String toString() {
        return text;
    }
}
