package io.atoms.utils.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a value is stored in: one line of text, then what the codec made.
 *
 * <pre>
 * atoms1 VERSION MILLIS SHA256
 * </pre>
 *
 * <p>{@code VERSION} is the codec's, {@code MILLIS} the time of writing in milliseconds of the Unix epoch, {@code
 * SHA256} the checksum, in hexadecimal digits, of the key, of version and time, and of the codec's bytes. The key is part of it so that
 * the file of one key that was renamed to another is noticed.
 */
@SuppressWarnings("ArrayRecordComponent") // it is never compared
record Envelope(int version, long millis, byte[] payload) {

    private static final String MAGIC = "atoms1";
    /** Longer than any header line. */
    private static final int LONGEST_HEADER = 128;

    byte[] seal(String key) {
        String facts = version + " " + millis;
        String header = MAGIC + " " + facts + " " + checksum(key, facts, payload, 0) + "\n";
        byte[] line = header.getBytes(StandardCharsets.US_ASCII);
        byte[] sealed = new byte[line.length + payload.length];
        System.arraycopy(line, 0, sealed, 0, line.length);
        System.arraycopy(payload, 0, sealed, line.length, payload.length);
        return sealed;
    }

    static Envelope open(String key, byte[] sealed) throws DamageException {
        int end = 0;
        while (end < sealed.length && end < LONGEST_HEADER && sealed[end] != '\n') {
            end++;
        }
        if (sealed.length == 0) {
            throw new DamageException("it is empty");
        }
        if (end == sealed.length || end == LONGEST_HEADER) {
            throw new DamageException("its first line is not a header");
        }
        String[] words = new String(sealed, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
        if (words.length != 4 || !words[0].equals(MAGIC)) {
            throw new DamageException("its first line is not a header");
        }
        if (!words[3].equals(checksum(key, words[1] + " " + words[2], sealed, end + 1))) {
            throw new DamageException("its checksum is wrong: it is truncated, was altered, or belongs to another key");
        }
        byte[] payload = new byte[sealed.length - end - 1];
        System.arraycopy(sealed, end + 1, payload, 0, payload.length);
        try {
            return new Envelope(Integer.parseInt(words[1]), Long.parseLong(words[2]), payload);
        } catch (NumberFormatException e) {
            throw new DamageException("its header is not readable");
        }
    }

    static String checksum(String key, String facts, byte[] bytes, int from) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        digest.update((name.length + " " + facts + "\n").getBytes(StandardCharsets.US_ASCII));
        digest.update(name);
        digest.update(bytes, from, bytes.length - from);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The stored bytes are not what was written, and why. */
    static final class DamageException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String why;

        DamageException(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
