package io.atoms;

import io.atoms.graph.Definition;
import org.jspecify.annotations.Nullable;

/** Names an effect. */
final class EffectDefinition extends Definition {

    EffectDefinition() {
        super(Kind.EFFECT);
    }

    @Override
    public String name() {
        return "effect#" + id;
    }

    @Override
    protected boolean same(@Nullable Object a, @Nullable Object b) {
        return a == b;
    }
}
