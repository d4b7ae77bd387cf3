package io.atoms.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFolderTest {

    @TempDir
    Path folder;

    @Test
    void find_fromAModule_isTheFolderOfTheParentPom() throws IOException {
        Files.writeString(folder.resolve("pom.xml"), "<modules><module>atoms-samples</module></modules>");
        Path inner = Files.createDirectories(folder.resolve("atoms-samples/src"));
        Files.writeString(folder.resolve("atoms-samples/pom.xml"), "<artifactId>atoms-samples</artifactId>");

        assertThat(ProjectFolder.find(inner)).isEqualTo(folder);
        assertThat(ProjectFolder.find(folder)).isEqualTo(folder);
    }

    @Test
    void find_elsewhere_isTheFolderItself() {
        assertThat(ProjectFolder.find(folder)).isEqualTo(folder);
    }
}
