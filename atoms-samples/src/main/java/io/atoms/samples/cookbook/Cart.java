package io.atoms.samples.cookbook;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import io.atoms.utils.ReducerAtom;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The recipe of {@code docs/cookbook/cart.md}. */
final class Cart {
    private Cart() {}

    // tag::cart
    sealed interface Command {}

    /** One more, or several; a negative number takes out. */
    record Add(String sku, int number) implements Command {}

    record Remove(String sku) implements Command {}

    record Clear() implements Command {}

    static final WritableAtom<Map<String, Integer>, Command> CART = ReducerAtom.<Map<String, Integer>, Command>of(
                    Map.of(),
                    ReducerAtom.<Map<String, Integer>, Command>cases()
                            .on(Add.class, (cart, add) -> with(cart, add.sku(), add.number()))
                            .on(
                                    Remove.class,
                                    (cart, remove) -> with(cart, remove.sku(), -cart.getOrDefault(remove.sku(), 0)))
                            .on(Clear.class, (cart, clear) -> Map.of()))
            .named("cart");

    static final AtomFamily<String, PrimitiveAtom<Integer>> CENTS =
            Atom.<String, PrimitiveAtom<Integer>>family(sku -> Atom.of(0)).named("cents");
    static final AtomFamily<String, PrimitiveAtom<Integer>> STOCK =
            Atom.<String, PrimitiveAtom<Integer>>family(sku -> Atom.of(0)).named("stock");

    static final Atom<Integer> PIECES = Atom.<Map<String, Integer>, Integer>map(
                    CART, cart -> cart.values().stream().mapToInt(n -> n).sum())
            .named("cart.pieces");
    static final Atom<Integer> TOTAL = Atom.<Integer>derived(get -> get.get(CART).entrySet().stream()
                    .mapToInt(line -> line.getValue() * get.get(CENTS.of(line.getKey())))
                    .sum())
            .named("cart.total");

    /** Takes everything from the stock, or nothing; the result is what there is to pay, in cents. */
    static final ActionAtom<@Nullable Void, Integer> CHECK_OUT =
            Atom.<@Nullable Void, Integer>action((set, none) -> checkOut(set)).named("check out");

    private static int checkOut(Setter set) {
        int total = set.get(TOTAL);
        set.get(CART).forEach((sku, number) -> {
            if (number > set.get(STOCK.of(sku))) {
                throw new IllegalStateException("not enough of " + sku);
            }
            set.update(STOCK.of(sku), present -> present - number);
        });
        set.set(CART, new Clear());
        return total;
    }

    private static Map<String, Integer> with(Map<String, Integer> cart, String sku, int number) {
        Map<String, Integer> next = new TreeMap<>(cart);
        next.merge(sku, number, Integer::sum);
        next.values().removeIf(n -> n <= 0);
        return next;
    }
    // end::cart

    static void buying(PrintStream out) {
        // tag::buying
        AtomStore store = AtomStore.create();
        store.set(CENTS.of("mug"), 900);
        store.set(STOCK.of("mug"), 5);
        store.set(CENTS.of("tea"), 450);
        store.set(STOCK.of("tea"), 1);
        store.subscribe(CART, cart -> out.println(cart + ", total " + store.get(TOTAL)));

        store.set(CART, new Add("mug", 1));
        store.set(CART, new Add("tea", 2));
        try {
            store.run(CHECK_OUT);
        } catch (IllegalStateException e) {
            out.println(e.getMessage() + ", mugs left: " + store.get(STOCK.of("mug")));
        }
        store.set(CART, new Add("tea", -1));
        out.println("pay " + store.run(CHECK_OUT) + ", mugs left: " + store.get(STOCK.of("mug")));
        // end::buying
    }
}
