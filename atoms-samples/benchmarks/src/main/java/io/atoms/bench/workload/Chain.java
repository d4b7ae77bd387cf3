package io.atoms.bench.workload;

import java.util.function.Consumer;
import java.util.function.Function;

/** By hand: functions in a row, each run only if the value before it changed. */
final class Chain {

    private final Integer[] values;
    private final Function<Integer, Integer>[] functions;
    private final Consumer<Integer> sink;

    Chain(Integer head, Function<Integer, Integer>[] functions, Consumer<Integer> sink) {
        this.functions = functions;
        this.sink = sink;
        values = new Integer[functions.length + 1];
        values[0] = head;
        for (int i = 0; i < functions.length; i++) {
            values[i + 1] = functions[i].apply(values[i]);
        }
        sink.accept(values[functions.length]);
    }

    @SafeVarargs
    static Function<Integer, Integer>[] of(Function<Integer, Integer>... functions) {
        return functions;
    }

    void write(Integer head) {
        if (head.equals(values[0])) {
            return;
        }
        values[0] = head;
        for (int i = 0; i < functions.length; i++) {
            Integer next = functions[i].apply(values[i]);
            if (next.equals(values[i + 1])) {
                return;
            }
            values[i + 1] = next;
        }
        sink.accept(values[functions.length]);
    }
}
