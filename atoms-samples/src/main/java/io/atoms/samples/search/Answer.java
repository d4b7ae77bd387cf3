package io.atoms.samples.search;

import java.util.List;

/**
 * What the server found.
 *
 * @param query what it was asked for, in its own words: the client does not fill this in
 * @param hits the words that match
 */
record Answer(String query, List<String> hits) {

    /** The answer to an empty query, for which nobody is asked. */
    static final Answer NONE = new Answer("", List.of());

    Answer {
        hits = List.copyOf(hits);
    }
}
