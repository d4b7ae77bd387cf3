package io.atoms.samples.notes;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What one command did, as it is stored: never changed afterwards, under a key that is nobody else's. So what two
 * terminals do at the same moment is two entries, and neither is lost.
 */
sealed interface LogEntry {

    /** Its place in the log, which all terminals see alike: a number larger than all it knew of, and its session. */
    String id();

    /** Something done to notes. */
    record Step(String id, Instant at, NoteAction action) implements LogEntry {}

    /** Steps taken back, by their ids: what another terminal adds in the same moment stays. */
    record Undo(String id, List<String> steps) implements LogEntry {
        public Undo {
            steps = List.copyOf(steps);
        }
    }

    /** Steps that were taken back, done again. */
    record Redo(String id, List<String> steps) implements LogEntry {
        public Redo {
            steps = List.copyOf(steps);
        }
    }

    /** In the place of an entry that could not be read. */
    LogEntry NOTHING = new Undo("", List.of());

    /** Ids are sorted as texts. */
    static String id(long place, String session) {
        return String.format(Locale.ROOT, "%012d-%s", place, session);
    }

    static long place(String id) {
        return id.isEmpty() ? 0 : Long.parseLong(id.substring(0, id.indexOf('-')));
    }
}
