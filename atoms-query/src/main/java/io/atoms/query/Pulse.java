package io.atoms.query;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Runs something at once when it is asked to, and then at most once per tick, however often it is asked: after a pause a
 * chunk is shown without delay, and a burst of a million is a few changes. Runs never overlap.
 *
 * <p>The counter tells how often it was asked since the run before the last; it is zero only while nothing runs and no tick
 * is waited for. So who raises it from zero runs, and all others leave it to the end of the tick.
 */
final class Pulse implements Disposable {

    /** About as often as a display shows something new. */
    static final Duration TICK = Duration.ofMillis(16);

    private final DefaultQueryClient client;
    private final Runnable work;
    private final AtomicInteger asked = new AtomicInteger();
    private final Disposable.Swap timer = Disposables.swap();

    Pulse(DefaultQueryClient client, Runnable work) {
        this.client = client;
        this.work = work;
    }

    void ask() {
        if (asked.getAndIncrement() == 0) {
            run();
        }
    }

    private void run() {
        int before = asked.get();
        client.batches().run(work);
        Disposable.Swap tick = Disposables.swap();
        timer.update(tick); // before the tick begins, which may be over at once
        tick.update(client.schedule(TICK, () -> tickOver(before)));
    }

    private void tickOver(int before) {
        if (asked.addAndGet(-before) != 0) {
            run();
        }
    }

    /** Ends the waiting. */
    @Override
    public void dispose() {
        timer.dispose();
    }

    @Override
    public boolean isDisposed() {
        return timer.isDisposed();
    }
}
