package io.atoms.utils.storage;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The key of a password. */
final class PasswordKey {

    static final int SALT_BYTES = 16;

    private static final int BITS = 256;
    private static final int FEWEST_ROUNDS = 1_000;
    private static final int ID_BYTES = 4;

    private PasswordKey() {}

    static EncryptionKeys of(char[] password, byte[] salt, int rounds) {
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(salt, "salt");
        if (password.length == 0) {
            throw new IllegalArgumentException("The password is empty.");
        }
        if (salt.length < SALT_BYTES) {
            throw new IllegalArgumentException("The salt has " + salt.length + " bytes; it must have at least "
                    + SALT_BYTES + ". Make it once with EncryptionKeys.newSalt() and keep it beside the data.");
        }
        if (rounds < FEWEST_ROUNDS) {
            throw new IllegalArgumentException("A password needs at least " + FEWEST_ROUNDS + " rounds, not " + rounds
                    + ". Leave the number out for the recommended one.");
        }
        byte[] key = derive(password, salt, rounds);
        try {
            return FixedKeys.of(id(salt, rounds), new SecretKeySpec(key, "AES"));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] derive(char[] password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, rounds, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no PBKDF2WithHmacSHA256.", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static String id(byte[] salt, int rounds) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(salt);
            return "password-" + rounds + "-" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256.", e);
        }
    }
}
