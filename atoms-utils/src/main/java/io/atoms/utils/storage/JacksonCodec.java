package io.atoms.utils.storage;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

final class JacksonCodec<T> implements Codec<T> {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private final JavaType type;

    private JacksonCodec(JavaType type) {
        this.type = type;
    }

    static <T> JacksonCodec<T> of(Class<T> type) {
        return new JacksonCodec<>(MAPPER.constructType(type));
    }

    static <T> JacksonCodec<T> of(TypeReference<T> type) {
        return new JacksonCodec<>(MAPPER.constructType(type));
    }

    @Override
    public byte[] encode(T value) {
        return MAPPER.writeValueAsBytes(value);
    }

    @Override
    public T decode(byte[] bytes, int version) {
        return MAPPER.readValue(bytes, type);
    }
}
