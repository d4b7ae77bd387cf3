package io.atoms.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the folder of this project: Maven starts a program in the folder that Maven was started in. */
final class ProjectFolder {

    private static final String MARK = "<module>atoms-samples</module>";

    private ProjectFolder() {}

    /** The nearest folder upwards that holds the project's parent pom; the folder itself if there is none. */
    static Path find(Path start) {
        for (@Nullable Path folder = start.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (isParentPom(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        return start;
    }

    private static boolean isParentPom(Path pom) {
        try {
            return Files.isRegularFile(pom) && Files.readString(pom).contains(MARK);
        } catch (IOException unreadable) {
            // Not ours, whatever it is.
            return false;
        }
    }
}
