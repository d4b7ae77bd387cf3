package io.atoms.samples.snippets;

import io.atoms.samples.SampleContext;
import io.atoms.samples.notes.NotesCommand;
import io.atoms.samples.notes.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Sessions with the sample Notes, as they are shown in the guide. */
final class NotesSnippets {

    private NotesSnippets() {}

    static void session(PrintStream out) throws IOException {
        inFolder(folder -> {
            type(out, folder, "add", "Buy milk", "--tag", "home");
            type(out, folder, "add", "Call the bank", "--tag", "work");
            type(out, folder, "tag", "2", "urgent");
            type(out, folder, "list");
            type(out, folder, "done", "1");
            type(out, folder, "undo", "2");
            type(out, folder, "redo");
            type(out, folder, "list", "--tag", "work");
            type(out, folder, "search", "BANK");
            type(out, folder, "show", "7");
        });
    }

    static void documents(PrintStream out) throws IOException {
        inFolder(folder -> {
            Files.writeString(folder.resolve("shopping.txt"), "bread\nbutter\njam\n");
            type(out, folder, "import", "shopping.txt", "--tag", "shop");
            type(out, folder, "export", "backup.json");
            type(out, folder, "remove", "1", "2", "3");
            type(out, folder, "import", "backup.json");
            type(out, folder, "list", "--tag", "shop");
            type(out, folder, "undo", "2");
        });
    }

    static void encryption(PrintStream out) throws IOException {
        inFolder(folder -> {
            type(out, folder, "add", "--encrypt", "The plan");
            type(out, folder, "list", "--encrypt");
            type(out, folder, "list");
        });
    }

    private interface Session {
        void in(Path folder) throws IOException;
    }

    private static void type(PrintStream out, Path folder, String... command) {
        StringBuilder typed = new StringBuilder("$ notes");
        for (String word : command) {
            typed.append(' ').append(word.contains(" ") ? "\"" + word + "\"" : word);
        }
        out.println(typed);
        // Messages are shown as a terminal does, between the results.
        PrintStream terminal = new PrintStream(out, true) {
            @Override
            public void println(String line) {
                super.println(line.replace(folder + "/", ""));
            }
        };
        Surroundings surroundings = new Surroundings(
                InputStream.nullInputStream(),
                Map.of("NOTES_PASSPHRASE", "correct horse battery staple"),
                folder,
                Clock.systemUTC(),
                Duration.ofSeconds(10),
                question -> null);
        SampleContext context = new SampleContext(terminal, terminal, false, folder);
        new CommandLine(new NotesCommand(context, surroundings)).execute(command);
    }

    private static void inFolder(Session session) throws IOException {
        Path folder = Files.createTempDirectory("notes");
        try {
            session.in(folder);
        } finally {
            List<Path> all;
            try (Stream<Path> files = Files.walk(folder)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            all.forEach(NotesSnippets::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
