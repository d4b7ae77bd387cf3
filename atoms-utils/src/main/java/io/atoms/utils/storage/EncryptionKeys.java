package io.atoms.utils.storage;

import java.security.SecureRandom;
import java.util.Objects;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an {@link EncryptedCodec}, each with an id: the current one, which encrypts, and older ones, which still
 * read. Implement it to ask a key store: it is asked whenever a value is written or read, never before.
 *
 * <pre>{@code
 * EncryptionKeys keys = EncryptionKeys.of("2026", newKey).andOld("2025", oldKey);
 * }</pre>
 *
 * <p><b>Rules.</b> A key is an AES key of 128, 192 or 256 bits. The id is stored in the clear with each value; it never
 * comes to mean another key. One key encrypts at most 2<sup>32</sup> values; take a new one before that.
 *
 * <p><b>Threads.</b> Any, several at a time.
 *
 * <p><b>Errors.</b> A key of another algorithm or size is an {@code IllegalArgumentException}. If a method throws while a
 * value is read, the value is refused and stays as it is.
 */
public interface EncryptionKeys {

    /** The rounds of {@link #ofPassword(char[], byte[])}: what OWASP recommends for PBKDF2-HMAC-SHA256 since 2023. */
    int PASSWORD_ROUNDS = 600_000;

    /** {@return the id of the key that encrypts; 1 to 255 bytes in UTF-8} */
    String currentId();

    /**
     * {@return the key of an id, or null if there is none}
     *
     * @param id what a stored value names
     */
    @Nullable
    SecretKey key(String id);

    /**
     * One key.
     *
     * @param id names the key; 1 to 255 bytes in UTF-8
     * @param key an AES key
     * @return the keys
     */
    static EncryptionKeys of(String id, SecretKey key) {
        return FixedKeys.of(id, key);
    }

    /**
     * {@return a key of 256 bits that is made of a password by PBKDF2-HMAC-SHA256 in {@value #PASSWORD_ROUNDS} rounds} That takes
     * some tenths of a second, once. The id tells the salt and the rounds, so that another salt is another id.
     *
     * @param password not empty; the caller may overwrite it afterwards
     * @param salt at least 16 bytes, made once by {@link #newSalt} and kept in the clear beside the data: it is no secret,
     *     and without it nothing can be read again
     */
    static EncryptionKeys ofPassword(char[] password, byte[] salt) {
        return ofPassword(password, salt, PASSWORD_ROUNDS);
    }

    /**
     * As {@link #ofPassword(char[], byte[])}, in another number of rounds, at least 1,000.
     *
     * @param rounds the same as when the values were written
     * @param password not empty; the caller may overwrite it afterwards
     * @param salt made by {@link #newSalt} and kept with the data
     * @return the keys
     */
    static EncryptionKeys ofPassword(char[] password, byte[] salt, int rounds) {
        return PasswordKey.of(password, salt, rounds);
    }

    /** {@return a new random salt of 16 bytes} */
    static byte[] newSalt() {
        byte[] salt = new byte[PasswordKey.SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    /**
     * {@return the same keys, and one more that reads what was written with it}
     *
     * @param id names the key; 1 to 255 bytes in UTF-8
     * @param key an AES key
     */
    default EncryptionKeys andOld(String id, SecretKey key) {
        return andOld(of(id, key));
    }

    /**
     * {@return the same keys, and all the others, which read what was written with them}
     *
     * @param old keys that read only
     */
    default EncryptionKeys andOld(EncryptionKeys old) {
        Objects.requireNonNull(old, "old");
        EncryptionKeys current = this;
        return new EncryptionKeys() {
            @Override
            public String currentId() {
                return current.currentId();
            }

            @Override
            public @Nullable SecretKey key(String id) {
                SecretKey key = current.key(id);
                return key == null ? old.key(id) : key;
            }

            @Override
            public String toString() {
                return current + " and old " + old;
            }
        };
    }
}
