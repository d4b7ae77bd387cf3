package io.atoms.samples.shop;

import java.awt.AWTException;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.swing.JFrame;

/** A picture of a window as it is on the screen, taken from the screen. */
final class Screenshot {

    private Screenshot() {}

    /** Writes a PNG of what the window shows. For any thread but the event thread. */
    static void write(JFrame frame, Path file) throws IOException, InterruptedException {
        try {
            Robot robot = new Robot();
            BufferedImage image = robot.createScreenCapture(painted(frame));
            if (!ImageIO.write(image, "png", file.toFile())) {
                throw new IOException("this JDK writes no PNG");
            }
        } catch (AWTException | SecurityException refused) {
            throw new IOException("this display lets nobody take a picture of it: " + refused.getMessage(), refused);
        }
    }

    /** Has the window painted, now and to the end, and tells where its contents are. */
    private static Rectangle painted(JFrame frame) throws InterruptedException {
        Rectangle place = new Rectangle();
        ShopWindow.onEventThread(() -> {
            frame.getRootPane().paintImmediately(frame.getRootPane().getVisibleRect());
            Toolkit.getDefaultToolkit().sync();
            place.setSize(frame.getRootPane().getSize());
            place.setLocation(frame.getRootPane().getLocationOnScreen());
        });
        return place;
    }
}
