package io.atoms.async.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What could be seen from outside during one operation: lines, in order, of several kinds. */
final class Seen {
    /** What reads returned and transactions threw. */
    static final String LINES = "results";

    /** The calls that wait for a signal. */
    static final String LIVE = "live calls";

    /** The atoms that are observed. */
    static final String OBSERVED = "observed";

    private static final String EFFECT = "runs of effect ";

    private final Map<String, List<String>> lines = new TreeMap<>();

    void line(String line) {
        add(LINES, line);
    }

    /** What a listener was told. */
    void told(String id, String line) {
        add("told " + id, line);
    }

    /** What an effect read. */
    void effect(String id, String line) {
        add(EFFECT + id, line);
    }

    boolean hasEffect(String id) {
        return lines.containsKey(EFFECT + id);
    }

    /** What became of the work of an async atom: a start with its sum, or a cancellation. */
    void work(String name, String line) {
        add("work of " + name, line);
    }

    void add(String kind, String line) {
        lines.computeIfAbsent(kind, k -> new ArrayList<>()).add(line);
    }

    List<String> get(String kind) {
        return lines.getOrDefault(kind, List.of());
    }

    /** The first kind of lines in which what was seen is not as expected; null if there is none. */
    String difference(Seen seen) {
        for (String kind : kinds(this, seen)) {
            if (!accepts(seen, kind)) {
                return kind;
            }
        }
        return null;
    }

    /** The kinds of lines of either. */
    static Set<String> kinds(Seen a, Seen b) {
        Set<String> kinds = new TreeSet<>(a.lines.keySet());
        kinds.addAll(b.lines.keySet());
        return kinds;
    }

    /** Whether the lines of that kind that were seen are as these, which are expected, say. */
    boolean accepts(Seen seen, String kind) {
        List<String> should = get(kind);
        List<String> was = seen.get(kind);
        return kind.startsWith(EFFECT) ? follows(should, was) : matches(should, was);
    }

    /** A star in an expected line stands for anything. */
    private static boolean matches(List<String> expected, List<String> seen) {
        boolean same = expected.size() == seen.size();
        for (int i = 0; same && i < seen.size(); i++) {
            String line = expected.get(i);
            same = line.endsWith("*")
                    ? seen.get(i).startsWith(line.substring(0, line.length() - 1))
                    : line.equals(seen.get(i));
        }
        return same;
    }

    /**
     * An effect runs after commits, and reads the newest of them, so it may see fewer states than there were; but the
     * last one, and in order. The first expected line, which starts with a minus, is what it had seen before.
     */
    private static boolean follows(List<String> expected, List<String> seen) {
        if (expected.isEmpty()) {
            return seen.isEmpty();
        }
        int next = 1;
        for (String line : seen) {
            while (next < expected.size() && !expected.get(next).equals(line)) {
                next++;
            }
            if (next++ >= expected.size()) {
                return false;
            }
        }
        String last = expected.get(expected.size() - 1);
        return seen.isEmpty() ? expected.get(0).equals("-" + last) : last.equals(seen.get(seen.size() - 1));
    }
}
