package io.atoms.samples.search;

import java.util.List;

/** What can be found. Words that begin alike, so that a query is often the beginning of the next one. */
final class Words {

    static final List<String> ALL = List.of(
            "atlantic",
            "atlantis",
            "atlas",
            "atmosphere",
            "atoll",
            "atom",
            "atomic",
            "attic",
            "bond",
            "bonfire",
            "bonsai",
            "bonus",
            "carbon",
            "diatom",
            "mole",
            "molecular",
            "molecule",
            "molten",
            "ribbon",
            "vagabond");

    private Words() {}

    /** Those that contain the query, in their order. */
    static List<String> matching(String query) {
        return ALL.stream().filter(word -> word.contains(query)).toList();
    }
}
