package io.atoms.samples.docs;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.StoreInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Writes the Mermaid and DOT text of stores, with the names that have to be readable in the picture, for the script
 * {@code .ci/mermaid}: a real renderer tells whether it takes them.
 */
final class MermaidGraphs {
    /** Names that mean something to Mermaid, HTML, Markdown or DOT, or that are hard to show. */
    private static final List<String> ODD_NAMES = List.of(
            "\"",
            "quo\"ted\"",
            "it's",
            "a<b>c</b>",
            "<script>alert(1)</script>",
            "<br/>",
            "a & b && c",
            "&amp; &quot; &#35;",
            "#35; #quot; a#b",
            "semi;colon",
            "back\\slash \\n \\N \\",
            "`code`",
            "`",
            "**bold** _under_ __more__ ~~gone~~",
            "1. first",
            "- dash",
            "+ plus",
            "* star",
            "# head",
            "> quote",
            "[x] (y) {z} {{q}} [[r]] ((s))",
            "[text](https://example.org)",
            "https://example.org www.example.org",
            "a|b|c",
            "%% comment",
            "%%{init: {}}%%",
            "end",
            "subgraph",
            "a --> b --- c",
            "a:::b",
            "@{ shape: rect }",
            "fa:fa-user",
            "$$x^2$$",
            "two\nlines",
            "tab\tbed\rret\u001b[31m",
            "ünï €",
            "日本語",
            "🙂 👨‍👩‍👧",
            "مرحبا",
            "x".repeat(300));

    private MermaidGraphs() {}

    /** Takes the folder to write to. For each graph there are three files: text for Mermaid, for DOT, and the names. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        write(folder, "kinds", kinds());
        write(folder, "odd-names", oddNames());
        write(folder, "odd-values", oddValues());
        write(folder, "empty", AtomStore.create().inspect());
    }

    private static void write(Path folder, String graph, StoreInspection inspection) throws IOException {
        Files.writeString(folder.resolve(graph + ".mmd"), inspection.toMermaid());
        Files.writeString(folder.resolve(graph + ".dot"), inspection.toDot());
        Files.write(
                folder.resolve(graph + ".names"),
                inspection.atoms().stream().map(MermaidGraphs::shown).toList());
    }

    /** What the picture has to say, on one line. */
    private static String shown(AtomInspection atom) {
        return atom.atom().name().replaceAll("[\n\r\t\u001b]", " ");
    }

    private static StoreInspection kinds() {
        PrimitiveAtom<Integer> price = Atom.of(20).named("price");
        PrimitiveAtom<Integer> amount = Atom.of(2).named("amount");
        Atom<Integer> total = Atom.combine(price, amount, (p, a) -> p * a).named("total");
        Atom<Integer> broken = Atom.map(amount, a -> 10 / (a - 2)).named("broken");
        AsyncAtom<Integer> delivery =
                Atom.<Integer>async(get -> Mono.just(get.get(amount))).named("delivery");
        WritableAtom<Integer, Integer> cents = Atom.<Integer, Integer>writable(
                        get -> get.get(total) * 100, (set, n) -> set.set(price, n / 100))
                .named("cents");
        AtomStore store = AtomStore.create();
        store.subscribe(delivery, value -> {});
        store.subscribe(cents, value -> {});
        store.subscribe(broken, value -> {});
        store.effect(context -> context.get(total));
        return store.inspect();
    }

    private static StoreInspection oddNames() {
        AtomStore store = AtomStore.create();
        List<Atom<Integer>> named = new ArrayList<>();
        for (String name : ODD_NAMES) {
            PrimitiveAtom<Integer> atom = Atom.of(0).named(name);
            named.add(atom);
            named.add(Atom.map(atom, n -> n).named(name));
        }
        store.effect(context -> named.forEach(context::get));
        return store.inspect();
    }

    private static StoreInspection oddValues() {
        AtomStore store = AtomStore.create();
        List<Atom<String>> atoms = new ArrayList<>();
        for (int i = 0; i < ODD_NAMES.size(); i++) {
            atoms.add(Atom.of(ODD_NAMES.get(i)).named("value" + i));
        }
        store.effect(context -> atoms.forEach(context::get));
        return store.inspect();
    }
}
