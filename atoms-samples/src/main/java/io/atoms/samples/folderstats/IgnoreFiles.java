package io.atoms.samples.folderstats;

import io.atoms.samples.gitignore.IgnoreRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The ignore rules of the folders, read when a folder is first met and again by {@link #reload}.
 *
 * <p>If the counted folder lies inside a git repository, the {@code .gitignore} files from the top of the repository
 * down to it hold too, and so does {@code .git/info/exclude}, as they do for git. The user's own exclude file
 * ({@code core.excludesFile}) is not read: the same folder should give the same totals to everybody.
 */
final class IgnoreFiles {

    private static final String FILE = ".gitignore";

    private final Path root;
    private final Disk disk;
    /** The path of the root from the top of the repository, with a slash at the end; empty if it is the top. */
    private final String prefix;

    private final IgnoreRules above;
    private final Map<TreePath, IgnoreRules> rules = new HashMap<>();

    IgnoreFiles(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
        Path top = topOfRepository(root);
        this.prefix = slashed(top.relativize(root));
        this.above = rulesAbove(top);
    }

    /** The path as the rules know it: from the top of the repository. */
    String fromTop(TreePath path) {
        return prefix + path;
    }

    /** The rules for what is in the folder. */
    IgnoreRules rules(TreePath folder) {
        IgnoreRules known = rules.get(folder);
        return known == null ? reload(folder) : known;
    }

    /** Reads the folder's own file again. */
    IgnoreRules reload(TreePath folder) {
        IgnoreRules outer = folder.isRoot() ? above : rules(folder.parent());
        String text = read(folder.in(root).resolve(FILE));
        IgnoreRules inner = outer.and(folder.isRoot() ? prefix : fromTop(folder) + "/", text);
        rules.put(folder, inner);
        return inner;
    }

    /** Forgets the rules of other folders. */
    void retain(Predicate<TreePath> folders) {
        rules.keySet().removeIf(folders.negate());
    }

    private IgnoreRules rulesAbove(Path top) {
        IgnoreRules outer = IgnoreRules.NONE.and("", read(top.resolve(".git/info/exclude")));
        for (Path folder = top; !folder.equals(root); folder = towardsRoot(folder)) {
            outer = outer.and(slashed(top.relativize(folder)), read(folder.resolve(FILE)));
        }
        return outer;
    }

    private Path towardsRoot(Path folder) {
        return folder.resolve(folder.relativize(root).getName(0));
    }

    /** The text of an ignore file; empty if there is none or it cannot be read, which a scan reports like any file. */
    private String read(Path file) {
        // As in git, a link does not count.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (InputStream in = disk.open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static Path topOfRepository(Path root) {
        for (@Nullable Path folder = root; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return folder;
            }
        }
        return root;
    }

    private static String slashed(Path relative) {
        String text = relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
        return text.isEmpty() ? "" : text + "/";
    }
}
