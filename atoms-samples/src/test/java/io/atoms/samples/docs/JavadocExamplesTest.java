package io.atoms.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in Javadoc are code that compiles and prints what they say. */
class JavadocExamplesTest {
    private static final Map<String, String> OUTPUT =
            Map.of("Atom", "42", "AtomStore", "sum is 30", "AtomFamily", "", "AsyncAtom", "user 7");

    static Stream<String> types() {
        return JavadocExamples.texts().keySet().stream();
    }

    @Test
    void typesWithExamples_areKnown() {
        assertThat(types()).containsExactlyInAnyOrderElementsOf(OUTPUT.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void example_equalsItsRegion(String type) {
        assertThat(JavadocExamples.texts().get(type))
                .isEqualTo(Snippets.in(JavadocExamples.CLASS).regions.get(JavadocExamples.region(type)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void example_printsWhatItSays(String type) {
        assertThat(Snippets.in(JavadocExamples.CLASS).run(JavadocExamples.region(type)))
                .isEqualTo(OUTPUT.get(type));
    }
}
