package io.atoms.samples.snippets;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The snippets of {@code docs/concepts/atoms.md}. */
final class Atoms {
    private Atoms() {}

    static void primitive(PrintStream out) {
        // tag::primitive
        PrimitiveAtom<Integer> price = Atom.of(40).named("price");
        AtomStore store = AtomStore.create();

        out.println(store.get(price));
        store.set(price, 50);
        store.update(price, p -> p + 5);
        out.println(store.get(price));
        store.reset(price);
        out.println(store.get(price));
        // end::primitive
    }

    static void derived(PrintStream out) {
        // tag::derived
        PrimitiveAtom<List<Integer>> prices = Atom.of(List.of(40, 2));
        Atom<Integer> total = Atom.derived(get -> {
            out.println("adding up"); // only to show when it runs
            return get.get(prices).stream().mapToInt(Integer::intValue).sum();
        });
        AtomStore store = AtomStore.create();

        out.println("nothing ran yet");
        out.println(store.get(total));
        out.println(store.get(total));
        store.set(prices, List.of(40, 2, 8));
        out.println(store.get(total));
        // end::derived
    }

    static void combined(PrintStream out) {
        // tag::combined
        PrimitiveAtom<String> first = Atom.of("Ada");
        PrimitiveAtom<String> last = Atom.of("Lovelace");
        Atom<String> full = Atom.combine(first, last, (f, l) -> f + " " + l);
        Atom<Integer> length = Atom.map(full, String::length);
        Atom<String> initials = Atom.combine(
                List.of(first, last),
                names -> names.stream().map(name -> name.substring(0, 1)).reduce("", String::concat));

        AtomStore store = AtomStore.create();
        out.println(store.get(full) + ", " + store.get(length) + ", " + store.get(initials));
        // end::combined
    }

    static void writable(PrintStream out) {
        // tag::writable
        PrimitiveAtom<Double> celsius = Atom.of(20.0);
        WritableAtom<Double, Double> fahrenheit =
                Atom.writable(get -> get.get(celsius) * 9 / 5 + 32, (set, f) -> set.set(celsius, (f - 32) * 5 / 9));

        AtomStore store = AtomStore.create();
        store.set(fahrenheit, 212.0);
        out.println(store.get(celsius) + " C is " + store.get(fahrenheit) + " F");
        // end::writable
    }

    static void action(PrintStream out) {
        // tag::action
        PrimitiveAtom<Integer> balance = Atom.of(100).named("balance");
        ActionAtom<Integer, Integer> withdraw = Atom.<Integer, Integer>action((set, amount) -> {
                    set.update(balance, b -> b - amount);
                    return set.get(balance);
                })
                .named("withdraw");

        AtomStore store = AtomStore.create();
        out.println(store.run(withdraw, 30));
        // end::action
    }

    static void family(PrintStream out) {
        // tag::family
        AtomFamily<String, PrimitiveAtom<Integer>> stock =
                Atom.<String, PrimitiveAtom<Integer>>family(fruit -> Atom.of(0)).named("stock");
        AtomStore store = AtomStore.create();

        store.set(stock.of("apple"), 5);
        out.println(stock.of("apple").name() + " = " + store.get(stock.of("apple")));
        out.println(stock.keys());

        PrimitiveAtom<Integer> held = stock.of("apple");
        stock.remove("apple");
        out.println("removed: " + store.get(held) + "; a new one: " + store.get(stock.of("apple")));
        // end::family
    }

    static void identity(PrintStream out) {
        // tag::identity
        PrimitiveAtom<Integer> count = Atom.of(0);
        PrimitiveAtom<Integer> named = count.named("count"); // another atom
        AtomStore store = AtomStore.create();

        store.set(count, 1);
        out.println(store.get(count) + " and " + store.get(named));
        // end::identity
    }

    static void equality(PrintStream out) {
        // tag::equality
        PrimitiveAtom<String> name = Atom.of("ada").equality((a, b) -> a.equalsIgnoreCase(b));
        AtomStore store = AtomStore.create();
        store.subscribe(name, value -> out.println("changed to " + value));

        store.set(name, "ADA"); // equal, so no change: the value stays "ada"
        store.set(name, "Grace");
        // end::equality
    }

    static void mutation(PrintStream out) {
        // tag::mutation
        PrimitiveAtom<List<String>> names = Atom.of(new ArrayList<>());
        AtomStore store = AtomStore.create();
        store.subscribe(names, value -> out.println("changed to " + value));

        store.update(names, list -> {
            list.add("Ada"); // wrong: the same instance is no change
            return list;
        });
        store.update(
                names, list -> Stream.concat(list.stream(), Stream.of("Grace")).toList());
        out.println("another store: " + AtomStore.create().get(names));
        // end::mutation
    }

    static void impure(PrintStream out) {
        // tag::impure
        AtomicInteger rate = new AtomicInteger(2); // not an atom
        PrimitiveAtom<Integer> amount = Atom.of(10);
        Atom<Integer> wrong = Atom.derived(get -> get.get(amount) * rate.get());

        AtomStore store = AtomStore.create();
        out.println(store.get(wrong));
        rate.set(3);
        out.println(store.get(wrong));
        // end::impure
    }
}
