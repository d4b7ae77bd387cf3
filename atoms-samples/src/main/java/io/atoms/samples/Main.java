package io.atoms.samples;

import io.atoms.samples.board.BoardCommand;
import io.atoms.samples.folderstats.FolderStats;
import io.atoms.samples.folderstats.FolderStatsCommand;
import io.atoms.samples.notes.NotesCommand;
import io.atoms.samples.search.SearchCommand;
import io.atoms.samples.shop.ShopCommand;
import io.atoms.samples.tour.Tour;
import io.atoms.samples.tour.TourCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The program behind {@code exec:java}. Without arguments it runs the {@link Tour} and then {@link FolderStats} on the
 * folder of the project.
 */
@Command(
        name = "atoms-samples",
        description = "Programs that use atoms. Without a command: the tour, then the totals of this project's folder.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "With Maven: mvn -q -pl atoms-samples -am compile exec:java -Dexec.args=\"COMMAND\"",
            "What each shows: docs/guides/samples.md"
        })
public final class Main implements Callable<Integer> {

    private static final int TOP = 10;

    private final SampleContext context;

    private Main(SampleContext context) {
        this.context = context;
    }

    /** Runs the command that the arguments name, see {@code --help}. */
    public static void main(String[] args) {
        SampleContext context = new SampleContext(
                System.out, System.err, Terminal.isInteractive(), Path.of("").toAbsolutePath());
        int code = run(context, args);
        if (code != 0) {
            // Only then: exec:java runs this inside Maven, which would be ended before it is done.
            System.exit(code);
        }
    }

    /** As {@link #main}, but returns the exit code. */
    static int run(SampleContext context, String... args) {
        CommandLine program = new CommandLine(new Main(context))
                .addSubcommand(new TourCommand(context))
                .addSubcommand(new FolderStatsCommand(context))
                .addSubcommand(new SearchCommand(context))
                .addSubcommand(new NotesCommand(context))
                .addSubcommand(new ShopCommand(context))
                .addSubcommand(new BoardCommand(context))
                .setOut(writer(context.out()))
                .setErr(writer(context.err()));
        addHelp(program);
        return program.execute(args);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and end.")
                        .build());
        command.getSubcommands().values().forEach(Main::addHelp);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
    }

    @Override
    public Integer call() {
        new Tour(context.out()).run();
        context.out()
                .println("That was the tour. Now FolderStats counts this project: each file and folder is an atom.");
        context.out().println();
        Path folder = ProjectFolder.find(context.currentFolder());
        int code = new FolderStats(context).run(new FolderStats.Options(folder, TOP, false));
        context.out().println();
        context.out().println("The other samples: -Dexec.args=\"--help\", and docs/guides/samples.md");
        return code;
    }
}
