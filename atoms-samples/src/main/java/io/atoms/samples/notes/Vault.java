package io.atoms.samples.notes;

import io.atoms.utils.storage.Codec;
import io.atoms.utils.storage.EncryptedCodec;
import io.atoms.utils.storage.EncryptionKeys;
import io.atoms.utils.storage.JacksonCodec;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StorageException;
import java.util.Base64;

/**
 * How the notes of a folder, or of an exported document, are stored: stored beside them in the clear.
 *
 * @param form the version of the layout; 0 if nothing is said
 * @param salt of the key that is made of the passphrase; empty if nothing is encrypted
 * @param check a known text, encrypted, by which a wrong passphrase is told
 */
record Vault(int form, String salt, String check) {

    private static final int FORM = 1;
    private static final String KNOWN = "These notes are encrypted.";

    static final Vault NONE = new Vault(0, "", "");
    static final Vault PLAIN = new Vault(FORM, "", "");

    /** The atom that holds it. */
    static StorageAtom<Vault> atom() {
        return StorageAtom.of("notes.vault", Vault.class, NONE);
    }

    boolean isEncrypted() {
        return !salt.isEmpty();
    }

    void checkForm(String where) {
        if (form > FORM) {
            throw new NotesException(where + " was written by a newer version of this program. Use that one.");
        }
    }

    /** How values are stored: as they are, or encrypted. */
    interface Format {
        <T> Codec<T> of(Class<T> type);
    }

    static final Format PLAIN_FORMAT = new Format() {
        @Override
        public <T> Codec<T> of(Class<T> type) {
            return JacksonCodec.of(type);
        }
    };

    private record Encrypted(EncryptionKeys keys) implements Format {
        @Override
        public <T> Codec<T> of(Class<T> type) {
            return EncryptedCodec.of(JacksonCodec.<T>of(type), keys);
        }
    }

    /** A new one with a salt of its own. */
    static Vault encrypted(char[] passphrase) {
        byte[] salt = EncryptionKeys.newSalt();
        try {
            byte[] check = new Encrypted(EncryptionKeys.ofPassword(passphrase, salt))
                    .of(String.class)
                    .encode(KNOWN);
            Base64.Encoder text = Base64.getEncoder();
            return new Vault(FORM, text.encodeToString(salt), text.encodeToString(check));
        } catch (Exception e) {
            throw new NotesException("Encryption does not work here: " + e.getMessage(), e);
        }
    }

    /** How to read and write what is encrypted, if the passphrase is the right one. */
    Format format(char[] passphrase, String where) {
        try {
            Base64.Decoder bytes = Base64.getDecoder();
            Format format = new Encrypted(EncryptionKeys.ofPassword(passphrase, bytes.decode(salt)));
            if (KNOWN.equals(format.of(String.class).decode(bytes.decode(check), 1))) {
                return format;
            }
        } catch (StorageException e) {
            throw new NotesException("The passphrase is not that of " + where + ". Nothing was changed.", e);
        } catch (Exception e) {
            throw new NotesException(where + " does not say properly how it is encrypted: " + e.getMessage(), e);
        }
        throw new NotesException("The passphrase is not that of " + where + ". Nothing was changed.");
    }
}
