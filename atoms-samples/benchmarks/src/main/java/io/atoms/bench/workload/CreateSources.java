package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;

/** 100,000 sources, and the end of what holds them. */
final class CreateSources extends Workload {

    private static final int COUNT = 100_000;

    private Runnable round = () -> {};
    private List<?> made = List.of();

    @Override
    public boolean fresh() {
        return true;
    }

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        round = () -> {
            List<N> nodes = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                nodes.add(peer.source(i));
            }
            made = nodes;
            peer.close();
        };
    }

    @Override
    public void buildByHand() {
        round = () -> {
            List<Box> boxes = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                boxes.add(new Box(i));
            }
            made = boxes;
        };
    }

    @Override
    public void round() {
        round.run();
        if (made.size() != COUNT) {
            throw new AssertionError(made.size());
        }
    }

    private record Box(Integer value) {}
}
