package io.atoms.bench.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How results are kept. */
public final class Json {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** One line. */
    public static String line(Object value) {
        return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }

    /** What {@link #line} wrote. */
    public static <T> T parse(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
    }

    /** Writes a file. */
    public static void write(Path file, Object value) {
        MAPPER.writeValue(file.toFile(), value);
    }

    /** Reads a file. */
    public static <T> T read(Path file, Class<T> type) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + file + "; Compare writes it");
        }
        return MAPPER.readValue(file.toFile(), type);
    }
}
