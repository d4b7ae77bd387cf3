package io.atoms.samples.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Loadable;
import io.atoms.samples.search.SearchAtoms.Shown;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchReportTest {

    private static final Shown LAST = new Shown("at", Loadable.ready(new Answer("at", List.of())));

    private static SearchReport report(Requests.Counts requests, Screen.Counts screen) {
        return new SearchReport(9, "at", requests, screen);
    }

    @Test
    void countsThatFit_areNoProblem() {
        SearchReport report = report(new Requests.Counts(6, 3, 2, 1), new Screen.Counts(3, 2, 0, LAST));

        assertThat(report.problems()).isEmpty();
        assertThat(report.lines())
                .containsExactly(
                        "keys struck: 9",
                        "requests: 6 sent, 3 answered, 2 failed, 1 cancelled",
                        "shown: 3 answered, 2 failed, 0 stale",
                        "a stale result was never shown: each was compared with the query of its moment");
    }

    @Test
    void staleResult_isAProblem_andNothingElseIsClaimed() {
        SearchReport report = report(new Requests.Counts(6, 3, 2, 1), new Screen.Counts(3, 2, 1, LAST));

        assertThat(report.problems()).containsExactly("stale results were shown: 1");
        assertThat(report.lines()).noneMatch(line -> line.contains("never"));
    }

    @Test
    void requestWithoutEnd_isAProblem() {
        assertThat(report(new Requests.Counts(7, 3, 2, 1), new Screen.Counts(3, 2, 0, LAST))
                        .problems())
                .containsExactly("requests without an end: 1");
    }

    @Test
    void moreShownThanAnswered_isAProblem() {
        assertThat(report(new Requests.Counts(6, 3, 2, 1), new Screen.Counts(4, 2, 0, LAST))
                        .problems())
                .containsExactly("more was shown than was answered");
        assertThat(report(new Requests.Counts(6, 3, 2, 1), new Screen.Counts(3, 3, 0, LAST))
                        .problems())
                .containsExactly("more was shown than was answered");
    }

    @Test
    void lastQueryNotAnswered_isAProblem() {
        Requests.Counts requests = new Requests.Counts(6, 3, 2, 1);

        assertThat(report(requests, new Screen.Counts(3, 2, 0, new Shown("a", LAST.result())))
                        .problems())
                .containsExactly("the last query was not answered on the screen: at");
        assertThat(report(requests, new Screen.Counts(3, 2, 0, new Shown("at", Loadable.loading())))
                        .problems())
                .containsExactly("the last query was not answered on the screen: at");
    }
}
