package io.atoms.samples.gitignore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ignore rules that hold in one folder: those of its own {@code .gitignore} file and those of the folders above.
 *
 * <pre>{@code
 * IgnoreRules top = IgnoreRules.NONE.and("", "*.log\n!keep.log\n/build/\n");
 * IgnoreRules docs = top.and("docs/", "draft-[0-9].md\n");
 * top.ignores("a/b.log", false); // true
 * top.ignores("build", true); // true: the folder, so a caller does not look inside
 * docs.ignores("docs/draft-1.md", false); // true
 * }</pre>
 *
 * <p><b>Rules.</b> The last matching pattern of the nearest file decides, as in git. A file in an ignored folder
 * cannot be taken back in; so a caller goes from the top down and does not enter ignored folders. The name
 * {@code .git} is always ignored.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class IgnoreRules {

    /** No pattern at all. */
    public static final IgnoreRules NONE = new IgnoreRules(null, "", List.of());

    private final @Nullable IgnoreRules above;
    private final String folder;
    /** Last line first, as the last match decides. */
    private final List<IgnorePattern> patterns;

    private IgnoreRules(@Nullable IgnoreRules above, String folder, List<IgnorePattern> patterns) {
        this.above = above;
        this.folder = folder;
        this.patterns = patterns;
    }

    /**
     * The rules of a folder that holds a {@code .gitignore} file, on top of these.
     *
     * @param folder the path of the folder from the top, ending in a slash; empty for the top itself
     * @param text the content of the file
     */
    public IgnoreRules and(String folder, String text) {
        List<IgnorePattern> patterns = new ArrayList<>();
        for (String line : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1)) {
            IgnorePattern pattern =
                    IgnorePattern.parse(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            if (pattern != null) {
                patterns.add(0, pattern);
            }
        }
        return patterns.isEmpty() ? this : new IgnoreRules(this, folder, List.copyOf(patterns));
    }

    /**
     * Whether the path is left out.
     *
     * @param path the path from the top, with slashes
     * @param isFolder whether it is a folder; not for a symbolic link to one
     */
    public boolean ignores(String path, boolean isFolder) {
        if (path.equals(".git") || path.endsWith("/.git")) {
            return true;
        }
        for (IgnoreRules rules = this; rules != null; rules = rules.above) {
            IgnorePattern match = rules.lastMatch(path, isFolder);
            if (match != null) {
                return !match.negated();
            }
        }
        return false;
    }

    private @Nullable IgnorePattern lastMatch(String path, boolean isFolder) {
        if (!path.startsWith(folder)) {
            return null;
        }
        String relative = path.substring(folder.length());
        for (IgnorePattern pattern : patterns) {
            if (pattern.matches(relative, isFolder)) {
                return pattern;
            }
        }
        return null;
    }
}
