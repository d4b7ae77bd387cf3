package io.atoms.samples.shop;

import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param title what stands above it
 * @param width in pixels, before the user changes it
 * @param number whether it is aligned to the right
 * @param text what is shown of a row
 * @param <R> the type of the rows
 */
record Column<R>(String title, int width, boolean number, Function<? super R, String> text) {

    static <R> Column<R> text(String title, int width, Function<? super R, String> text) {
        return new Column<>(title, width, false, text);
    }

    static <R> Column<R> number(String title, int width, Function<? super R, String> text) {
        return new Column<>(title, width, true, text);
    }
}
