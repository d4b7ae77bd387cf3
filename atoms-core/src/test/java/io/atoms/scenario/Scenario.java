package io.atoms.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Runs a script on two subjects, step by step, and compares all that can be seen. */
final class Scenario {
    private final Function<GraphSpec, Subject> expected;
    private final Function<GraphSpec, Subject> actual;

    Scenario(Function<GraphSpec, Subject> expected, Function<GraphSpec, Subject> actual) {
        this.expected = expected;
        this.actual = actual;
    }

    /** What went wrong, and at which operation. */
    record Difference(int index, String what) {}

    Optional<Difference> run(Script script) {
        int index = 0;
        try (Subject oracle = expected.apply(script.graph());
                Subject subject = actual.apply(script.graph())) {
            for (; index < script.operations().size(); index++) {
                String what = step(script, script.operations().get(index), oracle, subject);
                if (what != null) {
                    return Optional.of(new Difference(index, what));
                }
            }
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

    private static String step(Script script, Operation operation, Subject oracle, Subject subject) {
        boolean unsure = oracle.unsure();
        List<String> expected = oracle.apply(operation);
        List<String> seen = subject.apply(operation);
        if (!matches(expected, 0, seen, 0)) {
            return "expected " + expected + "\n       but saw " + seen;
        }
        String runs = runs(script.graph(), operation, oracle, subject, unsure || oracle.unsure());
        if (runs != null) {
            return runs;
        }
        if (!oracle.committed().equals(subject.committed())) {
            return "expected values " + oracle.committed() + "\n       but were " + subject.committed();
        }
        Set<Integer> observed = subject.observed();
        if (!oracle.observed().equals(observed)) {
            return "expected observed " + names(script, oracle.observed()) + "\n       but were "
                    + names(script, observed);
        }
        subject.check();
        return null;
    }

    /** An expected line that ends with a question mark may be missing; a star in it stands for any word. */
    private static boolean matches(List<String> expected, int i, List<String> seen, int j) {
        if (i == expected.size()) {
            return j == seen.size();
        }
        String line = expected.get(i);
        boolean optional = line.endsWith(" ?");
        String required = optional ? line.substring(0, line.length() - 2) : line;
        if (j < seen.size() && matches(required, seen.get(j)) && matches(expected, i + 1, seen, j + 1)) {
            return true;
        }
        return optional && matches(expected, i + 1, seen, j);
    }

    private static boolean matches(String expected, String seen) {
        int star = expected.indexOf('*');
        return star < 0
                ? expected.equals(seen)
                : seen.startsWith(expected.substring(0, star)) && seen.endsWith(expected.substring(star + 1));
    }

    private static String runs(GraphSpec graph, Operation operation, Subject oracle, Subject subject, boolean unsure) {
        int[] expected = oracle.takeRuns();
        int[] seen = subject.takeRuns();
        for (int i = 0; i < graph.size(); i++) {
            boolean bounded = unsure && Leniency.ALLOWED;
            boolean right = bounded ? seen[i] <= expected[i] + more(operation) : seen[i] == expected[i];
            if (!right) {
                return graph.name(i) + " should run " + expected[i] + " times but ran " + seen[i];
            }
        }
        return null;
    }

    /** One more for each point at which it may be demanded. */
    private static int more(Operation operation) {
        int more = 1;
        if (operation instanceof Operation.Transaction transaction) {
            for (Operation inner : transaction.body()) {
                more += more(inner);
            }
        }
        return more;
    }

    private static Set<String> names(Script script, Set<Integer> nodes) {
        Set<String> names = new TreeSet<>();
        nodes.forEach(node -> names.add(script.graph().name(node)));
        return names;
    }
}
