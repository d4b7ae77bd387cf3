package io.atoms.scenario;

/**
 * Where the engine may know less than it could:
 *
 * <ul>
 *   <li>What an unobserved atom learnt inside a transaction's body is forgotten if anything was written after that, also
 *       what has nothing to do with it, so that it is computed once more at the next demand.
 *   <li>A subscription made inside a transaction may be told, as previous value, what it could read when it was made.
 * </ul>
 *
 * <p>{@code -Dscenario.strict=true} asserts the best there too.
 */
final class Leniency {
    static final boolean ALLOWED = !Boolean.getBoolean("scenario.strict");

    private Leniency() {}
}
