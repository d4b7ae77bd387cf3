package io.atoms.samples.shop;

import io.atoms.samples.SampleContext;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@link Shop}. */
@Command(
        name = "shop",
        description = "Opens a shop in a window: a list with filters, a cart with undo, and prices that change.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the window was closed, or the picture taken",
            "1:the folder can't be used, or the picture not be taken",
            "2:bad option",
            "3:there is no display"
        })
public final class ShopCommand implements Callable<Integer> {

    private final SampleContext context;

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.atoms-shop",
            description = "Where preferences and cart are kept; default: .atoms-shop in the home folder.")
    private Path folder;

    @Option(
            names = "--screenshot",
            paramLabel = "FILE",
            description = "Take a picture of the window once it is painted, write it as a PNG, and end.")
    private @Nullable Path screenshot;

    @Option(names = "--demo", description = "First fill the cart, and have 10,000 changes of prices in a second.")
    private boolean demo;

    /** Makes the command in the given surroundings. */
    public ShopCommand(SampleContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return new Shop(context).run(new Shop.Options(folder, screenshot, demo));
    }
}
