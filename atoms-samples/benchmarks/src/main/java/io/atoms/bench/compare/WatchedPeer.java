package io.atoms.bench.compare;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Another peer, and a look at what its effects are given while one write, or one batch of them, is on its way. An effect
 * that is given a value there, and then a different one, has seen a state that nobody wrote: a glitch.
 */
final class WatchedPeer<N, C> extends Peer<N, C> {

    private final Peer<N, C> peer;
    private final List<Watch> toldInThisStep = new ArrayList<>();
    private int depth;
    private long glitches;

    WatchedPeer(Peer<N, C> peer) {
        this.peer = peer;
    }

    /** How often an effect was given a value that did not last until the end of the write. */
    long glitches() {
        return glitches;
    }

    @Override
    public boolean dynamic() {
        return peer.dynamic();
    }

    @Override
    public N source(Object value) {
        return peer.source(value);
    }

    @Override
    public <A, T> N map(N node, Function<A, T> function) {
        return peer.map(node, function);
    }

    @Override
    public N reduce(List<N> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last) {
        return peer.reduce(nodes, step, last);
    }

    @Override
    public <T> N array(List<N> nodes, Function<Integer[], T> last) {
        return peer.array(nodes, last);
    }

    @Override
    public <T> N computed(Function<C, T> function, List<N> possible) {
        return peer.computed(function, possible);
    }

    @Override
    public N shared(N node) {
        return peer.shared(node);
    }

    @Override
    public <T> T read(C context, N node) {
        return peer.read(context, node);
    }

    @Override
    public <T> void effect(N node, Consumer<T> effect) {
        peer.effect(node, watched(effect));
    }

    @Override
    public void effect(List<N> nodes, Consumer<Integer> sum) {
        peer.effect(nodes, watched(sum));
    }

    @Override
    public void write(N source, Object value) {
        step(() -> peer.write(source, value));
    }

    @Override
    public <T> T value(N node) {
        return peer.value(node);
    }

    @Override
    public void batch(Runnable writes) {
        step(() -> peer.batch(writes));
    }

    @Override
    public void close() {
        peer.close();
    }

    private <T> Consumer<T> watched(Consumer<T> effect) {
        Watch watch = new Watch();
        return value -> {
            watch.told(value);
            effect.accept(value);
        };
    }

    private void step(Runnable write) {
        depth++;
        write.run();
        if (--depth == 0) {
            toldInThisStep.forEach(watch -> watch.told = false);
            toldInThisStep.clear();
        }
    }

    /** What one effect is given. */
    private final class Watch {

        private boolean told;
        private @Nullable Object last;

        void told(@Nullable Object value) {
            if (depth == 0) {
                return;
            }
            if (!told) {
                told = true;
                toldInThisStep.add(this);
            } else if (!Objects.equals(value, last)) {
                glitches++;
            }
            last = value;
        }
    }
}
