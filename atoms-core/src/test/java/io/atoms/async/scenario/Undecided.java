package io.atoms.async.scenario;

/** The script came to a point where the rules leave open what happens. It ends there, without a difference. */
final class Undecided extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undecided(String message) {
        super(message, null, false, false);
    }
}
