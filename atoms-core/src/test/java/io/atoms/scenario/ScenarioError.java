package io.atoms.scenario;

/** What functions, listeners and transactions of a scenario throw. */
final class ScenarioError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioError(String message) {
        super(message, null, false, false);
    }
}
