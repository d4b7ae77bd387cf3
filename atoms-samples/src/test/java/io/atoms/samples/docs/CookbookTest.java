package io.atoms.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A recipe is a page, a class and a test of one name, and short. */
class CookbookTest {
    /** Of code that is shown, without blank lines. */
    private static final int LINES = 80;

    private static final Path PAGES = Project.ROOT.resolve("docs/cookbook");
    private static final Path TESTS = Project.ROOT.resolve("atoms-samples/src/test/java/io/atoms/samples/cookbook");

    static Stream<String> recipes() {
        return Project.files(PAGES, ".md").stream()
                .map(file -> file.getFileName().toString().replace(".md", ""))
                .filter(name -> !name.equals("index"));
    }

    /** {@code product-list} is {@code ProductList}. */
    private static String className(String recipe) {
        return Stream.of(recipe.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static Page page(String recipe) {
        return new Page(PAGES.resolve(recipe + ".md"));
    }

    @Test
    void recipes_areMany() {
        assertThat(recipes()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recipes")
    void recipe_showsTheClassOfItsName_andWhatItPrints(String recipe) {
        List<Page.Marker> markers = page(recipe).blocks.stream()
                .map(block -> block.marker().orElseThrow())
                .toList();

        assertThat(markers).extracting(Page.Marker::file).containsOnly(className(recipe));
        assertThat(markers).extracting(Page.Marker::kind).contains("snippet", "output");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recipes")
    void recipe_isShort(String recipe) {
        long lines = page(recipe).blocks.stream()
                .filter(block -> block.language().equals("java"))
                .flatMap(block -> block.text().lines())
                .filter(line -> !line.isBlank())
                .count();

        assertThat(lines).isLessThan(LINES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recipes")
    void recipe_hasATest(String recipe) {
        assertThat(TESTS.resolve(className(recipe) + "Test.java")).exists();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recipes")
    void index_namesTheRecipe(String recipe) {
        assertThat(page("index").links).extracting(Page.Link::target).contains(recipe + ".md");
    }

    @Test
    void tests_areOfRecipes() {
        assertThat(Project.files(TESTS, "Test.java"))
                .allSatisfy(test -> assertThat(recipes().map(name -> className(name) + "Test.java"))
                        .contains(test.getFileName().toString()));
    }
}
