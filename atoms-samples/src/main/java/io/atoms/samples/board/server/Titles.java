package io.atoms.samples.board.server;

/** What there is to be done. */
final class Titles {

    private static final String[] VERBS = {"Write", "Check", "Order", "Paint", "Mend", "Sort"};
    private static final String[] THINGS = {"the menu", "the lamps", "the invoices", "the fence", "the bicycles"};

    private Titles() {}

    /** A title for each number from 0; the first 30 differ. */
    static String of(int number) {
        return VERBS[number % VERBS.length] + " " + THINGS[number % THINGS.length];
    }
}
