package io.atoms.samples.tour;

import io.atoms.samples.SampleContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command line of the {@link Tour}. */
@Command(name = "tour", description = "Shows the library step by step, with the source and output of each step.")
public final class TourCommand implements Callable<Integer> {

    private final SampleContext context;

    /** Makes the command in the given surroundings. */
    public TourCommand(SampleContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        new Tour(context.out()).run();
        return 0;
    }
}
