package io.atoms.async.scenario;

/** What read functions, Publishers and transactions of a scenario fail with. */
final class ScenarioError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioError(String message) {
        super(message, null, false, false);
    }
}
