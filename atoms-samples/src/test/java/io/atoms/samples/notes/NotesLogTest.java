package io.atoms.samples.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.samples.notes.LogEntry.Redo;
import io.atoms.samples.notes.LogEntry.Step;
import io.atoms.samples.notes.LogEntry.Undo;
import io.atoms.samples.notes.NotesLog.Fate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotesLogTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static String id(long place, String session) {
        return LogEntry.id(place, session);
    }

    private static Step add(long place, String session) {
        Note note = Note.of(NoteId.of(place, session), session + place, List.of(), NOW);
        return new Step(id(place, session), NOW, new NoteAction.Add(note));
    }

    private static NotesLog log(LogEntry... entries) {
        NotesLog log = NotesLog.EMPTY;
        for (LogEntry entry : entries) {
            log = log.then(entry);
        }
        return log;
    }

    private static List<String> texts(NotesLog log) {
        return log.notes().all().stream().map(Note::text).toList();
    }

    @Test
    void undoOfBothTerminalsAtOnce_takesOneStepBack() {
        Undo mine = new Undo(id(3, "a"), List.of(id(2, "a")));
        Undo yours = new Undo(id(3, "b"), List.of(id(2, "a")));
        assertThat(texts(log(add(1, "a"), add(2, "a"), mine, yours))).containsExactly("a1");
    }

    @Test
    void undoBesideAnAdd_leavesTheAddedOne() {
        LogEntry[] undoLast = {add(1, "a"), add(2, "a"), new Undo(id(3, "b"), List.of(id(2, "a")))};
        assertThat(texts(log(undoLast[0], undoLast[1], add(3, "a"), undoLast[2])))
                .containsExactly("a1", "a3");
    }

    @Test
    void redoBesideAnAdd_isDoneAllTheSame() {
        Undo undo = new Undo(id(2, "a"), List.of(id(1, "a")));
        NotesLog log = log(add(1, "a"), undo, add(3, "a"), new Redo(id(3, "b"), List.of(id(1, "a"))));
        assertThat(texts(log)).containsExactly("a1", "a3");
    }

    @Test
    void aDroppedStep_isNotUndoneAgain() {
        Undo undo = new Undo(id(2, "a"), List.of(id(1, "a")));
        NotesLog log = log(add(1, "a"), undo, add(3, "a"), new Undo(id(4, "b"), List.of(id(1, "a"))));
        assertThat(log.steps()).extracting(NotesLog.Past::fate).containsExactly(Fate.DROPPED, Fate.DONE);
        assertThat(log.redoable()).isEmpty();
    }

    @Test
    void anActionOnAMissingNote_doesNothing() {
        NotesLog log = log(
                add(1, "a"),
                new Step(id(2, "a"), NOW, new NoteAction.Edit("9-x", "text")),
                new Step(id(3, "a"), NOW, new NoteAction.Remove(List.of("9-x"))));
        assertThat(texts(log)).containsExactly("a1");
    }

    @Test
    void steps_areKeptUpToTheLimit_andTheNotesOfAllOfThem() {
        NotesLog log = NotesLog.EMPTY;
        for (int i = 1; i <= NotesLog.LIMIT + 20; i++) {
            log = log.then(add(i, "a"));
        }
        assertThat(log.undoable()).hasSize(NotesLog.LIMIT);
        assertThat(log.undoable().get(0).id()).isEqualTo(id(NotesLog.LIMIT + 20L, "a"));
        assertThat(texts(log)).hasSize(NotesLog.LIMIT + 20).startsWith("a1", "a2");
        assertThat(log.lastPlace()).isEqualTo(NotesLog.LIMIT + 20);
    }

    @Test
    void anUndoneStepBeyondTheLimit_isForgotten() {
        NotesLog log = log(add(1, "a"), new Undo(id(2, "a"), List.of(id(1, "a"))));
        for (int i = 3; i <= NotesLog.LIMIT + 3; i++) {
            log = log.then(add(i, "a"));
        }
        assertThat(texts(log)).doesNotContain("a1").hasSize(NotesLog.LIMIT + 1);
    }

    @Test
    void nothing_changesNothing() {
        NotesLog log = log(add(1, "a"));
        assertThat(log.then(LogEntry.NOTHING)).isEqualTo(log);
    }
}
