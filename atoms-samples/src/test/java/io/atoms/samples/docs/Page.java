package io.atoms.samples.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown page: its fenced blocks with their markers, its links, and the anchors of its headings. */
final class Page {
    private static final String FENCE = "```";
    private static final Pattern MARKER = Pattern.compile("<!-- (snippet|output): (\\w+)#([\\w-]+) -->");
    private static final Pattern UNTESTED = Pattern.compile("<!-- not tested: .+ -->");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
    private static final Pattern RULE = Pattern.compile("\\b[RT]\\d+\\b");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");

    /** A marker: what the block after it is, and which region it belongs to. */
    record Marker(String kind, String file, String region) {}

    /** A fenced block; the line is that of its fence, counted from 1, and before it stands its marker, if any. */
    record Block(Path page, int line, String language, String before, String text) {
        Optional<Marker> marker() {
            Matcher matcher = MARKER.matcher(before);
            return matcher.matches()
                    ? Optional.of(new Marker(matcher.group(1), matcher.group(2), matcher.group(3)))
                    : Optional.empty();
        }

        /** Says why its output can't be compared, such as times that differ. For guides only. */
        boolean isExempt() {
            return Project.name(page).startsWith("docs/guides/")
                    && UNTESTED.matcher(before).matches();
        }

        boolean is(String kind) {
            return marker().map(marker -> marker.kind().equals(kind)).orElse(false);
        }

        String place() {
            return Project.name(page) + ":" + line;
        }
    }

    /** A link that is not in code. */
    record Link(int line, String target) {}

    final Path file;
    final List<Block> blocks = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final Set<String> anchors = new HashSet<>();

    /** The rules of behaviour that the page cites, such as R4. */
    final Set<String> rules = new TreeSet<>();

    Page(Path file) {
        this.file = file;
        List<String> lines = Project.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                int end = i + 1;
                while (!lines.get(end).equals(FENCE)) {
                    end++;
                }
                String text = String.join("\n", lines.subList(i + 1, end));
                blocks.add(
                        new Block(file, i + 1, line.substring(FENCE.length()), i == 0 ? "" : lines.get(i - 1), text));
                i = end;
            } else {
                prose(i + 1, line);
            }
        }
    }

    private void prose(int number, String line) {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            addAnchor(heading.group(1));
        }
        RULE.matcher(line).results().forEach(rule -> rules.add(rule.group()));
        // A link's text may be code; what looks like a link inside code is none.
        Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("code"));
        while (link.find()) {
            links.add(new Link(number, link.group(1)));
        }
    }

    /** As GitHub and GitLab make them: a repeated heading gets a number. */
    private void addAnchor(String heading) {
        String slug = heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
        String anchor = slug;
        for (int i = 1; !anchors.add(anchor); i++) {
            anchor = slug + "-" + i;
        }
    }
}
