package io.atoms.async.scenario;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Runs a script on a subject, step by step, and compares all that can be seen with what the {@link Worlds} allow. */
final class Scenario {
    private final Function<GraphSpec, Model> expected;
    private final Function<GraphSpec, Subject> actual;

    /** How many operations have been compared, over all runs. */
    private long compared;

    /** How many scripts came to an end that is undecided. */
    private long undecided;

    Scenario(Function<GraphSpec, Model> expected, Function<GraphSpec, Subject> actual) {
        this.expected = expected;
        this.actual = actual;
    }

    /** What went wrong, and at which operation. */
    record Difference(int index, String what) {}

    long compared() {
        return compared;
    }

    long undecided() {
        return undecided;
    }

    Optional<Difference> run(Script script) {
        Worlds worlds = new Worlds(script.graph(), expected);
        int index = 0;
        try (Subject subject = actual.apply(script.graph())) {
            for (; index < script.operations().size(); index++) {
                Operation operation = script.operations().get(index);
                String what = worlds.step(operation, subject);
                if (what != null) {
                    return Optional.of(new Difference(index, what));
                }
                compared += Script.length(operation);
            }
        } catch (Undecided e) {
            undecided++;
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            return Optional.of(
                    new Difference(Math.min(index, script.operations().size() - 1), thrown(e)));
        }
        return Optional.empty();
    }

    private static String thrown(Throwable error) {
        StringBuilder text = new StringBuilder().append(error).append('\n');
        Arrays.stream(error.getStackTrace())
                .limit(12)
                .forEach(line -> text.append("    at ").append(line).append('\n'));
        return text.toString();
    }
}
