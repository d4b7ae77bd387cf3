package io.atoms.scenario;

import io.atoms.scenario.GraphSpec.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing script small: delta debugging [1] over the operations, those inside of transactions too, then simpler
 * functions.
 *
 * <p>[1] A. Zeller, R. Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002.
 */
final class Shrinker {
    private static final int MAX_RUNS = 20_000;

    private final Predicate<Script> fails;
    private int runs;

    Shrinker(Predicate<Script> fails) {
        this.fails = fails;
    }

    Script shrink(Script script) {
        Script smallest = script;
        int before;
        do {
            before = size(smallest);
            GraphSpec graph = smallest.graph();
            smallest = new Script(graph, minimized(smallest.operations(), list -> stillFails(new Script(graph, list))));
            smallest = simplerTransactions(smallest);
            smallest = simplerGraph(smallest);
        } while (size(smallest) < before && runs < MAX_RUNS);
        return smallest;
    }

    private static int size(Script script) {
        return script.toString().length();
    }

    private boolean stillFails(Script script) {
        return runs++ < MAX_RUNS && fails.test(script);
    }

    /** Removes chunks of half the list, of a quarter, and so on, as long as it still fails. */
    private <T> List<T> minimized(List<T> list, Predicate<List<T>> test) {
        List<T> present = list;
        for (int chunk = Math.max(1, present.size() / 2); ; chunk = Math.max(1, chunk / 2)) {
            boolean removed = false;
            for (int from = present.size() - chunk; from > -chunk; from -= chunk) {
                int start = Math.max(0, from);
                List<T> candidate = new ArrayList<>(present.subList(0, start));
                candidate.addAll(present.subList(Math.min(present.size(), from + chunk), present.size()));
                if (candidate.size() < present.size() && test.test(candidate)) {
                    present = candidate;
                    removed = true;
                }
            }
            if (chunk == 1 && !removed) {
                return present;
            }
        }
    }

    private Script simplerTransactions(Script script) {
        Script present = script;
        for (int i = 0; i < present.operations().size(); i++) {
            for (Operation simpler : simpler(present, i)) {
                Script candidate = with(present, i, List.of(simpler));
                if (size(candidate) < size(present) && stillFails(candidate)) {
                    present = candidate;
                }
            }
            if (present.operations().get(i) instanceof Operation.Transaction transaction) {
                Script candidate = with(present, i, transaction.body());
                if (stillFails(candidate)) {
                    present = candidate;
                }
            }
        }
        return present;
    }

    /** Simpler forms of one operation. */
    private List<Operation> simpler(Script script, int index) {
        List<Operation> simpler = new ArrayList<>();
        Operation operation = script.operations().get(index);
        if (operation instanceof Operation.Transaction transaction) {
            simpler.add(minimizedBody(script, index, transaction));
        } else if (operation instanceof Operation.Subscribe subscribe) {
            simpler.add(new Operation.Subscribe(subscribe.id(), subscribe.atom(), Operation.Reaction.NONE));
        } else if (operation instanceof Operation.Start start) {
            simpler(start.effect()).forEach(effect -> simpler.add(new Operation.Start(start.id(), effect)));
        }
        return simpler;
    }

    private Operation minimizedBody(Script script, int index, Operation.Transaction transaction) {
        List<Operation> body = minimized(
                transaction.body(), list -> stillFails(with(script, index, List.of(withBody(transaction, list)))));
        Script inner = new Script(script.graph(), body);
        Shrinker nested = new Shrinker(each ->
                stillFails(with(script, index, List.of(withBody(transaction, each.operations())))));
        return withBody(transaction, nested.simplerTransactions(inner).operations());
    }

    private static Operation withBody(Operation.Transaction transaction, List<Operation> body) {
        return new Operation.Transaction(transaction.action(), body, transaction.fails(), transaction.caught());
    }

    private static List<Operation.EffectSpec> simpler(Operation.EffectSpec effect) {
        Expression expression = effect.expression();
        List<Operation.EffectSpec> simpler = new ArrayList<>();
        simpler.add(new Operation.EffectSpec(expression, -1, false, "", null));
        simpler.add(new Operation.EffectSpec(expression, effect.raise(), effect.rereads(), effect.disposes(), null));
        simpler.add(new Operation.EffectSpec(expression, -1, effect.rereads(), effect.disposes(), effect.child()));
        simpler.add(new Operation.EffectSpec(expression, effect.raise(), false, effect.disposes(), effect.child()));
        simpler.add(new Operation.EffectSpec(expression, effect.raise(), effect.rereads(), "", effect.child()));
        if (effect.child() != null) {
            simpler.add(effect.child());
        }
        return simpler;
    }

    private static Script with(Script script, int index, List<Operation> replacement) {
        List<Operation> operations = new ArrayList<>(script.operations());
        operations.remove(index);
        operations.addAll(index, replacement);
        return new Script(script.graph(), operations);
    }

    /** Lets derived atoms read less, as long as it still fails. */
    private Script simplerGraph(Script script) {
        Script present = script;
        for (int i = script.graph().size() - 1; i >= 0; i--) {
            for (Node simpler : simpler(present.graph().node(i))) {
                List<Node> nodes = new ArrayList<>(present.graph().nodes());
                nodes.set(i, simpler);
                Script candidate = new Script(new GraphSpec(nodes), present.operations());
                if (size(candidate) < size(present) && stillFails(candidate)) {
                    present = candidate;
                }
            }
        }
        return present;
    }

    private static List<Node> simpler(Node node) {
        List<Node> simpler = new ArrayList<>();
        simpler.add(new Node(node.expression(), node.initial(), 1));
        Expression expression = node.expression();
        if (expression != null) {
            for (int read : expression.reads()) {
                simpler.add(new Node(new Expression(Expression.Kind.SUM, List.of(read), 50), null, node.grain()));
            }
            if (expression.kind() != Expression.Kind.SWITCH && expression.kind() != Expression.Kind.CATCH) {
                for (int i = 0;
                        i < expression.reads().size() && expression.reads().size() > 1;
                        i++) {
                    List<Integer> fewer = new ArrayList<>(expression.reads());
                    fewer.remove(i);
                    simpler.add(new Node(
                            new Expression(expression.kind(), fewer, expression.parameter()), null, node.grain()));
                }
            }
        }
        return simpler;
    }
}
