package io.atoms.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.QueryClientBuilder;
import io.atoms.query.QueryDefaults;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryOptions;
import io.atoms.query.QueryTuning;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of the query module are complete: its options, and its errors. */
class QueryReferenceTest {
    private static final Path OPTIONS = Project.ROOT.resolve("docs/query/options.md");
    private static final Path ERRORS = Project.ROOT.resolve("docs/reference/errors.md");
    private static final Path SOURCES = Project.ROOT.resolve("atoms-query/src/main/java");

    private static final Pattern ROW = Pattern.compile("\\| `(\\w+\\([^`]*\\))` \\|.*");
    private static final Pattern CODE = Pattern.compile("\"(ATOMS-2\\d\\d)\"");

    /** The methods of each section's table. */
    private static Map<String, Set<String>> tables() {
        Map<String, Set<String>> tables = new LinkedHashMap<>();
        Set<String> rows = new TreeSet<>();
        for (String line : Project.lines(OPTIONS)) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("## ")) {
                rows = tables.computeIfAbsent(line.substring(3), section -> new TreeSet<>());
            } else if (row.matches()) {
                rows.add(row.group(1));
            }
        }
        return tables;
    }

    private static String signature(Method method) {
        return Stream.of(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            classes = {
                QueryTuning.class,
                QueryOptions.class,
                QueryDefinition.class,
                QueryClientBuilder.class,
                QueryDefaults.class
            })
    void everyPublicMethod_hasARow_andNoOther(Class<?> type) {
        Set<String> methods = Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !method.getName().equals("toString"))
                .map(QueryReferenceTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(tables().get(type.getSimpleName())).containsExactlyInAnyOrderElementsOf(methods);
    }

    @Test
    void everyCode_hasARowAndASection() {
        List<String> lines = Project.lines(ERRORS);
        Set<String> codes = Project.files(SOURCES, ".java").stream()
                .flatMap(file ->
                        CODE.matcher(String.join("\n", Project.lines(file))).results())
                .map(code -> code.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(codes).hasSizeGreaterThan(5);
        assertThat(codes)
                .as("codes without a row")
                .filteredOn(code -> lines.stream().noneMatch(line -> line.startsWith("| [" + code + "](#")))
                .isEmpty();
        assertThat(codes)
                .as("codes without a section")
                .filteredOn(code -> lines.stream().noneMatch(line -> line.startsWith("## " + code + ": ")))
                .isEmpty();
    }
}
