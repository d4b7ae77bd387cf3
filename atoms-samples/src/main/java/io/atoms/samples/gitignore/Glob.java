package io.atoms.samples.gitignore;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Translates a glob pattern of git into a regular expression, character by character.
 *
 * <p>The rules are those of git's {@code wildmatch.c} with {@code WM_PATHNAME}: {@code *} and {@code ?} stop at a
 * slash, {@code **} crosses slashes only as a whole path component, {@code [...]} never matches a slash, and
 * {@code \} takes the next character literally.
 */
final class Glob {

    /* git knows these twelve; any other name makes the pattern match nothing. */
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("blank", "\\p{Blank}"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("digit", "\\p{Digit}"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("lower", "\\p{Lower}"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("space", "\\s"),
            Map.entry("upper", "\\p{Upper}"),
            Map.entry("xdigit", "\\p{XDigit}"));

    private static final String STAR = "[^/]*";

    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    /** The members of the bracket that is being read. */
    private final StringBuilder set = new StringBuilder();

    /** Where in the expression the last star of this path component stands; -1 if there was none. */
    private int openStar = -1;

    private int at;

    private Glob(String glob) {
        this.glob = glob;
    }

    /** The expression for the whole path, or null if the pattern is malformed and so matches nothing. */
    static @Nullable Pattern compile(String glob) {
        Glob translation = new Glob(glob);
        return translation.translate() ? Pattern.compile(translation.regex.toString(), Pattern.DOTALL) : null;
    }

    private boolean translate() {
        while (at < glob.length()) {
            char c = glob.charAt(at);
            boolean wellFormed = switch (c) {
                case '*' -> stars();
                case '?' -> any();
                case '[' -> bracket();
                case '\\' -> escaped();
                default -> literal();
            };
            if (!wellFormed) {
                return false;
            }
        }
        return true;
    }

    private boolean stars() {
        int start = at;
        while (at < glob.length() && glob.charAt(at) == '*') {
            at++;
        }
        boolean component = at - start > 1 && (start == 0 || glob.charAt(start - 1) == '/') && endsComponent();
        if (!component) {
            star();
        } else if (at < glob.length() && glob.charAt(at) == '/') {
            // "a/**/b" matches "a/b" too, so the slash is part of what may be absent.
            regex.append("(?:.*/)?");
            at++;
        } else {
            regex.append(".*");
        }
        return true;
    }

    /**
     * Any characters but a slash. If there was a star in this component before, what lies between the two is best
     * matched as early as possible, since this star takes whatever follows; the atomic group says so, and keeps the
     * regular expression from trying all the other ways, which for many stars are too many.
     */
    private void star() {
        if (openStar >= 0) {
            regex.replace(openStar, openStar + STAR.length(), "(?>" + STAR + "?")
                    .append(')');
        }
        openStar = regex.length();
        regex.append(STAR);
    }

    private boolean endsComponent() {
        return at == glob.length() || glob.startsWith("/", at) || glob.startsWith("\\/", at);
    }

    private boolean any() {
        at++;
        regex.append("[^/]");
        return true;
    }

    private boolean escaped() {
        at++;
        return at < glob.length() && literal();
    }

    private boolean literal() {
        int c = glob.codePointAt(at);
        at += Character.charCount(c);
        quote(c, regex);
        openStar = c == '/' ? -1 : openStar;
        return true;
    }

    /** A set of characters; false if it is not closed or names an unknown class. */
    private boolean bracket() {
        at++;
        boolean negated = glob.startsWith("!", at) || glob.startsWith("^", at);
        if (negated) {
            at++;
        }
        set.setLength(0);
        int first = at;
        // A closing bracket in the first place is an ordinary member.
        while (at < glob.length() && (glob.charAt(at) != ']' || at == first)) {
            if (!(glob.startsWith("[:", at) ? namedClass() : range())) {
                return false;
            }
        }
        if (at == glob.length()) {
            return false;
        }
        at++;
        regex.append(negated ? "(?![" : "(?=[").append(set).append("])[^/]");
        return true;
    }

    private boolean namedClass() {
        int end = glob.indexOf(']', at + 2);
        if (end < 0) {
            return false;
        }
        if (glob.charAt(end - 1) != ':' || end == at + 2) {
            // As in git: without ":]" the bracket is an ordinary member.
            return range();
        }
        String known = CLASSES.get(glob.substring(at + 2, end - 1));
        at = end + 1;
        if (known == null) {
            return false;
        }
        set.append(known);
        return true;
    }

    private boolean range() {
        int low = member();
        if (low < 0 || !glob.startsWith("-", at) || glob.startsWith("]", at + 1)) {
            return low >= 0 && append(low, low);
        }
        at++;
        int high = member();
        return high >= 0 && append(low, high);
    }

    /** The next member of a set, or -1 if there is none. */
    private int member() {
        if (glob.startsWith("\\", at)) {
            at++;
        }
        if (at >= glob.length()) {
            return -1;
        }
        int c = glob.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private boolean append(int low, int high) {
        quote(low, set);
        // As in git: a range from high to low holds its first member only.
        if (low < high) {
            set.append('-');
            quote(high, set);
        }
        return true;
    }

    private static void quote(int c, StringBuilder to) {
        boolean special = c < 128 && !Character.isLetterOrDigit(c);
        to.append(special ? "\\" : "").appendCodePoint(c);
    }
}
