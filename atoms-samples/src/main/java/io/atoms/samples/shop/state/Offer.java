package io.atoms.samples.shop.state;

import java.util.Random;

/**
 * What changes about a product, all the time.
 *
 * @param cents its price, at least 1
 * @param stock how many are there, at least 0
 */
public record Offer(int cents, int stock) {

    private static final int STEP = 3;

    /** Checks what others send. */
    public Offer {
        if (cents < 1 || stock < 0) {
            throw new IllegalArgumentException("a price of " + cents + " cents and a stock of " + stock);
        }
    }

    /** Another offer near this one: up to a tenth cheaper or dearer, up to three more or less in stock. */
    Offer vary(Random random) {
        int tenth = cents / 10;
        return new Offer(
                Math.max(1, cents + random.nextInt(2 * tenth + 1) - tenth),
                Math.max(0, stock + random.nextInt(2 * STEP + 1) - STEP));
    }
}
