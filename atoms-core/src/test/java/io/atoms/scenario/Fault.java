package io.atoms.scenario;

import java.util.ArrayList;
import java.util.List;

/** Oracles that are wrong on purpose, to see that scenarios find out. */
enum Fault {
    /** Adds one too many to large values. */
    ADDS_WRONG {
        @Override
        Oracle oracle(GraphSpec graph) {
            return new Oracle(graph) {
                @Override
                void write(Operation.Write write) {
                    boolean wrong = write.verb() == Operation.Write.Verb.UPDATE && write.value() != null;
                    super.write(wrong ? new Operation.Write(write.verb(), write.atom(), write.value() + 1) : write);
                }
            };
        }
    },
    /** Recomputes what nobody demands. */
    COMPUTES_EAGERLY {
        @Override
        Oracle oracle(GraphSpec graph) {
            return new Oracle(graph) {
                @Override
                void tell() {
                    super.tell();
                    memory.demand(graph.size() - 1);
                }
            };
        }
    },
    /** Keeps subscriptions of a transaction that was rolled back. */
    KEEPS_ABORTED_SUBSCRIPTIONS {
        @Override
        Oracle oracle(GraphSpec graph) {
            return new Oracle(graph) {
                @Override
                void disposeSince(long number) {}
            };
        }
    },
    /** Tells everybody twice. */
    TELLS_TWICE {
        @Override
        Oracle oracle(GraphSpec graph) {
            return new Oracle(graph) {
                @Override
                public List<String> apply(Operation operation) {
                    List<String> lines = new ArrayList<>();
                    for (String line : super.apply(operation)) {
                        lines.add(line);
                        if (line.startsWith("told")) {
                            lines.add(line);
                        }
                    }
                    return lines;
                }
            };
        }
    };

    abstract Oracle oracle(GraphSpec graph);
}
