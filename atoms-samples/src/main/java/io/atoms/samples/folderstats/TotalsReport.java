package io.atoms.samples.folderstats;

import io.atoms.samples.folderstats.FolderTotals.LargeFile;
import io.atoms.samples.folderstats.FolderTotals.Problem;
import io.atoms.samples.folderstats.FolderTotals.Sum;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints the totals of a folder as tables. */
final class TotalsReport {

    /** So that a home folder with hundreds of extensions still fits on a screen; the rest is one row. */
    private static final int ROWS = 20;

    private final PrintStream out;

    TotalsReport(PrintStream out) {
        this.out = out;
    }

    void print(Path root, FolderModel model) {
        FolderTotals totals = model.totals(TreePath.ROOT);
        line(root.toString());
        line(totals.sum().toString());
        if (totals.sum().files() > 0) {
            table("By extension", byExtension(totals));
            largest(totals.largest());
            table("By folder", byFolder(model, totals.sum()));
        }
        leftOut(totals);
    }

    private static Map<String, Sum> byExtension(FolderTotals totals) {
        Map<String, Sum> parts = new LinkedHashMap<>();
        totals.extensions().forEach((extension, sum) -> parts.put(extension.isEmpty() ? "(none)" : extension, sum));
        return parts;
    }

    private static Map<String, Sum> byFolder(FolderModel model, Sum all) {
        Map<String, Sum> parts = new LinkedHashMap<>();
        Sum rest = all;
        for (TreePath folder : model.listing(TreePath.ROOT).folders()) {
            Sum sum = model.totals(folder).sum();
            parts.put(folder + "/", sum);
            rest = rest.minus(sum);
        }
        parts.put("(not in a folder)", rest);
        return parts;
    }

    private void table(String title, Map<String, Sum> parts) {
        List<Map.Entry<String, Sum>> sorted = parts.entrySet().stream()
                .filter(part -> part.getValue().files() > 0)
                .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Sum::lines)
                        .thenComparing(Sum::bytes)
                        .reversed()))
                .toList();
        Table table = new Table(title, "files", "lines", "bytes");
        sorted.stream().limit(ROWS).forEach(part -> row(table, part.getKey(), part.getValue()));
        if (sorted.size() > ROWS) {
            List<Map.Entry<String, Sum>> others = sorted.subList(ROWS, sorted.size());
            Sum sum = others.stream().map(Map.Entry::getValue).reduce(Sum.ZERO, Sum::plus);
            row(table, "(" + Text.count(others.size(), "other") + ")", sum);
        }
        print(table);
    }

    private static void row(Table table, String name, Sum sum) {
        table.row(name, Text.number(sum.files()), Text.number(sum.lines()), Text.bytes(sum.bytes()));
    }

    private void largest(List<LargeFile> files) {
        Table table = new Table("Largest files", "lines", "bytes");
        for (LargeFile file : files) {
            table.row(file.path().toString(), Text.number(file.lines()), Text.bytes(file.bytes()));
        }
        print(table);
    }

    private void leftOut(FolderTotals totals) {
        if (totals.binaries() > 0) {
            line("");
            line("Left out: " + Text.count(totals.binaries(), "binary file"));
        }
        if (!totals.problems().isEmpty()) {
            line("");
            line("Could not be read: " + totals.problems().size());
            for (Problem problem : totals.problems()) {
                line("  " + problem.path() + ": " + problem.reason());
            }
        }
    }

    private void print(Table table) {
        line("");
        table.lines().forEach(this::line);
    }

    private void line(String text) {
        out.println(Text.printable(text));
    }
}
