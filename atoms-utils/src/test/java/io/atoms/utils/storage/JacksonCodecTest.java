package io.atoms.utils.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.utils.storage.CodecTypes.*;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JacksonCodecTest {

    private static <T> T roundTrip(JacksonCodec<T> codec, T value) {
        return codec.decode(codec.encode(value), codec.version());
    }

    private static <T> String json(JacksonCodec<T> codec, T value) {
        return new String(codec.encode(value), UTF_8);
    }

    private static <T> T parse(JacksonCodec<T> codec, String json) {
        return codec.decode(json.getBytes(UTF_8), codec.version());
    }

    private static String refusal(Class<?> type) {
        return refusal(JacksonCodec.of(type));
    }

    private static String refusal(JacksonCodec<?> codec) {
        try {
            codec.version();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
        throw new AssertionError("not refused: " + codec);
    }

    @Nested
    class Values {
        @Test
        void record_isCompactJson() {
            JacksonCodec<User> codec = JacksonCodec.of(User.class);

            User ann = new User("Ann", 42, Optional.of("ann@example.com"));
            assertThat(json(codec, ann)).isEqualTo("{\"name\":\"Ann\",\"age\":42,\"mail\":\"ann@example.com\"}");
            assertThat(roundTrip(codec, ann)).isEqualTo(ann);
        }

        @Test
        void times_areIsoText_andComeBackEqual() {
            ZoneId paris = ZoneId.of("Europe/Paris");
            LocalDateTime overlap = LocalDateTime.of(2025, 10, 26, 2, 30);
            Times times = new Times(
                    Instant.parse("2026-01-02T03:04:05.000000001Z"),
                    LocalDate.of(2026, 2, 28),
                    LocalTime.of(23, 59, 59, 999_999_999),
                    LocalDateTime.of(1, 2, 3, 4, 5),
                    OffsetDateTime.of(overlap, ZoneOffset.ofHoursMinutes(5, 30)),
                    ZonedDateTime.ofLocal(overlap, paris, ZoneOffset.ofHours(1)),
                    Duration.ofSeconds(1, 5),
                    Period.of(1, 2, 3),
                    Year.of(2026),
                    YearMonth.of(2026, 3),
                    MonthDay.of(2, 29),
                    paris);
            JacksonCodec<Times> codec = JacksonCodec.of(Times.class);

            assertThat(roundTrip(codec, times)).isEqualTo(times);
            assertThat(json(codec, times))
                    .contains("\"2026-01-02T03:04:05.000000001Z\"", "\"2026-02-28\"", "\"PT1.000000005S\"", "P1Y2M3D");
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"Z", "UTC", "GMT+2", "America/New_York", "+05:30"})
        void zonedDateTime_keepsItsZone(String zone) {
            ZonedDateTime time = ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneId.of(zone));

            assertThat(roundTrip(JacksonCodec.of(ZonedDateTime.class), time)).isEqualTo(time);
        }

        @Test
        void extremeTimes_comeBackEqual() {
            JacksonCodec<List<Instant>> codec = JacksonCodec.of(new TypeReference<>() {});
            List<Instant> instants = List.of(Instant.MIN, Instant.MAX, Instant.EPOCH);
            JacksonCodec<List<LocalDate>> dates = JacksonCodec.of(new TypeReference<>() {});
            List<LocalDate> days = List.of(LocalDate.MIN, LocalDate.MAX);

            assertThat(roundTrip(codec, instants)).isEqualTo(instants);
            assertThat(roundTrip(dates, days)).isEqualTo(days);
        }

        @Test
        void others_comeBackEqual() {
            JacksonCodec<Others> codec = JacksonCodec.of(Others.class);
            Others others = new Others(
                    new BigDecimal("1.10"),
                    BigInteger.TWO.pow(100),
                    0.1,
                    0.1f,
                    Long.MIN_VALUE,
                    '\u20ac',
                    new UUID(1, 2),
                    URI.create("https://example.com/?q=ä"),
                    OptionalInt.of(3),
                    Colour.GREEN,
                    Map.of(Colour.GREEN, List.of(1, 2)));

            assertThat(roundTrip(codec, others)).isEqualTo(others);
            assertThat(json(codec, others)).contains("\"colour\":\"GREEN\"", "{\"GREEN\":[1,2]}", "1.10");
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE})
        void unusualDouble_comesBack(Double value) {
            assertThat(roundTrip(JacksonCodec.of(Double.class), value)).isEqualTo(value);
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"1E+3", "1.000", "1E+400", "1E-400", "-0.00", "1E+2147483647"})
        void decimal_keepsItsScale(String text) {
            BigDecimal value = new BigDecimal(text);

            assertThat(roundTrip(JacksonCodec.of(BigDecimal.class), value)).isEqualTo(value);
        }

        @Test
        void null_isStored() {
            assertThat(json(JacksonCodec.of(User.class), null)).isEqualTo("null");
            assertThat(roundTrip(JacksonCodec.of(User.class), null)).isNull();
            assertThat(roundTrip(JacksonCodec.of(Shape.class), null)).isNull();
        }

        @Test
        void optionalAsRoot_comesBack() {
            JacksonCodec<Optional<User>> codec = JacksonCodec.of(new TypeReference<>() {});
            Optional<User> ann = Optional.of(new User("Ann", 1, Optional.empty()));

            assertThat(roundTrip(codec, ann)).isEqualTo(ann);
            assertThat(roundTrip(codec, Optional.empty())).isEmpty();
        }

        @Test
        void map_keepsItsOrder() {
            JacksonCodec<LinkedHashMap<String, Integer>> codec = JacksonCodec.of(new TypeReference<>() {});
            LinkedHashMap<String, Integer> map = new LinkedHashMap<>();
            map.put("z", 1);
            map.put("a", null);
            map.put("", 3);

            assertThat(json(codec, map)).isEqualTo("{\"z\":1,\"a\":null,\"\":3}");
            assertThat(new ArrayList<>(roundTrip(codec, map).keySet())).containsExactly("z", "a", "");
        }

        @Test
        void keyWithATextOfItsOwn_comesBack() {
            JacksonCodec<Map<GoodKey, Integer>> codec = JacksonCodec.of(new TypeReference<>() {});

            assertThat(json(codec, Map.of(new GoodKey("a"), 1))).isEqualTo("{\"a\":1}");
            assertThat(roundTrip(codec, Map.of(new GoodKey("a"), 1))).isEqualTo(Map.of(new GoodKey("a"), 1));
        }

        @ParameterizedTest(name = "#{index}")
        @ValueSource(strings = {"", "\ud83d\ude00", "a\u0000b", "\ufeffx", "\u2028", "\"\\/\n", "\ud83d", "x\ude00y"})
        void text_comesBack(String text) {
            JacksonCodec<String> codec = JacksonCodec.of(String.class);

            assertThat(roundTrip(codec, text)).isEqualTo(text);
        }

        @ParameterizedTest(name = "#{index}")
        @ValueSource(strings = {"", "\ud83d\ude00", "a\ud83d\ude00", "a\u0000b", "\ufeffx", "\"\\/\n"})
        void key_comesBack(String text) {
            JacksonCodec<Map<String, Integer>> codec = JacksonCodec.of(new TypeReference<>() {});

            assertThat(roundTrip(codec, Map.of(text, 1))).isEqualTo(Map.of(text, 1));
        }

        /** Jackson would write it, and not read it again. */
        @ParameterizedTest(name = "#{index}")
        @ValueSource(strings = {"\ud83d", "x\ude00y", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
        void keyWithHalfACharacter_isNotWritten(String text) {
            JacksonCodec<Map<String, Integer>> codec = JacksonCodec.of(new TypeReference<>() {});

            assertThatThrownBy(() -> codec.encode(Map.of(text, 1))).hasMessageContaining("half a surrogate pair");
        }

        @Test
        void encode_twice_makesTheSameBytes() {
            Map<String, Shape> named = new LinkedHashMap<>(Map.of("a", new Circle(1), "b", new Box(1, 2)));
            Shape shape = new Many(List.of(new Circle(3)), named, Optional.of(Fixed.DOT));

            assertThat(JacksonCodec.of(Shape.class).encode(shape))
                    .isEqualTo(JacksonCodec.of(Shape.class).encode(shape));
        }
    }

    @Nested
    class SealedValues {
        private final JacksonCodec<Shape> shapes = JacksonCodec.of(Shape.class);

        @Test
        void root_carriesTheNameOfItsClass() {
            assertThat(json(shapes, new Circle(1))).isEqualTo("{\"@type\":\"Circle\",\"radius\":1.0}");
            assertThat(json(shapes, new Box(1, 2))).isEqualTo("{\"@type\":\"box\",\"width\":1.0,\"height\":2.0}");
            assertThat(json(shapes, new Nothing())).isEqualTo("{\"@type\":\"Nothing\"}");
        }

        @Test
        void everySubtype_comesBack() {
            Pair pair = new Pair(new Circle(1), new Pair(new Box(1, 2), new Nothing()));
            Map<String, Shape> named = Map.of("p", pair, "f", Fixed.LINE);
            List<Shape> all =
                    List.of(pair, Fixed.DOT, Fixed.LINE, new Many(List.of(pair, Fixed.LINE), named, Optional.of(pair)));

            for (Shape each : all) {
                assertThat(roundTrip(shapes, each)).isEqualTo(each);
            }
        }

        @Test
        void partsOfSealedType_comeBack_andOthersCarryNoName() {
            JacksonCodec<Drawing> codec = JacksonCodec.of(Drawing.class);
            Drawing drawing =
                    new Drawing("d", new Circle(1), new Pair(Fixed.DOT, Fixed.LINE), new Circle(2), Fixed.LINE);

            assertThat(roundTrip(codec, drawing)).isEqualTo(drawing);
            assertThat(json(codec, drawing)).contains("\"circle\":{\"radius\":2.0},\"fixed\":\"LINE\"");
            Drawing empty = new Drawing(null, null, null, null, null);
            assertThat(roundTrip(codec, empty)).isEqualTo(empty);
        }

        @Test
        void containers_carryTheNames() {
            JacksonCodec<List<Shape>> lists = JacksonCodec.of(new TypeReference<>() {});
            JacksonCodec<Map<String, Shape>> maps = JacksonCodec.of(new TypeReference<>() {});
            JacksonCodec<Optional<Shape>> optionals = JacksonCodec.of(new TypeReference<>() {});
            JacksonCodec<Shape[]> arrays = JacksonCodec.of(Shape[].class);

            assertThat(json(lists, List.of(new Nothing()))).isEqualTo("[{\"@type\":\"Nothing\"}]");
            assertThat(roundTrip(lists, List.of(new Circle(1), Fixed.DOT)))
                    .isEqualTo(List.of(new Circle(1), Fixed.DOT));
            assertThat(roundTrip(maps, Map.of("a", new Circle(1)))).isEqualTo(Map.of("a", new Circle(1)));
            assertThat(roundTrip(optionals, Optional.of(new Circle(1)))).contains(new Circle(1));
            assertThat(roundTrip(arrays, new Shape[] {new Circle(1), null})).containsExactly(new Circle(1), null);
        }

        @Test
        void genericSealedType_keepsItsArguments() {
            JacksonCodec<Result<Shape>> codec = JacksonCodec.of(new TypeReference<>() {});
            JacksonCodec<List<Result<List<Instant>>>> lists = JacksonCodec.of(new TypeReference<>() {});
            Result<Shape> ok = new Ok<>(new Circle(1));
            Result<Shape> failed = new Failed<>("no", List.of(ok, new Ok<>(Fixed.LINE)));
            List<Result<List<Instant>>> times = List.of(new Ok<>(List.of(Instant.EPOCH)));

            assertThat(json(codec, ok)).isEqualTo("{\"@type\":\"Ok\",\"value\":{\"@type\":\"Circle\",\"radius\":1.0}}");
            assertThat(roundTrip(codec, ok)).isEqualTo(ok);
            assertThat(roundTrip(codec, failed)).isEqualTo(failed);
            assertThat(roundTrip(lists, times)).isEqualTo(times);
        }

        @Test
        void sealedClass_isAValueItself() {
            JacksonCodec<Animal> codec = JacksonCodec.of(Animal.class);
            for (Animal animal : List.of(new Animal(), new Dog(), new Cat())) {
                animal.name = "x";
                assertThat(roundTrip(codec, animal)).isEqualTo(animal);
            }
        }

        /** It could not be read again, so it must not replace what is stored. */
        @Test
        void classThatIsNotPermitted_isNotWritten() {
            assertThatThrownBy(() -> JacksonCodec.of(Animal.class).encode(new Lion()))
                    .hasMessageContaining("Lion has no name among the subtypes")
                    .hasMessageContaining("Animal");
        }

        @Test
        void registeredSubtype_isKnown() {
            JsonMapper mapper =
                    JsonMapper.builder().registerSubtypes(Lion.class).build();
            JacksonCodec<Animal> codec = JacksonCodec.of(Animal.class).mapper(mapper);

            assertThat(roundTrip(codec, new Lion())).isInstanceOf(Lion.class);
        }

        @Test
        void unknownOrMissingName_isAnError() {
            assertThatExceptionOfType(JacksonException.class)
                    .isThrownBy(() -> parse(shapes, "{\"@type\":\"Star\"}"))
                    .withMessageContaining("Star")
                    .withMessageContaining("Circle");
            assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse(shapes, "{\"radius\":1}"));
        }

        @Test
        void nameNeedNotComeFirst() {
            assertThat(parse(shapes, "{\"radius\":1,\"@type\":\"Circle\"}")).isEqualTo(new Circle(1));
        }

        @Test
        void ownTypeInfo_isKept() {
            JacksonCodec<List<Vehicle>> codec = JacksonCodec.of(new TypeReference<>() {});
            List<Vehicle> vehicles = List.of(new Car(4), new Bike());

            assertThat(json(codec, vehicles)).isEqualTo("[{\"kind\":\"car\",\"seats\":4},{\"kind\":\"bike\"}]");
            assertThat(roundTrip(codec, vehicles)).isEqualTo(vehicles);
        }

        @Test
        void ownForm_isKept() {
            JacksonCodec<HasId> codec = JacksonCodec.of(HasId.class);

            assertThat(json(codec, new HasId(Id.of("a")))).isEqualTo("{\"id\":\"a\"}");
            assertThat(roundTrip(codec, new HasId(Id.of("a")))).isEqualTo(new HasId(Id.of("a")));
        }

        @Test
        void equalNames_areRefused() {
            for (Class<?> type : List.of(Clash.class, HasClash.class)) {
                assertThat(refusal(type))
                        .contains("\"Same\"", First.Same.class.getName(), Second.Same.class.getName(), "@JsonTypeName");
            }
        }

        @Test
        void propertyWithTheNameOfTheName_isRefused() {
            assertThat(refusal(Taken.class)).contains("@type", TakesName.class.getName());
        }
    }

    @Nested
    class Attacks {
        private static final String GADGET = Gadget.class.getName();

        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {
                    "{\"@class\":\"GADGET\",\"command\":\"x\"}",
                    "{\"@type\":\"GADGET\",\"command\":\"x\"}",
                    "{\"@c\":\".CodecTypes$Gadget\"}",
                    "{\"@type\":\"CodecTypes$Gadget\"}",
                    "{\"@type\":\"Gadget\"}",
                    "[\"GADGET\",{\"command\":\"x\"}]",
                    "[\"Gadget\",{}]",
                    "{\"GADGET\":{\"command\":\"x\"}}",
                    "{\"@type\":\"java.util.ArrayList<GADGET>\"}",
                    "{\"@type\":[\"GADGET\",{}]}",
                    "{\"@type\":{\"@class\":\"GADGET\"}}"
                })
        void bytes_neverNameAClass(String text) {
            int before = Gadget.MADE.get();
            String json = text.replace("GADGET", GADGET);
            assertThatExceptionOfType(JacksonException.class)
                    .isThrownBy(() -> parse(JacksonCodec.of(Shape.class), json));
            assertThatExceptionOfType(JacksonException.class)
                    .isThrownBy(() -> parse(JacksonCodec.of(Vehicle.class), json));
            // As plain data, the names are texts.
            assertThat(parse(JacksonCodec.of(Object.class), json)).isInstanceOfAny(Map.class, List.class);
            assertThat(Gadget.MADE.get()).isEqualTo(before);
        }

        @Test
        void fullNameOfAPermittedClass_isNoName() {
            assertThatExceptionOfType(JacksonException.class)
                    .isThrownBy(() -> parse(
                            JacksonCodec.of(Shape.class),
                            "{\"@type\":\"" + Circle.class.getName() + "\",\"radius\":1}"));
        }

        @Test
        void classNamesByAnnotation_areRefused() {
            for (Class<?> type : List.of(ByClass.class, ByMinimalClass.class, HasByClass.class, ObjectByClass.class)) {
                assertThat(refusal(type)).contains("CLASS", "choose which class", "Use NAME");
            }
        }

        @Test
        void classNamesByMixIn_areRefused() {
            JsonMapper mapper =
                    JsonMapper.builder().addMixIn(Shape.class, ByClass.class).build();

            assertThat(refusal(JacksonCodec.of(Shape.class).mapper(mapper))).contains("choose which class");
        }

        @Test
        void classesAsValues_areRefused() {
            JacksonCodec<Map<Class<?>, Integer>> keys = JacksonCodec.of(new TypeReference<>() {});
            JacksonCodec<List<Optional<Class<?>>>> values = JacksonCodec.of(new TypeReference<>() {});

            for (JacksonCodec<?> codec : List.of(JacksonCodec.of(Class.class), keys, values)) {
                assertThat(refusal(codec)).contains("java.lang.Class", "which class is loaded");
            }
        }

        /** What is declared as Object or as an open class is looked at when it is written. */
        @Test
        void classNamesOfWhatIsNotDeclared_areRefusedWhenWritten() {
            assertThatThrownBy(() -> JacksonCodec.of(Object.class).encode(new ByMinimalClass() {}))
                    .hasMessageContaining("choose which class");
        }

        @Test
        void defaultTyping_isRefused() {
            BasicPolymorphicTypeValidator all = BasicPolymorphicTypeValidator.builder()
                    .allowIfBaseType(Object.class)
                    .build();
            for (DefaultTyping typing : DefaultTyping.values()) {
                JsonMapper mapper =
                        JsonMapper.builder().activateDefaultTyping(all, typing).build();
                assertThat(refusal(JacksonCodec.of(Object.class).mapper(mapper)))
                        .contains("default typing", "deactivateDefaultTyping()");
            }
        }
    }

    @Nested
    class Evolution {
        private final JacksonCodec<User> users = JacksonCodec.of(User.class);

        @Test
        void unknownProperty_isIgnored() {
            assertThat(parse(users, "{\"name\":\"Ann\",\"gone\":{\"a\":[1]},\"age\":1}"))
                    .isEqualTo(new User("Ann", 1, Optional.empty()));
        }

        @Test
        void missingProperty_isNullZeroOrEmpty() {
            assertThat(parse(users, "{}")).isEqualTo(new User(null, 0, Optional.empty()));
            assertThat(parse(users, "{\"name\":null,\"age\":null,\"mail\":null}"))
                    .isEqualTo(new User(null, 0, Optional.empty()));
        }

        @Test
        void unknownConstant_isAnError() {
            assertThatExceptionOfType(JacksonException.class)
                    .isThrownBy(() -> parse(JacksonCodec.of(Colour.class), "\"BLUE\""));
        }

        @Test
        void fraction_isNotCutToAnInteger() {
            assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse(users, "{\"age\":1.5}"));
        }
    }

    @Nested
    class BadBytes {
        private final JacksonCodec<User> users = JacksonCodec.of(User.class);

        @ParameterizedTest(name = "#{index}")
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "{",
                    "{\"name\":\"Ann\"",
                    "{\"name\":\"Ann\"} x",
                    "{\"name\":\"Ann\"}{}",
                    "{\"name\":\"Ann\"}]",
                    "{\"name\":\"a\",\"name\":\"b\"}",
                    "{\"x\":{\"a\":1,\"a\":2}}",
                    "{'name':'Ann'}",
                    "// comment\n{}",
                    "\ufeff{}",
                    "[]",
                    "17",
                    "\"text\"",
                    "{\"age\":\"many\"}",
                    "\u0000"
                })
        void garbage_isAnError(String json) {
            assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse(users, json));
        }

        @Test
        void emptyBytes_areAnError_inAMigrationToo() {
            JacksonCodec<User> next = users.version(2).migrate(1, tree -> tree);

            assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> next.decode(new byte[0], 1));
            assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> next.decode("{} x".getBytes(UTF_8), 1));
            assertThatExceptionOfType(JacksonException.class)
                    .isThrownBy(() -> next.decode("{\"a\":1,\"a\":2}".getBytes(UTF_8), 1));
        }

        @Test
        void otherEncodings_areErrors() {
            byte[][] wrong = {
                "{\"name\":\"\u00e9\"}".getBytes(ISO_8859_1), // a lone byte
                "{\"name\":\"\u00c0\u0080\"}".getBytes(ISO_8859_1), // overlong
                "{\"name\":\"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1), // a surrogate
                "{\"name\":\"\u00f8\u0088\u0080\u0080\u0080\"}".getBytes(ISO_8859_1),
                "{}\u00c3".getBytes(ISO_8859_1) // cut off
            };
            for (byte[] bytes : wrong) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> users.decode(bytes, 1))
                        .withMessageContaining("not UTF-8 at offset");
            }
            assertThatExceptionOfType(JacksonException.class)
                    .isThrownBy(() -> users.decode("{}".getBytes(UTF_16BE), 1));
        }

        @Test
        void randomDamage_neverEndsInAnError() {
            byte[] good = users.encode(new User("Ann \u00e9 \ud83d\ude00", 42, Optional.of("x")));
            Random random = new Random(7);
            int failed = 0;
            for (int i = 0; i < 20_000; i++) {
                byte[] bad = good.clone();
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                try {
                    users.decode(bad, 1);
                } catch (JacksonException | IllegalArgumentException e) {
                    failed++;
                }
            }
            assertThat(failed).isGreaterThan(1000);
        }
    }

    @Nested
    class Size {
        @Test
        void depth_isBoundedAlikeInBothDirections() {
            JacksonCodec<Node> codec = JacksonCodec.of(Node.class);
            Node node = null;
            for (int i = 0; i < 500; i++) {
                node = new Node(i, node);
            }
            Node deepest = node;
            Node tooDeep = new Node(500, node);

            assertThat(roundTrip(codec, deepest)).isEqualTo(deepest);
            assertThatExceptionOfType(StreamConstraintsException.class)
                    .isThrownBy(() -> codec.encode(tooDeep))
                    .withMessageContaining("500");
            String bomb = "{\"next\":".repeat(100_000);
            assertThatExceptionOfType(StreamConstraintsException.class).isThrownBy(() -> parse(codec, bomb));
            assertThatExceptionOfType(StreamConstraintsException.class)
                    .isThrownBy(() -> codec.version(2).migrate(1, t -> t).decode(bomb.getBytes(UTF_8), 1));
            // In what is ignored, too.
            assertThatExceptionOfType(StreamConstraintsException.class)
                    .isThrownBy(() -> parse(codec, "{\"x\":" + "[".repeat(100_000)));
        }

        @Test
        void depthOfTheMapper_isTaken_andTheStackStillHolds() {
            JsonFactory deep = JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .build())
                    .build();
            JacksonCodec<Node> codec =
                    JacksonCodec.of(Node.class).mapper(JsonMapper.builder(deep).build());
            Node node = null;
            for (int i = 0; i < 1000; i++) {
                node = new Node(i, node);
            }
            Node last = node;
            Cycle one = new Cycle();
            Cycle other = new Cycle();
            one.self = other;
            other.self = one;

            assertThat(codec.encode(roundTrip(codec, last))).isEqualTo(codec.encode(last));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JacksonCodec.of(Cycle.class)
                            .mapper(JsonMapper.builder(deep).build())
                            .encode(one))
                    .withMessageContaining("nested too deeply");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> parse(codec, "{\"next\":".repeat(5_000_000)))
                    .withMessageContaining("nested too deeply");
        }

        /** What could be written must be readable on a thread with a small stack, too. */
        @Test
        void smallStack_isEnough() throws Exception {
            JacksonCodec<Shape> codec = JacksonCodec.of(Shape.class);
            Shape shape = new Nothing();
            for (int i = 0; i < 499; i++) {
                shape = new Pair(shape, null);
            }
            Shape deepest = shape;
            CompletableFuture<Boolean> equal = new CompletableFuture<>();
            Thread thread = new Thread(
                    null,
                    () -> {
                        try {
                            byte[] bytes = codec.encode(deepest);
                            equal.complete(Arrays.equals(codec.encode(codec.decode(bytes, 1)), bytes));
                        } catch (Throwable e) {
                            equal.completeExceptionally(e);
                        }
                    },
                    "small",
                    256 << 10);
            thread.start();

            assertThat(equal.get(60, TimeUnit.SECONDS)).isTrue();
        }

        @Test
        void cycle_isAnError() {
            Cycle cycle = new Cycle();
            cycle.self = cycle;

            assertThatThrownBy(() -> JacksonCodec.of(Cycle.class).encode(cycle)).isInstanceOf(Exception.class);
        }

        @Test
        void longText_comesBack() {
            String text = "x".repeat(200_000_000);
            JacksonCodec<String> codec = JacksonCodec.of(String.class);

            assertThat(roundTrip(codec, text).equals(text)).isTrue();
        }

        @Test
        void longNames_comeBack() {
            JacksonCodec<Map<String, Integer>> codec = JacksonCodec.of(new TypeReference<>() {});
            Map<String, Integer> map = Map.of("k".repeat(1_000_000), 1);

            assertThat(roundTrip(codec, map).equals(map)).isTrue();
        }

        @Test
        void longNumbers_comeBack() {
            BigInteger number = BigInteger.ONE.shiftLeft(300_000);
            BigDecimal decimal = new BigDecimal(number, 50_000);

            assertThat(roundTrip(JacksonCodec.of(BigInteger.class), number).equals(number))
                    .isTrue();
            assertThat(roundTrip(JacksonCodec.of(BigDecimal.class), decimal).equals(decimal))
                    .isTrue();
        }

        @Test
        void manyNames_comeBack() {
            JacksonCodec<Map<String, Integer>> codec = JacksonCodec.of(new TypeReference<>() {});
            Map<String, Integer> map = new LinkedHashMap<>();
            for (int i = 0; i < 200_000; i++) {
                map.put("key-" + i, i);
            }

            assertThat(roundTrip(codec, map).equals(map)).isTrue();
        }
    }

    @Nested
    class Migration {
        private JsonNode rename(JsonNode tree) {
            ObjectNode user = (ObjectNode) tree;
            user.set("name", user.remove("fullName"));
            return user;
        }

        private final JacksonCodec<User> users = JacksonCodec.of(User.class)
                .version(3)
                .migrate(1, this::rename)
                .migrate(
                        2,
                        tree -> ((ObjectNode) tree).put("age", tree.get("age").asInt() + 1));

        @Test
        void steps_runFromTheVersionOfTheBytes() {
            assertThat(users.version()).isEqualTo(3);
            assertThat(users.decode("{\"fullName\":\"Ann\",\"age\":1}".getBytes(UTF_8), 1))
                    .isEqualTo(new User("Ann", 2, Optional.empty()));
            assertThat(users.decode("{\"name\":\"Ann\",\"age\":1}".getBytes(UTF_8), 2))
                    .isEqualTo(new User("Ann", 2, Optional.empty()));
            assertThat(users.decode("{\"name\":\"Ann\",\"age\":1}".getBytes(UTF_8), 3))
                    .isEqualTo(new User("Ann", 1, Optional.empty()));
        }

        @Test
        void newerVersion_isRefused() {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> users.decode("whatever".getBytes(UTF_8), 5))
                    .withMessageContaining("was written by version 5 of its schema, this program knows 3")
                    .matches(e -> e.kind() == StorageException.Kind.REFUSED);
        }

        @Test
        void versionBeforeTheFirstStep_isRefused() {
            JacksonCodec<User> late = JacksonCodec.of(User.class).version(4).migrate(3, tree -> tree);

            assertThat(late.version()).isEqualTo(4);
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> late.decode("{}".getBytes(UTF_8), 2))
                    .withMessageContaining("migrate(2, ...)");
            assertThatIllegalArgumentException().isThrownBy(() -> late.decode("{}".getBytes(UTF_8), 0));
        }

        @Test
        void gap_isRefused_namingTheStep() {
            JacksonCodec<User> base = JacksonCodec.of(User.class);

            assertThat(refusal(base.version(4).migrate(1, t -> t).migrate(3, t -> t)))
                    .contains("from version 2 to 3 is missing");
            assertThat(refusal(base.version(3).migrate(1, t -> t))).contains("from version 2 to 3 is missing");
            assertThat(refusal(base.migrate(1, t -> t))).contains("Declare version(2)");
            assertThat(refusal(base.version(2).migrate(1, t -> t).version(5))).contains("from version 2 to 3");
        }

        @Test
        void badStepsAndVersions_areRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> users.migrate(2, t -> t))
                    .withMessageContaining("two steps from version 2");
            assertThatIllegalArgumentException().isThrownBy(() -> users.migrate(0, t -> t));
            assertThatIllegalArgumentException().isThrownBy(() -> users.version(0));
        }

        @Test
        void stepThatThrows_isNamed_andTheBytesAreRefused() {
            JacksonCodec<User> broken = JacksonCodec.of(User.class).version(2).migrate(1, tree -> {
                throw new IllegalStateException("boom");
            });

            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> broken.decode("{}".getBytes(UTF_8), 1))
                    .withMessageContaining("step from version 1 to 2 failed")
                    .withMessageContaining("boom")
                    .withCauseInstanceOf(IllegalStateException.class);
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> JacksonCodec.of(User.class)
                            .version(2)
                            .migrate(1, tree -> null)
                            .decode("{}".getBytes(UTF_8), 1))
                    .withMessageContaining("returned nothing");
        }

        @Test
        void resultThatDoesNotFit_isRefused() {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> JacksonCodec.of(User.class)
                            .version(2)
                            .migrate(1, tree -> JsonNodeFactory.instance.arrayNode())
                            .decode("{}".getBytes(UTF_8), 1))
                    .withMessageContaining("migrated from version 1 to 2");
        }

        /** A step may return a tree that it keeps; what the next one does to it must not stay. */
        @Test
        void steps_doNotSeeEachOthersChanges() {
            ObjectNode kept = JsonNodeFactory.instance.objectNode().put("name", "Ann");
            List<JsonNode> given = new ArrayList<>();
            JacksonCodec<User> codec = JacksonCodec.of(User.class)
                    .version(3)
                    .migrate(1, tree -> {
                        given.add(tree);
                        return kept;
                    })
                    .migrate(2, tree -> {
                        assertThat(tree.has("age")).isFalse();
                        return ((ObjectNode) tree).put("age", 7);
                    });

            for (int i = 0; i < 2; i++) {
                assertThat(codec.decode("{\"a\":1}".getBytes(UTF_8), 1))
                        .isEqualTo(new User("Ann", 7, Optional.empty()));
            }
            assertThat(kept.has("age")).isFalse();
            assertThat(given).hasSize(2);
            assertThat(given.get(0)).isNotSameAs(given.get(1));
        }

        @Test
        void numbers_comeThroughUnchanged() {
            JacksonCodec<Others> codec =
                    JacksonCodec.of(Others.class).version(2).migrate(1, tree -> tree);
            String json = "{\"decimal\":1.12345678901234567890123456789000,\"integer\":123456789012345678901234567890,"
                    + "\"real\":0.1,\"single\":0.1,\"whole\":9007199254740993}";
            Others others = codec.decode(json.getBytes(UTF_8), 1);

            assertThat(others.decimal()).isEqualTo(new BigDecimal("1.12345678901234567890123456789000"));
            assertThat(others.integer()).isEqualTo(new BigInteger("123456789012345678901234567890"));
            assertThat(others.real()).isEqualTo(0.1);
            assertThat(others.whole()).isEqualTo(9007199254740993L);
        }

        @Test
        void stepMayReturnAnotherKindOfValue() {
            JacksonCodec<List<Integer>> codec = JacksonCodec.of(new TypeReference<List<Integer>>() {})
                    .version(2)
                    .migrate(1, tree -> JsonNodeFactory.instance.arrayNode().add(tree));

            assertThat(codec.decode("5".getBytes(UTF_8), 1)).containsExactly(5);
        }
    }

    @Nested
    class Omitting {
        private final Account account =
                new Account(new User("Ann", 1, Optional.of("m")), "secret", 3, Optional.of("h"));

        @Test
        void property_isNotStored_andReadAsMissing() {
            JacksonCodec<Account> codec = JacksonCodec.of(Account.class).omitting("password", "logins", "hint");

            assertThat(json(codec, account)).isEqualTo("{\"user\":{\"name\":\"Ann\",\"age\":1,\"mail\":\"m\"}}");
            assertThat(roundTrip(codec, account)).isEqualTo(new Account(account.user(), null, 0, Optional.empty()));
        }

        @Test
        void propertyThatWasStoredBefore_isNotRead() {
            JacksonCodec<Account> codec = JacksonCodec.of(Account.class).omitting("password");

            assertThat(codec.decode(JacksonCodec.of(Account.class).encode(account), 1)
                            .password())
                    .isNull();
        }

        @Test
        void propertyOfAnotherClass_isLeftOutWhereverItOccurs() {
            JacksonCodec<Map<String, List<Account>>> codec = JacksonCodec.of(
                            new TypeReference<Map<String, List<Account>>>() {})
                    .omitting(User.class, "mail")
                    .omitting(User.class, "age")
                    .omitting(Account.class, "password");

            assertThat(json(codec, Map.of("a", List.of(account))))
                    .isEqualTo("{\"a\":[{\"user\":{\"name\":\"Ann\"},\"logins\":3,\"hint\":\"h\"}]}");
        }

        @Test
        void propertyOfASubtype_isLeftOut() {
            JacksonCodec<List<Shape>> codec =
                    JacksonCodec.of(new TypeReference<List<Shape>>() {}).omitting(Shape.class, "radius", "width");

            assertThat(json(codec, List.of(new Circle(1), new Box(1, 2))))
                    .isEqualTo("[{\"@type\":\"Circle\"},{\"@type\":\"box\",\"height\":2.0}]");
        }

        @Test
        void class_keepsWhatItsConstructorMakes() {
            JacksonCodec<Gadget> codec = JacksonCodec.of(Gadget.class).omitting("command");
            Gadget gadget = new Gadget();
            gadget.command = "x";

            assertThat(json(codec, gadget)).isEqualTo("{}");
            assertThat(roundTrip(codec, gadget).command).isEmpty();
        }

        @Test
        void unknownProperty_isRefused() {
            assertThat(refusal(JacksonCodec.of(Account.class).omitting("pasword")))
                    .contains("pasword", "[hint, logins, password, user]");
            assertThat(refusal(JacksonCodec.of(Shape.class).omitting("none"))).contains("radius", "width");
        }

        @Test
        void container_hasNoProperties() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JacksonCodec.of(new TypeReference<List<Account>>() {})
                            .omitting("password"))
                    .withMessageContaining("Name the class");
        }
    }

    @Nested
    class Definition {
        @Test
        void openType_isRefused_whereverItIs() {
            assertThat(refusal(Open.class)).contains(Open.class.getName(), "is abstract", "Make it sealed");
            assertThat(refusal(HasOpen.class)).contains(HasOpen.class.getName(), "because of", Open.class.getName());
        }

        @Test
        void classWithoutConstructor_isRefused() {
            assertThat(refusal(NoConstructor.class)).contains("no constructor", "Make it a record");
        }

        @Test
        void recordAsKey_isRefused() {
            JacksonCodec<Map<Point, Integer>> points = JacksonCodec.of(new TypeReference<>() {});
            JacksonCodec<Map<TextKey, Integer>> texts = JacksonCodec.of(new TypeReference<>() {});

            assertThat(refusal(points)).contains("Point");
            // Jackson would write TextKey[text=a], and read that as its text.
            assertThat(refusal(texts)).contains("TextKey", "@JsonKey");
        }

        @Test
        void recursiveTypes_areFine() {
            assertThat(JacksonCodec.of(Node.class).version()).isEqualTo(1);
            assertThat(JacksonCodec.of(Cycle.class).version()).isEqualTo(1);
        }

        @Test
        void withers_leaveTheCodecAsItIs() {
            JacksonCodec<Account> codec = JacksonCodec.of(Account.class);
            codec.omitting("password");
            codec.version(7);
            codec.mapper(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build());

            assertThat(codec.version()).isEqualTo(1);
            assertThat(json(codec, new Account(null, "x", 1, null))).contains("\"password\":\"x\"");
        }

        @Test
        void mapper_keepsItsFeatures() {
            JsonMapper mapper = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
            JacksonCodec<User> codec = JacksonCodec.of(User.class).mapper(mapper);

            assertThat(json(codec, new User("a", 1, Optional.empty()))).contains("\n");
            assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse(codec, "{\"x\":1}"));
            assertThat(mapper.isEnabled(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION))
                    .isFalse();
        }

        @Test
        void toString_namesTheType() {
            assertThat(JacksonCodec.of(new TypeReference<List<User>>() {}).toString())
                    .isEqualTo("JacksonCodec[java.util.List<" + User.class.getName() + ">]");
        }
    }
}
