package io.atoms.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process like this one. */
public final class ChildJvm {

    private ChildJvm() {}

    /** How to start it: the same JDK and class path, another main class. */
    public static ProcessBuilder of(List<String> flags, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
