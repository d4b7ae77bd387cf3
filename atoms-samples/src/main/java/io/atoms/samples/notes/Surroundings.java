package io.atoms.samples.notes;

import java.io.Console;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What Notes has of its surroundings beyond a sample's usual ones.
 *
 * @param in where input comes from
 * @param environment the variables of the environment
 * @param home the user's folder
 * @param clock tells when a note is written
 * @param patience how long to wait for a folder that another terminal has for itself, which takes moments
 * @param passwords asks for a passphrase with the given question; null if nobody can be asked
 */
public record Surroundings(
        InputStream in,
        Map<String, String> environment,
        Path home,
        Clock clock,
        Duration patience,
        Function<String, char @Nullable []> passwords) {

    /** Those of this process. */
    public static Surroundings ofProcess() {
        return new Surroundings(
                System.in,
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Clock.system(ZoneId.systemDefault()),
                Duration.ofSeconds(10),
                Surroundings::ask);
    }

    @SuppressWarnings("SystemConsoleNull") // and if there is one that is no terminal, reading from it is right, too
    private static char @Nullable [] ask(String question) {
        Console console = System.console();
        return console == null ? null : console.readPassword("%s: ", question);
    }
}
