package io.atoms.samples.search;

import io.atoms.Loadable;
import io.atoms.samples.search.SearchAtoms.Shown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints what the user sees, and checks that no answer is ever shown for another query than its own. A listener, so it
 * is called by one thread at a time.
 */
final class Screen {

    private static final int HITS = 3;

    private final Journal journal;
    private int results;
    private int errors;
    private int stale;
    private Shown last = new Shown("", Loadable.ready(Answer.NONE));

    Screen(Journal journal) {
        this.journal = journal;
    }

    /**
     * What was on the screen.
     *
     * @param results how often an answer was shown
     * @param errors how often an error was shown
     * @param stale how many of the answers were answers to another query
     * @param last what is on the screen now
     */
    record Counts(int results, int errors, int stale, Shown last) {}

    synchronized Counts counts() {
        return new Counts(results, errors, stale, last);
    }

    synchronized void show(Shown shown) {
        last = shown;
        String text = shown.result().<String>fold(Screen::loading, this::found, this::failed);
        if (shown.isStale()) {
            stale++;
            text += "  STALE";
        }
        journal.add("  screen", "\"" + shown.query() + "\": " + text);
    }

    private static String loading(@Nullable Answer previous) {
        return "..." + still(previous);
    }

    private String found(Answer answer) {
        if (answer.query().isEmpty()) {
            return "nothing to look for";
        }
        results++;
        return text(answer.hits());
    }

    private String failed(Throwable error, @Nullable Answer previous) {
        errors++;
        return "sorry, " + error.getMessage() + still(previous);
    }

    private static String still(@Nullable Answer previous) {
        return previous == null || previous.query().isEmpty()
                ? ""
                : " (still \"" + previous.query() + "\": " + text(previous.hits()) + ")";
    }

    private static String text(List<String> hits) {
        String first = String.join(", ", hits.subList(0, Math.min(HITS, hits.size())));
        return hits.size() + " found" + (hits.isEmpty() ? "" : ", " + first) + (hits.size() > HITS ? ", ..." : "");
    }
}
