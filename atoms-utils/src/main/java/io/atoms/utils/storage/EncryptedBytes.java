package io.atoms.utils.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What an {@link EncryptedCodec} stores: mark, format (1 byte), length of the key id (1 byte), key id in UTF-8, version of
 * the schema (4 bytes), nonce (12 bytes); then the cipher text and its tag (16 bytes). All before the cipher text is its
 * associated data.
 */
final class EncryptedBytes {

    static final int NONCE_BYTES = 12;
    static final int TAG_BITS = 128;

    /** 0xFF occurs in no UTF-8, so no text begins like this. */
    private static final byte[] MARK = {(byte) 0xFF, 'A', 'T', 'E'};

    private static final byte FORMAT = 1;

    /** All but the key id. */
    private static final int FIXED_BYTES = MARK.length + 1 + 1 + Integer.BYTES + NONCE_BYTES;

    private EncryptedBytes() {}

    /** Whether the bytes were made by an EncryptedCodec, as far as the beginning tells. */
    static boolean areOurs(byte[] bytes) {
        return bytes.length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
    }

    /** What is before the cipher text; nobody vouches for it yet. */
    static Header read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes, MARK.length, bytes.length - MARK.length);
        int format = in.hasRemaining() ? Byte.toUnsignedInt(in.get()) : FORMAT;
        if (format > FORMAT) {
            throw StorageException.refused(
                    "The value is encrypted in format " + format + ", this program knows " + FORMAT
                            + ". Use a newer program. It was left as it is.",
                    null);
        }
        int idLength = in.hasRemaining() ? Byte.toUnsignedInt(in.get()) : 0;
        int length = FIXED_BYTES + idLength;
        if (idLength == 0 || bytes.length < length + TAG_BITS / Byte.SIZE) {
            throw EncryptedCodec.altered("its " + bytes.length + " bytes are too few");
        }
        byte[] id = new byte[idLength];
        in.get(id);
        return new Header(
                new String(id, StandardCharsets.UTF_8),
                in.getInt(),
                Arrays.copyOfRange(bytes, length - NONCE_BYTES, length),
                Arrays.copyOf(bytes, length));
    }

    static Header header(String keyId, int version, byte[] nonce) {
        byte[] id = FixedKeys.idBytes(keyId);
        byte[] clear = ByteBuffer.allocate(FIXED_BYTES + id.length)
                .put(MARK)
                .put(FORMAT)
                .put((byte) id.length)
                .put(id)
                .putInt(version)
                .put(nonce)
                .array();
        return new Header(keyId, version, nonce, clear);
    }

    /** In the clear, and protected. */
    static final class Header {
        final String keyId;
        final int version;
        final byte[] nonce;

        /** All of it as it is stored, to the bit. */
        final byte[] bytes;

        Header(String keyId, int version, byte[] nonce, byte[] bytes) {
            this.keyId = keyId;
            this.version = version;
            this.nonce = nonce;
            this.bytes = bytes;
        }
    }
}
