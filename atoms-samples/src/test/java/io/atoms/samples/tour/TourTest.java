package io.atoms.samples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.samples.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TourTest {

    /** Surefire names the module's folder; an IDE starts tests in it. */
    private static final Path SOURCE =
            Path.of(System.getProperty("basedir", ""), "src/main/java/io/atoms/samples/tour/TourSteps.java");

    private final Output output = new Output();

    @BeforeEach
    void run() {
        new Tour(output.context(Path.of("")).out()).run();
    }

    /** What the step with that number printed behind its source. */
    private String printed(int number) {
        String[] steps = output.out().split("(?m)^(?=\\d\\. )", -1);
        String[] parts = steps[number - 1].split("\nprints\n\n", -1);
        assertThat(parts).hasSize(2);
        return parts[1].stripTrailing();
    }

    @Test
    void steps_areThoseThatWereAskedFor_inOrder() {
        Matcher titles = Pattern.compile("(?m)^\\d\\. .*").matcher(output.out());

        assertThat(titles.results().map(title -> title.group()).toList())
                .satisfiesExactly(
                        title -> assertThat(title).startsWith("1. A primitive atom"),
                        title -> assertThat(title).startsWith("2. A derived atom"),
                        title -> assertThat(title).startsWith("3. A writable atom"),
                        title -> assertThat(title).startsWith("4. An action"),
                        title -> assertThat(title).startsWith("5. A family"),
                        title -> assertThat(title).startsWith("6. An effect"),
                        title -> assertThat(title).startsWith("7. A subscription"),
                        title -> assertThat(title).startsWith("8. A snapshot"),
                        title -> assertThat(title).startsWith("9. The graph"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "primitive",
                "derived",
                "writable",
                "action",
                "family",
                "effect",
                "subscription",
                "snapshot",
                "graph"
            })
    void snippet_isTheSource(String region) throws IOException {
        List<String> source = Files.readAllLines(SOURCE);
        List<String> lines =
                source.subList(source.indexOf("    // tag::" + region) + 1, source.indexOf("    // end::" + region));

        // Both are indented by four, here as members of a class.
        assertThat(lines).isNotEmpty();
        assertThat(output.out()).contains("\n\n" + String.join("\n", lines) + "\n\nprints\n\n");
    }

    @Test
    void primitive_isSetUpdatedAndReset() {
        assertThat(printed(1)).isEqualTo("price = 20\nprice = 30\nprice = 20");
    }

    @Test
    void derived_follows() {
        assertThat(printed(2)).isEqualTo("total = 40\ntotal = 60");
    }

    @Test
    void writable_writesWhatItIsDerivedFrom() {
        assertThat(printed(3)).isEqualTo("euros = 0.2\nprice = 50, total = 150");
    }

    @Test
    void action_thatFails_leavesNothingBehind() {
        assertThat(printed(4)).isEqualTo("left after 3: 50\nnot enough money for 2\nbought = 3, purse = 50");
    }

    @Test
    void family_givesTheSameAtom() {
        assertThat(printed(5)).isEqualTo("stock[apple] = 5\nthe same atom for the same key: true\nkeys: [apple, pear]");
    }

    @Test
    void effect_runsAgainOnlyForWhatItRead() {
        assertThat(printed(6))
                .isEqualTo("effect: 5 apples\ncleanup: no longer 5 apples\n"
                        + "effect: 6 apples\ncleanup: no longer 6 apples");
    }

    @Test
    void subscription_isCalledOncePerCommit() {
        assertThat(printed(7)).isEqualTo("total: 150 -> 200\ntotal: 200 -> 90");
    }

    @Test
    void snapshot_keepsWhatWas() {
        assertThat(printed(8)).isEqualTo("now: total = 99\nthen: total = 10\nrestored: total = 10");
    }

    @Test
    void graph_isDrawnTwice() {
        assertThat(printed(9))
                .contains("flowchart LR", "price", "amount", "total", "euros", "purse", "bought", "stock[apple]")
                .containsPattern("--> ?");
    }
}
