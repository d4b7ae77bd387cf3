package io.atoms.samples.board;

import io.atoms.samples.SampleContext;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line of {@link Board}. */
@Command(
        name = "board",
        description =
                "Works on a task board of a server on 127.0.0.1 that it starts itself, together with somebody else and"
                        + " for ten seconds offline, and checks that a wrong state is never shown.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no wrong state was shown, and each edit was made once",
            "1:a wrong state was shown, an edit was lost or made twice, or it took too long",
            "2:bad option"
        })
public final class BoardCommand implements Callable<Integer> {

    private static final Duration LONGEST_LATENCY = Duration.ofSeconds(5);
    private static final int MOST_FAULTS = 80;
    private static final int FASTEST = 100;
    private static final int MOST_SECONDS = 3_600;

    private final SampleContext context;

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Option(
            names = "--latency",
            paramLabel = "TIME",
            defaultValue = "50ms",
            converter = TimeConverter.class,
            description = "How long the server takes for an answer, 0ms to 5s; default: ${DEFAULT-VALUE}.")
    private Duration latency;

    @Option(
            names = "--faults",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "How many requests fail, are cut off or slow, 0 to 80; default: ${DEFAULT-VALUE}.")
    private int faults;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What goes wrong, and what the colleague does, follow from this; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "How many times faster than real time, 1 to 100; default: ${DEFAULT-VALUE}.")
    private int speed;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long each step may take, 1 to 3600; default: ${DEFAULT-VALUE}.")
    private int limit;

    /** Makes the command in the given surroundings. */
    public BoardCommand(SampleContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        check("--faults", faults, 0, MOST_FAULTS);
        check("--speed", speed, 1, FASTEST);
        check("--limit", limit, 1, MOST_SECONDS);
        if (latency.compareTo(LONGEST_LATENCY) > 0) {
            throw invalid("--latency", "0ms to 5s", latency.toMillis() + "ms");
        }
        return new Board(context).run(new Board.Options(latency, faults, seed, speed, Duration.ofSeconds(limit)));
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw invalid(option, least + " to " + most, Integer.toString(value));
        }
    }

    private ParameterException invalid(String option, String allowed, String was) {
        return new ParameterException(
                spec.commandLine(), "Invalid value for option '" + option + "': must be " + allowed + ", was " + was);
    }

    /** Reads {@code 50ms} and {@code 2s}. */
    static final class TimeConverter implements ITypeConverter<Duration> {

        private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s)");

        @Override
        public Duration convert(String text) {
            Matcher matcher = TIME.matcher(text.toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not a time such as 50ms or 2s");
            }
            long number = Long.parseLong(matcher.group(1));
            return matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
        }
    }
}
