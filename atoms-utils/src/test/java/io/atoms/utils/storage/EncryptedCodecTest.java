package io.atoms.utils.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.utils.storage.CodecTypes.User;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedCodecTest {
    private static final User ANN = new User("Ann Smith", 42, Optional.of("ann@example.com"));
    private static final SecretKey KEY = key(1, 32);
    private static final SecretKey OTHER = key(2, 32);

    private final JacksonCodec<User> plain = JacksonCodec.of(User.class);
    private final EncryptedCodec<User> codec = EncryptedCodec.of(plain, EncryptionKeys.of("k1", KEY));

    private static SecretKey key(int seed, int bytes) {
        byte[] key = new byte[bytes];
        Arrays.fill(key, (byte) seed);
        return new SecretKeySpec(key, "AES");
    }

    private static String refusal(Codec<?> codec, byte[] bytes) {
        return refusal(codec, bytes, 1);
    }

    /** The message of a refusal, which leaves the bytes as they are. Anything else fails. */
    private static String refusal(Codec<?> codec, byte[] bytes, int version) {
        byte[] before = bytes.clone();
        Throwable thrown = catchThrowable(() -> codec.decode(bytes, version));
        assertThat(thrown).isInstanceOf(StorageException.class);
        assertThat(((StorageException) thrown).kind()).isEqualTo(StorageException.Kind.REFUSED);
        assertThat(bytes).isEqualTo(before);
        return thrown.getMessage();
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Nested
    class RoundTrip {
        @ParameterizedTest(name = "{0} bytes")
        @ValueSource(ints = {16, 24, 32})
        void value_comesBack_withAKeyOfEachSize(int size) throws Exception {
            EncryptedCodec<User> sized = EncryptedCodec.of(plain, EncryptionKeys.of("k", key(7, size)));

            assertThat(sized.decode(sized.encode(ANN), 1)).isEqualTo(ANN);
            assertThat(sized.decode(sized.encode(null), 1)).isNull();
        }

        @Test
        void bytes_showTheKeyIdAndNothingElse() throws Exception {
            String text = new String(codec.encode(ANN), ISO_8859_1);

            assertThat(text).contains("k1").doesNotContain("Ann", "Smith", "name", "example", "42");
        }

        @Test
        void sameValue_isNeverTheSameBytes() throws Exception {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 1000; i++) {
                byte[] bytes = codec.encode(ANN);
                seen.add(new String(Arrays.copyOfRange(bytes, 12, 24), ISO_8859_1));
            }

            assertThat(seen).hasSize(1000);
        }

        @Test
        void version_isThatOfTheInnerCodec() throws Exception {
            EncryptedCodec<User> old = EncryptedCodec.of(plain, EncryptionKeys.of("k1", KEY));
            EncryptedCodec<User> next = EncryptedCodec.of(
                    plain.version(2).migrate(1, tree -> ((tools.jackson.databind.node.ObjectNode) tree).put("age", 7)),
                    EncryptionKeys.of("k1", KEY));

            assertThat(next.version()).isEqualTo(2);
            assertThat(next.decode(old.encode(ANN), 1).age()).isEqualTo(7);
            assertThat(next.decode(next.encode(ANN), 2).age()).isEqualTo(42);
            assertThat(refusal(old, next.encode(ANN), 2)).contains("written by version 2 of its schema");
        }

        @Test
        void threads_shareACodec() {
            assertThatCode(() -> IntStream.range(0, 2000).parallel().forEach(i -> {
                        try {
                            User user = new User("u" + i, i, Optional.empty());
                            assertThat(codec.decode(codec.encode(user), 1)).isEqualTo(user);
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    }))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class Altered {
        @Test
        void everyFlippedBit_isRefused() throws Exception {
            byte[] bytes = codec.encode(ANN);
            EncryptedCodec<User> both =
                    EncryptedCodec.of(plain, EncryptionKeys.of("k1", KEY).andOld("k0", OTHER));
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] bad = bytes.clone();
                bad[bit / 8] ^= (byte) (1 << bit % 8);
                refusal(codec, bad);
                refusal(both, bad);
            }
        }

        @Test
        void everyTruncation_isRefused() throws Exception {
            byte[] bytes = codec.encode(ANN);
            for (int length = 0; length < bytes.length; length++) {
                refusal(codec, Arrays.copyOf(bytes, length));
            }
            refusal(codec, Arrays.copyOf(bytes, bytes.length + 1));
        }

        /** Each part is authentic, but they don't belong together. */
        @Test
        void swappedHeader_isRefused() throws Exception {
            EncryptionKeys same = EncryptionKeys.of("k1", KEY).andOld("k2", KEY);
            byte[] one = codec.encode(ANN);
            byte[] two = EncryptedCodec.of(plain, EncryptionKeys.of("k2", KEY)).encode(ANN);
            byte[] mixed = two.clone();
            System.arraycopy(one, 0, mixed, 0, 8);

            assertThat(refusal(EncryptedCodec.of(plain, same), mixed)).contains("altered");
        }

        @Test
        void otherVersionThanWritten_isRefused() throws Exception {
            EncryptedCodec<User> later =
                    EncryptedCodec.of(plain.version(2).migrate(1, tree -> tree), EncryptionKeys.of("k1", KEY));

            assertThat(refusal(later, codec.encode(ANN), 2)).contains("altered", "version 1", "not 2");
        }

        @Test
        void newerFormat_isRefused() throws Exception {
            byte[] bytes = codec.encode(ANN);
            bytes[4] = 2;

            assertThat(refusal(codec, bytes)).contains("format 2", "Use a newer program");
        }
    }

    @Nested
    class Keys {
        @Test
        void oldKey_stillReads_andTheCurrentOneWrites() throws Exception {
            byte[] old = codec.encode(ANN);
            EncryptionKeys rotated = EncryptionKeys.of("k2", OTHER).andOld("k1", KEY);
            EncryptedCodec<User> next = EncryptedCodec.of(plain, rotated);

            assertThat(next.decode(old, 1)).isEqualTo(ANN);
            assertThat(refusal(codec, next.encode(ANN))).contains("\"k2\"", "not known here", "andOld");
            EncryptionKeys thrice = EncryptionKeys.of("k3", key(3, 16)).andOld(rotated);
            assertThat(EncryptedCodec.of(plain, thrice).decode(old, 1)).isEqualTo(ANN);
        }

        @Test
        void wrongKey_isRefused() throws Exception {
            EncryptedCodec<User> wrong = EncryptedCodec.of(plain, EncryptionKeys.of("k1", OTHER));

            assertThat(refusal(wrong, codec.encode(ANN))).contains("\"k1\"", "wrong key", "altered", "left as it is");
        }

        @Test
        void supplier_isAskedAtUse() throws Exception {
            StringBuilder asked = new StringBuilder();
            EncryptionKeys keys = new EncryptionKeys() {
                @Override
                public String currentId() {
                    return "late";
                }

                @Override
                public SecretKey key(String id) {
                    asked.append(id).append(' ');
                    return KEY;
                }
            };
            EncryptedCodec<User> late = EncryptedCodec.of(plain, keys);

            assertThat(late.version()).isEqualTo(1);
            assertThat(asked).isEmpty();
            assertThat(late.decode(late.encode(ANN), 1)).isEqualTo(ANN);
            assertThat(asked).hasToString("late late ");
        }

        /** The bytes may be good: they must not be set aside because a key store is not there. */
        @Test
        void supplierThatFails_refusesAndWritesNothing() throws Exception {
            byte[] bytes = codec.encode(ANN);
            EncryptionKeys broken = new EncryptionKeys() {
                @Override
                public String currentId() {
                    return "k1";
                }

                @Override
                public SecretKey key(String id) {
                    throw new IllegalStateException("no card in the reader");
                }
            };
            EncryptedCodec<User> codecOfBroken = EncryptedCodec.of(plain, broken);

            assertThat(refusal(codecOfBroken, bytes)).contains("no card in the reader");
            assertThatIllegalStateException().isThrownBy(() -> codecOfBroken.encode(ANN));
        }

        @Test
        void suppliedKeyThatDoesNotFit_isRefused() throws Exception {
            byte[] bytes = codec.encode(ANN);
            SecretKey[] supplied = {new SecretKeySpec(new byte[32], "HmacSHA256")};
            EncryptionKeys keys = new EncryptionKeys() {
                @Override
                public String currentId() {
                    return "k1";
                }

                @Override
                public SecretKey key(String id) {
                    return supplied[0];
                }
            };
            EncryptedCodec<User> unfit = EncryptedCodec.of(plain, keys);

            assertThat(refusal(unfit, bytes)).contains("HmacSHA256");
            assertThatIllegalArgumentException().isThrownBy(() -> unfit.encode(ANN));
            supplied[0] = null;
            assertThat(refusal(unfit, bytes)).contains("not known here");
            assertThatIllegalStateException()
                    .isThrownBy(() -> unfit.encode(ANN))
                    .withMessageContaining("no key \"k1\"");
        }

        @Test
        void keysThatDoNotFit_areRefusedWhenDefined() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EncryptionKeys.of("k", key(1, 20)))
                    .withMessageContaining("160 bits");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EncryptionKeys.of("k", new SecretKeySpec(new byte[16], "DES")))
                    .withMessageContaining("DES");
            assertThatIllegalArgumentException().isThrownBy(() -> EncryptionKeys.of("", KEY));
            assertThatIllegalArgumentException().isThrownBy(() -> EncryptionKeys.of("x".repeat(256), KEY));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EncryptionKeys.of("k", KEY).andOld("o", key(1, 8)));
        }

        @Test
        void longestAndForeignIds_comeBack() throws Exception {
            for (String id : new String[] {"x".repeat(255), "Schl\u00fcssel \ud83d\udd11"}) {
                EncryptedCodec<User> named = EncryptedCodec.of(plain, EncryptionKeys.of(id, KEY));
                assertThat(named.decode(named.encode(ANN), 1)).isEqualTo(ANN);
            }
        }
    }

    @Nested
    class Password {
        private static final int ROUNDS = 1000;

        private final byte[] salt = EncryptionKeys.newSalt();

        private EncryptedCodec<User> with(String password, byte[] anySalt, int rounds) {
            return EncryptedCodec.of(plain, EncryptionKeys.ofPassword(password.toCharArray(), anySalt, rounds));
        }

        @Test
        void samePasswordAndSalt_read() throws Exception {
            byte[] bytes = with("pass\u00e9", salt, ROUNDS).encode(ANN);

            assertThat(with("pass\u00e9", salt.clone(), ROUNDS).decode(bytes, 1))
                    .isEqualTo(ANN);
            assertThat(refusal(with("passe", salt, ROUNDS), bytes)).contains("wrong key");
        }

        @Test
        void otherSaltOrRounds_areAnotherKeyId() throws Exception {
            byte[] bytes = with("p", salt, ROUNDS).encode(ANN);

            assertThat(refusal(with("p", EncryptionKeys.newSalt(), ROUNDS), bytes))
                    .contains("not known here");
            assertThat(refusal(with("p", salt, ROUNDS + 1), bytes)).contains("not known here", "password-1000-");
        }

        @Test
        void defaultRounds_areThoseOfOwasp() {
            char[] password = "p".toCharArray();
            EncryptionKeys keys = EncryptionKeys.ofPassword(password, salt);

            assertThat(keys.currentId()).startsWith("password-600000-");
            assertThat(password).containsExactly('p');
        }

        /** PBKDF2 of RFC 7914, section 11, cut to 256 bits. */
        @Test
        void key_isThatOfTheStandard() {
            byte[] sixteen = "NaCl".repeat(4).getBytes(UTF_8);
            EncryptionKeys keys = EncryptionKeys.ofPassword("Password".toCharArray(), sixteen, 80_000);
            SecretKey key = keys.key(keys.currentId());

            assertThat(key.getAlgorithm()).isEqualTo("AES");
            assertThat(key.getEncoded()).hasSize(32).isEqualTo(pbkdf2("Password", sixteen, 80_000));
        }

        private byte[] pbkdf2(String password, byte[] anySalt, int rounds) {
            try {
                javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacSHA256"));
                mac.update(anySalt);
                byte[] last = mac.doFinal(new byte[] {0, 0, 0, 1});
                byte[] sum = last.clone();
                for (int i = 1; i < rounds; i++) {
                    last = mac.doFinal(last);
                    for (int j = 0; j < sum.length; j++) {
                        sum[j] ^= last[j];
                    }
                }
                return sum;
            } catch (java.security.GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void badArguments_areRefused() {
            char[] password = {'p'};
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EncryptionKeys.ofPassword(new char[0], salt))
                    .withMessageContaining("empty");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EncryptionKeys.ofPassword(password, new byte[15]))
                    .withMessageContaining("newSalt()");
            assertThatIllegalArgumentException().isThrownBy(() -> EncryptionKeys.ofPassword(password, salt, 999));
        }

        @Test
        void salts_differ() {
            assertThat(EncryptionKeys.newSalt()).hasSize(16).isNotEqualTo(EncryptionKeys.newSalt());
        }
    }

    @Nested
    class Plain {
        @Test
        void plainBytes_areRefused_namingTheRemedy() {
            assertThat(refusal(codec, plain.encode(ANN))).contains("not encrypted", "readingPlain()");
            assertThat(refusal(codec, new byte[0])).contains("not encrypted");
        }

        @Test
        void readingPlain_readsBoth_andEncrypts() throws Exception {
            EncryptedCodec<User> migrating = codec.readingPlain();

            assertThat(migrating.decode(plain.encode(ANN), 1)).isEqualTo(ANN);
            byte[] bytes = migrating.encode(ANN);
            assertThat(codec.decode(bytes, 1)).isEqualTo(ANN);
            assertThat(migrating.decode(bytes, 1)).isEqualTo(ANN);
            bytes[bytes.length - 1] ^= 1;
            refusal(migrating, bytes);
        }
    }

    @Nested
    class Secrecy {
        @Test
        void plainText_isInNoMessageAndNoStackTrace() throws Exception {
            String secret = "hunter2";
            Codec<String> texts = JacksonCodec.of(String.class);
            byte[] bytes =
                    EncryptedCodec.of(texts, EncryptionKeys.of("k1", KEY)).encode(secret);
            EncryptedCodec<Integer> numbers =
                    EncryptedCodec.of(JacksonCodec.of(Integer.class), EncryptionKeys.of("k1", KEY));
            // Without encryption, the parser quotes the value.
            assertThat(catchThrowable(() -> JacksonCodec.of(Integer.class).decode(texts.encode(secret), 1)))
                    .hasMessageContaining(secret);

            Throwable thrown = catchThrowable(() -> numbers.decode(bytes, 1));

            // Not refused: the key was right, so nobody can read these bytes.
            assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("jackson");
            assertThat(stackTrace(thrown)).doesNotContain(secret).contains("JacksonCodec");
        }

        @Test
        void failureToEncode_doesNotTellTheValue() {
            Codec<String> failing = JacksonCodec.of(String.class)
                    .mapped(
                            text -> {
                                throw new IllegalArgumentException("can't store " + text);
                            },
                            text -> text);
            Throwable thrown = catchThrowable(() ->
                    EncryptedCodec.of(failing, EncryptionKeys.of("k1", KEY)).encode("hunter2"));

            assertThat(stackTrace(thrown)).doesNotContain("hunter2").contains("could not be encoded");
        }

        @Test
        void texts_tellNoKey() {
            EncryptionKeys keys = EncryptionKeys.of("k1", KEY).andOld("k0", OTHER);

            assertThat(keys.toString()).isEqualTo("EncryptionKeys[k1] and old EncryptionKeys[k0]");
            assertThat(codec.toString()).isEqualTo("EncryptedCodec[" + plain + "]");
        }

        @Test
        void stepThatFails_doesNotTellTheValue() throws Exception {
            byte[] bytes = codec.encode(ANN);
            JacksonCodec<User> broken = plain.version(2).migrate(1, tree -> {
                throw new IllegalStateException("what is " + tree + "?");
            });
            EncryptedCodec<User> next = EncryptedCodec.of(broken, EncryptionKeys.of("k1", KEY));

            assertThat(refusal(next, bytes)).contains("IllegalStateException").doesNotContain("Ann");
            assertThat(stackTrace(catchThrowable(() -> next.decode(bytes, 1)))).doesNotContain("Ann Smith");
        }
    }

    /** A codec of bytes may hand out the very array that it was given. */
    @Test
    void bytes_comeBack() throws Exception {
        Codec<byte[]> same = new Codec<>() {
            @Override
            public byte[] encode(byte[] value) {
                return value;
            }

            @Override
            public byte[] decode(byte[] bytes, int version) {
                return bytes;
            }
        };
        EncryptedCodec<byte[]> encrypted = EncryptedCodec.of(same, EncryptionKeys.of("k1", KEY));
        byte[] value = {1, 2, 3};

        assertThat(encrypted.decode(encrypted.encode(value), 1)).containsExactly(1, 2, 3);
        assertThat(value).containsExactly(1, 2, 3);
    }

    @Test
    void emptyValue_comesBack() throws Exception {
        Codec<String> texts = JacksonCodec.of(String.class);
        EncryptedCodec<String> encrypted = EncryptedCodec.of(texts, EncryptionKeys.of("k1", KEY));

        assertThat(encrypted.decode(encrypted.encode(""), 1)).isEmpty();
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> EncryptedCodec.of(texts, null))
                .withMessage("keys");
    }
}
