package io.atoms.query.storage;

import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryPersister.Identity;
import io.atoms.utils.storage.JacksonCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * From a query to its key in a storage: the name of the definition, and a hash of the query's key. A hash is short, is a
 * good name of a file, and tells nobody what was asked for.
 */
final class StoredKeys {

    private static final JacksonCodec<Map<String, String>> CONTEXT =
            JacksonCodec.of(new tools.jackson.core.type.TypeReference<Map<String, String>>() {});

    private final String prefix;
    private final Map<Class<?>, JacksonCodec<Object>> codecs = new ConcurrentHashMap<>();

    StoredKeys(String prefix) {
        this.prefix = prefix;
    }

    /** Whether it may be one of these keys. */
    boolean isOne(String stored) {
        return stored.startsWith(prefix) && stored.lastIndexOf('/') > prefix.length();
    }

    /** The name of the definition. */
    String nameOf(String stored) {
        return stored.substring(prefix.length(), stored.lastIndexOf('/'));
    }

    /** All that makes a query different from others of its definition. */
    String text(Identity<?> id) {
        return json(id.key(), id.definition()) + context(id.context());
    }

    String stored(QueryDefinition<?, ?> definition, String text) {
        return prefix + definition.name() + "/" + hash(text);
    }

    @SuppressWarnings("unchecked") // it is only used to encode
    private String json(Object key, QueryDefinition<?, ?> definition) {
        JacksonCodec<Object> codec = codecs.computeIfAbsent(
                definition.keyType(), type -> (JacksonCodec<Object>) (JacksonCodec<?>) JacksonCodec.of(type));
        return new String(codec.encode(key), StandardCharsets.UTF_8);
    }

    /** Different values must never look the same: it would be the data of somebody else. So not all types are taken. */
    private static String context(Map<Object, Object> context) {
        if (context.isEmpty()) {
            return "";
        }
        Map<String, String> texts = new TreeMap<>();
        context.forEach((name, value) -> texts.put(plain(name), plain(value)));
        return new String(CONTEXT.encode(texts), StandardCharsets.UTF_8);
    }

    private static String plain(Object value) {
        if (value instanceof Class<?> type) {
            return "Class:" + type.getName();
        }
        boolean known = value instanceof String
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Boolean
                || value instanceof Enum<?>
                || value instanceof UUID;
        if (!known) {
            throw new IllegalArgumentException("A value of the context is a "
                    + value.getClass().getName() + ". Queries are stored by values that are a String, Integer, Long,"
                    + " Boolean, UUID or constant of an enum.");
        }
        return (value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass()).getName() + ":"
                + (value instanceof Enum<?> constant ? constant.name() : value);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
