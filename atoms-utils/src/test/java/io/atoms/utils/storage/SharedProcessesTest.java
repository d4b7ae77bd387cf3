package io.atoms.utils.storage;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that share a folder. */
@Timeout(300)
class SharedProcessesTest {

    @Test
    void thatWriteAtRandom_oneOfWhichIsKilled_convergeWithoutAnEcho(@TempDir Path temporary) throws Exception {
        Path folder = temporary.resolve("data");
        try (ChildProcess a = child("a", folder);
                ChildProcess b = child("b", folder)) {
            ChildProcess killed = child("c", folder);
            for (ChildProcess each : List.of(a, b, killed)) {
                await().until(() -> each.lines().contains("ready"));
            }
            assertThatThrownBy(() -> FileStorage.open(folder))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("process ");
            await().pollDelay(Duration.ofMillis(700)).until(() -> true);
            killed.kill();
            await().pollDelay(Duration.ofMillis(700)).until(() -> true);
            Files.createFile(temporary.resolve("enough"));
            for (ChildProcess each : List.of(a, b)) {
                await().until(() -> each.lines().contains("stopped"));
            }
            await().untilAsserted(() -> {
                String stored = "sees " + stored(folder);
                assertThat(last(a)).isEqualTo(stored);
                assertThat(last(b)).isEqualTo(stored);
            });
            Files.createFile(temporary.resolve("go"));
            for (ChildProcess each : List.of(a, b)) {
                await().until(() -> last(each).equals("end"));
            }
            for (ChildProcess each : List.of(a, b, killed)) {
                assertThat(each.lines()).noneMatch(line -> line.startsWith("echo") || line.startsWith("problem"));
            }
        }
    }

    private static ChildProcess child(String name, Path folder) throws IOException {
        return ChildProcess.start(SharedChild.class, folder.getParent(), List.of(), name, folder.toString());
    }

    private static String last(ChildProcess child) {
        List<String> lines = child.lines();
        return lines.get(lines.size() - 1);
    }

    private static List<String> stored(Path folder) throws Exception {
        List<String> values = new ArrayList<>();
        for (String key : SharedChild.KEYS) {
            Path file = folder.resolve(key + ".atom");
            values.add(
                    Files.exists(file)
                            ? new String(
                                    Envelope.open(key, Files.readAllBytes(file)).payload(), StandardCharsets.UTF_8)
                            : "default");
        }
        return values;
    }
}
