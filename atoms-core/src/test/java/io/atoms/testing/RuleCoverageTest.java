package io.atoms.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Every rule of the design is cited by a test, and every test by rule cites one. */
class RuleCoverageTest {
    /** Surefire names the module's folder; an IDE starts tests in it. */
    private static final Path CLASSES = Path.of(System.getProperty("basedir", ""), "target", "test-classes");

    private static final List<String> RULES =
            Stream.concat(numbered("R", 1, 28), numbered("T", 1, 6)).collect(Collectors.toList());

    private static final List<String> PACKAGES_BY_RULE = List.of(
            "io.atoms.behaviour", "io.atoms.async", "io.atoms.scenario", "io.atoms.memory", "io.atoms.concurrency");

    private final TreeMap<String, Set<String>> testsByRule = new TreeMap<>();
    private final List<String> withoutCitation = new ArrayList<>();

    @Test
    void everyRule_isCitedByATest() throws IOException {
        testClasses().forEach(this::collect);

        Set<String> missing = new TreeSet<>(RULES);
        missing.removeAll(testsByRule.keySet());
        System.out.println("rules by number of tests: "
                + RULES.stream()
                        .map(rule -> rule + "="
                                + testsByRule.getOrDefault(rule, Set.of()).size())
                        .collect(Collectors.joining(" ")));
        assertThat(missing).as("rules that no test cites").isEmpty();
        assertThat(RULES).as("rules that tests may cite").containsAll(testsByRule.keySet());
    }

    @Test
    void everyTestByRule_citesOne() throws IOException {
        testClasses().forEach(this::collect);

        assertThat(withoutCitation).isEmpty();
        assertThat(testsByRule.values().stream().mapToInt(Set::size).sum()).isGreaterThan(100);
    }

    private void collect(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (AnnotationSupport.isAnnotated(method, Testable.class)) {
                String name = type.getName() + "." + method.getName();
                Set<String> rules = citations(type, method);
                rules.forEach(rule ->
                        testsByRule.computeIfAbsent(rule, r -> new TreeSet<>()).add(name));
                if (rules.isEmpty() && PACKAGES_BY_RULE.contains(type.getPackageName())) {
                    withoutCitation.add(name);
                }
            }
        }
    }

    private static Set<String> citations(Class<?> type, Method method) {
        Set<String> rules = new TreeSet<>(rulesOf(method.getAnnotation(Proves.class)));
        for (Class<?> around = type; around != null; around = around.getEnclosingClass()) {
            rules.addAll(rulesOf(around.getAnnotation(Proves.class)));
        }
        return rules;
    }

    private static List<String> rulesOf(Proves proves) {
        return proves == null ? List.of() : List.of(proves.value());
    }

    private static List<Class<?>> testClasses() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(RuleCoverageTest::load)
                    .collect(Collectors.toList());
        }
    }

    private static Class<?> load(Path file) {
        String path = CLASSES.relativize(file).toString();
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name.replace('\\', '.'), false, RuleCoverageTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> numbered(String letter, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(number -> letter + number);
    }
}
