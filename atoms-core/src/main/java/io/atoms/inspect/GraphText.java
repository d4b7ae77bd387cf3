package io.atoms.inspect;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws a store's graph as text. */
final class GraphText {

    private static final String MERMAID_PLAIN = " ,='[]";

    /** Deeper lines are not indented more, or a chain of a hundred thousand atoms would fill the memory with blanks. */
    private static final int MAX_INDENT = 40;

    private GraphText() {}

    static String mermaid(StoreInspection store) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        for (AtomInspection atom : store.atoms()) {
            String label = escapeMermaid(label(atom));
            text.append("    n")
                    .append(atom.atom().id())
                    .append(mermaidShape(atom.atom().kind(), label))
                    .append('\n');
        }
        edges(store, text, "    n", " --> n", "\n");
        return text.toString();
    }

    private static String mermaidShape(AtomKind kind, String label) {
        return switch (kind) {
            case PRIMITIVE -> "([\"" + label + "\"])";
            case DERIVED -> "[\"" + label + "\"]";
            case WRITABLE -> "[[\"" + label + "\"]]";
            case ASYNC -> ">\"" + label + "\"]";
            case EFFECT -> "{{\"" + label + "\"}}";
        };
    }

    /**
     * Entity codes for all but what is plain text everywhere. Mermaid reads HTML, formulas, icons and comments in labels,
     * and in some versions Markdown, addresses and lists.
     */
    private static String escapeMermaid(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                escaped.append(c);
            } else {
                escaped.append('#').append((int) c).append(';');
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(char c) {
        return c > '~' || Character.isLetterOrDigit(c) || MERMAID_PLAIN.indexOf(c) >= 0;
    }

    static String dot(StoreInspection store) {
        StringBuilder text = new StringBuilder("digraph atoms {\n    rankdir=LR;\n");
        for (AtomInspection atom : store.atoms()) {
            text.append("    n")
                    .append(atom.atom().id())
                    .append(" [shape=")
                    .append(dotShape(atom.atom().kind()))
                    .append(", label=\"")
                    .append(escapeDot(label(atom)))
                    .append("\"];\n");
        }
        edges(store, text, "    n", " -> n", ";\n");
        return text.append("}\n").toString();
    }

    /** DOT reads entities of HTML, too. */
    private static String escapeDot(String text) {
        return text.replace("&", "&amp;").replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String dotShape(AtomKind kind) {
        return switch (kind) {
            case PRIMITIVE -> "ellipse";
            case DERIVED -> "box";
            case WRITABLE -> "component";
            case ASYNC -> "cds";
            case EFFECT -> "hexagon";
        };
    }

    private static void edges(StoreInspection store, StringBuilder text, String start, String arrow, String end) {
        for (AtomInspection atom : store.atoms()) {
            for (long dependency : atom.dependencies()) {
                text.append(start)
                        .append(dependency)
                        .append(arrow)
                        .append(atom.atom().id())
                        .append(end);
            }
        }
    }

    static String tree(StoreInspection store) {
        Map<Long, AtomInspection> byId = new HashMap<>();
        store.atoms().forEach(atom -> byId.put(atom.atom().id(), atom));
        StringBuilder text = new StringBuilder();
        Set<Long> shown = new HashSet<>();
        for (AtomInspection atom : store.atoms()) {
            if (atom.dependents().isEmpty()) {
                subtree(atom, byId, shown, text);
            }
        }
        for (AtomInspection atom : store.atoms()) {
            if (!shown.contains(atom.atom().id())) {
                subtree(atom, byId, shown, text);
            }
        }
        return text.toString();
    }

    private record Line(AtomInspection atom, int depth) {}

    /** With a stack of its own: graphs are deep. An atom shown before is named again without its dependencies. */
    private static void subtree(
            AtomInspection root, Map<Long, AtomInspection> byId, Set<Long> shown, StringBuilder text) {
        ArrayDeque<Line> todo = new ArrayDeque<>();
        todo.push(new Line(root, 0));
        while (!todo.isEmpty()) {
            Line line = todo.pop();
            AtomInspection atom = line.atom();
            boolean first = shown.add(atom.atom().id());
            text.append(indent(line.depth())).append(name(atom));
            if (!first) {
                text.append(" (see above)\n");
                continue;
            }
            if (atom.atom().kind() != AtomKind.EFFECT) {
                text.append(" = ")
                        .append(value(atom))
                        .append(atom.state() == AtomInspection.State.UNCHECKED ? ", unchecked" : "")
                        .append(atom.observed() ? ", observed" : "");
            }
            text.append('\n');
            List<Long> dependencies = atom.dependencies();
            for (int i = dependencies.size() - 1; i >= 0; i--) {
                AtomInspection dependency = byId.get(dependencies.get(i));
                if (dependency != null) {
                    todo.push(new Line(dependency, line.depth() + 1));
                }
            }
        }
    }

    private static String indent(int depth) {
        return depth <= MAX_INDENT ? "  ".repeat(depth) : "  ".repeat(MAX_INDENT) + "(depth " + depth + ") ";
    }

    private static String label(AtomInspection atom) {
        return atom.atom().kind() == AtomKind.EFFECT ? name(atom) : name(atom) + " = " + value(atom);
    }

    private static String name(AtomInspection atom) {
        return Text.line(atom.atom().name());
    }

    private static String value(AtomInspection atom) {
        return atom.state() == AtomInspection.State.NEW
                ? "?"
                : Text.value(atom.error() != null ? atom.error() : atom.value());
    }
}
