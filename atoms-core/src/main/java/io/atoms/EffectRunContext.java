package io.atoms;

import io.atoms.graph.EffectRun;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one run of an effect is given. */
final class EffectRunContext extends StoreContext implements EffectContext {

    private final EffectRun run;

    EffectRunContext(DefaultAtomStore store, EffectRun run) {
        super(store);
        this.run = run;
    }

    @Override
    void check() {
        run.checkThread();
    }

    @Override
    public <T extends @Nullable Object> T get(Atom<T> atom) {
        return Values.cast(run.read(AbstractAtom.of(atom), true));
    }

    @Override
    public <T extends @Nullable Object> T peek(Atom<T> atom) {
        return Values.cast(run.read(AbstractAtom.of(atom), false));
    }

    @Override
    public void onCleanup(Runnable cleanup) {
        check();
        run.effect().onCleanup(Objects.requireNonNull(cleanup, "cleanup"));
    }
}
