package io.atoms.samples.snippets;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.query.QueryAtoms;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** The model of the README, which grows from region to region. Each region runs in a fresh store. */
final class Model {
    private Model() {}

    // tag::derived
    static final PrimitiveAtom<Integer> PRICE = Atom.of(20).named("price");
    static final PrimitiveAtom<Integer> AMOUNT = Atom.of(2).named("amount");
    static final Atom<Integer> TOTAL =
            Atom.derived(get -> get.get(PRICE) * get.get(AMOUNT)).named("total");

    // end::derived

    static void derived(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::derived
        out.println(store.get(TOTAL));
        store.update(AMOUNT, amount -> amount + 1);
        out.println(store.get(TOTAL));
        // end::derived
    }

    // tag::writable
    static final WritableAtom<Double, Double> EUROS =
            Atom.writable(get -> get.get(PRICE) / 100.0, (set, euros) -> set.set(PRICE, (int) Math.round(euros * 100)));

    // end::writable

    static void writable(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::writable
        try {
            store.transaction(tx -> {
                tx.set(EUROS, 1.5);
                tx.set(AMOUNT, 4);
                throw new IllegalStateException("too expensive: " + tx.get(TOTAL));
            });
        } catch (IllegalStateException e) {
            out.println(e.getMessage() + "; the price is still " + store.get(PRICE));
        }
        // end::writable
    }

    /** A server, as far as the README is concerned. */
    private static Mono<String> delivery(int amount) {
        return Mono.delay(Duration.ofMillis(100)).map(answer -> amount > 1 ? "by post" : "in a letter");
    }

    // tag::async
    static final AsyncAtom<String> DELIVERY = Atom.async(get -> delivery(get.get(AMOUNT))); // a Mono: a request

    // end::async

    static void async(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::async
        out.println(store.get(DELIVERY) + ", then " + store.mono(DELIVERY).block());
        // end::async
    }

    // tag::family
    static final AtomFamily<String, PrimitiveAtom<Integer>> STOCK = Atom.family(fruit -> Atom.of(0));

    // end::family

    static void family(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::family
        store.update(STOCK.of("apple"), n -> n + 5);
        out.println(store.get(STOCK.of("apple")) + " apples, " + store.get(STOCK.of("pear")) + " pears");
        // end::family
    }

    // tag::stored
    static final StorageAtom<String> CURRENCY = StorageAtom.of("currency", String.class, "EUR");

    // end::stored

    static void stored(PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("shop");
        // tag::stored
        for (int run = 1; run <= 2; run++) { // the program is started twice
            try (AtomStore store = AtomStore.create();
                    Storage files = FileStorage.open(folder)) {
                store.set(Storage.CURRENT, files);
                out.println(store.get(CURRENCY.value()));
                store.set(CURRENCY.value(), "USD");
            } // closing writes what is unsaved
        }
        // end::stored
    }

    // tag::query
    record RateKey(String currency) implements QueryKey<Double> {} // asks for a Double

    static final QueryDefinition<RateKey, Double> RATES = QueryDefinition.mono(
                    RateKey.class, (key, context) -> request("/rates/" + key.currency()))
            .defaults(options -> options.staleTime(Duration.ofMinutes(1)));
    static final AsyncAtom<Double> RATE =
            QueryAtoms.queryData(get -> RATES.options(new RateKey(get.get(CURRENCY.value()))));

    // end::query

    private static Mono<Double> request(String path) {
        return Mono.fromSupplier(() -> {
            System.out.println("GET " + path);
            return path.endsWith("EUR") ? 1.0 : 1.16;
        });
    }

    static void query(PrintStream out) {
        AtomStore store = AtomStore.create();
        store.set(Storage.CURRENT, MemoryStorage.create());
        // tag::query
        for (String currency : new String[] {"EUR", "USD", "EUR"}) {
            store.set(CURRENCY.value(), currency);
            out.println(currency + " " + store.mono(RATE).block());
        }
        // end::query
        store.close();
    }
}
