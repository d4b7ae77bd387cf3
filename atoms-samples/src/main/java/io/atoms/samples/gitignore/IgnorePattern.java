package io.atoms.samples.gitignore;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One line of a {@code .gitignore} file. */
final class IgnorePattern {

    private final boolean negated;
    private final boolean foldersOnly;
    private final boolean anchored;
    private final Pattern regex;

    private IgnorePattern(boolean negated, boolean foldersOnly, boolean anchored, Pattern regex) {
        this.negated = negated;
        this.foldersOnly = foldersOnly;
        this.anchored = anchored;
        this.regex = regex;
    }

    /** The pattern of the line, or null if the line has none: it is blank, a comment or malformed. */
    static @Nullable IgnorePattern parse(String line) {
        String glob = withoutTrailingSpaces(line);
        if (glob.isEmpty() || glob.startsWith("#")) {
            return null;
        }
        boolean negated = glob.startsWith("!");
        glob = negated ? glob.substring(1) : glob;
        boolean foldersOnly = glob.endsWith("/");
        glob = foldersOnly ? glob.substring(0, glob.length() - 1) : glob;
        // Only a slash that is not the last character ties the pattern to the folder of its file.
        boolean anchored = glob.indexOf('/') >= 0;
        glob = glob.startsWith("/") ? glob.substring(1) : glob;
        Pattern regex = glob.isEmpty() ? null : Glob.compile(glob);
        return regex == null ? null : new IgnorePattern(negated, foldersOnly, anchored, regex);
    }

    /** Whether what it matches is taken back in rather than left out. */
    boolean negated() {
        return negated;
    }

    /**
     * Whether the pattern speaks of the path.
     *
     * @param path the path from the folder of the {@code .gitignore} file, with slashes
     * @param folder whether the path is that of a folder
     */
    boolean matches(String path, boolean folder) {
        if (foldersOnly && !folder) {
            return false;
        }
        String text = anchored ? path : path.substring(path.lastIndexOf('/') + 1);
        return regex.matcher(text).matches();
    }

    /** Spaces at the end count only behind a backslash. */
    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ' && !isEscaped(line, end - 1)) {
            end--;
        }
        return line.substring(0, end);
    }

    private static boolean isEscaped(String line, int index) {
        int backslashes = 0;
        while (index - 1 - backslashes >= 0 && line.charAt(index - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
