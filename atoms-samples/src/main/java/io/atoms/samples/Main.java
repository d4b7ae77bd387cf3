package io.atoms.samples;

/** The program behind {@code exec:java}. */
public final class Main {
    private Main() {}

    /** Says that there are no samples yet. */
    public static void main(String[] args) {
        System.out.println("atoms: there are no samples yet.");
    }
}
