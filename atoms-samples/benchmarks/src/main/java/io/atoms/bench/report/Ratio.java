package io.atoms.bench.report;

import java.util.List;

/**
 * How many times another figure, with its error: half of the width of the interval that JMH gives (99.9%), as if the
 * figures had nothing to do with each other. The error is NaN where one of them has none.
 */
public record Ratio(double value, double error) {

    /** One figure beside another. */
    public static Ratio of(double value, double error, double other, double otherError) {
        double ratio = value / other;
        return new Ratio(ratio, ratio * Math.hypot(error / value, otherError / other));
    }

    /** The geometric mean of some, at least one. */
    public static Ratio mean(List<Ratio> ratios) {
        if (ratios.isEmpty()) {
            throw new IllegalArgumentException("the mean of nothing");
        }
        double logarithms = 0;
        double squares = 0;
        for (Ratio ratio : ratios) {
            logarithms += Math.log(ratio.value);
            squares += Math.pow(ratio.error / ratio.value, 2);
        }
        double mean = Math.exp(logarithms / ratios.size());
        return new Ratio(mean, mean * Math.sqrt(squares) / ratios.size());
    }
}
