package io.atoms.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The arguments of a command: {@code --option value}, {@code --flag}, and the rest in order. */
final class Arguments {

    private final Map<String, String> options = new HashMap<>();
    private final List<String> rest = new ArrayList<>();

    /**
     * Reads them.
     *
     * @param flags which of the names take no value
     */
    Arguments(String[] arguments, Set<String> names, Set<String> flags) {
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--")) {
                rest.add(argument);
            } else if (flags.contains(argument)) {
                options.put(argument, "");
            } else if (!names.contains(argument)) {
                throw new IllegalArgumentException("there is no option " + argument + "; there are " + names + flags);
            } else if (++i == arguments.length) {
                throw new IllegalArgumentException(argument + " needs a value");
            } else {
                options.put(argument, arguments[i]);
            }
        }
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    String text(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /** A whole number from the least on. */
    int number(String name, int otherwise, int least) {
        String value = text(name, "" + otherwise);
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < least) {
            throw new IllegalArgumentException(name + " is a whole number from " + least + " on, not " + value);
        }
        return Integer.parseInt(value);
    }

    /** A duration: {@code 500ms} or {@code 2s}. */
    Duration time(String name, Duration otherwise) {
        String value = text(name, otherwise.toMillis() + "ms");
        if (value.matches("[1-9]\\d{0,6}ms")) {
            return Duration.ofMillis(Integer.parseInt(value.replace("ms", "")));
        }
        if (value.matches("[1-9]\\d{0,3}s")) {
            return Duration.ofSeconds(Integer.parseInt(value.replace("s", "")));
        }
        throw new IllegalArgumentException(name + " is a duration such as 500ms or 2s, not " + value);
    }

    /** Names from a list with commas, in the order of what there is. A star at the end stands for any ending. */
    List<String> names(String name, List<String> all) {
        if (!has(name)) {
            return all;
        }
        List<String> wanted = List.of(text(name, "").split(","));
        for (String one : wanted) {
            if (all.stream().noneMatch(known -> fits(one, known))) {
                throw new IllegalArgumentException(name + ": there is no " + one + "; there are " + all);
            }
        }
        return all.stream()
                .filter(known -> wanted.stream().anyMatch(one -> fits(one, known)))
                .toList();
    }

    private static boolean fits(String wanted, String known) {
        return wanted.endsWith("*") ? known.startsWith(wanted.substring(0, wanted.length() - 1)) : wanted.equals(known);
    }

    List<String> rest() {
        return rest;
    }
}
