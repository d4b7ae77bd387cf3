package io.atoms.samples.notes;

import io.atoms.samples.Output;
import io.atoms.samples.SampleContext;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Somebody who types commands. Each is a run of the program that shares nothing with the others but the folder. */
final class NotesTerminal {

    private final Path current;
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Output output = new Output();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private Duration patience = Duration.ofSeconds(30);

    /**
     * @param current the current folder; the notes are in its sub-folder {@code notes}
     */
    NotesTerminal(Path current) {
        this.current = current;
        this.folder = current.resolve("notes");
    }

    Path folder() {
        return folder;
    }

    NotesTerminal withPassphrase(@Nullable String passphrase) {
        if (passphrase == null) {
            environment.remove(Passphrase.VARIABLE);
        } else {
            environment.put(Passphrase.VARIABLE, passphrase);
        }
        return this;
    }

    NotesTerminal at(String time) {
        now = Instant.parse(time);
        return this;
    }

    NotesTerminal impatient() {
        patience = Duration.ofMillis(100);
        return this;
    }

    /** Runs a command and returns its exit code; {@link #out} and {@link #err} are those of this run. */
    int run(String... args) {
        return run(InputStream.nullInputStream(), args);
    }

    int run(InputStream in, String... args) {
        output = new Output();
        return run(output.context(current), in, args);
    }

    int run(SampleContext context, InputStream in, String... args) {
        CommandLine command = new CommandLine(new NotesCommand(context, surroundings(in)));
        command.setErr(new PrintWriter(context.err(), true));
        command.setOut(new PrintWriter(context.out(), true));
        String[] all = new String[args.length + 2];
        all[0] = "--folder";
        all[1] = folder.toString();
        System.arraycopy(args, 0, all, 2, args.length);
        return command.execute(all);
    }

    private Surroundings surroundings(InputStream in) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return new Surroundings(in, environment, current, clock, patience, question -> null);
    }

    NotesFolder open(boolean encrypt) {
        Surroundings surroundings = surroundings(InputStream.nullInputStream());
        return new NotesFolder(folder, encrypt, new Passphrase(surroundings), surroundings, System.err);
    }

    /** Takes entries together, as if there were many. */
    void tidy(boolean encrypt) {
        NotesFolder opened = open(encrypt);
        Vault.Format format;
        try (NotesSession session = opened.open()) {
            format = session.format();
        }
        opened.tidy(format);
    }

    /** Runs a command that must succeed without a message, and returns the lines that it prints. */
    List<String> lines(String... args) {
        int code = run(args);
        if (code != 0 || !err().isEmpty()) {
            throw new AssertionError(String.join(" ", args) + ": " + code + ", " + err());
        }
        return out().lines().toList();
    }

    String out() {
        return output.out();
    }

    String err() {
        return output.err();
    }
}
