package io.atoms.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages on the architecture name classes, methods and fields that are there. */
class ArchitecturePagesTest {
    private static final Path PAGES = Project.ROOT.resolve("docs/architecture");

    /** {@code Transaction.commit} or {@code Node}, with or without parentheses. */
    private static final Pattern CODE = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?(?:\\([^`]*\\))?`");

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");

    /** Types of the JDK, and the one that a page invents. */
    private static final Set<String> OTHERS =
            Set.of("ReentrantLock", "ConcurrentHashMap", "UncaughtExceptionHandler", "PrintStream", "ClampedAtom");

    /** By the name of each type, the sources that declare one. */
    private static final Map<String, List<String>> SOURCES = sources();

    private static Map<String, List<String>> sources() {
        Map<String, List<String>> sources = new TreeMap<>();
        for (String module : List.of("atoms-core", "atoms-testing", "atoms-utils", "atoms-query", "atoms-samples")) {
            for (Path file : Project.files(Project.ROOT.resolve(module), ".java")) {
                String text = String.join("\n", Project.lines(file));
                TYPE.matcher(text)
                        .results()
                        .map(type -> type.group(1))
                        .distinct()
                        .forEach(type -> sources.computeIfAbsent(type, name -> new ArrayList<>())
                                .add(text));
            }
        }
        return sources;
    }

    static Stream<String> pages() {
        return Project.files(PAGES, ".md").stream().map(Project::name);
    }

    private static List<String> references(String page) {
        return Project.lines(Project.ROOT.resolve(page)).stream()
                .flatMap(line -> CODE.matcher(line).results())
                .map(code -> code.group(2) == null ? code.group(1) : code.group(1) + "." + code.group(2))
                .distinct()
                .toList();
    }

    private static boolean isThere(String reference) {
        String[] parts = reference.split("\\.");
        if (OTHERS.contains(parts[0])) {
            return true;
        }
        Pattern member = Pattern.compile("\\b" + parts[parts.length - 1] + "\\b");
        return SOURCES.getOrDefault(parts[0], List.of()).stream()
                .anyMatch(text -> member.matcher(text).find());
    }

    @Test
    void overview_walksThroughTheCode() {
        assertThat(references("docs/architecture/overview.md"))
                .contains("Graph.write", "Transaction.commit", "Source.read")
                .hasSizeGreaterThan(50);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void whatIsNamed_isThere(String page) {
        assertThat(references(page))
                .filteredOn(reference -> !isThere(reference))
                .isEmpty();
    }

    @Test
    void whatIsNotThere_isNoticed() {
        assertThat(isThere("Graph.writer")).isFalse();
        assertThat(isThere("Graf")).isFalse();
        assertThat(isThere("Gate.writer")).isTrue();
    }
}
