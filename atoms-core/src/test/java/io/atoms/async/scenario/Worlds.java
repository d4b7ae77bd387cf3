package io.atoms.async.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * The models that a subject may follow: at each step one {@link Order} or another. It goes on with one that has seen
 * the same as the subject, and looks for another one when that is at its end. It is a difference if there is none.
 */
final class Worlds {
    private static final List<Order> ORDERS = Order.some();

    /** For the rare step at which much happens. */
    private static final List<Order> MORE = Order.many();

    private final GraphSpec graph;
    private final Function<GraphSpec, Model> factory;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Seen> history = new ArrayList<>();

    /** The order of each step in the world that the subject is in. */
    private List<Order> orders = new ArrayList<>();

    private Model model;

    Worlds(GraphSpec graph, Function<GraphSpec, Model> factory) {
        this.graph = graph;
        this.factory = factory;
        this.model = factory.apply(graph);
    }

    /** In what the subject is wrong, or null. */
    String step(Operation operation, Subject subject) {
        Order first = orders.isEmpty() ? ORDERS.get(0) : orders.get(orders.size() - 1);
        Seen expected = model.apply(operation, first);
        Seen seen = subject.apply(operation);
        operations.add(operation);
        history.add(seen);
        orders.add(first);
        if (expected.difference(seen) == null) {
            return null;
        }
        List<Seen> possible = new ArrayList<>();
        possible.add(expected);
        for (Order all : ORDERS) {
            if (replay(Collections.nCopies(orders.size(), all), possible)) {
                return null;
            }
        }
        for (int place = orders.size() - 1; place >= 0; place--) {
            if (findOther(place, ORDERS, possible)) {
                return null;
            }
        }
        if (possible.stream().anyMatch(each -> each.difference(expected) != null)
                && findOther(orders.size() - 1, MORE, possible)) {
            return null;
        }
        return agreed(possible, seen);
    }

    /** Tries another order at one step; collects what is possible at the last one. */
    private boolean findOther(int place, List<Order> others, List<Seen> possible) {
        for (Order other : others) {
            for (Order last :
                    place == orders.size() - 1 ? List.of(other) : List.of(orders.get(orders.size() - 1), other)) {
                List<Order> changed = new ArrayList<>(orders);
                changed.set(place, other);
                changed.set(changed.size() - 1, last);
                if (replay(changed, possible)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean replay(List<Order> changed, List<Seen> possible) {
        Model other = factory.apply(graph);
        int last = changed.size() - 1;
        for (int i = 0; i <= last; i++) {
            Seen expected = other.apply(operations.get(i), changed.get(i));
            if (i == last) {
                possible.add(expected);
            }
            if (expected.difference(history.get(i)) != null) {
                return false;
            }
        }
        model = other;
        orders = new ArrayList<>(changed);
        return true;
    }

    /** In what the subject differs from all worlds, if they agree in it; else from the first one. */
    private static String agreed(List<Seen> possible, Seen seen) {
        Seen first = possible.get(0);
        for (String kind : Seen.kinds(first, seen)) {
            if (!first.accepts(seen, kind)
                    && possible.stream().allMatch(each -> each.get(kind).equals(first.get(kind)))) {
                return text("", first, kind, seen);
            }
        }
        return text("in one of many orders, ", first, first.difference(seen), seen);
    }

    private static String text(String condition, Seen expected, String kind, Seen seen) {
        return condition + "expected " + kind + " " + expected.get(kind) + "\n           but saw " + kind + " "
                + seen.get(kind);
    }
}
