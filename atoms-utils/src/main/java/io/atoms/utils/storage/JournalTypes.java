package io.atoms.utils.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * How keys and values lie in the pages of a journal. No class is named in the file, and no length is believed that is
 * longer than the page.
 */
final class JournalTypes {

    private JournalTypes() {}

    /** With a checksum: else a damaged key would be another key, and its value missing without a word. */
    static final BasicDataType<String> KEY = new Key();

    /** Without one: values are {@link Envelope}s, and damage of one must not make the others of its page unreadable. */
    static final BasicDataType<byte[]> VALUE = new Value();

    private static final class Key extends BasicDataType<String> {

        @Override
        public String[] createStorage(int size) {
            return new String[size];
        }

        @Override
        public int getMemory(String key) {
            return 24 + 2 * key.length();
        }

        @Override
        public int compare(String one, String other) {
            return one.compareTo(other);
        }

        @Override
        public void write(WriteBuffer buffer, String key) {
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            VALUE.write(buffer, bytes);
            buffer.putInt(checksum(bytes));
        }

        @Override
        public String read(ByteBuffer buffer) {
            byte[] bytes = VALUE.read(buffer);
            if (buffer.getInt() != checksum(bytes)) {
                throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "The checksum of a key is wrong");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private static int checksum(byte[] bytes) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            return (int) crc.getValue();
        }
    }

    private static final class Value extends BasicDataType<byte[]> {

        @Override
        public byte[][] createStorage(int size) {
            return new byte[size][];
        }

        @Override
        public int getMemory(byte[] bytes) {
            return 16 + bytes.length;
        }

        @Override
        public void write(WriteBuffer buffer, byte[] bytes) {
            buffer.putVarInt(bytes.length);
            buffer.put(bytes);
        }

        @Override
        public byte[] read(ByteBuffer buffer) {
            int size = DataUtils.readVarInt(buffer);
            if (size < 0 || size > buffer.remaining()) {
                throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "A length is wrong: {0}", size);
            }
            byte[] bytes = new byte[size];
            buffer.get(bytes);
            return bytes;
        }
    }
}
