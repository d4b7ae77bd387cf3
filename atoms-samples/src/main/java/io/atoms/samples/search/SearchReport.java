package io.atoms.samples.search;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of everything, and whether it is as it should be.
 *
 * @param keys how many keys were struck
 * @param text what was in the field at the end
 * @param requests the requests
 * @param screen what was shown
 */
record SearchReport(int keys, String text, Requests.Counts requests, Screen.Counts screen) {

    /** What must not be; nothing if all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (screen.stale() > 0) {
            problems.add("stale results were shown: " + screen.stale());
        }
        if (requests.open() != 0) {
            problems.add("requests without an end: " + requests.open());
        }
        if (screen.results() > requests.answered() || screen.errors() > requests.failed()) {
            problems.add("more was shown than was answered");
        }
        if (!screen.last().query().equals(text) || screen.last().result().isLoading()) {
            problems.add("the last query was not answered on the screen: " + text);
        }
        return problems;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("keys struck: " + keys);
        lines.add("requests: " + requests.sent() + " sent, " + requests.answered() + " answered, " + requests.failed()
                + " failed, " + requests.cancelled() + " cancelled");
        lines.add("shown: " + screen.results() + " answered, " + screen.errors() + " failed, " + screen.stale()
                + " stale");
        if (problems().isEmpty()) {
            lines.add("a stale result was never shown: each was compared with the query of its moment");
        }
        return lines;
    }
}
