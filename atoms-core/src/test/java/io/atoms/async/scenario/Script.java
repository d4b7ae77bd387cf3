package io.atoms.async.scenario;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** A graph and what is done to it. */
record Script(GraphSpec graph, List<Operation> operations) {

    /** How many operations there are, those inside of transactions included. */
    int length() {
        return operations.stream().mapToInt(Script::length).sum();
    }

    static int length(Operation operation) {
        int length = 1;
        if (operation instanceof Operation.Transaction transaction) {
            for (Operation inner : transaction.body()) {
                length += length(inner);
            }
        }
        return length;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        TreeSet<Integer> used = new TreeSet<>();
        operations.forEach(operation -> use(operation, used));
        for (int node : used) {
            text.append("  ").append(graph.text(node)).append('\n');
        }
        write(text, operations, "  ");
        return text.toString();
    }

    private void use(Operation operation, TreeSet<Integer> used) {
        if (operation instanceof Operation.Write write) {
            use(write.atom(), used);
        } else if (operation instanceof Operation.Read read) {
            use(read.atom(), used);
        } else if (operation instanceof Operation.Look look) {
            use(look.atom(), used);
        } else if (operation instanceof Operation.Subscribe subscribe) {
            use(subscribe.atom(), used);
        } else if (operation instanceof Operation.Start start) {
            use(start.atom(), used);
        } else if (operation instanceof Operation.Refresh refresh) {
            use(refresh.atom(), used);
        } else if (operation instanceof Operation.Signal signal) {
            use(signal.atom(), used);
        } else if (operation instanceof Operation.Transaction transaction) {
            transaction.body().forEach(each -> use(each, used));
        }
    }

    private void use(int node, TreeSet<Integer> used) {
        if (used.add(node)) {
            graph.dependencies(node).forEach(read -> use(read, used));
        }
    }

    private void write(StringBuilder text, List<Operation> operations, String indent) {
        for (Operation operation : operations) {
            text.append(indent).append(line(operation)).append('\n');
            if (operation instanceof Operation.Transaction transaction) {
                write(text, transaction.body(), indent + "    ");
                text.append(indent).append(transaction.fails() ? "} rolled back\n" : "}\n");
            }
        }
    }

    private String line(Operation operation) {
        if (operation instanceof Operation.Write write) {
            return (write.adds() ? "add " + write.value() + " to " : "set ")
                    + graph.name(write.atom())
                    + (write.adds() ? "" : " " + write.value());
        } else if (operation instanceof Operation.Read read) {
            return "read " + graph.name(read.atom());
        } else if (operation instanceof Operation.Transaction) {
            return "transaction {";
        } else if (operation instanceof Operation.Subscribe subscribe) {
            return "subscribe " + subscribe.id() + " to " + graph.name(subscribe.atom());
        } else if (operation instanceof Operation.Start start) {
            return "effect " + start.id() + " reads " + graph.name(start.atom());
        } else if (operation instanceof Operation.Refresh refresh) {
            return "refresh " + graph.name(refresh.atom());
        } else if (operation instanceof Operation.Signal signal) {
            return text(signal);
        } else if (operation instanceof Operation.Look look) {
            return "read " + graph.name(look.atom()) + " in snapshot " + look.id();
        }
        return plain(operation);
    }

    private String text(Operation.Signal signal) {
        String which = signal.back() == 0 ? "the newest call" : "call -" + signal.back();
        return which + " of " + graph.name(signal.atom()) + " signals "
                + signal.kind().name().toLowerCase(Locale.ROOT) + " " + signal.value();
    }

    private static String plain(Operation operation) {
        if (operation instanceof Operation.Dispose dispose) {
            return "dispose " + dispose.id();
        } else if (operation instanceof Operation.Swap swap) {
            return "transaction { dispose " + swap.id() + "; subscribe " + swap.to() + " to the same }";
        } else if (operation instanceof Operation.Advance advance) {
            return advance.seconds() + " seconds pass";
        } else if (operation instanceof Operation.Open open) {
            return "open snapshot " + open.id();
        } else if (operation instanceof Operation.Restore restore) {
            return "restore snapshot " + restore.id();
        } else if (operation instanceof Operation.Close close) {
            return "close snapshot " + close.id();
        }
        return "close the store";
    }
}
