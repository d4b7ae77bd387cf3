package io.atoms.samples.board;

import io.atoms.samples.board.client.Edits.Phase;
import io.atoms.samples.board.client.Edits.State;
import io.atoms.samples.board.client.Shown;
import io.atoms.samples.board.server.ServerCounts;
import io.atoms.samples.board.server.TaskTable;
import io.atoms.samples.board.server.TaskTable.Made;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of everything, and whether it is as it should be.
 *
 * @param shown what is on the screen at the end
 * @param truth what the server has
 * @param edits what has become of the user's edits, as he was told
 * @param sent the requests of the user, but for those of live updates
 * @param editsRetried how often an edit was sent again because there was no answer
 * @param traffic what the cache did
 * @param server what the server did
 * @param states how many states of the screen were looked at
 * @param seen what was wrong with them
 * @param busy the queries that are not idle, to find out why something did not happen
 */
record Report(
        Shown shown,
        TaskTable truth,
        List<State> edits,
        int sent,
        int editsRetried,
        Traffic.Counts traffic,
        ServerCounts server,
        int states,
        List<String> seen,
        List<String> busy) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("requests sent: " + sent + " by the user, " + server.received() + " received by the server ("
                + server.failed() + " failed, " + server.cut() + " cut off, " + server.slow() + " slow), "
                + server.streams() + " for live updates");
        lines.add("served from cache: " + (traffic.hits() + traffic.staleHits()) + ", of them " + traffic.staleHits()
                + " fetched again; not there: " + traffic.misses());
        lines.add("deduplicated: " + traffic.joined());
        lines.add("retried: " + traffic.retried() + " queries, " + editsRetried + " edits");
        lines.add("rolled back: " + count(Phase.REFUSED) + " of the edits, " + traffic.rolledBack()
                + " of their patches");
        lines.add("edits: " + edits.size() + ", made once each: " + count(Phase.MADE) + ", after " + server.conflicts()
                + " conflicts; asked for again after they were made: " + server.repeated());
        if (problems().isEmpty()) {
            lines.add("no wrong state was shown: each of " + states + " was compared with the server's history");
            lines.add("at the end the screen shows what the server has: "
                    + shown.tasks().size() + " tasks");
        }
        return lines;
    }

    private long count(Phase phase) {
        return edits.stream().filter(edit -> edit.phase() == phase).count();
    }

    /** What must not be; nothing if all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>(seen);
        if (!shown.tasks().equals(truth.all())) {
            problems.add("the screen shows " + shown.tasks() + ", and the server has " + truth.all());
            problems.addAll(busy);
        }
        List<Made> made = truth.made();
        for (State edit : edits) {
            long times = made.stream()
                    .filter(each -> each.edit().number() == edit.number())
                    .count();
            if (times != (edit.phase() == Phase.MADE ? 1 : 0)) {
                problems.add("the server has made " + edit + " " + times + " times");
            }
        }
        Set<String> keys = new HashSet<>(made.stream().map(Made::key).toList());
        if (keys.size() != made.size() || made.size() != count(Phase.MADE)) {
            problems.add("the user knows of " + count(Phase.MADE) + " edits, and the server has made " + made);
        }
        return problems;
    }
}
