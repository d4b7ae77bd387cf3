package io.atoms.async.scenario;

import io.atoms.async.scenario.Generator.Profile;
import java.util.List;
import java.util.Optional;

/** Runs seeds until one fails, and reports that one small. Has a main method for runs of any length. */
final class Fuzz {
    private final Scenario scenario;
    private final List<Profile> profiles;
    private final int operations;

    Fuzz(Scenario scenario, List<Profile> profiles, int operations) {
        this.scenario = scenario;
        this.profiles = profiles;
        this.operations = operations;
    }

    static Fuzz ofTheStore(List<Profile> profiles, int operations) {
        return new Fuzz(new Scenario(Model::new, StoreSubject::new), profiles, operations);
    }

    /**
     * What is wrong with the script of the seed, shrunk; or nothing. A difference counts if it comes again: a thread that
     * sweeps collected atoms may hold the store's lock for a moment, and then it does what the script's would have done.
     */
    Optional<Finding> run(long seed) {
        Generator generator = new Generator(seed, profiles);
        Script script = generator.script(operations);
        return scenario.run(script)
                .flatMap(first -> scenario.run(script))
                .map(difference -> shrunk(seed, generator.profile(), script, difference));
    }

    /** How many operations have been compared. */
    long compared() {
        return scenario.compared();
    }

    private Finding shrunk(long seed, Profile profile, Script script, Scenario.Difference first) {
        List<Operation> upToThere = script.operations().subList(0, first.index() + 1);
        Script small = new Shrinker(candidate -> scenario.run(candidate).isPresent())
                .shrink(new Script(script.graph(), List.copyOf(upToThere)));
        return new Finding(seed, profile, small, scenario.run(small).orElse(first));
    }

    /** A failure of a seed. */
    record Finding(long seed, Profile profile, Script script, Scenario.Difference difference) {
        @Override
        public String toString() {
            return "-Dasync.scenario.seed=" + seed + " (" + profile + ") fails; the smallest script found:\n" + script
                    + "  => at line " + (difference.index() + 1) + " of the outermost: " + difference.what();
        }
    }

    /** Arguments: first seed, number of seeds, operations per seed, how many findings are enough, a profile or all. */
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        int operations = Integer.parseInt(arguments[2]);
        int enough = Integer.parseInt(arguments[3]);
        long end = first + Long.parseLong(arguments[1]);
        List<Profile> profiles =
                arguments.length > 4 ? List.of(Profile.valueOf(arguments[4])) : List.of(Profile.values());
        Fuzz fuzz = ofTheStore(profiles, operations);
        for (long seed = first; seed < end && enough > 0; seed++) {
            Optional<Finding> finding = fuzz.run(seed);
            if (finding.isPresent()) {
                System.out.println(finding.get());
                enough--;
            }
        }
        System.out.println("done, " + fuzz.compared() + " operations compared, " + fuzz.scenario.undecided()
                + " scripts undecided");
    }
}
