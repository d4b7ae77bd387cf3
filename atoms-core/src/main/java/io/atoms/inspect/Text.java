package io.atoms.inspect;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How names and values are shown: on one line, values shortened. */
final class Text {

    private static final int VALUE_LENGTH = 40;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]");

    private Text() {}

    /** The value on one line, at most 40 characters long. What its {@code toString} throws is named instead. */
    static String value(@Nullable Object value) {
        String line = line(string(value));
        if (line.isEmpty()) {
            return "\"\"";
        }
        return line.length() <= VALUE_LENGTH ? line : line.substring(0, end(line)) + "…";
    }

    /** The text with a blank for each character that ends a line or moves the cursor. */
    static String line(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    private static String string(@Nullable Object value) {
        try {
            return "" + value;
        } catch (RuntimeException | StackOverflowError error) { // the latter of a value that contains itself
            return "(toString threw " + error.getClass().getSimpleName() + ")";
        }
    }

    /** Leaves room for the ellipsis, and no half of a character. */
    private static int end(String line) {
        int end = VALUE_LENGTH - 1;
        return Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end;
    }
}
