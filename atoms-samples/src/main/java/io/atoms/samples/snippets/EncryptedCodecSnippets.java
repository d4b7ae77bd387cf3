package io.atoms.samples.snippets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atoms.utils.storage.Codec;
import io.atoms.utils.storage.EncryptedCodec;
import io.atoms.utils.storage.EncryptionKeys;
import io.atoms.utils.storage.JacksonCodec;
import io.atoms.utils.storage.StorageException;
import java.io.PrintStream;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/** The snippets of {@code docs/utilities/encrypted-codec.md}. */
final class EncryptedCodecSnippets {
    private EncryptedCodecSnippets() {}

    static void rotation(PrintStream out) throws Exception {
        // tag::rotation
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(256);
        SecretKey oldKey = generator.generateKey();
        SecretKey newKey = generator.generateKey();
        Codec<String> plain = JacksonCodec.of(String.class);

        Codec<String> before = EncryptedCodec.of(plain, EncryptionKeys.of("2025", oldKey));
        byte[] stored = before.encode("a secret");
        out.println(new String(stored, UTF_8).contains("secret"));

        EncryptionKeys keys = EncryptionKeys.of("2026", newKey).andOld("2025", oldKey);
        Codec<String> now = EncryptedCodec.of(plain, keys);
        out.println(now.decode(stored, 1));

        stored[stored.length - 1] ^= 1;
        try {
            now.decode(stored, 1);
        } catch (StorageException refused) {
            out.println(refused.kind());
        }
        // end::rotation
    }

    static void password(PrintStream out) throws Exception {
        // tag::password
        byte[] salt = EncryptionKeys.newSalt(); // once; then kept in the clear beside the data
        char[] passphrase = "correct horse battery staple".toCharArray();
        EncryptionKeys keys = EncryptionKeys.ofPassword(passphrase, salt);

        Codec<String> notes = EncryptedCodec.of(JacksonCodec.of(String.class), keys);
        out.println(notes.decode(notes.encode("a note"), notes.version()));
        // end::password
    }
}
