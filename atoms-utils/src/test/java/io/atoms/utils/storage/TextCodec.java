package io.atoms.utils.storage;

import java.nio.charset.StandardCharsets;

/** Text as UTF-8; the text "bad" can't be decoded, "heavy" not encoded, "secret" is refused. */
final class TextCodec implements Codec<String> {

    @Override
    public byte[] encode(String value) {
        if (value.equals("heavy")) {
            throw new IllegalStateException("too heavy");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes, int version) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.equals("bad")) {
            throw new IllegalStateException("it is bad");
        }
        if (text.equals("secret")) {
            throw StorageException.refused("It is secret. Ask for the key.", null);
        }
        return text;
    }
}
