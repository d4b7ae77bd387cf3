package io.atoms.samples.folderstats;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * A file or folder inside the folder that is counted: the path from there, and the key of the atom families.
 *
 * <p>It keeps the {@link Path} and not a string, because a name that the platform's character set cannot decode would
 * not find its file again.
 *
 * @param path a relative path; empty for the counted folder itself
 */
record TreePath(Path path) implements Comparable<TreePath> {

    /** The counted folder itself. */
    static final TreePath ROOT = new TreePath(Path.of(""));

    boolean isRoot() {
        return equals(ROOT);
    }

    TreePath child(Path name) {
        return isRoot() ? new TreePath(name) : new TreePath(path.resolve(name));
    }

    /** The folder that it is in. The root has none and is its own. */
    TreePath parent() {
        Path parent = path.getParent();
        return parent == null ? ROOT : new TreePath(parent);
    }

    String name() {
        return Objects.toString(path.getFileName(), "");
    }

    /** The part of the name from its last dot on, in small letters; empty for names such as {@code .gitignore}. */
    String extension() {
        String name = name();
        int dot = name.lastIndexOf('.');
        return dot <= 0 || dot == name.length() - 1 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** Where it is on the disk. */
    Path in(Path root) {
        return root.resolve(path);
    }

    @Override
    public int compareTo(TreePath other) {
        return path.compareTo(other.path);
    }

    /** With slashes on every platform; a dot for the root. */
    @Override
    public String toString() {
        return isRoot() ? "." : path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
