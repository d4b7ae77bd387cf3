package io.atoms.samples.search;

import io.atoms.samples.SampleContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@link Search}. */
@Command(
        name = "search",
        description =
                "Types into a search field, asks a slow server on 127.0.0.1 that it starts itself, and checks that a"
                        + " stale result is never shown.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no stale result was shown, and every request has one end",
            "1:a stale result was shown, the counts do not fit, or it took too long",
            "2:bad option"
        })
public final class SearchCommand implements Callable<Integer> {

    private static final int MOST_KEYS = 1_000;
    private static final int MOST_SECONDS = 3_600;

    private final SampleContext context;

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What is typed, and how the server answers it, follow from this; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--keys",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many keys are struck, 1 to 1000; default: ${DEFAULT-VALUE}.")
    private int keys;

    @Option(
            names = "--errors",
            paramLabel = "PERCENT",
            defaultValue = "25",
            description = "How many requests the server refuses, 0 to 100; default: ${DEFAULT-VALUE}.")
    private int errors;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long it may take, 1 to 3600; default: ${DEFAULT-VALUE}.")
    private int limit;

    /** Makes the command in the given surroundings. */
    public SearchCommand(SampleContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        check("--keys", keys, 1, MOST_KEYS);
        check("--errors", errors, 0, 100);
        check("--limit", limit, 1, MOST_SECONDS);
        return new Search(context).run(new Search.Options(seed, keys, errors, Duration.ofSeconds(limit)));
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '" + option + "': must be " + least + " to " + most + ", was " + value);
        }
    }
}
