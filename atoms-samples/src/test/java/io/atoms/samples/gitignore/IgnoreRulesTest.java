package io.atoms.samples.gitignore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers are those of {@code git check-ignore}, which was asked when the cases were written. */
class IgnoreRulesTest {

    private static boolean ignores(String text, String path) {
        boolean folder = path.endsWith("/");
        return IgnoreRules.NONE.and("", text).ignores(folder ? path.substring(0, path.length() - 1) : path, folder);
    }

    @Nested
    class OnePattern {

        @ParameterizedTest(name = "{0} ignores {1}")
        @CsvSource({
            // without a slash: the name, at any depth
            "a.log, a.log",
            "a.log, x/y/a.log",
            "*.log, x/a.log",
            "build, x/build/",
            // a slash at the end: folders only
            "build/, build/",
            "build/, x/build/",
            // any other slash: from the folder of the file
            "/a.log, a.log",
            "doc/*.txt, doc/a.txt",
            "doc/a*/, doc/abc/",
            // two stars
            "**/a, a",
            "**/a, x/y/a",
            "a/**, a/x/y",
            "a/**/b, a/b",
            "a/**/b, a/x/y/b",
            "a/***/b, a/x/b",
            "a/**/**/b, a/b",
            "a**b, axxb",
            "a*b*c, axbxbxcxc",
            "*a?c*/x*y, aacaxc/xyy",
            // one character
            "a?c, abc",
            "[ab].txt, b.txt",
            "[!ab].txt, c.txt",
            "[^ab].txt, c.txt",
            "[a-c0-9].txt, 7.txt",
            "[]a].txt, ].txt",
            "[a-].txt, -.txt",
            "'[a,b].txt', ',.txt'",
            "[b-a].txt, b.txt",
            "[[:digit:][:upper:]]x, 5x",
            "'[\\]]', ]",
            "[[a].txt, [.txt",
            // a backslash
            "\\#a, #a",
            "\\!a, !a",
            "\\*, *",
            "a\\bc, abc",
            // what means something to a regular expression but not here
            "a+b, a+b",
            "a.b, a.b",
            "a|b, a|b",
            "a(b){c}$, a(b){c}$",
            "'[&&b]', b",
            "ü*, über",
        })
        void matchingPath_isIgnored(String pattern, String path) {
            assertThat(ignores(pattern, path)).isTrue();
        }

        @ParameterizedTest(name = "{0} does not ignore {1}")
        @CsvSource({
            "a.log, a.log2",
            "a.log, b-a.log",
            "build/, build",
            "/a.log, x/a.log",
            "doc/*.txt, doc/x/a.txt",
            "doc/*.txt, x/doc/a.txt",
            "*a/b, x/a/b",
            "a/**, a/",
            "a/**/b, ab",
            "a/**b, a/x/b",
            "a**b, a/b",
            "a?c, a/c",
            "a[!x]c, a/c",
            "[ab].txt, c.txt",
            "[!ab].txt, a.txt",
            "[b-a].txt, a.txt",
            "[[:nope:]]x, ax",
            "[a, [a",
            "[a, a",
            "a\\, a",
            "a\\, a\\",
            "a.b, axb",
            "a|b, a",
            "#a, #a",
            "!a, a",
            "/, a",
            "//a, a",
        })
        void otherPath_isNot(String pattern, String path) {
            assertThat(ignores(pattern, path)).isFalse();
        }
    }

    @Nested
    class OneFile {

        @Test
        void lastMatch_decides() {
            String text = "*.log\n!keep.log\nsecret/keep.log\n";

            assertThat(ignores(text, "a.log")).isTrue();
            assertThat(ignores(text, "x/keep.log")).isFalse();
            assertThat(ignores(text, "secret/keep.log")).isTrue();
        }

        @Test
        void ignoredFolder_canBeTakenBackAsAWhole() {
            assertThat(ignores("build/\n!build/\n", "build/")).isFalse();
        }

        @Test
        void spacesAtTheEnd_countOnlyEscaped() {
            assertThat(ignores("a  \n", "a")).isTrue();
            assertThat(ignores("a\\ \n", "a ")).isTrue();
            assertThat(ignores("a\\ \n", "a")).isFalse();
            assertThat(ignores("a\\\\ \n", "a\\")).isTrue();
            assertThat(ignores(" a\n", "a")).isFalse();
        }

        @Test
        void windowsLineEnds_blankLines_andByteOrderMark_doNotMatter() {
            assertThat(ignores("\uFEFFa\r\n\r\n  \nb\r\n", "a")).isTrue();
            assertThat(ignores("\uFEFFa\r\n\r\n  \nb\r\n", "b")).isTrue();
            assertThat(ignores("a\rb\n", "a")).isFalse();
        }
    }

    @Nested
    class SeveralFiles {

        private final IgnoreRules top = IgnoreRules.NONE.and("", "*.log\n/a/x\n");
        private final IgnoreRules inner = top.and("a/", "!b.log\n/y\nz/w\n");

        @Test
        void nearestMatch_decides() {
            assertThat(inner.ignores("a/b.log", false)).isFalse();
            assertThat(inner.ignores("a/c.log", false)).isTrue();
            assertThat(top.ignores("a/b.log", false)).isTrue();
        }

        @Test
        void slash_tiesToTheFolderOfTheFile() {
            assertThat(inner.ignores("a/y", false)).isTrue();
            assertThat(inner.ignores("a/q/y", false)).isFalse();
            assertThat(inner.ignores("a/z/w", false)).isTrue();
            assertThat(inner.ignores("z/w", false)).isFalse();
            assertThat(inner.ignores("a/x", false)).isTrue();
        }
    }

    @Test
    void dotGit_isAlwaysIgnored() {
        assertThat(IgnoreRules.NONE.and("", "!.git").ignores(".git", true)).isTrue();
        assertThat(IgnoreRules.NONE.ignores("sub/.git", false)).isTrue();
        assertThat(IgnoreRules.NONE.ignores(".gitignore", false)).isFalse();
    }

    @Test
    void manyStars_doNotExplode() {
        assertThat(ignores("*a".repeat(40) + "b", "a".repeat(200))).isFalse();
        assertThat(ignores("*a".repeat(40) + "*b", "a".repeat(200) + "b")).isTrue();
    }
}
