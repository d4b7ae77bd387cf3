package io.atoms;

import io.atoms.graph.Definition;
import io.atoms.graph.Tracer;
import io.atoms.inspect.AtomInfo;
import io.atoms.inspect.AtomKind;
import io.atoms.inspect.Change;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.Recompute;
import io.atoms.inspect.StoreObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes notes of what the graph does and tells the observer later. Guarded by the graph's lock. */
final class StoreTracer implements Tracer {

    private final StoreObserver observer;

    /** Calls to make, in order. */
    private List<Runnable> events = new ArrayList<>();

    /** Runs since the lock was taken or the last commit. */
    private List<Recompute> recomputes = new ArrayList<>();

    StoreTracer(StoreObserver observer) {
        this.observer = observer;
    }

    static AtomInfo info(Definition definition) {
        if (definition instanceof Hidden hidden && hidden.owner() != null) {
            return hidden.owner().info();
        }
        return definition instanceof AbstractAtom<?> atom
                ? atom.info()
                : new AtomInfo(definition.id, definition.name(), kind(definition));
    }

    private static boolean isSilent(Definition definition) {
        return definition instanceof Hidden hidden && hidden.owner() == null;
    }

    private static AtomKind kind(Definition definition) {
        return definition.kind() == Definition.Kind.EFFECT ? AtomKind.EFFECT : AtomKind.PRIMITIVE;
    }

    @Override
    public void created(Definition definition) {
        if (definition instanceof Hidden) {
            return;
        }
        AtomInfo atom = info(definition);
        events.add(() -> observer.created(atom));
    }

    @Override
    public void recomputed(
            Definition definition,
            @Nullable Definition trigger,
            long nanos,
            boolean changed,
            @Nullable Throwable error) {
        if (definition instanceof AsyncDefinition<?> || definition instanceof AsyncAwait<?> || isSilent(definition)) {
            return; // the run of an async atom is that of its AsyncRuns
        }
        Recompute recompute =
                new Recompute(info(definition), trigger == null ? null : info(trigger), nanos, changed, error);
        recomputes.add(recompute);
        events.add(() -> observer.recomputed(recompute));
        if (!changed) {
            events.add(() -> observer.cutOff(recompute.atom()));
        }
    }

    @Override
    public void committed(long epoch, String cause, List<Written> written) {
        List<Change> changes = new ArrayList<>(written.size());
        for (Written each : written) {
            changes.add(new Change(info(each.definition()), each.previous(), each.current()));
        }
        ChangeSet set = new ChangeSet(epoch, cause, Thread.currentThread().getName(), changes, recomputes);
        recomputes = new ArrayList<>();
        events.add(() -> observer.committed(set));
    }

    @Override
    public void observed(Definition definition) {
        if (definition instanceof Hidden) {
            return;
        }
        AtomInfo atom = info(definition);
        events.add(() -> observer.observed(atom));
    }

    @Override
    public void unobserved(Definition definition) {
        if (definition instanceof Hidden) {
            return;
        }
        AtomInfo atom = info(definition);
        events.add(() -> observer.unobserved(atom));
    }

    @Override
    public @Nullable Runnable takeEvents() {
        recomputes.clear();
        if (events.isEmpty()) {
            return null;
        }
        List<Runnable> taken = events;
        events = new ArrayList<>();
        return () -> taken.forEach(Runnable::run);
    }
}
