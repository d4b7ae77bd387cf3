package io.atoms.samples.folderstats;

import io.atoms.samples.SampleContext;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@link FolderStats}. */
@Command(
        name = "folder-stats",
        description = "Counts files, lines and bytes of a folder, without binary files and what git ignores.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was counted",
            "1:something could not be read or followed; the rest was counted",
            "2:bad option, or no such folder"
        })
public final class FolderStatsCommand implements Callable<Integer> {

    private final SampleContext context;

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            defaultValue = "",
            description = "The folder to count; default: the current folder.")
    private Path folder;

    @Option(names = "--watch", description = "Follow changes, and show which atoms each of them recomputes.")
    private boolean watch;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of the largest files to show; default: ${DEFAULT-VALUE}.")
    private int top;

    /** Makes the command in the given surroundings. */
    public FolderStatsCommand(SampleContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (top < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--top': must be 1 or more, was " + top);
        }
        return new FolderStats(context).run(new FolderStats.Options(folder, top, watch));
    }
}
