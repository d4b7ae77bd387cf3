package io.atoms.utils.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** One key that is known. Its text tells the id alone. */
record FixedKeys(String currentId, SecretKey secret) implements EncryptionKeys {

    private static final int LONGEST_ID = 255;

    static FixedKeys of(String id, SecretKey key) {
        idBytes(Objects.requireNonNull(id, "id"));
        requireAes(id, Objects.requireNonNull(key, "key"));
        return new FixedKeys(id, key);
    }

    /** The id as it is stored. */
    static byte[] idBytes(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "The id of a key has 1 to " + LONGEST_ID + " bytes in UTF-8; this one has " + bytes.length + ".");
        }
        return bytes;
    }

    /** A key that is kept in hardware has no encoding; then the algorithm has to do. */
    static void requireAes(String id, SecretKey key) {
        if (!key.getAlgorithm().equals("AES")) {
            throw new IllegalArgumentException("The key \"" + id + "\" is one for " + key.getAlgorithm()
                    + ", not for AES. Make one with KeyGenerator.getInstance(\"AES\"), or EncryptionKeys.ofPassword.");
        }
        byte @Nullable [] encoded = key.getEncoded();
        if (encoded == null) {
            return;
        }
        int bits = encoded.length * 8;
        Arrays.fill(encoded, (byte) 0);
        if (bits != 128 && bits != 192 && bits != 256) {
            throw new IllegalArgumentException(
                    "The key \"" + id + "\" has " + bits + " bits. An AES key has 128, 192 or 256.");
        }
    }

    @Override
    public @Nullable SecretKey key(String id) {
        return id.equals(currentId) ? secret : null;
    }

    @Override
    public String toString() {
        return "EncryptionKeys[" + currentId + "]";
    }
}
