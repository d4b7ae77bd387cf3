package io.atoms.samples.notes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All notes of one moment.
 *
 * @param notes by id, in the order in which they were added
 */
record NotesState(Map<String, Note> notes) {

    static final NotesState EMPTY = new NotesState(Map.of());

    NotesState {
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }

    Collection<Note> all() {
        return notes.values();
    }

    @Nullable
    Note find(String id) {
        return notes.get(id);
    }

    /** With these notes; one that is there under the same id is replaced. */
    NotesState with(Collection<Note> more) {
        Map<String, Note> next = new LinkedHashMap<>(notes);
        more.forEach(note -> next.put(note.id(), note));
        return new NotesState(next);
    }

    /** With another note in place of one; as it is if there is none. */
    NotesState changing(String id, UnaryOperator<Note> change) {
        Note note = notes.get(id);
        return note == null ? this : with(List.of(change.apply(note)));
    }

    NotesState without(Collection<String> ids) {
        Map<String, Note> next = new LinkedHashMap<>(notes);
        next.keySet().removeAll(ids);
        return new NotesState(next);
    }

    /** How many notes have each tag. */
    Map<String, Integer> tags() {
        Map<String, Integer> counts = new TreeMap<>();
        all().forEach(note -> note.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum)));
        return counts;
    }

    /** The notes by their numbers; there may be several of one number. */
    Map<String, List<Note>> byNumber() {
        Map<String, List<Note>> numbers = new LinkedHashMap<>();
        all().forEach(note -> numbers.computeIfAbsent(NoteId.number(note.id()), number -> new ArrayList<>())
                .add(note));
        return numbers;
    }
}
