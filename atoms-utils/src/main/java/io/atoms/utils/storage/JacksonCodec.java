package io.atoms.utils.storage;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A codec that stores values as compact JSON in UTF-8, by Jackson 3: records, sealed types, enums, collections and maps,
 * generic types, {@code java.time} as ISO text, {@code Optional}, null.
 *
 * <pre>{@code
 * sealed interface Shape {
 *     record Circle(double radius) implements Shape {}
 *     record Box(double width, double height) implements Shape {}
 * }
 *
 * // [{"@type":"Circle","radius":1.0}]
 * Codec<List<Shape>> shapes = JacksonCodec.of(new TypeReference<List<Shape>>() {});
 *
 * Codec<User> users = JacksonCodec.of(User.class)
 *         .omitting("password")
 *         .version(2)
 *         .migrate(1, tree -> ((ObjectNode) tree).put("active", true));
 * }</pre>
 *
 * <p><b>Rules.</b> A value of a sealed type is stored with a property {@code "@type"}: the name that
 * {@code @JsonTypeName} gives to its class, else the simple name. The class must be permitted, directly or through
 * other sealed types. A type with {@code @JsonTypeInfo(use = NAME)} of its own is stored as that says. <em>Stored bytes
 * never choose a class</em>: default typing and names of classes are refused, in the mapper as in annotations.
 *
 * <p>What is in the bytes and not in the class is ignored; what is missing is null, zero, false, or empty. Text after
 * the value, names that occur twice, unknown subtypes and invalid UTF-8 are errors. There are no limits of length; the
 * depth is limited in both directions, by default to 500.
 *
 * <p><b>Threads.</b> Immutable; any thread, several at a time.
 *
 * <p><b>Errors.</b> A definition is checked when it is first used, which an atom does when it is defined: a type that
 * can't be stored, two subtypes of one name, a missing migration throw an {@code IllegalArgumentException} that names
 * the type and the remedy. Bytes of a newer version, or that a migration can't read, are refused with a {@link
 * StorageException}. All else is an exception of Jackson.
 *
 * @param <T> the type of the values
 */
public final class JacksonCodec<T extends @Nullable Object> implements Codec<T> {

    private final Type type;
    private final JsonMapper mapper;
    private final Migrations migrations;
    private final Map<Class<?>, Set<String>> omitted;

    /** Made at first use; all of them are alike, so it doesn't matter which thread's stays. */
    private volatile @Nullable JsonFormat<T> format;

    private JacksonCodec(Type type, JsonMapper mapper, Migrations migrations, Map<Class<?>, Set<String>> omitted) {
        this.type = type;
        this.mapper = mapper;
        this.migrations = migrations;
        this.omitted = omitted;
    }

    /**
     * {@return a codec of a class that is not generic}
     *
     * @param <T> the type of the value
     * @param type the type of the values
     */
    public static <T extends @Nullable Object> JacksonCodec<T> of(Class<T> type) {
        return new JacksonCodec<>(Objects.requireNonNull(type, "type"), JsonFormat.MAPPER, Migrations.NONE, Map.of());
    }

    /**
     * {@return a codec of any type: {@code JacksonCodec.of(new TypeReference<List<User>>() {})}}
     *
     * @param <T> the type of the value
     * @param type the type of the values
     */
    public static <T extends @Nullable Object> JacksonCodec<T> of(TypeReference<T> type) {
        return new JacksonCodec<>(
                Objects.requireNonNull(type, "type").getType(), JsonFormat.MAPPER, Migrations.NONE, Map.of());
    }

    /**
     * {@return the same codec with a mapper of the program, with its modules, mix-ins and features} Default: a mapper that reads
     * all of {@code java.time} as it was written, enums by their names, and missing numbers as zero.
     *
     * @param next the new one
     */
    public JacksonCodec<T> mapper(JsonMapper next) {
        return new JacksonCodec<>(type, Objects.requireNonNull(next, "mapper"), migrations, omitted);
    }

    /**
     * {@return the same codec with another version of what is stored, at least 1} Default: 1.
     *
     * @param next the new one
     */
    public JacksonCodec<T> version(int next) {
        return new JacksonCodec<>(type, mapper, migrations.version(next), omitted);
    }

    /**
     * {@return the same codec with a step that makes what the version after {@code from} stores of what {@code from} stored} The
     * steps must lead up to {@link #version} without a gap; what is older than the first of them is refused.
     *
     * @param step may change the tree that it is given, or return another one
     * @param from the version that the step starts from
     */
    public JacksonCodec<T> migrate(int from, UnaryOperator<JsonNode> step) {
        return new JacksonCodec<>(type, mapper, migrations.with(from, Objects.requireNonNull(step, "step")), omitted);
    }

    /**
     * {@return the same codec, which stores the values without some of their properties} They are read as if they were not there,
     * even if they are: null, zero, false, or empty.
     *
     * @param properties properties of the class of the values; if that is sealed, of any of its subtypes
     */
    public JacksonCodec<T> omitting(String... properties) {
        JavaType root = mapper.constructType(type);
        if (root.isContainerType() || root.isReferenceType()) {
            throw new IllegalArgumentException("omitting: " + root.toCanonical()
                    + " has no properties. Name the class that has: omitting(TheClass.class, ...).");
        }
        return omitting(root.getRawClass(), properties);
    }

    /**
     * {@return the same codec, which stores values of a class without some of their properties, wherever they occur}
     *
     * @param owner the class, or a supertype of it
     * @param properties their names in JSON
     */
    public JacksonCodec<T> omitting(Class<?> owner, String... properties) {
        Objects.requireNonNull(owner, "owner");
        Map<Class<?>, Set<String>> next = new HashMap<>(omitted);
        Set<String> all = new HashSet<>(next.getOrDefault(owner, Set.of()));
        all.addAll(Arrays.asList(properties));
        next.put(owner, Set.copyOf(all));
        return new JacksonCodec<>(type, mapper, migrations, Map.copyOf(next));
    }

    @Override
    public int version() {
        format();
        return migrations.version;
    }

    @Override
    public byte[] encode(T value) {
        return format().write(value);
    }

    @Override
    public T decode(byte[] bytes, int version) {
        JsonFormat<T> json = format();
        migrations.requireKnown(version);
        if (version == migrations.version) {
            return json.read(bytes);
        }
        byte[] migrated = json.write(migrations.run(json.readTree(bytes), version));
        try {
            return json.read(migrated);
        } catch (JacksonException e) {
            throw StorageException.refused(
                    "The value was migrated from version " + version + " to " + migrations.version
                            + ", and is no " + json.type.toCanonical() + " then: " + e.getOriginalMessage()
                            + " Correct the steps; what is stored was left as it is.",
                    e);
        }
    }

    @Override
    public String toString() {
        return "JacksonCodec[" + type.getTypeName() + "]";
    }

    private JsonFormat<T> format() {
        JsonFormat<T> made = format;
        if (made == null) {
            migrations.check();
            made = mapper == JsonFormat.MAPPER && omitted.isEmpty()
                    ? JsonFormat.ofDefaults(type)
                    : new JsonFormat<>(mapper, type, omitted);
            format = made;
        }
        return made;
    }
}
