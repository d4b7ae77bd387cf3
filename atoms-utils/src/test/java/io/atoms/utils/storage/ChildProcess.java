package io.atoms.utils.storage;

import io.atoms.utils.testing.Patience;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Another Java process that runs the main method of a class of these tests. What it acknowledges, a line each, is read
 * here while it runs.
 */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final Path errors;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ChildProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.reader = new Thread(this::read, "lines of child " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a child.
     *
     * @param logs the folder for what it prints to its error stream
     */
    static ChildProcess start(Class<?> main, Path logs, List<String> javaOptions, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-ea", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return start(command, logs);
    }

    /** Starts a command that becomes a Java process, such as a shell with limits. */
    static ChildProcess start(List<String> command, Path logs) throws IOException {
        Path errors = Files.createTempFile(logs, "child-", ".err");
        return new ChildProcess(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    /** Modules do not matter in a child, so all is on the class path. */
    static String classPath() {
        Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        List<String> path = new ArrayList<>();
        path.add(module.resolve("target/test-classes").toString());
        path.add(module.resolve("target/classes").toString());
        path.add(System.getProperty("jdk.module.path", ""));
        path.add(System.getProperty("java.class.path", ""));
        return String.join(File.pathSeparator, path);
    }

    /** In the child: tells the parent something, at once and as a whole. */
    static void tell(Object line) {
        System.out.print(line + "\n");
        System.out.flush();
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            // A line counts if it is whole, which readLine does not tell.
            StringBuilder line = new StringBuilder();
            int next;
            while ((next = reader.read()) >= 0) {
                if (next == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) next);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has told until now. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until it has told so many lines, or has ended. */
    void awaitLines(int count) throws InterruptedException {
        long end = System.nanoTime() + Patience.LIMIT.toNanos();
        while (lines.size() < count && process.isAlive() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** Ends it as {@code kill -9} does, and returns all it told, to the last line. */
    List<String> kill() throws InterruptedException, IOException {
        if (!process.isAlive()) {
            throw new AssertionError("The child ended by itself with " + process.exitValue() + ": " + errors());
        }
        // By its handle: Process.destroyForcibly would close the stream with what it told last.
        process.toHandle().destroyForcibly();
        process.waitFor();
        reader.join();
        return lines();
    }

    /** Waits for its end, and returns its exit code. */
    int await() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("The child does not end; it told " + lines);
        }
        reader.join();
        return process.exitValue();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
