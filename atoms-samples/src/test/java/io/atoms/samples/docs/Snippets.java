package io.atoms.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The regions of one class of {@code io.atoms.samples.snippets} or {@code io.atoms.samples.cookbook}, and what running
 * them prints; those about testing are among the tests, those about measuring in the module of the benchmarks. No two of
 * these classes have the same name.
 */
final class Snippets {
    private static final List<Path> FOLDERS = List.of(
            Project.SAMPLES.resolve("snippets"),
            Project.SAMPLES.resolve("cookbook"),
            Project.TEST_SNIPPETS,
            Project.BENCHMARK_SNIPPETS);
    private static final Pattern TAG = Pattern.compile("\\s*// (tag|end)::([\\w-]+)");

    private final String folder;
    private final String name;

    /** The text of each region. A region may consist of several parts, which are shown with a blank line between. */
    final Map<String, String> regions = new LinkedHashMap<>();

    private Snippets(Path file) {
        this.folder = file.getParent().getFileName().toString();
        this.name = file.getFileName().toString().replace(".java", "");
        String open = null;
        List<String> part = new ArrayList<>();
        for (String line : Project.lines(file)) {
            Matcher tag = TAG.matcher(line);
            if (!tag.matches()) {
                part.add(line);
            } else if (tag.group(1).equals("tag")) {
                if (open != null) {
                    throw new AssertionError(name + ": " + tag.group(2) + " begins inside " + open);
                }
                open = tag.group(2);
                part.clear();
            } else {
                if (!tag.group(2).equals(open)) {
                    throw new AssertionError(name + ": " + tag.group(2) + " ends but is not open");
                }
                regions.merge(open, dedent(part), (a, b) -> a + "\n\n" + b);
                open = null;
            }
        }
        if (open != null) {
            throw new AssertionError(name + ": " + open + " does not end");
        }
    }

    static Snippets in(String name) {
        return files().filter(file -> file.endsWith(name + ".java"))
                .findFirst()
                .map(Snippets::new)
                .orElseThrow(() -> new AssertionError(name + ".java is in none of " + FOLDERS));
    }

    static List<Snippets> all() {
        return files().map(Snippets::new).toList();
    }

    private static Stream<Path> files() {
        return FOLDERS.stream()
                .flatMap(folder -> Project.files(folder, ".java").stream())
                .filter(file -> !file.endsWith("package-info.java"));
    }

    String name() {
        return name;
    }

    static String dedent(List<String> lines) {
        int indent = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return String.join(
                        "\n",
                        lines.stream()
                                .map(line -> line.isBlank() ? "" : line.substring(indent))
                                .toList())
                .strip();
    }

    /** Runs {@code region(PrintStream)} of the class and returns what it printed, there or to the standard output. */
    String run(String region) {
        Method method = method(region)
                .orElseThrow(
                        () -> new AssertionError(name + "#" + region + " has no method " + region + "(PrintStream)"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream standard = System.out;
        try (PrintStream out = new PrintStream(bytes, true, UTF_8)) {
            System.setOut(out);
            method.setAccessible(true);
            method.invoke(null, out);
        } catch (InvocationTargetException e) {
            throw new AssertionError(name + "#" + region + " threw", e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        } finally {
            System.setOut(standard);
        }
        return bytes.toString(UTF_8).replace("\r\n", "\n").strip();
    }

    boolean canRun(String region) {
        return method(region).isPresent();
    }

    private Optional<Method> method(String region) {
        if (folder.equals(Project.BENCHMARK_SNIPPETS.getFileName().toString())) {
            return Optional.empty();
        }
        try {
            Class<?> type = Class.forName("io.atoms.samples." + folder + "." + name);
            return Stream.of(type.getDeclaredMethods())
                    .filter(method -> method.getName().equals(region))
                    .filter(method -> List.of(method.getParameterTypes()).equals(List.of(PrintStream.class)))
                    .findFirst();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
