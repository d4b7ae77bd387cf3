package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StorageException;
import io.atoms.utils.storage.StorageOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.scheduler.Schedulers;

/** The snippets of {@code docs/utilities/file-storage.md}. */
final class FileStorageSnippets {
    private FileStorageSnippets() {}

    private static final StorageAtom<String> THEME = StorageAtom.of("theme", String.class, "light");

    static void files(PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("atoms");
        // tag::files
        StorageAtom<String> title = StorageAtom.of("Window/Title", String.class, "untitled");
        try (AtomStore store = AtomStore.create();
                FileStorage files = FileStorage.open(folder)) {
            store.set(Storage.CURRENT, files);
            store.set(THEME.value(), "dark");
            store.set(title.value(), "Notes");
        }

        List<String> lines = Files.readAllLines(folder.resolve("theme.atom"));
        out.println(lines.get(0).substring(0, 8) + " ... " + lines.get(1));
        try (Stream<Path> all = Files.list(folder)) {
            all.map(file -> file.getFileName().toString()).sorted().forEach(out::println);
        }
        // end::files
    }

    static void damaged(PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("atoms");
        // tag::damaged
        Files.writeString(folder.resolve("theme.atom"), "rubbish");
        StorageOptions options = StorageOptions.ofDefaults()
                .scheduler(Schedulers.immediate())
                .onProblem(problem -> out.println(problem.kind() + " " + problem.key()));
        try (AtomStore store = AtomStore.create();
                FileStorage files = FileStorage.open(folder, options)) {
            store.set(Storage.CURRENT, files);
            out.println(store.get(THEME.value()));
        }
        try (Stream<Path> all = Files.list(folder)) {
            out.println(
                    all.filter(file -> file.toString().contains(".damaged-")).count() + " file is kept aside");
        }
        // end::damaged
    }

    static void owned(PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("atoms");
        // tag::owned
        try (FileStorage mine = FileStorage.open(folder)) {
            out.println("open: " + mine.status().isSaved());
            FileStorage.open(folder);
        } catch (StorageException e) {
            out.println(e.kind());
        }
        // end::owned
    }

    static void shared(PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("atoms");
        // tag::shared
        // Here both are in one process; usually they are not.
        try (AtomStore mine = AtomStore.create();
                AtomStore yours = AtomStore.create();
                FileStorage here = FileStorage.openShared(folder);
                FileStorage there = FileStorage.openShared(folder)) {
            mine.set(Storage.CURRENT, here);
            yours.set(Storage.CURRENT, there);
            mine.set(THEME.value(), "dark");
            String arrived = yours.flux(THEME.value())
                    .filter(theme -> theme.equals("dark"))
                    .blockFirst(Duration.ofSeconds(20));
            out.println(arrived);
        }
        // end::shared
    }
}
