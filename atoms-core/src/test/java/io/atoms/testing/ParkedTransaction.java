package io.atoms.testing;

import io.atoms.AtomStore;
import io.atoms.Setter;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A thread that sits inside a transaction, its body done and nothing committed, until it is released. */
public final class ParkedTransaction implements AutoCloseable {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Threads.Background<Void> thread;

    private ParkedTransaction(AtomStore store, Consumer<? super Setter> body) {
        thread = Threads.start(() -> store.transaction(tx -> {
            body.accept(tx);
            entered.countDown();
            Threads.await(released);
        }));
    }

    /** Returns when the body has run. */
    public static ParkedTransaction in(AtomStore store, Consumer<? super Setter> body) {
        ParkedTransaction parked = new ParkedTransaction(store, body);
        Threads.await(parked.entered);
        return parked;
    }

    /** Whether the thread is still inside. */
    public boolean isInside() {
        return !thread.isDone();
    }

    /** Lets the transaction commit and waits until it has. */
    @Override
    public void close() {
        released.countDown();
        thread.join();
    }
}
