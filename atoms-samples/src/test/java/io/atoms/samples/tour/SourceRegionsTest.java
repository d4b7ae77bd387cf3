package io.atoms.samples.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SourceRegionsTest {

    @Test
    void lines_areThoseBetweenTheTags_withoutTheCommonIndentation() {
        SourceRegions regions = SourceRegions.parse("""
                class A {
                    // tag::one
                    int a;

                    void b() {
                        a = 1;
                    }
                    // end::one
                    int c;
                    // tag::two
                    int d;
                    // end::two
                    // tag::one
                    int e;
                    // end::one
                }
                """);

        assertThat(regions.lines("one")).containsExactly("int a;", "", "void b() {", "    a = 1;", "}", "int e;");
        assertThat(regions.lines("two")).containsExactly("int d;");
    }

    @Test
    void lines_unknownRegion_isRefused() {
        assertThatThrownBy(() -> SourceRegions.parse("// tag::one\n").lines("two"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no region two among [one]");
    }

    @Test
    void of_classWithoutItsSource_tellsTheRemedy() {
        assertThatThrownBy(() -> SourceRegions.of(Tour.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Tour.java")
                .hasMessageContaining("build with Maven");
    }
}
