package io.atoms.samples.notes;

import io.atoms.AtomSubscription;
import io.atoms.samples.SampleContext;
import io.atoms.samples.notes.LogEntry.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the commands do and print, in an open session. */
final class Notes {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final NotesSession session;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private final Path current;
    private final ZoneId zone;

    Notes(NotesSession session, SampleContext context, ZoneId zone) {
        this.session = session;
        this.out = context.out();
        this.err = context.err();
        this.interactive = context.interactive();
        this.current = context.currentFolder();
        this.zone = zone;
    }

    // ---- looking ----

    void list(List<String> tags, boolean all) {
        List<Note> shown = session.notes().all().stream()
                .filter(note -> (all || !note.done()) && note.tags().containsAll(tags))
                .toList();
        print(shown);
        int done = session.notes().all().size() - shown.size();
        say(Words.count(shown.size(), "note")
                + (done > 0 && tags.isEmpty() ? ", " + Words.number(done) + " done" : ""));
    }

    void search(List<String> words) {
        List<Note> found = session.store().get(session.atoms().found(new TreeSet<>(words)));
        print(found);
        say(Words.count(found.size(), "note"));
    }

    void show(String id) {
        Note note = session.find(id);
        say(line(note));
        note.text().lines().skip(1).forEach(this::say);
        say("id " + note.id());
        say("created " + TIME.format(note.created().atZone(zone)) + ", changed "
                + TIME.format(note.changed().atZone(zone)));
    }

    void status(NotesFolder folder) {
        NotesState notes = session.notes();
        NotesLog log = session.store().get(session.atoms().log());
        Map<String, Integer> tags = session.store().get(session.atoms().tags());
        long done = notes.all().stream().filter(Note::done).count();
        say("folder: " + folder.path() + (session.vault().isEncrypted() ? ", encrypted" : ""));
        say("notes: " + Words.number(notes.all().size()) + ", of which done: " + Words.number(done));
        say("tags: "
                + (tags.isEmpty()
                        ? "none"
                        : tags.entrySet().stream()
                                .map(tag -> "#" + tag.getKey() + " " + tag.getValue())
                                .collect(Collectors.joining(", "))));
        say("can be undone: " + next(log.undoable()));
        say("can be done again: " + next(log.redoable()));
    }

    private static String next(List<Step> steps) {
        return steps.isEmpty()
                ? "nothing"
                : Words.count(steps.size(), "step") + ", first: "
                        + steps.get(0).action().words();
    }

    /** Prints what changes until the input ends. */
    void watch(InputStream in) throws IOException {
        AtomSubscription changes = session.store()
                .subscribe(session.atoms().notes(), (before, now) -> printChanges(Objects.requireNonNull(before), now));
        try {
            err.println("notes: watching " + Words.count(session.notes().all().size(), "note")
                    + "; the end of input ends it");
            while (in.read() >= 0) {
                // Nothing that is typed means anything.
            }
        } finally {
            changes.dispose();
        }
    }

    private void printChanges(NotesState before, NotesState now) {
        for (Note note : now.all()) {
            Note old = before.find(note.id());
            if (old == null) {
                say("+ " + line(note));
            } else if (!old.equals(note)) {
                say("~ " + line(note));
            }
        }
        for (Note note : before.all()) {
            if (now.find(note.id()) == null) {
                say("- " + line(NoteId.number(note.id()), note));
            }
        }
        out.flush();
    }

    // ---- doing ----

    void add(String text, List<String> tags) {
        NoteAction added = session.addAll(
                (number, name, now) -> new NoteAction.Add(Note.of(NoteId.of(number, name), text, tags, now)));
        acknowledge("added ", ((NoteAction.Add) added).note().id());
    }

    void edit(String id, String text) {
        Note note = session.find(id);
        session.apply(new NoteAction.Edit(note.id(), text));
        acknowledge("changed ", note.id());
    }

    void tag(String id, List<String> tags, boolean remove) {
        Note note = session.find(id);
        session.apply(remove ? new NoteAction.Untag(note.id(), tags) : new NoteAction.Tag(note.id(), tags));
        acknowledge("changed ", note.id());
    }

    void done(List<String> ids) {
        List<Note> notes = find(ids);
        session.apply(new NoteAction.Done(ids(notes)));
        notes.forEach(note -> acknowledge("done ", note.id()));
    }

    void remove(List<String> ids) {
        List<Note> notes = find(ids);
        Map<String, String> names = notes.stream().collect(Collectors.toMap(Note::id, session::nameOf, (a, b) -> a));
        session.apply(new NoteAction.Remove(ids(notes)));
        notes.forEach(note -> say("removed " + line(Objects.requireNonNull(names.get(note.id())), note)));
    }

    private List<Note> find(List<String> ids) {
        return ids.stream().map(session::find).distinct().toList();
    }

    private static List<String> ids(List<Note> notes) {
        return notes.stream().map(Note::id).toList();
    }

    void undo(int count) {
        session.undo(count).forEach(step -> say("undone: " + step.action().words()));
    }

    void redo(int count) {
        session.redo(count).forEach(step -> say("done again: " + step.action().words()));
    }

    // ---- in and out ----

    void export(Path file, boolean plain) throws IOException {
        NotesState notes = session.notes();
        if (plain) {
            Documents.save(notes, Vault.PLAIN, Vault.PLAIN_FORMAT, file);
        } else {
            Documents.save(notes, session.vault(), session.format(), file);
        }
        boolean encrypted = session.vault().isEncrypted() && !plain;
        say("exported " + Words.count(notes.all().size(), "note") + " to " + shown(file)
                + (encrypted ? ", encrypted" : ""));
    }

    void importDocument(Path file, List<Note> notes) {
        imported(file, session.apply(new NoteAction.Import(nameOf(file), notes)));
    }

    void importTexts(Path from, List<String> tags) {
        ProgressLine line = new ProgressLine(err, interactive);
        session.store().subscribe(TextFiles.READING.state(), state -> line.show(state));
        List<String> texts = Objects.requireNonNull(
                session.store().run(TextFiles.READING.start(), from).block());
        // One entry, so that all of it is there or nothing, and one undo takes it back.
        imported(from, session.addAll((number, name, now) -> {
            List<Note> notes = new ArrayList<>(texts.size());
            for (String text : texts) {
                notes.add(Note.of(NoteId.of(number + notes.size(), name), text, tags, now));
            }
            return new NoteAction.Import(nameOf(from), notes);
        }));
    }

    private void imported(Path from, NoteAction action) {
        say("imported " + Words.count(((NoteAction.Import) action).notes().size(), "note") + " from " + shown(from));
    }

    private Path shown(Path file) {
        return file.startsWith(current) ? current.relativize(file) : file;
    }

    private static String nameOf(Path file) {
        return Files.isDirectory(file) ? file + "/" : Objects.toString(file.getFileName(), "");
    }

    // ---- printing ----

    private void acknowledge(String verb, String id) {
        Note note = session.notes().find(id);
        say(note == null ? verb + NoteId.number(id) : verb + line(note));
    }

    private void print(Collection<Note> notes) {
        notes.forEach(note -> say(line(note)));
    }

    private String line(Note note) {
        return line(session.nameOf(note), note);
    }

    private static String line(String name, Note note) {
        String tags = note.tags().stream().map(tag -> " #" + tag).collect(Collectors.joining());
        return name + (note.done() ? " [x] " : " ") + Words.firstLine(note.text()) + tags;
    }

    private void say(String text) {
        out.println(Words.printable(text));
    }
}
