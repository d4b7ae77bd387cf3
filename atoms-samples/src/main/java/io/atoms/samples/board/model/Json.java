package io.atoms.samples.board.model;

import tools.jackson.databind.json.JsonMapper;

/** How all of this travels. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** An object as text. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The object in a text; throws if there is none. */
    public static <T> T read(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
    }
}
