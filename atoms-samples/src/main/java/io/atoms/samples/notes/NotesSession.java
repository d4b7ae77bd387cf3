package io.atoms.samples.notes;

import io.atoms.AtomStore;
import io.atoms.samples.notes.LogEntry.Step;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.Storage;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A store with the notes of a folder, for one command. What its methods have done is on the disk when they return. */
final class NotesSession implements AutoCloseable {

    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int NAME_LETTERS = 8;

    private final FileStorage storage;
    private final NoteAtoms atoms;
    private final Vault vault;
    private final Vault.Format format;
    private final Clock clock;
    private final AtomStore store = AtomStore.builder().name("notes").build();
    /** Nobody else's, so that neither entries nor notes of two terminals can have the same id. */
    private final String name = new SecureRandom()
            .ints(NAME_LETTERS, 0, LETTERS.length())
            .mapToObj(i -> LETTERS.substring(i, i + 1))
            .collect(Collectors.joining());

    NotesSession(FileStorage storage, NoteAtoms atoms, Vault vault, Vault.Format format, Clock clock) {
        this.storage = storage;
        this.atoms = atoms;
        this.vault = vault;
        this.format = format;
        this.clock = clock;
        store.set(Storage.CURRENT, storage);
    }

    AtomStore store() {
        return store;
    }

    NoteAtoms atoms() {
        return atoms;
    }

    Vault vault() {
        return vault;
    }

    Vault.Format format() {
        return format;
    }

    NotesState notes() {
        return store.get(atoms.notes());
    }

    /** The shortest name of the note. */
    String nameOf(Note note) {
        return store.get(atoms.names()).getOrDefault(note.id(), note.id());
    }

    /** The note that is meant by an id, or by the number alone. */
    Note find(String typed) {
        Note exact = notes().find(typed);
        if (exact != null) {
            return exact;
        }
        List<Note> same = notes().byNumber().getOrDefault(typed, List.of());
        if (same.isEmpty()) {
            throw new NotesException("There is no note " + typed + ".");
        }
        if (same.size() > 1) {
            throw new NotesException(typed + " stands for " + same.size() + " notes: "
                    + same.stream().map(Note::id).collect(Collectors.joining(", ")) + ". Say which.");
        }
        return same.get(0);
    }

    /** Adds notes, made of the number of the first of them, the session's name and the time. */
    NoteAction addAll(NewNotes made) {
        return add((log, id) -> {
            Instant now = clock.instant();
            return new Step(id, now, made.of(log.lastNumber() + 1, name, now));
        });
    }

    /** Makes an action that brings notes. */
    interface NewNotes {
        NoteAction of(long number, String session, Instant now);
    }

    /** Does something to notes. */
    NoteAction apply(NoteAction action) {
        return add((log, id) -> new Step(id, clock.instant(), action));
    }

    private NoteAction add(EntryMaker<Step> maker) {
        return append(maker).action();
    }

    /** Takes back so many steps, the last first; they may have been made by another terminal. Returns them. */
    List<Step> undo(int count) {
        List<Step> steps = first(count, NotesLog::undoable, "There is nothing to undo.");
        append((log, id) -> new LogEntry.Undo(id, ids(steps)));
        return steps;
    }

    /** Does so many steps again, that which was undone last first. Returns them. */
    List<Step> redo(int count) {
        List<Step> steps = first(count, NotesLog::redoable, "There is nothing to redo.");
        append((log, id) -> new LogEntry.Redo(id, ids(steps)));
        return steps;
    }

    private List<Step> first(int count, Function<NotesLog, List<Step>> choice, String nothing) {
        List<Step> steps = choice.apply(store.get(atoms.log()));
        if (steps.isEmpty()) {
            throw new NotesException(nothing);
        }
        return steps.subList(0, Math.min(count, steps.size()));
    }

    private static List<String> ids(List<Step> steps) {
        return steps.stream().map(Step::id).toList();
    }

    private interface EntryMaker<E extends LogEntry> {
        E make(NotesLog log, String id);
    }

    private <E extends LogEntry> E append(EntryMaker<E> maker) {
        E entry = store.transactionResult(tx -> {
            NotesLog log = tx.get(atoms.log());
            E made = maker.make(log, LogEntry.id(log.lastPlace() + 1, name));
            tx.run(atoms.append(), made);
            return made;
        });
        storage.flush(store);
        return entry;
    }

    boolean hasManyEntries() {
        return atoms.newEntries(store) > NotesFolder.MOST_ENTRIES;
    }

    @Override
    public void close() {
        try (storage) {
            store.close();
        } finally {
            NotesFolder.awaitReports();
        }
    }
}
