package io.atoms.bench.example;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.bench.own.OwnGraph;
import java.util.ArrayList;
import java.util.List;

// tag::graph
/** A basket of a hundred lines, its sum, postage and total. */
public class Basket implements OwnGraph {

    private final List<PrimitiveAtom<Integer>> amounts = new ArrayList<>();
    private final List<Atom<Integer>> lines = new ArrayList<>();
    private final Atom<Integer> sum;
    private final Atom<Integer> postage;
    private final Atom<Integer> total;
    private long shown;

    public Basket() {
        for (int i = 0; i < 100; i++) {
            int price = 5 + i;
            PrimitiveAtom<Integer> amount = Atom.of(1);
            amounts.add(amount);
            lines.add(Atom.map(amount, n -> n * price).named("line " + i));
        }
        sum = Atom.combine(lines, all -> all.stream().mapToInt(n -> n).sum()).named("sum");
        postage = Atom.map(sum, n -> n < 5_000 ? 490 : 0).named("postage");
        total = Atom.combine(sum, postage, Integer::sum).named("total");
    }

    @Override
    public void observe(AtomStore store) {
        store.subscribe(total, value -> shown += value);
    }

    @Override
    public void write(AtomStore store, int round) {
        store.update(amounts.get(round % 100), n -> n % 3 + 1);
    }
}
// end::graph
