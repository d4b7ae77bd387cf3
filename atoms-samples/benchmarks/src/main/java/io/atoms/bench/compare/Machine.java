package io.atoms.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Where and when a run was made.
 *
 * @param runtime the Java or other virtual machine, with its version
 * @param note what whoever started it wants to be kept, such as the commit
 */
public record Machine(String runtime, String system, String processor, int processors, String day, String note) {

    /** This one, now. */
    public static Machine here(String note) {
        return new Machine(
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                LocalDate.now().toString(),
                note);
    }

    /** As Linux tells it; elsewhere there is no simple way. */
    private static String processorName() {
        Path file = Path.of("/proc/cpuinfo");
        try {
            Optional<String> name = Files.isReadable(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> line.startsWith("model name"))
                            .findFirst()
                    : Optional.empty();
            return name.map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }
}
