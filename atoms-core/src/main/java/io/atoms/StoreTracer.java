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

    /** When the lock was taken, or the last commit ended. */
    private long began;

    StoreTracer(StoreObserver observer) {
        this.observer = observer;
    }

    /** What users see of a definition: a hidden one is shown as its atom. */
    static Definition shown(Definition definition) {
        return definition instanceof Hidden hidden ? hidden.owner() : definition;
    }

    /** What users see of a value. */
    static @Nullable Object shown(@Nullable Object value) {
        return value instanceof AsyncRun.Cell<?> cell ? cell.loadable() : value;
    }

    static AtomInfo info(Definition definition) {
        Definition shown = shown(definition);
        return shown instanceof AbstractAtom<?> atom ? atom.info() : new AtomInfo(shown.id, shown.name(), kind(shown));
    }

    /** Whether the life of an atom is told by what becomes of another definition: that of async atoms by their runs. */
    private static boolean isSilent(Definition definition) {
        return definition instanceof AsyncDefinition<?>
                || (definition instanceof Hidden && !(definition instanceof AsyncRuns<?>));
    }

    private static AtomKind kind(Definition definition) {
        return definition.kind() == Definition.Kind.EFFECT ? AtomKind.EFFECT : AtomKind.PRIMITIVE;
    }

    @Override
    public void locked() {
        began = System.nanoTime();
    }

    @Override
    public void created(Definition definition) {
        if (isSilent(definition)) {
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
        if (isSilent(definition)) {
            return;
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
            if (!(each.definition() instanceof AsyncRuns<?>.Refresh)) {
                changes.add(new Change(info(each.definition()), shown(each.previous()), shown(each.current())));
            }
        }
        long now = System.nanoTime();
        ChangeSet set = new ChangeSet(epoch, cause, Thread.currentThread().getName(), now - began, changes, recomputes);
        began = now;
        recomputes = new ArrayList<>();
        events.add(() -> observer.committed(set));
    }

    @Override
    public void observed(Definition definition) {
        if (isSilent(definition)) {
            return;
        }
        AtomInfo atom = info(definition);
        events.add(() -> observer.observed(atom));
    }

    @Override
    public void unobserved(Definition definition) {
        if (isSilent(definition)) {
            return;
        }
        AtomInfo atom = info(definition);
        events.add(() -> observer.unobserved(atom));
    }

    @Override
    public List<Runnable> takeEvents() {
        recomputes.clear();
        if (events.isEmpty()) {
            return List.of();
        }
        List<Runnable> taken = events;
        events = new ArrayList<>();
        return taken;
    }
}
