package io.atoms.samples.board.client;

import io.atoms.query.ConnectivityManager;
import java.io.IOException;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** The line to the server. While it is cut nothing gets through, and what was on the way is lost. */
public final class Line {

    private final ConnectivityManager.Switch connectivity = ConnectivityManager.manual();

    /** Tells the query client whether the line is cut. */
    public ConnectivityManager connectivity() {
        return connectivity;
    }

    /** Cuts the line. */
    public void cut() {
        connectivity.setOnline(false);
    }

    /** Mends it. */
    public void mend() {
        connectivity.setOnline(true);
    }

    /** Whether it is not cut. */
    public boolean isUp() {
        return connectivity.isOnline();
    }

    <T> Flux<T> through(Publisher<T> request) {
        return Flux.defer(() -> isUp() ? Flux.from(request).takeUntilOther(broken()) : Flux.error(isCut()));
    }

    private static IOException isCut() {
        return new IOException("the line is cut");
    }

    private Flux<Void> broken() {
        return Flux.create(sink -> {
            Runnable look = () -> {
                if (!isUp()) {
                    sink.error(isCut());
                }
            };
            Disposable listening = connectivity.onChange(look);
            sink.onDispose(listening);
            look.run();
        });
    }
}
