package io.atoms.utils.storage;

import io.atoms.utils.storage.EncryptedBytes.Header;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * A codec that encrypts what another one makes, by AES-GCM: nobody reads the values without the key, and nobody changes
 * them unnoticed.
 *
 * <pre>{@code
 * EncryptionKeys keys = EncryptionKeys.of("2026", newKey).andOld("2025", oldKey);
 * Codec<Note> notes = EncryptedCodec.of(JacksonCodec.of(Note.class), keys);
 * }</pre>
 *
 * <p><b>Rules.</b> Each write takes the current key and a new random nonce of 96 bits. The id of the key and the version
 * of the schema are stored in the clear, and protected with the value. What was written with an older key is read by its
 * id, and encrypted with the current one at the next write. The version is that of the inner codec.
 *
 * <p>Neither the name of the value nor its age is known to a codec: whoever can write the files can put an old value in
 * the place of a newer one, or swap two that have the same key. The length of the value can be seen.
 *
 * <p><b>Threads.</b> Immutable; any thread, several at a time.
 *
 * <p><b>Errors.</b> Whatever keeps the value from being decrypted <em>refuses</em> it with a {@link StorageException}: an
 * unknown key id, a wrong key, a flipped bit, bytes that are not encrypted. The value stays as it is and never becomes a
 * default. What was decrypted and can't be decoded is an error. No message tells the value: an exception of the inner
 * codec is replaced by one that names its class and has its stack trace. Only what the inner codec refuses for no other
 * exception, such as a newer version, is told as it is.
 *
 * @param <T> the type of the values
 */
public final class EncryptedCodec<T extends @Nullable Object> implements Codec<T> {

    private static final String CIPHER = "AES/GCM/NoPadding";

    private final Codec<T> inner;
    private final EncryptionKeys keys;
    private final boolean readingPlain;
    private final SecureRandom random = new SecureRandom();

    private EncryptedCodec(Codec<T> inner, EncryptionKeys keys, boolean readingPlain) {
        this.inner = inner;
        this.keys = keys;
        this.readingPlain = readingPlain;
    }

    /**
     * {@return a codec that encrypts what the inner one makes}
     *
     * @param <T> the type of the value
     * @param inner makes the bytes to encrypt
     * @param keys encrypt and decrypt
     */
    public static <T extends @Nullable Object> EncryptedCodec<T> of(Codec<T> inner, EncryptionKeys keys) {
        return new EncryptedCodec<>(
                Objects.requireNonNull(inner, "codec"), Objects.requireNonNull(keys, "keys"), false);
    }

    /**
     * {@return the same codec, which also reads what was stored before there was encryption} Such values are encrypted when they
     * are written next. Remove it when all are: as long as it is there, whoever can write the files can put plain values
     * there that are believed. Default: they are refused.
     */
    public EncryptedCodec<T> readingPlain() {
        return new EncryptedCodec<>(inner, keys, true);
    }

    @Override
    public int version() {
        return inner.version();
    }

    @Override
    public byte[] encode(T value) throws Exception {
        return encrypt(encodeInner(value));
    }

    private byte[] encrypt(byte[] plain) throws GeneralSecurityException {
        String id = keys.currentId();
        SecretKey key = keys.key(id);
        if (key == null) {
            throw new IllegalStateException(
                    "There is no key \"" + id + "\", which is said to be the current one. Nothing was written.");
        }
        FixedKeys.requireAes(id, key);
        byte[] nonce = new byte[EncryptedBytes.NONCE_BYTES];
        random.nextBytes(nonce);
        Header header = EncryptedBytes.header(id, inner.version(), nonce);
        byte[] clear = header.bytes;
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, header);
        cipher.updateAAD(clear);
        byte[] result = Arrays.copyOf(clear, Math.addExact(clear.length, cipher.getOutputSize(plain.length)));
        cipher.doFinal(plain, 0, plain.length, result, clear.length);
        return result;
    }

    @Override
    public T decode(byte[] bytes, int version) throws Exception {
        if (!EncryptedBytes.areOurs(bytes)) {
            if (readingPlain) {
                return decodeInner(bytes, version);
            }
            throw StorageException.refused(
                    "The value is not encrypted. If it was written before there was encryption, read it with"
                            + " EncryptedCodec.readingPlain(). It was left as it is.",
                    null);
        }
        return decodeInner(decrypt(bytes, version), version);
    }

    private byte[] decrypt(byte[] bytes, int version) {
        Header header = EncryptedBytes.read(bytes);
        if (header.version != version) {
            throw altered("it says it has version " + header.version + " of its schema, not " + version);
        }
        SecretKey key = keyToRead(header.keyId);
        byte[] clear = header.bytes;
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, header);
            cipher.updateAAD(clear);
            return cipher.doFinal(bytes, clear.length, bytes.length - clear.length);
        } catch (AEADBadTagException e) {
            throw StorageException.refused(
                    "The value can't be decrypted with the key \"" + header.keyId + "\": it is the wrong key, or the"
                            + " value was altered. Give the right key, or restore a backup. It was left as it is.",
                    e);
        } catch (GeneralSecurityException e) {
            throw StorageException.refused(
                    "The value can't be decrypted with the key \"" + header.keyId + "\". It was left as it is.", e);
        }
    }

    private SecretKey keyToRead(String id) {
        SecretKey key;
        try {
            key = keys.key(id);
            if (key != null) {
                FixedKeys.requireAes(id, key);
            }
        } catch (RuntimeException e) {
            throw StorageException.refused(
                    "The key \"" + id + "\" can't be had: " + e.getMessage() + " The value was left as it is.", e);
        }
        if (key == null) {
            throw StorageException.refused(
                    "The value was encrypted with the key \"" + id + "\", which is not known here. Add it with"
                            + " EncryptionKeys.andOld. It was left as it is.",
                    null);
        }
        return key;
    }

    static StorageException altered(String how) {
        return StorageException.refused(
                "The encrypted value was altered: " + how + ". Restore a backup. It was left as it is.", null);
    }

    private static Cipher cipher(int mode, SecretKey key, Header header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(EncryptedBytes.TAG_BITS, header.nonce));
        return cipher;
    }

    private byte[] encodeInner(T value) {
        try {
            return inner.encode(value);
        } catch (Exception e) {
            throw withoutText("The value could not be encoded", e);
        }
    }

    private T decodeInner(byte[] plain, int version) {
        try {
            return inner.decode(plain, version);
        } catch (StorageException e) {
            // A version is no secret; what failed, such as a step of a migration, may quote the value.
            throw e.getCause() == null
                    ? e
                    : StorageException.refused(
                            keptBack("The value was refused by the inner codec", e.getCause()), null);
        } catch (Exception e) {
            throw withoutText("The value could not be decoded", e);
        }
    }

    /** Parsers quote what they don't understand: neither their messages nor their causes may get into a log. */
    private static IllegalArgumentException withoutText(String what, Exception failure) {
        IllegalArgumentException safe = new IllegalArgumentException(keptBack(what, failure));
        safe.setStackTrace(failure.getStackTrace());
        return safe;
    }

    private static String keptBack(String what, Throwable failure) {
        return what + ": " + failure.getClass().getName()
                + ", whose message is kept back because it may quote the value.";
    }

    @Override
    public String toString() {
        return "EncryptedCodec[" + inner + "]";
    }
}
