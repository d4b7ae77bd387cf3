package io.atoms.samples.notes;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state of the program.
 *
 * <pre>
 * Storage.KEYS, own, entry[key] --> log --> notes --> tags, names, found[words]
 *                         base ----/
 * </pre>
 *
 * <p>Each command adds one entry under a key of its own, so of what several terminals do at once nothing is lost, and the
 * log is the same for all of them: the entries in the order of their keys. Entries that have been taken together into
 * the base are not read again.
 */
final class NoteAtoms {

    private static final String ENTRY = "notes.entry.";

    private final Vault.Format format;

    /** Keys of entries that were added in this store: the storage tells of them once they are stored. */
    private final PrimitiveAtom<Set<String>> own =
            Atom.<Set<String>>of(Set.of()).named("own");

    private final AtomFamily<String, WritableAtom<LogEntry, LogEntry>> entries = Atom.family(this::entry);
    private final StorageAtom<Base> base;
    private final Atom<NotesLog> log = Atom.<NotesLog>derived(this::readLog).named("log");
    private final Atom<NotesState> notes = Atom.map(log, NotesLog::notes).named("notes");
    private final Atom<Map<String, Integer>> tags =
            Atom.map(notes, NotesState::tags).named("tags");
    private final Atom<Map<String, String>> names =
            Atom.map(notes, NoteAtoms::shortest).named("names");
    private final AtomFamily<Set<String>, Atom<List<Note>>> found = Atom.<Set<String>, Atom<List<Note>>>family(
                    words -> Atom.map(notes, all -> found(all, words)))
            .named("found");
    private final ActionAtom<LogEntry, @Nullable Void> append =
            Atom.<LogEntry, @Nullable Void>action(this::append).named("append");

    /**
     * @param format how the values are stored
     */
    NoteAtoms(Vault.Format format) {
        this.format = format;
        this.base = StorageAtom.of("notes.base", format.of(Base.class), Base.EMPTY);
    }

    /**
     * Entries that were taken together.
     *
     * @param log what came of them
     * @param keys their keys; some of them may still be stored
     */
    record Base(NotesLog log, Set<String> keys) {
        static final Base EMPTY = new Base(NotesLog.EMPTY, Set.of());

        Base {
            keys = Set.copyOf(keys);
        }
    }

    /** What all commands have done. */
    Atom<NotesLog> log() {
        return log;
    }

    /** The notes. */
    Atom<NotesState> notes() {
        return notes;
    }

    /** How many notes have each tag. */
    Atom<Map<String, Integer>> tags() {
        return tags;
    }

    /** By id, the shortest name by which a note is known. */
    Atom<Map<String, String>> names() {
        return names;
    }

    /** The notes that have all the words, which are in small letters. */
    Atom<List<Note>> found(Set<String> words) {
        return found.of(words);
    }

    /** Adds an entry. */
    ActionAtom<LogEntry, @Nullable Void> append() {
        return append;
    }

    /** The notes as one stored value, for a document. */
    static StorageAtom<NotesState> document(Vault.Format format) {
        return StorageAtom.of("notes", format.of(NotesState.class), NotesState.EMPTY);
    }

    // ---- reading ----

    private WritableAtom<LogEntry, LogEntry> entry(String key) {
        return StorageAtom.of(key, format.of(LogEntry.class), LogEntry.NOTHING).value();
    }

    /** In the order of the entries. */
    private List<String> newKeys(Getter get) {
        Set<String> keys = new TreeSet<>(get.get(own));
        get.get(Storage.KEYS).stream().filter(key -> key.startsWith(ENTRY)).forEach(keys::add);
        keys.removeAll(get.get(base.value()).keys());
        return new ArrayList<>(keys);
    }

    private NotesLog readLog(Getter get) {
        NotesLog all = get.get(base.value()).log();
        for (String key : newKeys(get)) {
            all = all.then(get.get(entries.of(key)));
        }
        return all;
    }

    private static Map<String, String> shortest(NotesState all) {
        Map<String, String> shortest = new HashMap<>();
        all.byNumber()
                .forEach((number, same) ->
                        same.forEach(note -> shortest.put(note.id(), same.size() == 1 ? number : note.id())));
        return shortest;
    }

    private static List<Note> found(NotesState all, Set<String> words) {
        return all.all().stream().filter(note -> note.hasAll(words)).toList();
    }

    // ---- writing ----

    private @Nullable Void append(Setter set, LogEntry entry) {
        String key = ENTRY + entry.id();
        set.update(own, keys -> {
            Set<String> more = new HashSet<>(keys);
            more.add(key);
            return more;
        });
        set.set(entries.of(key), entry);
        return null;
    }

    /** How many entries the base does not have yet. */
    int newEntries(Getter get) {
        return newKeys(get).size();
    }

    /** Takes all entries together. Only if nobody else has the folder open, else an older entry might still come. */
    void takeTogether(Setter set) {
        NotesLog all = set.get(log);
        Set<String> keys = new HashSet<>(set.get(Storage.KEYS));
        keys.removeIf(key -> !key.startsWith(ENTRY));
        set.set(base.value(), new Base(all, keys));
    }

    /** Removes the entries of the base, once it is stored. */
    void removeTaken(Setter set) {
        set.get(base.value()).keys().forEach(key -> set.reset(entries.of(key)));
    }
}
