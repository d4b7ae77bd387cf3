package io.atoms.async.scenario;

import io.atoms.AtomUsageException;
import io.atoms.Loadable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The atoms of a scenario; each reads earlier ones. */
final class GraphSpec {

    /** All sums stay below this. */
    private static final int LIMIT = 1_000;

    /** An atom: a primitive one with its initial value, a sync one with a form, or an async one with its work. */
    record Node(int initial, Form form, List<Integer> reads, Work work) {

        static Node primitive(int initial) {
            return new Node(initial, null, List.of(), null);
        }

        static Node derived(Form form, List<Integer> reads) {
            return new Node(0, form, reads, null);
        }

        static Node async(Work work) {
            return new Node(0, null, work.reads(), work);
        }
    }

    /** How a sync atom computes a number from what it reads. */
    enum Form {
        /** Adds the values, or previous values. */
        SUM,
        /** Counts those that are loading. */
        LOADING,
        /** A digit for the state of each. */
        STATES,
        /** Reads the second or the third, as the first tells. */
        SWITCH
    }

    private final List<Node> nodes;
    private final Map<String, ScenarioError> errors = new HashMap<>();

    GraphSpec(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    int size() {
        return nodes.size();
    }

    List<Node> nodes() {
        return nodes;
    }

    boolean isPrimitive(int node) {
        return nodes.get(node).form() == null && nodes.get(node).work() == null;
    }

    boolean isAsync(int node) {
        return nodes.get(node).work() != null;
    }

    boolean isDerived(int node) {
        return nodes.get(node).form() != null;
    }

    int initial(int node) {
        return nodes.get(node).initial();
    }

    Work work(int node) {
        return nodes.get(node).work();
    }

    /** All that it may read or await. */
    List<Integer> dependencies(int node) {
        return isAsync(node) ? work(node).dependencies() : nodes.get(node).reads();
    }

    String name(int node) {
        return (isPrimitive(node) ? "p" : isAsync(node) ? "a" : "d") + node;
    }

    /** The error of a failing read function or Publisher: the same for the same sum. */
    ScenarioError error(int node, int sum) {
        return errors.computeIfAbsent(name(node) + " fails at " + sum, ScenarioError::new);
    }

    // ---- functions ------------------------------------------------------------------------------------------------

    /** What a sync atom computes; values are numbers or loadables. */
    int derive(int node, IntFunction<Object> read) {
        Node spec = nodes.get(node);
        List<Integer> reads = spec.reads();
        if (spec.form() == Form.SWITCH) {
            int first = code(read.apply(reads.get(0)));
            return value(read.apply(reads.get(first % 2 == 1 ? 1 : 2)));
        }
        int result = 0;
        for (int dependency : reads) {
            Object value = read.apply(dependency);
            result = switch (spec.form()) {
                case SUM -> result + value(value);
                case LOADING -> result + (value instanceof Loadable<?> loadable && loadable.isLoading() ? 1 : 0);
                default -> result * 4 + state(value);
            };
        }
        return result % LIMIT;
    }

    /** What the read function of an async atom computes. */
    int sum(int node, IntFunction<Object> read) {
        int sum = 0;
        for (int dependency : work(node).reads()) {
            sum += code(read.apply(dependency));
        }
        return sum % LIMIT;
    }

    private static int value(Object value) {
        Object number = value instanceof Loadable<?> loadable ? loadable.valueOrPrevious() : value;
        return number == null ? 0 : (Integer) number;
    }

    /** What an async atom or a switch takes from a value: of a loadable, also its state. */
    static int code(Object value) {
        return (value instanceof Loadable<?> ? value(value) * 4 + state(value) : value(value)) % LIMIT;
    }

    private static int state(Object value) {
        return value instanceof Loadable<?> loadable
                ? loadable.<Integer>fold(previous -> 1, ready -> 2, (error, previous) -> 3)
                : value(value) % 4;
    }

    // ---- text -----------------------------------------------------------------------------------------------------

    /** What reports say of a value. */
    static String show(Object value) {
        return value instanceof Loadable<?> loadable
                ? loadable.fold(
                        previous -> "Loading(" + previous + ")",
                        ready -> "Ready(" + ready + ")",
                        (error, previous) -> "Failed(" + text(error) + ", " + previous + ")")
                : String.valueOf(value);
    }

    static String text(Throwable error) {
        return error instanceof ScenarioError
                ? error.getMessage()
                : error instanceof AtomUsageException ? "usage" : error.toString();
    }

    String text(int node) {
        Node spec = nodes.get(node);
        String text = isPrimitive(node)
                ? String.valueOf(spec.initial())
                : isAsync(node)
                        ? spec.work().text(this)
                        : spec.form().name().toLowerCase(Locale.ROOT)
                                + spec.reads().stream().map(this::name).collect(Collectors.joining(", ", "(", ")"));
        return name(node) + " = " + text;
    }
}
