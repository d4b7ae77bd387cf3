package io.atoms.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.samples.Output;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopTest {

    private final Output output = new Output();

    @TempDir
    Path folder;

    private int run(boolean display) {
        return new Shop(output.context(folder), () -> display)
                .run(new Shop.Options(Path.of("shop"), Path.of("shop.png"), false));
    }

    @Test
    void withoutDisplay_hasItsMessageAndCode_andLeavesNothing() {
        assertThat(run(false)).isEqualTo(Shop.NO_DISPLAY);

        assertThat(output.err())
                .startsWith("shop: there is no display to open a window on")
                .contains("xvfb-run");
        assertThat(output.out()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void headlessJvm_hasNoDisplay() {
        assertThat(Display.isThere()).isFalse();
    }

    @Test
    void folderThatAnotherShopHas_hasItsMessageAndCode() {
        try (Storage other = FileStorage.open(folder.resolve("shop"))) {
            assertThat(run(true)).isEqualTo(Shop.FAILED);
            assertThat(other.keys()).isEmpty();
        }

        assertThat(output.err())
                .startsWith("shop: ")
                .contains(folder.resolve("shop").toString());
    }

    @Test
    void folderThatIsAFile_hasItsMessageAndCode() throws IOException {
        Files.writeString(folder.resolve("shop"), "");

        assertThat(run(true)).isEqualTo(Shop.FAILED);
        assertThat(output.err())
                .startsWith("shop: ")
                .contains(folder.resolve("shop").toString());
    }
}
