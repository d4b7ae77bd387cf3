package io.atoms;

import io.atoms.graph.Effect;
import io.atoms.graph.EffectRun;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The function of an effect, and what its runs are given. Used by the thread that runs it, until it is through. */
final class EffectRunContext extends StoreContext implements EffectContext, Effect.Body {

    private final Consumer<? super EffectContext> function;

    /** Known from the first run on. */
    private @Nullable Effect effect;

    EffectRunContext(DefaultAtomStore store, Consumer<? super EffectContext> function) {
        super(store);
        this.function = function;
    }

    @Override
    public void run(EffectRun run) {
        if (effect == null) {
            effect = run.effect();
        }
        function.accept(this);
    }

    private Effect effect() {
        if (effect == null) {
            throw store.graph().host().readerOutsideItsRun();
        }
        return effect;
    }

    @Override
    void check() {
        effect().checkRunning();
    }

    @Override
    public <T extends @Nullable Object> T get(Atom<T> atom) {
        return Values.cast(effect().read(AbstractAtom.of(atom), true));
    }

    @Override
    public <T extends @Nullable Object> T peek(Atom<T> atom) {
        return Values.cast(effect().read(AbstractAtom.of(atom), false));
    }

    @Override
    public void onCleanup(Runnable cleanup) {
        check();
        effect().onCleanup(Objects.requireNonNull(cleanup, "cleanup"));
    }
}
