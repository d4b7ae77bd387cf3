package io.atoms.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.samples.docs.Page.Block;
import io.atoms.samples.docs.Page.Link;
import io.atoms.samples.docs.Page.Marker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation shows code that compiles, output that is printed, and links that lead somewhere. */
class DocsTest {
    private static final int README_LINES = 250;

    /** What needs no marker: commands, build files and drawings. */
    private static final Set<String> OTHER_LANGUAGES = Set.of("", "sh", "xml", "mermaid");

    static Stream<String> pages() {
        return Project.pages().stream().map(Project::name);
    }

    private static Page page(String name) {
        return new Page(Project.ROOT.resolve(name));
    }

    private static Stream<Block> blocks() {
        return Project.pages().stream().flatMap(file -> new Page(file).blocks.stream());
    }

    @Nested
    class Code {
        @Test
        void pages_showCode() {
            assertThat(blocks().filter(block -> block.is("snippet"))).hasSizeGreaterThan(30);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("io.atoms.samples.docs.DocsTest#pages")
        void javaBlock_equalsItsRegion(String name) {
            for (Block block : page(name).blocks) {
                if (block.language().equals("java")) {
                    assertThat(block.is("snippet"))
                            .as("%s: a java block needs <!-- snippet: File#region --> before it", block.place())
                            .isTrue();
                    Marker marker = block.marker().orElseThrow();
                    assertThat(block.text())
                            .as("%s: %s#%s", block.place(), marker.file(), marker.region())
                            .isEqualTo(Snippets.in(marker.file()).regions.get(marker.region()));
                }
            }
        }

        @Test
        void region_isShownSomewhere() {
            Set<String> shown = new HashSet<>(JavadocExamples.regions());
            blocks().filter(block -> block.is("snippet"))
                    .map(block -> block.marker().orElseThrow())
                    .forEach(marker -> shown.add(marker.file() + "#" + marker.region()));
            for (Snippets snippets : Snippets.all()) {
                for (String region : snippets.regions.keySet()) {
                    assertThat(shown).contains(snippets.name() + "#" + region);
                }
            }
        }
    }

    @Nested
    class Output {
        @ParameterizedTest(name = "{0}")
        @MethodSource("io.atoms.samples.docs.DocsTest#pages")
        void textBlock_isWhatTheSnippetPrints(String name) {
            for (Block block : page(name).blocks) {
                if (block.language().equals("text") && !block.isExempt()) {
                    assertThat(block.is("output"))
                            .as(
                                    "%s: a text block needs <!-- output: File#region --> before it"
                                            + " (in a guide, <!-- not tested: reason --> will do)",
                                    block.place())
                            .isTrue();
                    Marker marker = block.marker().orElseThrow();
                    assertThat(block.text())
                            .as("%s: %s#%s", block.place(), marker.file(), marker.region())
                            .isEqualTo(Snippets.in(marker.file()).run(marker.region()));
                } else if (!block.language().equals("java") && !block.language().equals("text")) {
                    assertThat(OTHER_LANGUAGES).as(block.place()).contains(block.language());
                }
            }
        }

        /** Every region that can run does, so that a page can't leave out what it prints. */
        @Test
        void whatARegionPrints_isShown() {
            Set<String> shown = new HashSet<>();
            blocks().filter(block -> block.is("output"))
                    .map(block -> block.marker().orElseThrow())
                    .forEach(marker -> shown.add(marker.file() + "#" + marker.region()));
            for (Snippets snippets : Snippets.all()) {
                for (String region : snippets.regions.keySet()) {
                    String name = snippets.name() + "#" + region;
                    if (snippets.canRun(region) && !JavadocExamples.regions().contains(name)) {
                        assertThat(shown.contains(name))
                                .as("%s prints, and its output is shown", name)
                                .isEqualTo(!snippets.run(region).isEmpty());
                    }
                }
            }
        }
    }

    @Nested
    class Links {
        private final Map<Path, Set<String>> anchors = new HashMap<>();

        @ParameterizedTest(name = "{0}")
        @MethodSource("io.atoms.samples.docs.DocsTest#pages")
        void relativeLink_leadsToAFileAndAnAnchor(String name) {
            Page page = page(name);
            List<String> broken = new ArrayList<>();
            for (Link link : page.links) {
                if (!link.target().matches("[a-z]+:.*") && !resolves(page, link.target())) {
                    broken.add(name + ":" + link.line() + " " + link.target());
                }
            }
            assertThat(broken).isEmpty();
        }

        private boolean resolves(Page page, String target) {
            int hash = target.indexOf('#');
            String file = hash < 0 ? target : target.substring(0, hash);
            Path path = file.isEmpty()
                    ? page.file
                    : page.file.getParent().resolve(file).normalize();
            if (!Files.exists(path)) {
                return false;
            }
            return hash < 0 || anchorsOf(path).contains(target.substring(hash + 1));
        }

        private Set<String> anchorsOf(Path path) {
            return anchors.computeIfAbsent(path, file -> new Page(file).anchors);
        }

        /** The index leads to every page. */
        @Test
        void index_namesEveryPage() {
            Path docs = Project.ROOT.resolve("docs");
            assertThat(Project.files(docs, ".md"))
                    .filteredOn(page -> !page.startsWith(docs.resolve("adr")))
                    .filteredOn(page -> !isNamedIn(docs.resolve("index.md"), page))
                    .isEmpty();
        }

        /** Folders with an index of their own: what is in the folder is in the index. */
        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"cookbook", "guides", "utilities"})
        void indexOfAFolder_namesEveryPageOfIt(String name) {
            Path folder = Project.ROOT.resolve("docs").resolve(name);
            assertThat(Project.files(folder, ".md"))
                    .filteredOn(page -> !isNamedIn(folder.resolve("index.md"), page))
                    .isEmpty();
        }

        private static boolean isNamedIn(Path index, Path page) {
            return page.equals(index)
                    || new Page(index)
                            .links.stream()
                                    .map(link -> link.target().replaceAll("#.*", ""))
                                    .anyMatch(target -> index.resolveSibling(target)
                                            .normalize()
                                            .equals(page));
        }
    }

    @Nested
    class Rules {
        /** T6 is about tests. */
        private static Set<String> present() {
            Set<String> rules = new TreeSet<>();
            IntStream.rangeClosed(1, 28).forEach(number -> rules.add("R" + number));
            IntStream.rangeClosed(1, 5).forEach(number -> rules.add("T" + number));
            return rules;
        }

        @Test
        void concepts_explainEveryRule_andNoOther() {
            Set<String> cited = new TreeSet<>();
            Project.files(Project.ROOT.resolve("docs/concepts"), ".md")
                    .forEach(file -> cited.addAll(new Page(file).rules));
            assertThat(cited).isEqualTo(present());
        }
    }

    @Nested
    class Readme {
        @Test
        void readme_isShort() {
            assertThat(Project.lines(Project.ROOT.resolve("README.md"))).hasSizeLessThan(README_LINES);
        }

        @Test
        void readme_namesTheTwoCommands() {
            assertThat(page("README.md").blocks.stream().map(Block::text))
                    .contains("mvn -q -pl atoms-samples -am compile exec:java", "mvn verify");
        }
    }
}
