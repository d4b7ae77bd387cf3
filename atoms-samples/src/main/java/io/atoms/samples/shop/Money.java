package io.atoms.samples.shop;

import java.util.Locale;

/** Prices as people read them. */
final class Money {

    private static final int CENTS = 100;

    private Money() {}

    static String text(long cents) {
        return String.format(Locale.ROOT, "\u20ac %,d.%02d", cents / CENTS, cents % CENTS);
    }
}
