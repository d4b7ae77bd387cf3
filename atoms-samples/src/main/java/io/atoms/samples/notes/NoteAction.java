package io.atoms.samples.notes;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What can be done to notes. An action on a note that is not there does nothing: another terminal was faster. */
sealed interface NoteAction {

    /** The notes after it. */
    NotesState applyTo(NotesState notes, Instant at);

    /** In a few words. */
    String words();

    /** The largest number of a note that it brings; 0 if it brings none. */
    default long lastNumber() {
        return 0;
    }

    /** A new note. */
    record Add(Note note) implements NoteAction {
        @Override
        public NotesState applyTo(NotesState notes, Instant at) {
            return notes.with(List.of(note));
        }

        @Override
        public String words() {
            return "add " + NoteId.number(note.id());
        }

        @Override
        public long lastNumber() {
            return NoteId.value(note.id());
        }
    }

    /** Another text. */
    record Edit(String id, String text) implements NoteAction {
        @Override
        public NotesState applyTo(NotesState notes, Instant at) {
            return notes.changing(id, note -> note.withText(text, at));
        }

        @Override
        public String words() {
            return "edit " + NoteId.number(id);
        }
    }

    /** More tags. */
    record Tag(String id, List<String> tags) implements NoteAction {
        @Override
        public NotesState applyTo(NotesState notes, Instant at) {
            return notes.changing(id, note -> note.withTags(tags, at));
        }

        @Override
        public String words() {
            return "tag " + NoteId.number(id) + " " + String.join(" ", tags);
        }
    }

    /** Fewer tags. */
    record Untag(String id, List<String> tags) implements NoteAction {
        @Override
        public NotesState applyTo(NotesState notes, Instant at) {
            return notes.changing(id, note -> note.withoutTags(tags, at));
        }

        @Override
        public String words() {
            return "tag " + NoteId.number(id) + " " + String.join(" ", tags) + " --remove";
        }
    }

    /** Notes that are done with. */
    record Done(List<String> ids) implements NoteAction {
        @Override
        public NotesState applyTo(NotesState notes, Instant at) {
            NotesState next = notes;
            for (String id : ids) {
                next = next.changing(id, note -> note.withDone(true, at));
            }
            return next;
        }

        @Override
        public String words() {
            return "done " + numbers(ids);
        }
    }

    /** Notes that go. */
    record Remove(List<String> ids) implements NoteAction {
        @Override
        public NotesState applyTo(NotesState notes, Instant at) {
            return notes.without(ids);
        }

        @Override
        public String words() {
            return "remove " + numbers(ids);
        }
    }

    /** Notes from elsewhere; those that are there under the same id are replaced. */
    record Import(String from, List<Note> notes) implements NoteAction {
        @Override
        public NotesState applyTo(NotesState before, Instant at) {
            return before.with(notes);
        }

        @Override
        public String words() {
            return "import " + Words.count(notes.size(), "note") + " from " + from;
        }

        @Override
        public long lastNumber() {
            return notes.stream()
                    .mapToLong(note -> NoteId.value(note.id()))
                    .max()
                    .orElse(0);
        }
    }

    private static String numbers(Collection<String> ids) {
        return ids.stream().map(NoteId::number).collect(Collectors.joining(" "));
    }
}
