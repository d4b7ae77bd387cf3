package io.atoms.utils.storage;

import io.atoms.utils.storage.StorageException.Kind;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The messages of the package: what happened, what became of the data, what to do. */
final class Reports {

    private Reports() {}

    static StorageException noStorage(String key) {
        return new StorageException(
                Kind.NOT_OPEN,
                key,
                "There is no storage for " + key
                        + ". Set Storage.CURRENT before the first use, to FileStorage.open(folder)"
                        + " or, in a test, to MemoryStorage.create().",
                null);
    }

    static StorageException closed(String storage, String what) {
        return new StorageException(
                Kind.NOT_OPEN,
                what,
                storage + " is closed; " + what
                        + " can't be read or written. Close stores before their storage, or set another"
                        + " Storage.CURRENT.",
                null);
    }

    static StorageException damaged(String storage, String key, String why, String kept, String instead) {
        return new StorageException(
                Kind.DAMAGED,
                key,
                "What " + storage + " has for " + key + " is damaged: " + why + ". " + kept + " " + instead,
                null);
    }

    static StorageException undecodable(String storage, String key, Throwable error, String kept, String instead) {
        return new StorageException(
                Kind.UNDECODABLE,
                key,
                "What " + storage + " has for " + key + " can't be decoded: " + reason(error) + " " + kept + " "
                        + instead + " If the type has changed, give the codec a version and a migration.",
                error);
    }

    static StorageException unreadable(String storage, String key, Throwable error, String instead) {
        return new StorageException(
                Kind.UNREADABLE,
                key,
                "What " + storage + " has for " + key + " could not be read: " + reason(error) + " " + instead
                        + " Before it is overwritten it will be set aside. Check the place and its permissions, and run"
                        + " StorageAtom.reload.",
                error);
    }

    static StorageException refused(String storage, String key, StorageException why) {
        return new StorageException(
                Kind.REFUSED,
                key,
                "What " + storage + " has for " + key + " is refused and left untouched: " + why.reason(),
                why);
    }

    static StorageException notWritten(String storage, Collection<String> keys, Throwable error) {
        return new StorageException(
                Kind.NOT_WRITTEN,
                keys.size() == 1 ? keys.iterator().next() : "",
                storage + " could not store " + some(keys) + ": " + reason(error)
                        + " The values stay in memory and are tried again. Free the disk, or restore the permission.",
                error);
    }

    static StorageException notEncoded(String storage, String key, Throwable error) {
        return new StorageException(
                Kind.NOT_ENCODED,
                key,
                "The value of " + key + " can't be encoded for " + storage + ": " + reason(error)
                        + " The value stored before stays. Write a value that the codec can encode, or change the codec.",
                error);
    }

    static StorageException tooLarge(String storage, String key, long bytes, long limit) {
        return new StorageException(
                Kind.NOT_ENCODED,
                key,
                "The value of " + key + " has " + bytes + " bytes, more than the " + limit + " that " + storage
                        + " takes. The value stored before stays. Write a smaller value, or raise StorageOptions.maxBytes.",
                null);
    }

    static StorageException twoDefinitions(String key) {
        return new StorageException(
                Kind.NOT_ENCODED,
                key,
                "Two storage atoms with the key " + key
                        + " were written in one store. The second one is not stored. Use one"
                        + " definition: a static field, or an AtomFamily by key.",
                null);
    }

    static StorageException notOpened(String storage, String message, @Nullable Throwable error) {
        return new StorageException(Kind.NOT_OPENED, "", storage + " can't be opened: " + message, error);
    }

    static StorageException notEnded(String storage) {
        return new StorageException(
                Kind.NOT_WRITTEN,
                "",
                storage + " could not store what is unsaved in a store that was closed while another thread was running"
                        + " its listeners. It is stored when these return. Don't let listeners wait.",
                null);
    }

    static StorageException notClosed(String storage, Throwable error) {
        return new StorageException(
                Kind.NOT_OPEN, "", storage + " could not be closed properly: " + reason(error), error);
    }

    static StorageException keysNotRead(String storage, Throwable error) {
        return new StorageException(
                Kind.UNREADABLE,
                "",
                "The keys of " + storage + " could not be read: " + reason(error)
                        + " Check the place and its permissions.",
                error);
    }

    static StorageException notWatched(String storage, Throwable error) {
        return new StorageException(
                Kind.NOT_WATCHED,
                "",
                "What other processes write to " + storage + " can't be seen at present: " + reason(error)
                        + " It is tried again.",
                error);
    }

    static StorageException badDocument(String message, @Nullable Throwable error) {
        return new StorageException(
                Kind.BAD_DOCUMENT, "", "The document " + message + " The store is as before.", error);
    }

    /** The error in words, as a sentence. */
    static String reason(Throwable error) {
        String message = error.getMessage();
        String text = error.getClass().getSimpleName() + (message == null ? "" : ": " + message.strip());
        return text.endsWith(".") ? text : text + ".";
    }

    static StorageException first(@Nullable StorageException first, StorageException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }

    private static String some(Collection<String> keys) {
        String listed = String.join(", ", keys.stream().limit(3).toList());
        return keys.size() <= 3 ? listed : listed + " and " + (keys.size() - 3) + " others";
    }
}
