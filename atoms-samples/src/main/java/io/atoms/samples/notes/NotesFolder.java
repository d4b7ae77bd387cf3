package io.atoms.samples.notes;

import io.atoms.AtomStore;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StorageException;
import io.atoms.utils.storage.StorageException.Kind;
import io.atoms.utils.storage.StorageOptions;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The folder where the notes are. Several terminals have it open at once, as shared. For what must not be disturbed, its
 * beginning and taking entries together, it is opened for this process alone, for a moment.
 */
final class NotesFolder {

    /** So many entries are read one by one before they are taken together. */
    static final int MOST_ENTRIES = 200;

    private static final Duration PAUSE = Duration.ofMillis(20);

    /** One thread, so that what is scheduled last is done last, see {@link #awaitReports}. Idle, it costs nothing. */
    private static final Scheduler FILES = Schedulers.newSingle("notes-files", true);

    private final Path folder;
    private final boolean encrypt;
    private final Passphrase passphrase;
    private final Surroundings surroundings;
    private final StorageOptions options;
    private final StorageAtom<Vault> vault = Vault.atom();

    /** Whether a problem was told. */
    private volatile boolean troubled;

    NotesFolder(Path folder, boolean encrypt, Passphrase passphrase, Surroundings surroundings, PrintStream err) {
        this.folder = folder;
        this.encrypt = encrypt;
        this.passphrase = passphrase;
        this.surroundings = surroundings;
        this.options = StorageOptions.ofDefaults().scheduler(FILES).onProblem(problem -> {
            troubled = true;
            err.println("notes: " + Words.message(problem));
        });
    }

    Path path() {
        return folder;
    }

    /** Opens it for as long as a command takes; it is begun if there is none. */
    NotesSession open() {
        Vault present = vault();
        Vault.Format format = format(present);
        return new NotesSession(patiently(this::shared), new NoteAtoms(format), present, format, surroundings.clock());
    }

    private FileStorage shared() {
        return FileStorage.openShared(folder, options);
    }

    private FileStorage alone() {
        return FileStorage.open(folder, options);
    }

    /** A folder that another terminal has open is free again in a moment; other failures have a cause. */
    private FileStorage patiently(Supplier<FileStorage> opening) {
        long end = System.nanoTime() + surroundings.patience().toNanos();
        while (true) {
            try {
                return opening.get();
            } catch (StorageException e) {
                if (e.kind() != Kind.NOT_OPENED || e.getCause() != null || System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Waits until the problems that were found so far have been told: the process may be about to end. */
    static void awaitReports() {
        Mono.empty().subscribeOn(FILES).block();
    }

    // ---- plain or encrypted ----

    private Vault vault() {
        Vault present = Files.isDirectory(folder)
                ? use(patiently(this::shared), store -> store.get(vault.value()))
                : Vault.NONE;
        return present.form() > 0 ? present : begun();
    }

    /** Chooses the form of a new folder, unless another terminal was faster. */
    private Vault begun() {
        Vault chosen = encrypt ? Vault.encrypted(passphrase.choose()) : Vault.PLAIN;
        return use(patiently(this::alone), store -> {
            if (store.get(vault.value()).form() == 0) {
                if (!store.get(Storage.KEYS).isEmpty()) {
                    throw new NotesException("The folder " + folder + " has notes, but its file notes.vault.atom is"
                            + " missing or damaged. Restore it from a backup.");
                }
                store.set(vault.value(), chosen);
                store.get(Storage.CURRENT).flush(store);
            }
            return store.get(vault.value());
        });
    }

    private Vault.Format format(Vault present) {
        String where = "The folder " + folder;
        present.checkForm(where);
        if (present.isEncrypted() && !encrypt) {
            throw new NotesException(where + " is encrypted. Use --encrypt, and its passphrase.");
        }
        if (!present.isEncrypted() && encrypt) {
            throw new NotesException(where + " is not encrypted, and files that were written in the clear can't be"
                    + " taken back. Export the notes, and import them into a new folder with --encrypt.");
        }
        return present.isEncrypted() ? present.format(passphrase.get(), "the folder " + folder) : Vault.PLAIN_FORMAT;
    }

    private static <R> R use(FileStorage storage, Function<AtomStore, R> work) {
        try (storage;
                AtomStore store = AtomStore.create()) {
            store.set(Storage.CURRENT, storage);
            return work.apply(store);
        } finally {
            awaitReports();
        }
    }

    // ---- keeping it small ----

    /**
     * Takes entries together, if nobody else has the folder open and all of them can be read; else another command will.
     */
    void tidy(Vault.Format format) {
        FileStorage storage;
        try {
            storage = alone();
        } catch (StorageException inUse) {
            return;
        }
        NoteAtoms atoms = new NoteAtoms(format);
        use(storage, store -> {
            store.get(atoms.log());
            awaitReports();
            if (troubled) {
                return store;
            }
            // First the base, on the disk, and only then away with what it holds.
            store.transaction(atoms::takeTogether);
            storage.flush(store);
            store.transaction(atoms::removeTaken);
            storage.flush(store);
            return store;
        });
    }
}
