package io.atoms.samples.search;

import io.atoms.samples.SampleContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A search field that is typed into by a script, and asks a server that the program starts itself: slow, and not always
 * willing. It prints what happens, and what became of the requests.
 *
 * <p><b>Errors.</b> A refused request is part of the show. What must not happen, such as a stale result on the screen,
 * gives a message and {@link #FAILED}.
 */
public final class Search {

    /** The exit code when everything was as it should be. */
    public static final int GOOD = 0;

    /** The exit code when a stale result was shown, the counts do not fit together, or it took too long. */
    public static final int FAILED = 1;

    private final SampleContext context;

    /** Makes the program in the given surroundings. */
    public Search(SampleContext context) {
        this.context = context;
    }

    /**
     * What to do.
     *
     * @param seed of everything that is random
     * @param keys how many keys to strike
     * @param errors how many of a hundred requests the server refuses
     * @param limit how long it may take
     */
    public record Options(long seed, int keys, int errors, Duration limit) {}

    /** Runs to the end and returns the exit code. */
    public int run(Options options) {
        return run(options, Pace.ofPerson(options.errors()));
    }

    int run(Options options, Pace pace) {
        Scheduler time = Schedulers.newSingle("search-time", true);
        try (SearchServer server = new SearchServer(pace, options.seed());
                SearchClient client = new SearchClient(server.address())) {
            int code = run(options, pace, client, time);
            context.out().println("connections that the server found closed before its answer: " + server.gone());
            return code;
        } catch (IOException failure) {
            message("cannot start a server on this machine: " + failure.getMessage());
            return FAILED;
        } finally {
            time.dispose();
        }
    }

    int run(Options options, Pace pace, SearchService service, Scheduler time) {
        Journal journal = new Journal(context.out(), () -> time.now(TimeUnit.MILLISECONDS));
        List<Keystroke> script = new Typist(pace, options.seed()).script(options.keys());
        try (SearchSession session = new SearchSession(service, pace.quiet(), time, journal)) {
            return await(session.run(script).toFuture(), options.limit());
        }
    }

    private int await(Future<SearchReport> running, Duration limit) {
        try {
            return report(running.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            message("not done after " + limit.toSeconds() + " s; --limit allows more");
        } catch (ExecutionException failure) {
            message("failed: " + failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            message("interrupted");
        } finally {
            running.cancel(true);
        }
        return FAILED;
    }

    private int report(SearchReport report) {
        context.out().println();
        report.lines().forEach(context.out()::println);
        report.problems().forEach(this::message);
        return report.problems().isEmpty() ? GOOD : FAILED;
    }

    private void message(String text) {
        context.err().println("search: " + text);
    }
}
