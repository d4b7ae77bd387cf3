package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.StoreInspection;
import io.atoms.inspect.StoreObserver;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The snippets of {@code docs/guides/debugging.md}. */
final class Debugging {
    // tag::atoms
    static final PrimitiveAtom<String> SEARCH = Atom.of("").named("search");
    static final PrimitiveAtom<List<String>> PRODUCTS =
            Atom.of(List.of("apple", "pear", "plum")).named("products");
    static final Atom<List<String>> FOUND = Atom.<List<String>>derived(get -> get.get(PRODUCTS).stream()
                    .filter(product -> product.contains(get.get(SEARCH)))
                    .toList())
            .named("found");
    static final Atom<String> TITLE =
            Atom.map(FOUND, found -> found.size() + " products").named("title");
    // end::atoms

    private Debugging() {}

    static void why(PrintStream out) {
        // tag::why
        AtomStore store = AtomStore.builder()
                .observer(new StoreObserver() {
                    @Override
                    public void committed(ChangeSet commit) {
                        out.println(commit.cause() + ": title ran because of " + commit.why("title"));
                        commit.recomputes()
                                .forEach(run -> out.println("  " + run.atom() + " ran because of " + run.trigger()
                                        + (run.changed() ? "" : ", and gave an equal value")));
                    }
                })
                .build();
        store.subscribe(TITLE, title -> {});

        store.set(SEARCH, "p");
        store.set(SEARCH, "pl");
        // end::why
    }

    static void often(PrintStream out) {
        // tag::often
        AtomStore store = AtomStore.builder().counting(true).build();
        store.subscribe(TITLE, title -> {});
        for (String text : List.of("p", "pe", "pea", "pear")) {
            store.set(SEARCH, text);
        }

        store.inspect().atoms().stream()
                .filter(atom -> atom.recomputes() > 0)
                .sorted(Comparator.comparing(AtomInspection::recomputes).reversed())
                .forEach(atom ->
                        out.println(atom.atom() + ": " + atom.recomputes() + " runs, " + atom.cutOffs() + " in vain"));
        // end::often
    }

    static void tree(PrintStream out) {
        // tag::tree
        AtomStore store = AtomStore.builder().name("shop").build();
        store.subscribe(FOUND, found -> {});
        store.get(TITLE);
        store.set(SEARCH, "pl");

        out.println(store.inspect());
        // end::tree
    }

    static void picture(AtomStore store, Path folder) throws IOException {
        // tag::picture
        StoreInspection inspection = store.inspect();
        Files.writeString(folder.resolve("store.mmd"), inspection.toMermaid());
        Files.writeString(folder.resolve("store.dot"), inspection.toDot());
        // end::picture
    }

    static void log(PrintStream out) {
        Handler handler = printing(out);
        // tag::log
        Logger commits = Logger.getLogger("io.atoms.commits");
        commits.setLevel(Level.FINE); // what java.util.logging calls DEBUG
        commits.addHandler(handler);

        AtomStore store = AtomStore.builder().name("shop").build(); // asks for the level
        store.subscribe(TITLE, title -> {});
        store.set(SEARCH, "pl");
        store.transaction(tx -> {
            tx.update(PRODUCTS, products -> products.subList(0, 2));
            tx.reset(SEARCH);
        });
        // end::log
        commits.removeHandler(handler);
        commits.setLevel(null);
    }

    /** The time differs from run to run; the page shows that of one. */
    private static Handler printing(PrintStream out) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                out.println(record.getMessage().replaceAll("\\d+\\.\\d+ ms", "0.041 ms"));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
