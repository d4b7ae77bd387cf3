package io.atoms.samples.notes;

import java.util.Locale;

/** Numbers and texts as they are printed. */
final class Words {

    private Words() {}

    /** Such as {@code 1,234}. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Such as {@code 1 note} or {@code 2 notes}. */
    static String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** Without control characters, which a terminal would obey, but with the ends of lines. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What an error says. */
    static String message(Throwable error) {
        return printable(String.valueOf(error.getMessage()));
    }

    /** The first line, and a sign if there is more. */
    static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end).stripTrailing() + " ...";
    }
}
