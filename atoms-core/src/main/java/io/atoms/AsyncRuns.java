package io.atoms;

import io.atoms.graph.Definition;
import io.atoms.graph.Graph;
import io.atoms.graph.Reads;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The present run of an async atom: a new one whenever a dependency changed. Runs are started and cancelled after the
 * lock session that replaced them, so a transaction that rolls back starts and cancels nothing. It, not the atom, is
 * what gets observed by awaits, so it knows when nobody observes the work any more.
 */
final class AsyncRuns<T> extends Definition implements Hidden, Mountable {

    private final AsyncDefinition<T> atom;

    /** Written to make a new run without any other dependency's change. */
    final Refresh refresh = new Refresh();

    AsyncRuns(AsyncDefinition<T> atom) {
        super(Kind.DERIVED);
        this.atom = atom;
    }

    /** A source that counts. */
    final class Refresh extends Definition implements Hidden {
        Refresh() {
            super(Kind.SOURCE);
        }

        @Override
        public String name() {
            return atom.name();
        }

        @Override
        protected Object initialValue() {
            return 0L;
        }

        @Override
        protected boolean same(@Nullable Object a, @Nullable Object b) {
            return Values.<Long>cast(a).equals(b);
        }

        @Override
        protected boolean hidden() {
            return true;
        }

        @Override
        public AbstractAtom<?> owner() {
            return atom;
        }
    }

    @Override
    protected Object compute(Reads reads) {
        reads.read(refresh, true);
        AsyncRun<T> before = Values.cast(reads.present());
        AsyncRun.Cell<T> cell = before == null ? null : Values.cast(reads.read(before.cell, false));
        AsyncRun<T> run =
                new AsyncRun<>(atom, cell == null ? null : cell.loadable().valueOrPrevious());
        run.prepare(atom, reads);
        return run;
    }

    @Override
    protected boolean lifecycle() {
        return true;
    }

    @Override
    protected @Nullable Definition replacing(Object before) {
        AsyncRun<?> old = (AsyncRun<?>) before;
        old.supersede();
        return old.cell;
    }

    @Override
    protected void replaced(Graph graph, @Nullable Object before, @Nullable Object now) {
        if (before instanceof AsyncRun<?> old) {
            old.cancel();
        }
        if (now instanceof AsyncRun<?> run) {
            run.start(((StoreHost) graph.host()).store());
        }
    }

    @Override
    protected boolean mountable() {
        return atom.async.unobserved().linger != null;
    }

    /** Observed again: the cancellation that may be pending is off. */
    @Override
    public @Nullable Runnable mount(DefaultAtomStore store) {
        Graph graph = store.graph();
        graph.inbox().submit(() -> {
            if (graph.inbox().newest(this) instanceof AsyncRun<?> run) {
                run.abandoned = false;
                graph.inbox().afterUnlock(run::stopLingering);
            }
        });
        return () -> graph.inbox().submit(() -> unobserved(store));
    }

    /** A task of {@link io.atoms.graph.Inbox#submit}. */
    private void unobserved(DefaultAtomStore store) {
        Graph graph = store.graph();
        Duration linger = atom.async.unobserved().linger;
        if (linger == null || !(graph.inbox().newest(this) instanceof AsyncRun<?> run) || run.isOver()) {
            return;
        }
        if (linger.isZero()) {
            giveUp(graph, run);
        } else {
            Runnable then = () -> graph.inbox().submit(() -> giveUp(graph, run));
            graph.inbox().afterUnlock(() -> run.linger(store.scheduler(), linger, then));
        }
    }

    void noLongerAwaited(DefaultAtomStore store, AsyncRun<?> run) {
        Graph graph = store.graph();
        // Afterwards: the run that takes the place of the one that awaited it may be about to await it as well.
        graph.inbox().submitAfterwards(() -> {
            if (run.abandoned) {
                giveUp(graph, run);
            }
        });
    }

    /**
     * Cancels the run, unless it is needed, and makes the next need begin a new one. A task of {@link
     * io.atoms.graph.Inbox#submit}.
     */
    private void giveUp(Graph graph, AsyncRun<?> run) {
        if (graph.inbox().newest(this) != run || run.isOver() || graph.inbox().isObserved(this)) {
            return;
        }
        run.abandoned = run.isAwaited();
        if (!run.abandoned) {
            refresh(graph);
            graph.inbox().afterUnlock(run::cancel);
        }
    }

    /** A task of {@link io.atoms.graph.Inbox#submit}. */
    private void refresh(Graph graph) {
        Long count = Values.cast(graph.inbox().newest(refresh));
        graph.inbox().write(refresh, count == null ? 1L : count + 1);
    }

    @Override
    public String name() {
        return atom.name();
    }

    @Override
    protected boolean same(@Nullable Object a, @Nullable Object b) {
        return false;
    }

    @Override
    public AbstractAtom<?> owner() {
        return atom;
    }
}
