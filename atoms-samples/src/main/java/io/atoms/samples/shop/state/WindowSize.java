package io.atoms.samples.shop.state;

/**
 * How large the window is, in pixels. A smaller one than {@link #SMALLEST} becomes that large.
 *
 * @param width from left to right
 * @param height from top to bottom
 */
public record WindowSize(int width, int height) {

    /** Everything can be read in this one. */
    public static final WindowSize SMALLEST = new WindowSize(0, 0);

    /** Before anybody changed it. */
    public static final WindowSize USUAL = new WindowSize(960, 560);

    private static final int LEAST_WIDTH = 720;
    private static final int LEAST_HEIGHT = 420;

    /** Enlarges what is too small. */
    public WindowSize {
        width = Math.max(width, LEAST_WIDTH);
        height = Math.max(height, LEAST_HEIGHT);
    }
}
