package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.SelectAtom;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The snippets of {@code docs/utilities/select-atom.md}. */
final class SelectAtomSnippets {
    private SelectAtomSnippets() {}

    // tag::person
    record Person(String name, int age) {}
    // end::person

    static void equality(PrintStream out) {
        // tag::equality
        PrimitiveAtom<List<Person>> people = Atom.of(List.of(new Person("Ada", 36), new Person("Grace", 85)));
        Atom<Double> averageAge = SelectAtom.of(
                people,
                (all, previous) -> all.stream().mapToInt(Person::age).average().orElse(0),
                (previous, next) -> Math.abs(previous - next) < 1.0);
        AtomStore store = AtomStore.create();
        store.subscribe(averageAge, value -> out.println("about " + value));

        store.set(people, List.of(new Person("Ada", 37), new Person("Grace", 85))); // 61.0
        store.set(people, List.of(new Person("Ada", 37))); // 37.0
        // end::equality
    }

    static void previous(PrintStream out) {
        // tag::previous
        PrimitiveAtom<List<String>> lines = Atom.of(List.of("3", "4")); // only grows
        Atom<List<Integer>> numbers = SelectAtom.of(lines, (all, previous) -> {
            List<Integer> parsed = new ArrayList<>(previous == null ? List.of() : previous);
            for (String line : all.subList(parsed.size(), all.size())) {
                out.println("parsing " + line);
                parsed.add(Integer.parseInt(line));
            }
            return parsed;
        });
        AtomStore store = AtomStore.create();

        out.println(store.get(numbers));
        store.set(lines, List.of("3", "4", "5"));
        out.println(store.get(numbers));
        // end::previous
    }
}
