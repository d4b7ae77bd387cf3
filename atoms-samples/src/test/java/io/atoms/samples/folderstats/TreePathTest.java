package io.atoms.samples.folderstats;

import static io.atoms.samples.folderstats.Tree.path;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreePathTest {

    @Test
    void root_isADot_andItsOwnParent() {
        assertThat(TreePath.ROOT).hasToString(".");
        assertThat(TreePath.ROOT.isRoot()).isTrue();
        assertThat(TreePath.ROOT.parent()).isEqualTo(TreePath.ROOT);
        assertThat(TreePath.ROOT.in(Path.of("x"))).isEqualTo(Path.of("x"));
    }

    @Test
    void child_andParent_areOpposites() {
        TreePath child = TreePath.ROOT.child(Path.of("a")).child(Path.of("b.txt"));

        assertThat(child).isEqualTo(path("a/b.txt")).hasToString("a/b.txt");
        assertThat(child.parent()).isEqualTo(path("a"));
        assertThat(child.parent().parent()).isEqualTo(TreePath.ROOT);
        assertThat(child.in(Path.of("x"))).isEqualTo(Path.of("x", "a", "b.txt"));
    }

    @ParameterizedTest(name = "{0} has {1}")
    @CsvSource({"a/B.JAVA, .java", "a.tar.gz, .gz", ".gitignore, ''", "a.b/Makefile, ''", "a., ''", ".a.b, .b"})
    void extension_isInSmallLetters(String path, String expected) {
        assertThat(path(path).extension()).isEqualTo(expected);
    }
}
