package io.atoms.samples.notes;

import io.atoms.samples.SampleContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** A process of its own that adds notes, one command for each, until it has added enough or is killed. */
final class NotesChild {

    private NotesChild() {}

    static Process start(Path folder, String text, int count) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NotesChild.class.getName(),
                        folder.toString(),
                        text,
                        Integer.toString(count)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] args) {
        SampleContext context = new SampleContext(System.out, System.err, false, Path.of(args[0]));
        Surroundings surroundings = new Surroundings(
                InputStream.nullInputStream(),
                Map.of(),
                Path.of(args[0]),
                Clock.systemUTC(),
                Duration.ofSeconds(30),
                question -> null);
        for (int i = 1; i <= Integer.parseInt(args[2]); i++) {
            int code = new CommandLine(new NotesCommand(context, surroundings))
                    .execute("--folder", args[0], "add", args[1] + i);
            if (code != 0) {
                System.exit(code);
            }
        }
        System.exit(0);
    }
}
