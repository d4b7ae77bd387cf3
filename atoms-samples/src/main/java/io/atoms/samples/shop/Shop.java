package io.atoms.samples.shop;

import io.atoms.AtomStore;
import io.atoms.samples.SampleContext;
import io.atoms.samples.shop.state.Preferences;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageException;
import io.atoms.utils.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A shop in a window, whose preferences and cart outlive it. It ends when the window is closed.
 *
 * <p><b>Errors.</b> What keeps it from being shown gives a message and an exit code. What is stored and can't be read is
 * reported, and the default is used.
 */
public final class Shop {

    /** The exit code when the window was closed, or the picture taken. */
    public static final int GOOD = 0;

    /** The exit code when the folder can't be used, or the picture not be taken. */
    public static final int FAILED = 1;

    /** The exit code when there is no display. */
    public static final int NO_DISPLAY = 3;

    private final SampleContext context;
    private final BooleanSupplier display;

    /** Makes the program in the given surroundings. */
    public Shop(SampleContext context) {
        this(context, Display::isThere);
    }

    Shop(SampleContext context, BooleanSupplier display) {
        this.context = context;
        this.display = display;
    }

    /**
     * What to do.
     *
     * @param folder where preferences and cart are kept
     * @param screenshot where to write a picture, then to end; null to stay open
     * @param demo whether to fill the cart and have a busy market first
     */
    public record Options(Path folder, @Nullable Path screenshot, boolean demo) {}

    /** Runs until the window is closed and returns the exit code. Not for the event thread. */
    public int run(Options options) {
        if (!display.getAsBoolean()) {
            message("there is no display to open a window on; on Linux without one, try"
                    + " xvfb-run, as .ci/screenshot does");
            return NO_DISPLAY;
        }
        Path folder = context.currentFolder().resolve(options.folder());
        // Closed from below: first the storage, which writes what is unsaved, then the store.
        try (AtomStore store = AtomStore.builder()
                        .name("shop")
                        .onError(failure -> message(failure.toString()))
                        .build();
                Storage storage =
                        FileStorage.open(folder, StorageOptions.ofDefaults().onProblem(this::report))) {
            store.set(Storage.CURRENT, storage);
            Preferences.load(store);
            context.out().println("preferences and cart are kept in " + folder);
            return show(store, options);
        } catch (StorageException failure) {
            report(failure);
        } catch (IOException failure) {
            message("no picture was written: " + failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            message("interrupted");
        }
        return FAILED;
    }

    private int show(AtomStore store, Options options) throws IOException, InterruptedException {
        if (options.demo()) {
            Demo.play(store);
        }
        ShopWindow window = ShopWindow.open(store);
        try {
            if (options.screenshot() == null) {
                window.awaitClosed();
                return GOOD;
            }
            if (options.demo()) {
                Demo.watch(store);
            }
            Path file = context.currentFolder().resolve(options.screenshot());
            Screenshot.write(window.contents(), file);
            context.out().println("a picture of it is " + file);
            return GOOD;
        } finally {
            window.close();
        }
    }

    private void report(StorageException problem) {
        message(String.valueOf(problem.getMessage()));
    }

    private void message(String text) {
        context.err().println("shop: " + text);
    }
}
