package io.atoms.scenario;

import java.util.List;
import java.util.Optional;

/** Runs seeds until one fails, and reports that one small. Has a main method for runs of any length. */
final class Fuzz {
    private final Scenario scenario;
    private final int operations;

    Fuzz(Scenario scenario, int operations) {
        this.scenario = scenario;
        this.operations = operations;
    }

    static Fuzz ofTheStore(int operations) {
        return new Fuzz(new Scenario(Oracle::new, StoreSubject::new), operations);
    }

    /** What is wrong with the script of the seed, shrunk; or nothing. */
    Optional<Finding> run(long seed) {
        Script script = new Generator(seed).script(operations);
        return scenario.run(script).map(difference -> shrunk(seed, script, difference));
    }

    private Finding shrunk(long seed, Script script, Scenario.Difference first) {
        List<Operation> upToThere = script.operations().subList(0, first.index() + 1);
        Script small = new Shrinker(candidate -> scenario.run(candidate).isPresent())
                .shrink(new Script(script.graph(), List.copyOf(upToThere)));
        return new Finding(seed, small, scenario.run(small).orElse(first));
    }

    /** A failure of a seed. */
    record Finding(long seed, Script script, Scenario.Difference difference) {
        @Override
        public String toString() {
            return "-Dscenario.seed=" + seed + " fails; the smallest script found:\n" + script + "  => at line "
                    + (difference.index() + 1) + " of the outermost: " + difference.what();
        }
    }

    /** Arguments: first seed, number of seeds, operations per seed, how many findings are enough. */
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        int operations = Integer.parseInt(arguments[2]);
        int enough = Integer.parseInt(arguments[3]);
        long end = first + Long.parseLong(arguments[1]);
        for (long seed = first; seed < end && enough > 0; seed++) {
            Optional<Finding> finding = ofTheStore(operations).run(seed);
            if (finding.isPresent()) {
                System.out.println(finding.get());
                enough--;
            }
        }
        System.out.println("done");
    }
}
