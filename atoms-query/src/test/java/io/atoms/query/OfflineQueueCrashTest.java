package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mutations that were queued by a process that was killed. */
class OfflineQueueCrashTest {

    @TempDir
    Path folder;

    /** A child process. Modules do not matter in it, so all is on the class path. */
    private Process start(String what, OrderServer server) throws IOException {
        Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        String path = String.join(
                File.pathSeparator,
                module.resolve("target/test-classes").toString(),
                module.resolve("target/classes").toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        path,
                        OfflineQueueChild.class.getName(),
                        what,
                        folder.resolve("data").toString(),
                        Integer.toString(server.port()))
                .redirectError(folder.resolve(what + ".err").toFile())
                .start();
    }

    private void awaitReady(Process child, String what) throws IOException {
        try (BufferedReader lines = child.inputReader()) {
            assertThat(lines.readLine())
                    .as(() -> "what the child told; its errors: " + errors(what))
                    .isEqualTo("ready");
        }
    }

    private String errors(String what) {
        try {
            return Files.readString(folder.resolve(what + ".err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void kill(Process child) {
        child.destroyForcibly().onExit().join();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void threeQueuedMutations_areDoneOnceAndInOrder_howeverOftenTheProcessDies() throws Exception {
        try (OrderServer server = new OrderServer()) {
            Process first = start("ask", server);
            try {
                awaitReady(first, "ask");
                assertThat(server.requests()).isEmpty();
            } finally {
                kill(first);
            }

            server.withhold("two");
            Process second = start("go on", server);
            try {
                assertThat(server.asked.await(2, TimeUnit.MINUTES))
                        .as(() -> errors("go on"))
                        .isTrue();
            } finally {
                kill(second); // the server has done it, and this process never knew
            }
            assertThat(server.done()).containsExactly("one", "two");

            server.withhold("");
            Process third = start("go on", server);
            try {
                awaitReady(third, "go on");
            } finally {
                kill(third);
            }
            assertThat(server.done()).containsExactly("one", "two", "three");
            assertThat(server.requests())
                    .endsWith("two", "three")
                    .filteredOn(List.of("two")::contains)
                    .hasSize(2);
        }
    }
}
