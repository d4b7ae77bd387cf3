package io.atoms.samples.folderstats;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers and names in the words of a report. */
final class Text {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Text() {}

    /** Such as {@code 1,234}. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Such as {@code 1 file} or {@code 2 files}. */
    static String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** Such as {@code 999 B} or {@code 1.2 kB}, a kB being 1,000 bytes. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes / 1_000.0;
        int unit = 0;
        // 999.95 would be rounded up to 1000.0.
        while (value >= 999.95) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Such as {@code 1.23 ms}. */
    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }

    /** Such as {@code +2} or {@code -1,000}. */
    static String signed(long value) {
        return String.format(Locale.ROOT, "%+,d", value);
    }

    /** The first of them, and how many more there are. */
    static String list(List<String> texts, int limit) {
        String shown = texts.stream().limit(limit).collect(Collectors.joining(", "));
        return texts.size() <= limit ? shown : shown + " and " + number(texts.size() - limit) + " more";
    }

    /** Without control characters: a file may be called anything, and a terminal would obey. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
