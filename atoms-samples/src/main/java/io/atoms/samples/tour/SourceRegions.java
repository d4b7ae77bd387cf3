package io.atoms.samples.tour;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a source file between {@code // tag::name} and {@code // end::name}, by name. */
final class SourceRegions {

    private static final String TAG = "// tag::";
    private static final String END = "// end::";

    private final Map<String, List<String>> regions;

    private SourceRegions(Map<String, List<String>> regions) {
        this.regions = regions;
    }

    /** Reads the source of a class; the build puts it beside the class file. */
    static SourceRegions of(Class<?> type) {
        String resource = type.getSimpleName() + ".java";
        try (InputStream in = type.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the source " + resource + " is not on the class path beside " + type
                        + "; build with Maven, which copies it there");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + resource, failure);
        }
    }

    static SourceRegions parse(String source) {
        Map<String, List<String>> regions = new LinkedHashMap<>();
        List<String> open = null;
        for (String line : source.lines().toList()) {
            if (line.strip().startsWith(TAG)) {
                open = regions.computeIfAbsent(line.strip().substring(TAG.length()), name -> new ArrayList<>());
            } else if (line.strip().startsWith(END)) {
                open = null;
            } else if (open != null) {
                open.add(line);
            }
        }
        regions.replaceAll((name, lines) -> unindented(lines));
        return new SourceRegions(regions);
    }

    /** The lines of a region, without the indentation that all of them have. */
    List<String> lines(String name) {
        List<String> lines = regions.get(name);
        if (lines == null) {
            throw new IllegalArgumentException("no region " + name + " among " + regions.keySet());
        }
        return lines;
    }

    private static List<String> unindented(List<String> lines) {
        return Collections.unmodifiableList(
                String.join("\n", lines).stripIndent().lines().toList());
    }
}
