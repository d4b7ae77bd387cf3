package io.atoms.samples.board;

import io.atoms.samples.SampleContext;
import io.atoms.samples.board.server.BoardServer;
import io.atoms.samples.board.server.Faults;
import io.atoms.samples.board.server.TaskTable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A task board: a user, whose state is atoms over a query cache, and a server that the program starts itself, with somebody
 * else at work on it. It prints what the user does and sees, and checks each state of the screen.
 *
 * <p><b>Errors.</b> A request that fails is part of the show. What must not happen, such as a wrong state on the screen,
 * gives a message and {@link #FAILED}.
 */
public final class Board {

    /** The exit code when everything was as it should be. */
    public static final int GOOD = 0;

    /** The exit code when a wrong state was shown, an edit was lost or made twice, or it took too long. */
    public static final int FAILED = 1;

    private static final int TASKS = 14;
    private static final int THREADS = 2;

    private final SampleContext context;

    /** Makes the program in the given surroundings. */
    public Board(SampleContext context) {
        this.context = context;
    }

    /**
     * How it is to be.
     *
     * @param latency how long an answer of the server takes
     * @param faults how many of a hundred requests are not simply answered
     * @param seed of everything that is random
     * @param speed how many seconds of the board pass in one of the real time
     * @param limit how long a step may take, in real time
     */
    public record Options(Duration latency, int faults, long seed, double speed, Duration limit) {}

    /** Runs to the end and returns the exit code. */
    public int run(Options options) {
        Scheduler time = new SpeedScheduler(Schedulers.newParallel("board-time", THREADS, true), options.speed());
        TaskTable truth = new TaskTable(TASKS);
        Faults faults = new Faults(options.faults(), options.seed());
        try (BoardServer server = new BoardServer(truth, faults, options.latency(), time);
                Session session = new Session(options, time, truth, server, new Timeline(context.out(), time))) {
            return run(session);
        } finally {
            time.dispose();
        }
    }

    private int run(Session session) {
        try {
            return tell(session.run());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            message("interrupted");
        } catch (IllegalStateException failure) {
            message(failure.getMessage());
            tell(session.report());
        }
        return FAILED;
    }

    private int tell(Report report) {
        context.out().println();
        report.lines().forEach(context.out()::println);
        report.problems().forEach(this::message);
        return report.problems().isEmpty() ? GOOD : FAILED;
    }

    private void message(@Nullable String text) {
        context.err().println("board: " + text);
    }
}
