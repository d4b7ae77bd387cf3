package io.atoms.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The atoms of a scenario: first the primitive ones, then derived ones, each of which reads earlier ones. */
final class GraphSpec {

    /**
     * An atom.
     *
     * @param expression null for a primitive one
     * @param initial the initial value of a primitive one; may be null
     * @param grain 1, or the divisor by which the atom's own equality compares
     */
    record Node(Expression expression, Integer initial, int grain) {}

    private final List<Node> nodes;
    private final List<ScenarioError> errors = new ArrayList<>();
    private final int primitives;

    GraphSpec(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
        primitives =
                (int) nodes.stream().filter(node -> node.expression() == null).count();
        for (int i = 0; i < nodes.size(); i++) {
            errors.add(new ScenarioError("error of " + name(i)));
        }
    }

    int size() {
        return nodes.size();
    }

    int primitives() {
        return primitives;
    }

    boolean primitive(int node) {
        return node < primitives;
    }

    Node node(int node) {
        return nodes.get(node);
    }

    List<Node> nodes() {
        return nodes;
    }

    /** Whether it is made by {@code Atom.map} or {@code Atom.combine}. */
    boolean declared(int node) {
        Expression expression = nodes.get(node).expression();
        return expression.kind() == Expression.Kind.COMBINE
                && expression.reads().size() <= 2;
    }

    String name(int node) {
        return (node < primitives ? "p" : "d") + node;
    }

    /** The value as its dependents see it: equal values, by the atom's equality, are the same number. */
    int number(int node, Integer value) {
        return value == null ? -1 : Math.floorDiv(value, nodes.get(node).grain());
    }

    /** Whether two results, each a number, null or an error, count as the same. */
    boolean same(int node, Object a, Object b) {
        if (a == b) {
            return true;
        }
        if (a instanceof ScenarioError || b instanceof ScenarioError) {
            return false;
        }
        return equal(node, (Integer) a, (Integer) b);
    }

    boolean equal(int node, Integer a, Integer b) {
        return nodes.get(node).grain() == 1
                ? Objects.equals(a, b)
                : a != null && b != null && number(node, a) == number(node, b);
    }

    int compute(int node, Expression.Reader reader) {
        return compute(nodes.get(node).expression(), errors.get(node), reader);
    }

    static int compute(Expression expression, ScenarioError error, Expression.Reader reader) {
        return expression.kind() == Expression.Kind.CATCH
                ? expression.computeCatching(reader)
                : expression.compute(reader, error);
    }

    /** What the log says of a result. */
    String show(int node, Object result) {
        if (result instanceof ScenarioError error) {
            return error.getMessage();
        }
        return result == null ? "null" : String.valueOf(number(node, (Integer) result));
    }

    String text(int node) {
        Node spec = nodes.get(node);
        String text = name(node) + " = "
                + (spec.expression() == null
                        ? spec.initial()
                        : spec.expression().text(this));
        return spec.grain() == 1 ? text : text + " with equality by /" + spec.grain();
    }
}
