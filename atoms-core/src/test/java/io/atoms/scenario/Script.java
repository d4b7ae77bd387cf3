package io.atoms.scenario;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** A graph and what is done to it. */
record Script(GraphSpec graph, List<Operation> operations) {

    /** How many operations there are, those inside of transactions included. */
    int length() {
        return length(operations);
    }

    private static int length(List<Operation> operations) {
        int length = 0;
        for (Operation operation : operations) {
            length += 1 + (operation instanceof Operation.Transaction tx ? length(tx.body()) : 0);
        }
        return length;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int node : used()) {
            text.append("  ").append(graph.text(node)).append('\n');
        }
        write(text, operations, "  ");
        return text.toString();
    }

    private TreeSet<Integer> used() {
        TreeSet<Integer> used = new TreeSet<>();
        operations.forEach(operation -> use(operation, used));
        return used;
    }

    private void use(Operation operation, TreeSet<Integer> used) {
        if (operation instanceof Operation.Write write) {
            use(write.atom(), used);
        } else if (operation instanceof Operation.Read read) {
            use(read.atom(), used);
        } else if (operation instanceof Operation.Look look) {
            use(look.atom(), used);
        } else if (operation instanceof Operation.Transaction transaction) {
            transaction.body().forEach(each -> use(each, used));
        } else if (operation instanceof Operation.Subscribe subscribe) {
            use(subscribe.atom(), used);
            use(subscribe.reaction().atom(), used);
        } else if (operation instanceof Operation.Start start) {
            use(start.effect(), used);
        } else if (operation instanceof Operation.ReadAll) {
            for (int i = 0; i < graph.size(); i++) {
                used.add(i);
            }
        }
    }

    private void use(Operation.EffectSpec effect, TreeSet<Integer> used) {
        effect.expression().reads().forEach(read -> use(read, used));
        if (effect.raise() >= 0) {
            use(effect.raise(), used);
        }
        if (effect.child() != null) {
            use(effect.child(), used);
        }
    }

    private void use(int node, TreeSet<Integer> used) {
        if (used.add(node) && !graph.primitive(node)) {
            graph.node(node).expression().reads().forEach(read -> use(read, used));
        }
    }

    private void write(StringBuilder text, List<Operation> operations, String indent) {
        for (Operation operation : operations) {
            text.append(indent).append(line(operation)).append('\n');
            if (operation instanceof Operation.Transaction transaction) {
                write(text, transaction.body(), indent + "    ");
                text.append(indent).append(transaction.fails() ? "} throws" : "}");
                text.append(transaction.caught() ? ", caught around\n" : "\n");
            }
        }
    }

    private String line(Operation operation) {
        if (operation instanceof Operation.Write write) {
            String value = write.verb() == Operation.Write.Verb.RESET ? "" : " " + write.value();
            return write.verb().name().toLowerCase(Locale.ROOT) + " " + graph.name(write.atom()) + value;
        } else if (operation instanceof Operation.Read read) {
            return "read " + graph.name(read.atom());
        } else if (operation instanceof Operation.Transaction transaction) {
            return transaction.action() ? "action {" : "transaction {";
        } else if (operation instanceof Operation.Subscribe subscribe) {
            return "subscribe " + subscribe.id() + " to " + graph.name(subscribe.atom()) + text(subscribe.reaction());
        } else if (operation instanceof Operation.Start start) {
            return "effect " + start.id() + " { " + text(start.effect()) + " }";
        } else if (operation instanceof Operation.Look look) {
            return "read " + graph.name(look.atom()) + " in snapshot " + look.id();
        }
        return plain(operation);
    }

    private static String plain(Operation operation) {
        if (operation instanceof Operation.Dispose dispose) {
            return "dispose " + dispose.id();
        } else if (operation instanceof Operation.Open open) {
            return "open snapshot " + open.id();
        } else if (operation instanceof Operation.Restore restore) {
            return "restore snapshot " + restore.id();
        } else if (operation instanceof Operation.Close close) {
            return "close snapshot " + close.id();
        }
        return "read all atoms";
    }

    private String text(Operation.Reaction reaction) {
        return switch (reaction.kind()) {
            case NONE -> "";
            case THROW -> ", its listener throws";
            case DISPOSE -> ", its listener disposes " + reaction.id();
            case SUBSCRIBE -> ", its listener subscribes " + reaction.id() + " to " + graph.name(reaction.atom());
            case READ -> ", its listener reads " + graph.name(reaction.atom());
            default -> ", its listener raises " + graph.name(reaction.atom());
        };
    }

    private String text(Operation.EffectSpec effect) {
        return effect.expression().text(graph)
                + (effect.child() == null ? "" : " makes { " + text(effect.child()) + " }")
                + (effect.raise() < 0 ? "" : " raises " + graph.name(effect.raise()))
                + (effect.rereads() ? " computes again" : "")
                + (effect.disposes().isEmpty() ? "" : " disposes " + effect.disposes());
    }
}
