package io.atoms.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A drawing with a title, which follows the reader's light or dark colours and fits any width. */
final class Svg {

    private static final String STYLE = """
            <style>
              svg { --ink: #1f2328; --faint: #d0d7de; --paper: #ffffff; font: 13px sans-serif; }
              @media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --faint: #3d444d; --paper: #0d1117; } }
              text { fill: var(--ink); } .paper { fill: var(--paper); } .grid { stroke: var(--faint); }
              .limit { stroke: var(--ink); } .error { stroke-width: 1.5; opacity: 0.6; } .mark { stroke-width: 1.5; }
            %s
            </style>""";

    private final List<String> lines = new ArrayList<>();

    /**
     * An empty drawing.
     *
     * @param style what it has beside the common classes, as CSS
     */
    Svg(String title, int width, int height, String style) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                width, height, escaped(title));
        lines.add(STYLE.formatted(style));
        add("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>", width, height);
        add("<text x=\"12\" y=\"26\" font-size=\"16\" font-weight=\"bold\">%s</text>", escaped(title));
    }

    /** Adds an element. */
    void add(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n</svg>\n";
    }
}
