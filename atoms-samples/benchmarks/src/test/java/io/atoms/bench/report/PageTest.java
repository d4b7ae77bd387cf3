package io.atoms.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

    @TempDir
    Path folder;

    @Test
    void report_replacesWhatFollowsTheMark_andNothingElse() throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, "# Title\n\n" + Page.MARK + "\n\nold\n");
        Page.fill(page, "new\n");
        Page.fill(page, "newer\n");
        assertThat(page).content().isEqualTo("# Title\n\n" + Page.MARK + "\n\nnewer\n");
    }

    @Test
    void page_thatIsNotThere_orHasNoMark_isRefused() throws IOException {
        Path page = folder.resolve("page.md");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Page.fill(page, "new"))
                .withMessageContaining("page.md");
        Files.writeString(page, "by hand");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Page.fill(page, "new"))
                .withMessageContaining(Page.MARK);
        assertThat(page).content().isEqualTo("by hand");
    }
}
