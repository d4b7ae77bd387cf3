package io.atoms.utils.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * File names of keys. A name holds nothing but {@code a-z 0-9 _ - .} and {@code %} with two hexadecimal digits for any other
 * byte of the key in UTF-8, a leading dot among them. So no key can name another folder, and no two keys have names that differ in
 * upper and lower case only, which some file systems take for the same.
 *
 * <p>A name that would be too long for a file system is cut and ends with {@code ~} and the SHA-256 of the key; the key
 * is then kept in a file of its own.
 */
final class FileNames {

    static final String SUFFIX = ".atom";
    static final String KEY_SUFFIX = ".key";
    static final String BACKUP_SUFFIX = ".bak";

    /** Most file systems take 255; suffixes need some. */
    private static final int LONGEST = 180;

    private static final int PREFIX_OF_LONG = 100;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private FileNames() {}

    /** The name of the key's file, without suffix. */
    static String of(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        StringBuilder name = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            char c = (char) (each & 0xff);
            if (isPlain(c) && !(c == '.' && name.isEmpty())) {
                name.append(c);
            } else {
                name.append('%').append(HEX.toHexDigits(each));
            }
        }
        return name.length() <= LONGEST ? name.toString() : name.substring(0, PREFIX_OF_LONG) + "~" + hash(bytes);
    }

    /** Whether the key can't be told from the name. */
    static boolean isCut(String name) {
        return name.indexOf('~') >= 0;
    }

    /** The key of a name that is not cut; null if it is no such name. */
    static @Nullable String keyOf(String name) {
        byte[] bytes = new byte[name.length()];
        int length = 0;
        try {
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c == '%') {
                    bytes[length++] = (byte) HexFormat.fromHexDigits(name, i + 1, i + 3);
                    i += 2;
                } else {
                    bytes[length++] = (byte) c;
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
        }
        String key = new String(bytes, 0, length, StandardCharsets.UTF_8);
        return of(key).equals(name) ? key : null;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
