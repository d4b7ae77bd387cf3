package io.atoms.async.scenario;

import io.atoms.StreamPolicy;
import io.atoms.async.scenario.GraphSpec.Form;
import io.atoms.async.scenario.GraphSpec.Node;
import io.atoms.async.scenario.Work.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing script small: delta debugging over the operations, those inside of transactions too, then simpler
 * atoms. See {@code io.atoms.scenario.Shrinker}.
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
    private static <T> List<T> minimized(List<T> list, Predicate<List<T>> test) {
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
            if (present.operations().get(i) instanceof Operation.Transaction transaction) {
                present = simplerTransaction(present, i, transaction);
            }
        }
        return present;
    }

    private Script simplerTransaction(Script script, int index, Operation.Transaction transaction) {
        Script flat = with(script, index, transaction.body());
        if (stillFails(flat)) {
            return flat;
        }
        List<Operation> body = minimized(
                transaction.body(), list -> stillFails(with(script, index, List.of(withBody(transaction, list)))));
        Shrinker nested = new Shrinker(each ->
                stillFails(with(script, index, List.of(withBody(transaction, each.operations())))));
        Script inner = nested.simplerTransactions(new Script(script.graph(), body));
        return with(script, index, List.of(withBody(transaction, inner.operations())));
    }

    private static Operation withBody(Operation.Transaction transaction, List<Operation> body) {
        return new Operation.Transaction(body, transaction.fails());
    }

    private static Script with(Script script, int index, List<Operation> replacement) {
        List<Operation> operations = new ArrayList<>(script.operations());
        operations.remove(index);
        operations.addAll(index, replacement);
        return new Script(script.graph(), operations);
    }

    /** Lets atoms do less, as long as it still fails. */
    private Script simplerGraph(Script script) {
        Script present = script;
        for (int i = script.graph().size() - 1; i >= 0; i--) {
            for (Node simpler : simpler(present.graph().nodes().get(i))) {
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
        if (node.form() != null) {
            node.reads().forEach(read -> simpler.add(Node.derived(Form.SUM, List.of(read))));
            node.reads()
                    .forEach(read -> simpler.add(
                            Node.derived(node.form() == Form.SWITCH ? Form.STATES : node.form(), List.of(read))));
        } else if (node.work() != null) {
            simpler(node.work()).forEach(work -> simpler.add(Node.async(work)));
        }
        return simpler;
    }

    private static List<Work> simpler(Work work) {
        List<Work> simpler = new ArrayList<>();
        StreamPolicy policy = StreamPolicy.ofDefaults();
        for (Source source : List.of(Source.JUST, Source.HAND)) {
            simpler.add(new Work(source, work.reads(), 0, List.of(), -1, policy, Work.KEEP));
            simpler.add(new Work(source, work.reads(), work.modulus(), List.of(), work.late(), policy, work.linger()));
        }
        work.awaits()
                .forEach(awaited -> simpler.add(new Work(
                        Source.AWAIT,
                        work.reads(),
                        work.modulus(),
                        List.of(awaited),
                        work.late(),
                        policy,
                        work.linger())));
        for (int i = 0; i < work.reads().size(); i++) {
            List<Integer> fewer = new ArrayList<>(work.reads());
            fewer.remove(i);
            simpler.add(new Work(
                    work.source(), fewer, work.modulus(), work.awaits(), work.late(), work.policy(), work.linger()));
        }
        simpler.add(new Work(work.source(), work.reads(), 0, work.awaits(), work.late(), work.policy(), work.linger()));
        simpler.add(
                new Work(work.source(), work.reads(), work.modulus(), work.awaits(), -1, work.policy(), work.linger()));
        simpler.add(new Work(
                work.source(), work.reads(), work.modulus(), work.awaits(), work.late(), policy, work.linger()));
        simpler.add(new Work(
                work.source(), work.reads(), work.modulus(), work.awaits(), work.late(), work.policy(), Work.KEEP));
        return simpler;
    }
}
