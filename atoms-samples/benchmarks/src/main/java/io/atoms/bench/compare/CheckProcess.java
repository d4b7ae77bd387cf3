package io.atoms.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a peer in a process of its own, which is ended if a workload takes too long: some libraries do not finish. The
 * process says one line for each workload; after one that it could not do, another process goes on. What libraries write
 * to the standard error is dropped: one logs every frame of every stack overflow.
 */
public final class CheckProcess {

    private static final String MARK = "checked: ";
    private static final String END = "";

    private CheckProcess() {}

    /** The process: a peer and workloads. */
    public static void main(String[] arguments) {
        for (String workload : Arrays.asList(arguments).subList(1, arguments.length)) {
            System.out.println(MARK + Json.line(PeerCheck.of(workload, arguments[0])));
        }
    }

    /** Checks a peer on workloads, in order. Tells of each as soon as it is known. */
    public static void check(String peer, List<String> workloads, Duration limit, Consumer<Checked> told) {
        int done = 0;
        while (done < workloads.size()) {
            List<String> left = workloads.subList(done, workloads.size());
            done += start(peer, left, limit, told);
        }
    }

    /** Gives how many are settled, at least one. */
    private static int start(String peer, List<String> workloads, Duration limit, Consumer<Checked> told) {
        Process process = process(peer, workloads);
        BlockingQueue<String> lines = linesOf(process);
        try {
            for (int i = 0; i < workloads.size(); i++) {
                String line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
                Checked checked = checked(line, workloads.get(i), peer, limit);
                told.accept(checked);
                // A library that threw may be left in any state.
                if (line == null || checked.verdict() == Verdict.FAILED) {
                    return i + 1;
                }
            }
            return workloads.size();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while checking " + peer, e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Checked checked(@Nullable String line, String workload, String peer, Duration limit) {
        if (line == null) {
            return Checked.without(workload, peer, Verdict.TOO_SLOW, "not done in " + limit.toSeconds() + " s");
        }
        if (line.equals(END)) {
            return Checked.without(workload, peer, Verdict.FAILED, "its process ended");
        }
        return Json.parse(line, Checked.class);
    }

    private static Process process(String peer, List<String> workloads) {
        List<String> arguments = new ArrayList<>(List.of(peer));
        arguments.addAll(workloads);
        try {
            return ChildJvm.of(Plan.FLAGS, CheckProcess.class, arguments)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("can not start a process to check " + peer, e);
        }
    }

    /** What the process says about workloads, and then {@link #END}. */
    private static BlockingQueue<String> linesOf(Process process) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                        out.lines()
                                .filter(line -> line.startsWith(MARK))
                                .forEach(line -> lines.add(line.substring(MARK.length())));
                    } catch (IOException | UncheckedIOException e) {
                        // The process was ended.
                    }
                    lines.add(END);
                },
                "lines of a check");
        reader.setDaemon(true);
        reader.start();
        return lines;
    }
}
