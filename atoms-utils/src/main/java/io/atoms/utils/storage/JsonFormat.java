package io.atoms.utils.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.SerializationContextExt;

/**
 * Values of one type as JSON, and back: the mapper of a {@link JacksonCodec} with all that makes what was written
 * readable again, and what was not written refused.
 */
final class JsonFormat<T extends @Nullable Object> {

    /** What a codec has unless it is given a mapper: what is stored is read back equal. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            // Else an OffsetDateTime comes back in UTC, a ZonedDateTime without its zone, and "UTC" as "Z".
            .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE, DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
            .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
            // What toString says is for people, and may be the same for two constants.
            .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
            // A component that was added later is missing in what was stored before.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private static final int CHUNK = 8192;

    /**
     * Those with the default mapper, which all codecs of a type share: one takes half a millisecond and 20 KB, and a family
     * has a codec for each atom. An entry goes with the last codec that uses it.
     */
    private static final Cache<Type, JsonFormat<?>> DEFAULTS =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    final JsonMapper mapper;
    final JavaType type;
    private final TokenStreamFactory streams;

    /** The one of a type with the default mapper. */
    @SuppressWarnings("unchecked") // it was made for this type
    static <T extends @Nullable Object> JsonFormat<T> ofDefaults(Type type) {
        return (JsonFormat<T>) DEFAULTS.get(type, each -> new JsonFormat<>(MAPPER, each, Map.of()));
    }

    JsonFormat(JsonMapper base, Type type, Map<Class<?>, Set<String>> omitted) {
        refuseDefaultTyping(base);
        JsonMapper.Builder builder = base.rebuild();
        JsonTypes types = new JsonTypes(builder.annotationIntrospector(), omitted);
        mapper = builder.annotationIntrospector(JsonTypes.pair(types, builder.annotationIntrospector()))
                .polymorphicTypeValidator(new JsonTypes.NoClassNames())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION, StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        this.type = mapper.constructType(type);
        this.streams = withoutLimits(mapper.tokenStreamFactory());
        JsonCheck.check(this, omitted);
    }

    /**
     * The mapper's own streams, which read whatever they can write. The depth stays bounded, and is the same in both
     * directions. The bytes are UTF-8 and nothing else, so nothing is guessed.
     */
    private static TokenStreamFactory withoutLimits(TokenStreamFactory base) {
        if (!(base instanceof JsonFactory json)) {
            throw new IllegalArgumentException("The mapper of a JacksonCodec must write JSON, not "
                    + base.getFormatName() + ". Use another JsonMapper.");
        }
        int depth = json.streamReadConstraints().getMaxNestingDepth();
        return json.rebuild()
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxDocumentLength(-1)
                        .maxTokenCount(-1)
                        .build())
                .streamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(depth).build())
                .build();
    }

    private static void refuseDefaultTyping(JsonMapper mapper) {
        if (mapper.deserializationConfig().getDefaultTyper(mapper.constructType(Object.class)) != null) {
            throw new IllegalArgumentException("The mapper has default typing, which would let stored bytes choose"
                    + " which class is instantiated. Give mapper.rebuild().deactivateDefaultTyping().build(), and make"
                    + " the types sealed that have subtypes.");
        }
    }

    byte[] write(@Nullable Object value) {
        return DeepStack.call("The value is nested too deeply to be stored.", () -> {
            SerializationContextExt context = mapper._serializationContext();
            ByteArrayBuilder bytes = new ByteArrayBuilder();
            try (JsonGenerator json = generator(context, bytes)) {
                writeRoot(context, json, value);
            }
            return bytes.toByteArray();
        });
    }

    byte[] write(JsonNode tree) {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        SerializationContextExt context = mapper._serializationContext();
        try (JsonGenerator json = generator(context, bytes)) {
            mapper.writer().writeValue(json, tree);
        }
        return bytes.toByteArray();
    }

    /**
     * Jackson looks at the class of a root value alone, which knows no type arguments: then the parts of a generic value
     * would be written without their names. So the class is looked at as a subtype of the declared type.
     */
    private void writeRoot(SerializationContextExt context, JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            context.serializeValue(json, null);
            return;
        }
        boolean exact = type.isContainerType() || type.isReferenceType() || type.isPrimitive() || type.isFinal();
        JavaType actual = exact ? type : mapper.getTypeFactory().constructSpecializedType(type, value.getClass(), true);
        ValueSerializer<Object> serializer = context.findRootValueSerializer(actual);
        TypeSerializer names = context.findTypeSerializer(type);
        if (names == null) {
            context.serializeValue(json, value, actual, serializer);
        } else {
            context.serializePolymorphic(json, value, type, serializer, names);
        }
    }

    T read(byte[] bytes) {
        return DeepStack.call("The stored value is nested too deeply to be read.", () -> {
            try (JsonParser json = parser(bytes)) {
                return mapper.readerFor(type).readValue(json);
            }
        });
    }

    JsonNode readTree(byte[] bytes) {
        try (JsonParser json = parser(bytes)) {
            // Digits that a double has not must come through a migration unchanged.
            return mapper.readerFor(JsonNode.class)
                    .with(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .readValue(json);
        }
    }

    private JsonGenerator generator(SerializationContextExt context, ByteArrayBuilder bytes) {
        return new StrictNames(streams.createGenerator(context, bytes, JsonEncoding.UTF8));
    }

    private JsonParser parser(byte[] bytes) {
        requireUtf8(bytes);
        return streams.createParser(mapper._deserializationContext(), bytes);
    }

    /** Jackson accepts some sequences that are not UTF-8, such as overlong ones. */
    private static void requireUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(bytes.length + 1, CHUNK));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new IllegalArgumentException("The stored bytes are not UTF-8 at offset " + in.position() + ".");
        }
    }
}
