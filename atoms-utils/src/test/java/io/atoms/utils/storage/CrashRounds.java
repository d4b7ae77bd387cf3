package io.atoms.utils.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills a writing process at random moments, again and again. The child's main class gets a folder as its only argument,
 * goes on from what it finds there, and {@linkplain ChildProcess#tell tells} what is acknowledged, until it is killed. After
 * each kill a verifier looks at the folder and at what was told.
 */
final class CrashRounds {

    /** The rounds of the default build; the system property {@code atoms.crash.rounds} sets another number. */
    private static final int ROUNDS = 50;
    /** The longest time a child may write before it is killed, in milliseconds. */
    private static final int LONGEST = 300;

    private CrashRounds() {}

    interface Verifier {
        /**
         * @param told what the child told in this round
         */
        void verify(Path folder, List<String> told) throws Exception;
    }

    /**
     * Runs the rounds.
     *
     * @param folder what the children write to
     * @param logs another folder, for what they print
     * @return how many lines were told in all
     */
    static int run(Class<?> child, Path folder, Path logs, Verifier verifier) throws Exception {
        int rounds = Integer.getInteger("atoms.crash.rounds", ROUNDS);
        long seed = Long.getLong("atoms.crash.seed", System.nanoTime());
        Random random = new Random(seed);
        int acknowledged = 0;
        for (int round = 1; round <= rounds; round++) {
            List<String> told = killed(child, folder, logs, random);
            acknowledged += told.size();
            try {
                verifier.verify(folder, told);
            } catch (Throwable e) {
                throw new AssertionError(
                        "Round " + round + " of seed " + seed + ", after "
                                + (told.isEmpty() ? "nothing" : told.get(told.size() - 1)) + " was told",
                        e);
            }
        }
        return acknowledged;
    }

    private static List<String> killed(Class<?> child, Path folder, Path logs, Random random) throws Exception {
        try (ChildProcess process = ChildProcess.start(child, logs, List.of(), folder.toString())) {
            // One in four is killed while it starts and opens, the others while they write, many of them early.
            if (random.nextInt(4) > 0) {
                process.awaitLines(1);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1 + random.nextInt(LONGEST)));
            } else {
                TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(LONGEST));
            }
            return process.kill();
        }
    }
}
