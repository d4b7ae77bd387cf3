package io.atoms.utils.storage;

import io.atoms.AtomException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong with a stored value, or with a whole storage. It is thrown where there is a caller who can
 * do something about it, and otherwise given to {@link StorageOptions#onProblem} and shown by {@link Storage#STATUS}.
 * The message names the key or the place, what became of the data, and the remedy.
 */
public final class StorageException extends AtomException {

    private static final long serialVersionUID = 1L;

    /** What kind of problem it is. */
    private final Kind kind;

    /** The key of the value, or empty. */
    private final String key;

    /** The message without its code. */
    private final String reason;

    StorageException(Kind kind, String key, String reason, @Nullable Throwable cause) {
        super(kind.code, kind.code + ": " + reason, cause);
        this.kind = kind;
        this.key = key;
        this.reason = reason;
    }

    /** The message without its code, to be part of another one. */
    String reason() {
        return reason;
    }

    /**
     * {@return what a {@link Codec} throws if the bytes are good but must not be read by this program: the atom fails with this
     * exception, is not written, and the bytes stay where they are}
     *
     * @param message says why, and the remedy
     * @param cause what led to it, or null
     */
    public static StorageException refused(String message, @Nullable Throwable cause) {
        return new StorageException(Kind.REFUSED, "", Objects.requireNonNull(message, "message"), cause);
    }

    /** {@return what kind of problem it is} */
    public Kind kind() {
        return kind;
    }

    /** {@return the key of the value; empty if it is a problem of the whole storage} */
    public String key() {
        return key;
    }

    /** The kinds of problems. Their codes are listed in {@code docs/reference/errors.md}. */
    public enum Kind {
        /** The stored bytes are not what was written: truncated, altered, or none of ours. They were set aside. */
        DAMAGED("ATOMS-101"),
        /** The bytes are intact, and the codec can make no value of them. They were set aside. */
        UNDECODABLE("ATOMS-102"),
        /** The storage could not be read. What is there is set aside before anything is written in its place. */
        UNREADABLE("ATOMS-103"),
        /** The value was written by a newer version, or with another key. It is left untouched; the atom fails. */
        REFUSED("ATOMS-104"),
        /** Values could not be written. They stay in memory and are tried again. */
        NOT_WRITTEN("ATOMS-105"),
        /** The codec could make no bytes of the value, or too many. The value stored before stays. */
        NOT_ENCODED("ATOMS-106"),
        /** The place is in use by another process, or can't be opened. */
        NOT_OPENED("ATOMS-107"),
        /** The storage is closed, or none was chosen. */
        NOT_OPEN("ATOMS-108"),
        /** Changes of other processes can't be seen at present. */
        NOT_WATCHED("ATOMS-109"),
        /** A document could not be saved or loaded; the store is as before. */
        BAD_DOCUMENT("ATOMS-110");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** {@return the stable code of the kind} */
        public String code() {
            return code;
        }
    }
}
