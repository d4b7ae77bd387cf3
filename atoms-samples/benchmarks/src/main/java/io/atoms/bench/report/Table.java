package io.atoms.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A table of Markdown. */
final class Table {

    /** What stands where there is no figure. */
    static final String NONE = "-";

    private final StringBuilder text = new StringBuilder();

    Table(List<String> head) {
        row(head);
        row(head.stream().map(name -> "---").toList());
    }

    void row(List<String> cells) {
        text.append(text.isEmpty() ? "| " : "\n| ")
                .append(String.join(" | ", cells))
                .append(" |");
    }

    static String text(Optional<Ratio> ratio) {
        return ratio.map(one -> withError(one.value(), one.error())).orElse(NONE);
    }

    static String withError(double value, double error) {
        return figure(value) + (Double.isNaN(error) ? "" : " ± " + figure(error));
    }

    /** Two places for what is small, none for what is large. */
    static String figure(double value) {
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%,.0f", value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
