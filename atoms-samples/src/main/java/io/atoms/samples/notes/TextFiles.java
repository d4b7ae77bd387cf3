package io.atoms.samples.notes;

import io.atoms.utils.Progress;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads the texts of notes: each line of a text file, or each text file of a folder and the folders in it. */
final class TextFiles {

    /** So many texts are read from one report to the next. */
    static final int PER_REPORT = 500;

    /** Reading, with its progress. The result has no empty text. */
    static final Progress<Path, List<String>> READING = Progress.<Path, List<String>>of((report, from) ->
                    Mono.fromCallable(() -> read(from, report)).subscribeOn(Schedulers.boundedElastic()))
            .named("import");

    private TextFiles() {}

    static boolean isText(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isDirectory(path) || name.endsWith(".txt") || name.endsWith(".md");
    }

    private static List<String> read(Path from, Progress.Reporter report) throws IOException {
        return Files.isDirectory(from) ? readFolder(from, report) : readLines(from, report);
    }

    private static List<String> readLines(Path file, Progress.Reporter report) throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> lines = text(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            add(texts, lines.get(i));
            tell(report, i + 1, lines.size(), "line");
        }
        return texts;
    }

    private static List<String> readFolder(Path folder, Progress.Reporter report) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(TextFiles::isText)
                    .sorted()
                    .toList();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            add(texts, text(files.get(i)));
            tell(report, i + 1, files.size(), "file");
        }
        return texts;
    }

    private static void add(List<String> texts, String text) {
        if (!text.isBlank()) {
            texts.add(text.strip());
        }
    }

    private static void tell(Progress.Reporter report, int done, int total, String noun) {
        if (done % PER_REPORT == 0) {
            report.message(Words.number(done) + " of " + Words.count(total, noun));
            report.done(done, total);
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new NotesException(file + " is no text in UTF-8. Nothing was imported.", e);
        }
    }
}
