package io.atoms.samples.notes;

import io.atoms.samples.SampleContext;
import io.atoms.utils.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line of Notes. Each method is one of its commands, and returns when what it did is on the disk. */
@Command(
        name = "notes",
        description = "Keeps notes in a folder that several terminals may use at once.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:it could not be done; the message says why", "2:bad option or command"})
public final class NotesCommand implements Runnable {

    private final SampleContext context;
    private final Surroundings surroundings;

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where the notes are; default: .atoms-notes in your home.")
    private @Nullable Path folder;

    @Option(
            names = "--encrypt",
            scope = ScopeType.INHERIT,
            description = "The folder is encrypted, or will be if it is new. The passphrase is asked for, or taken from"
                    + " the variable NOTES_PASSPHRASE.")
    private boolean encrypt;

    /** Makes the command in the given surroundings. */
    public NotesCommand(SampleContext context) {
        this(context, Surroundings.ofProcess());
    }

    /** Makes the command in the given surroundings, those that only Notes has among them. */
    public NotesCommand(SampleContext context, Surroundings surroundings) {
        this.context = context;
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: what is to be done with the notes?");
    }

    @Command(name = "add", description = "Adds a note.")
    int add(
            @Parameters(arity = "1..*", paramLabel = "TEXT") List<String> text,
            @Option(names = "--tag", paramLabel = "TAG", description = "Gives it a tag; may be repeated.") @Nullable
                    List<String> tags) {
        return in(notes -> notes.add(text(text), tags(tags)));
    }

    @Command(name = "list", description = "Lists the notes that are not done.")
    int list(
            @Option(names = "--tag", paramLabel = "TAG", description = "Only those with the tag; may be repeated.")
                    @Nullable
                    List<String> tags,
            @Option(names = "--all", description = "Those that are done, too.") boolean all) {
        return in(notes -> notes.list(tags(tags), all));
    }

    @Command(name = "show", description = "Shows all of a note.")
    int show(@Parameters(paramLabel = "ID") String id) {
        return in(notes -> notes.show(id));
    }

    @Command(name = "edit", description = "Gives a note another text.")
    int edit(
            @Parameters(index = "0", paramLabel = "ID") String id,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "TEXT") List<String> text) {
        return in(notes -> notes.edit(id, text(text)));
    }

    @Command(name = "tag", description = "Gives tags to a note.")
    int tag(
            @Parameters(index = "0", paramLabel = "ID") String id,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "TAG") List<String> tags,
            @Option(names = "--remove", description = "Takes them away instead.") boolean remove) {
        return in(notes -> notes.tag(id, tags(tags), remove));
    }

    @Command(name = "done", description = "Marks notes as done with.")
    int done(@Parameters(arity = "1..*", paramLabel = "ID") List<String> ids) {
        return in(notes -> notes.done(ids));
    }

    @Command(name = "remove", description = "Removes notes.")
    int remove(@Parameters(arity = "1..*", paramLabel = "ID") List<String> ids) {
        return in(notes -> notes.remove(ids));
    }

    @Command(name = "search", description = "Lists all notes that have all the words in their text or tags.")
    int search(@Parameters(arity = "1..*", paramLabel = "WORD") List<String> words) {
        return in(notes -> notes.search(
                words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList()));
    }

    @Command(name = "undo", description = "Takes back the last steps, whichever terminal made them.")
    int undo(@Parameters(defaultValue = "1", paramLabel = "N", description = "How many; default: 1.") int count) {
        return in(notes -> notes.undo(positive(count)));
    }

    @Command(name = "redo", description = "Does again what was undone last.")
    int redo(@Parameters(defaultValue = "1", paramLabel = "N", description = "How many; default: 1.") int count) {
        return in(notes -> notes.redo(positive(count)));
    }

    @Command(
            name = "export",
            description = "Writes all notes to one file; one from an encrypted folder is encrypted, too.")
    int exportNotes(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--plain", description = "In the clear in any case.") boolean plain) {
        return in(notes -> notes.export(resolved(file), plain));
    }

    @Command(
            name = "import",
            description =
                    "Adds the notes of an exported file, each line of a text file (.txt, .md), or each text file in"
                            + " a folder. All or nothing, and one step for undo.")
    int importNotes(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--tag", paramLabel = "TAG", description = "Gives a tag to new notes; may be repeated.")
                    @Nullable
                    List<String> tags) {
        Path from = resolved(file);
        Passphrase passphrase = new Passphrase(surroundings);
        if (TextFiles.isText(from)) {
            return in(passphrase, (notes, opened) -> notes.importTexts(existing(from), tags(tags)));
        }
        return in(
                passphrase,
                (notes, opened) -> notes.importDocument(from, Documents.load(existing(from), encrypt, passphrase)));
    }

    @Command(name = "watch", description = "Prints what changes, in other terminals, until the end of input (Ctrl+D).")
    int watch() {
        return in(notes -> notes.watch(surroundings.in()));
    }

    @Command(name = "status", description = "Tells how many notes there are, and what can be undone.")
    int status() {
        return in(new Passphrase(surroundings), (notes, opened) -> notes.status(opened));
    }

    // ---- arguments ----

    private String text(List<String> words) {
        String text = String.join(" ", words).strip();
        if (text.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "The text is empty.");
        }
        return text;
    }

    private List<String> tags(@Nullable List<String> typed) {
        return typed == null ? List.of() : typed.stream().map(this::tag).toList();
    }

    private String tag(String typed) {
        String tag = (typed.startsWith("#") ? typed.substring(1) : typed).toLowerCase(Locale.ROOT);
        if (!tag.matches("[\\p{L}\\p{N}_-]+")) {
            throw new ParameterException(
                    spec.commandLine(), "'" + typed + "' is no tag: use letters, digits, '-' and '_'.");
        }
        return tag;
    }

    private int positive(int count) {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "N must be 1 or more, was " + count + ".");
        }
        return count;
    }

    private Path resolved(Path file) {
        return context.currentFolder().resolve(file).normalize();
    }

    private static Path existing(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file;
    }

    // ---- running ----

    private interface Work {
        void in(Notes notes) throws IOException;
    }

    private interface FolderWork {
        void in(Notes notes, NotesFolder folder) throws IOException;
    }

    private int in(Work work) {
        return in(new Passphrase(surroundings), (notes, opened) -> work.in(notes));
    }

    private int in(Passphrase passphrase, FolderWork work) {
        Path path = folder == null ? surroundings.home().resolve(".atoms-notes") : resolved(folder);
        NotesFolder opened = new NotesFolder(path, encrypt, passphrase, surroundings, context.err());
        try {
            work(opened, work);
            return 0;
        } catch (NotesException | StorageException e) {
            return failed(Words.message(e));
        } catch (UncheckedIOException e) {
            return failed(reason(Objects.requireNonNull(e.getCause())));
        } catch (IOException e) {
            return failed(reason(e));
        }
    }

    private void work(NotesFolder opened, FolderWork work) throws IOException {
        boolean many;
        Vault.Format format;
        try (NotesSession session = opened.open()) {
            work.in(new Notes(session, context, surroundings.clock().getZone()), opened);
            many = session.hasManyEntries();
            format = session.format();
        }
        if (many) {
            tidy(opened, format);
        }
    }

    /** What was done is on the disk and has been acknowledged, so a problem here is only told. */
    private void tidy(NotesFolder opened, Vault.Format format) {
        try {
            opened.tidy(format);
        } catch (StorageException e) {
            context.err().println("notes: " + Words.message(e));
        }
    }

    private int failed(String why) {
        context.err().println("notes: " + Words.printable(why));
        return 1;
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "There is no file " + e.getMessage() + ".";
        }
        if (e instanceof AccessDeniedException) {
            return "You may not read or write " + e.getMessage() + ".";
        }
        return e.getClass().getSimpleName() + ": " + Words.message(e);
    }
}
