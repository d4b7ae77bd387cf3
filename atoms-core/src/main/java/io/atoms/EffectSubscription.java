package io.atoms;

import io.atoms.graph.Effect;

/** The handle of an effect. */
final class EffectSubscription implements AtomSubscription {

    private final Effect effect;

    EffectSubscription(Effect effect) {
        this.effect = effect;
    }

    @Override
    public void dispose() {
        effect.dispose();
    }

    @Override
    public boolean isDisposed() {
        return effect.isDisposed();
    }
}
