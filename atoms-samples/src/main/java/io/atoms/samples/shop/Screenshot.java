package io.atoms.samples.shop;

import java.awt.AWTException;
import java.awt.Graphics;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.swing.JRootPane;

/** A picture of a window, taken from the screen once the window is painted there. */
final class Screenshot {

    private static final int ATTEMPTS = 50;
    private static final int PAUSE = 100;

    /** Text may be smoothed otherwise on the screen, and values change meanwhile. */
    private static final double ALIKE = 0.85;

    private final JRootPane window;
    private final Robot robot;

    private Screenshot(JRootPane window, Robot robot) {
        this.window = window;
        this.robot = robot;
    }

    /** Writes a PNG of what the window shows, and makes the folder if it is missing. For any thread but the event thread. */
    static void write(JRootPane window, Path file) throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream png = Files.newOutputStream(file)) {
            BufferedImage picture = new Screenshot(window, new Robot()).take();
            if (!ImageIO.write(picture, "png", png)) {
                throw new IOException("this JDK writes no PNG");
            }
        } catch (AWTException | SecurityException refused) {
            throw new IOException("this display lets nobody take a picture of it: " + refused.getMessage(), refused);
        }
    }

    /** A window manager may take its time to show the window; and something may cover it. */
    private BufferedImage take() throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Rectangle place = new Rectangle();
            BufferedImage painted = paint(place);
            BufferedImage seen = robot.createScreenCapture(place);
            if (alike(painted, seen) >= ALIKE) {
                return seen;
            }
            robot.delay(PAUSE);
        }
        throw new IOException("the window was not to be seen within " + ATTEMPTS * PAUSE / 1_000 + " s");
    }

    /** Has the window painted, on the screen and into an image, and tells where it is on the screen. */
    private BufferedImage paint(Rectangle place) throws InterruptedException {
        BufferedImage image = new BufferedImage(window.getWidth(), window.getHeight(), BufferedImage.TYPE_INT_RGB);
        ShopWindow.onEventThread(() -> {
            place.setSize(image.getWidth(), image.getHeight());
            place.setLocation(window.getLocationOnScreen());
            window.paintImmediately(window.getVisibleRect());
            Graphics graphics = image.getGraphics();
            window.paint(graphics);
            graphics.dispose();
            Toolkit.getDefaultToolkit().sync();
        });
        return image;
    }

    /** Which part of the pixels is the same. */
    static double alike(BufferedImage one, BufferedImage other) {
        long same = IntStream.range(0, one.getHeight())
                .mapToLong(y -> IntStream.range(0, one.getWidth())
                        .filter(x -> one.getRGB(x, y) == other.getRGB(x, y))
                        .count())
                .sum();
        return (double) same / one.getWidth() / one.getHeight();
    }
}
