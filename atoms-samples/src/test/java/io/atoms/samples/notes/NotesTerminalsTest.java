package io.atoms.samples.notes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoms.samples.SampleContext;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several terminals, and what happens when one of them dies. */
@Timeout(600)
class NotesTerminalsTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private NotesTerminal notes;

    @TempDir
    Path temporary;

    @BeforeEach
    void begin() {
        notes = new NotesTerminal(temporary);
    }

    /** The texts of all notes, none of which is there twice. */
    private Set<String> texts(NotesTerminal terminal) {
        List<String> texts = new ArrayList<>();
        try (NotesSession session = terminal.open(false).open()) {
            session.notes().all().forEach(note -> texts.add(note.text()));
        }
        assertThat(texts).doesNotHaveDuplicates();
        return new HashSet<>(texts);
    }

    private static Set<String> numbered(String text, int count) {
        Set<String> all = new HashSet<>();
        IntStream.rangeClosed(1, count).forEach(i -> all.add(text + i));
        return all;
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }

    @Nested
    class AtOnce {

        @Test
        void twoProcessesThatAdd_loseNothing() throws Exception {
            // The folder is new: one of them begins it.
            Process a = NotesChild.start(notes.folder(), "a", 25);
            Process b = NotesChild.start(notes.folder(), "b", 25);
            a.getInputStream().transferTo(PrintStream.nullOutputStream());
            b.getInputStream().transferTo(PrintStream.nullOutputStream());
            assertThat(a.waitFor()).isZero();
            assertThat(b.waitFor()).isZero();
            assertThat(texts(notes)).isEqualTo(union(numbered("a", 25), numbered("b", 25)));
        }

        @Test
        void twoOpenSessionsThatAdd_loseNothing_andSeeTheSame() {
            notes.lines("status");
            try (NotesSession mine = notes.open(false).open();
                    NotesSession yours = notes.open(false).open()) {
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> add(yours, "b", 50));
                add(mine, "a", 50);
                other.join();
                await().atMost(LIMIT).untilAsserted(() -> {
                    assertThat(mine.notes().all()).hasSize(100);
                    assertThat(mine.notes()).isEqualTo(yours.notes());
                });
            }
            assertThat(texts(notes)).isEqualTo(union(numbered("a", 50), numbered("b", 50)));
        }

        private static void add(NotesSession session, String text, int count) {
            for (int i = 1; i <= count; i++) {
                String each = text + i;
                session.addAll((number, name, now) ->
                        new NoteAction.Add(Note.of(NoteId.of(number, name), each, List.of(), now)));
            }
        }

        @Test
        void undo_takesBackTheLastStepOfAnybody() {
            NotesTerminal other = new NotesTerminal(temporary);
            notes.lines("add", "mine");
            other.lines("add", "yours");
            assertThat(notes.lines("undo")).containsExactly("undone: add 2");
            assertThat(other.lines("undo")).containsExactly("undone: add 1");
            assertThat(notes.lines("redo", "2")).containsExactly("done again: add 1", "done again: add 2");
        }

        @Test
        void undoBesideAnAdd_takesBackTheStepThatItNames() {
            Stream.of("a", "b").forEach(text -> notes.lines("add", text));
            try (NotesSession mine = notes.open(false).open();
                    NotesSession yours = notes.open(false).open()) {
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> add(yours, "c", 1));
                List<LogEntry.Step> undone = mine.undo(1);
                other.join();
                Set<String> expected = new HashSet<>(Set.of("a", "b", "c1"));
                expected.remove(((NoteAction.Add) undone.get(0).action()).note().text());
                assertThat(texts(notes)).isEqualTo(expected);
            }
        }
    }

    @Nested
    class Watching {

        @Test
        void watch_printsWhatOthersDo_untilTheInputEnds() throws Exception {
            notes.lines("add", "first");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            SampleContext context = new SampleContext(
                    new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, temporary);
            NotesTerminal watcher = new NotesTerminal(temporary);
            PipedOutputStream typed = new PipedOutputStream();
            try (PipedInputStream in = new PipedInputStream(typed)) {
                CompletableFuture<Integer> watching =
                        CompletableFuture.supplyAsync(() -> watcher.run(context, in, "watch"));
                awaitText(err, "watching 1 note");
                Process child = NotesChild.start(notes.folder(), "other", 2);
                assertThat(child.waitFor()).isZero();
                awaitText(out, "+ 2 other1\n");
                awaitText(out, "+ 3 other2\n");
                notes.lines("tag", "2", "x");
                awaitText(out, "~ 2 other1 #x\n");
                notes.lines("done", "1");
                awaitText(out, "~ 1 [x] first\n");
                notes.lines("undo");
                awaitText(out, "~ 1 first\n");
                notes.lines("remove", "3");
                awaitText(out, "- 3 other2\n");
                typed.close();
                assertThat(watching.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isZero();
            }
        }
    }

    /** It shows what has become of the notes, so each step is awaited before the next may undo it. */
    private static void awaitText(ByteArrayOutputStream printed, String text) {
        await().atMost(LIMIT).until(() -> printed.toString(UTF_8).contains(text));
    }

    @Nested
    class Killed {

        private static final int ROUNDS = 5;
        private static final int MORE_THAN_IT_HAS_TIME_FOR = 100_000;

        /** No acknowledged note is missing, and the folder can be used, however often its user is killed. */
        @Test
        void aProcess_losesNothingThatItAcknowledged() throws Exception {
            Random random = new Random(1);
            Set<String> acknowledged = new HashSet<>();
            int written = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                String text = "round" + round + "-";
                Process child = NotesChild.start(notes.folder(), text, MORE_THAN_IT_HAS_TIME_FOR);
                int enough = 1 + random.nextInt(10);
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
                    int seen = 0;
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        acknowledged.add(line.substring(line.lastIndexOf(' ') + 1));
                        if (++seen == enough) {
                            busy(random.nextInt(20_000_000));
                            child.toHandle().destroyForcibly(); // not that of the process, which closes the stream
                        }
                    }
                } finally {
                    child.destroyForcibly();
                }
                assertThat(child.waitFor()).isEqualTo(128 + 9);
                Set<String> there = texts(notes);
                assertThat(there).containsAll(acknowledged);
                assertThat(there.size()).isLessThanOrEqualTo(acknowledged.size() + round);
                written = there.size();
            }
            assertThat(written).isGreaterThanOrEqualTo(ROUNDS);
            assertThat(notes.lines("add", "alive")).hasSize(1);
        }

        /** So that the signal falls at any moment of a command. */
        private static void busy(int nanos) {
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    @Nested
    class Tidying {

        private List<String> entries() throws IOException {
            try (Stream<Path> files = Files.list(notes.folder())) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.startsWith("notes.entry."))
                        .sorted()
                        .toList();
            }
        }

        @Test
        void afterManyEntries_theyAreTakenTogether_andNothingChangesForUsers() throws IOException {
            notes.lines("status");
            try (NotesSession session = notes.open(false).open()) {
                AtOnce.add(session, "a", NotesFolder.MOST_ENTRIES);
            }
            assertThat(entries()).hasSize(NotesFolder.MOST_ENTRIES);
            notes.lines("add", "one more");
            assertThat(entries()).isEmpty();
            assertThat(notes.lines("list")).hasSize(NotesFolder.MOST_ENTRIES + 2);
            assertThat(notes.lines("undo", "2")).containsExactly("undone: add 201", "undone: add 200");
            assertThat(notes.lines("redo")).containsExactly("done again: add 200");
            assertThat(notes.lines("add", "next")).containsExactly("added 202 next");
            assertThat(entries()).hasSize(3);
        }

        @Test
        void whileAnotherTerminalIsThere_itWaits() throws IOException {
            notes.lines("add", "a");
            try (NotesSession session = notes.open(false).open()) {
                assertThat(session.notes().all()).hasSize(1);
                notes.tidy(false);
                assertThat(entries()).hasSize(1);
            }
            notes.tidy(false);
            assertThat(entries()).isEmpty();
            assertThat(notes.lines("list")).containsExactly("1 a", "1 note");
        }

        @Test
        void withAnEntryThatCantBeRead_itIsLeftToAnotherTime() throws IOException {
            notes.lines("add", "a");
            notes.lines("add", "b");
            Files.writeString(notes.folder().resolve(entries().get(0)), "garbage");
            notes.tidy(false);
            assertThat(entries()).hasSize(2).anyMatch(name -> name.contains(".damaged-"));
            assertThat(notes.lines("list")).containsExactly("2 b", "1 note");
        }

        @Test
        void killedBetweenBaseAndRemoval_nothingIsTwice() throws IOException {
            notes.lines("add", "a");
            notes.lines("add", "b");
            notes.lines("undo");
            Path kept = Files.createDirectory(temporary.resolve("kept"));
            for (String entry : entries()) {
                Files.copy(notes.folder().resolve(entry), kept.resolve(entry));
            }
            List<String> before = notes.lines("status");
            notes.tidy(false);
            // What the killed one had not removed yet.
            try (Stream<Path> files = Files.list(kept)) {
                for (Path file : files.toList()) {
                    Files.copy(file, notes.folder().resolve(file.getFileName()));
                }
            }
            assertThat(notes.lines("status")).isEqualTo(before);
            assertThat(notes.lines("redo")).containsExactly("done again: add 2");
            notes.tidy(false);
            assertThat(entries()).isEmpty();
            assertThat(notes.lines("list")).containsExactly("1 a", "2 b", "2 notes");
        }
    }
}
