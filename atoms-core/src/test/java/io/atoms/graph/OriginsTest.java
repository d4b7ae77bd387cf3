package io.atoms.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.graph.NodeTableTest.Named;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is looked up among the stamps of the last commit is of that commit, or is not found. */
class OriginsTest {

    private static Source[] sources(int count) {
        Source[] sources = new Source[count];
        for (int i = 0; i < count; i++) {
            sources[i] = new Source(new Named(), null);
        }
        return sources;
    }

    /** Gives the node a value of this tick, and so a stamp. */
    private static void tick(Source source, long tick) {
        source.alternate(tick, tick, true);
    }

    @Test
    void stamps_areFound_alsoWhenTheTableGrows_andOnlyTheFirstCounts() {
        Source[] sources = sources(10_000);
        Origins origins = new Origins(7);
        for (int i = 0; i < sources.length; i++) {
            tick(sources[i], i);
            origins = origins.add(sources[i]);
            tick(sources[i], 1_000_000 + i);
            origins = origins.add(sources[i]);
        }
        for (int i = 0; i < sources.length; i++) {
            assertThat(Node.tick(origins.stampOf(sources[i]))).isEqualTo(i);
            assertThat(origins.tickOf(sources[i], 7)).isEqualTo(i);
            assertThat(origins.tickOf(sources[i], 8)).isEqualTo(-1);
        }
        assertThat(origins.stampOf(sources(1)[0])).isEqualTo(-1);
    }

    @Test
    void emptied_findsNothing_andIsUsedAgainForALaterCommit() {
        Source[] sources = sources(8);
        Origins origins = new Origins(1);
        for (Source source : sources) {
            assertThat(origins.add(source)).isSameAs(origins);
        }
        assertThat(origins.clear()).isTrue();
        assertThat(origins.isEmpty()).isTrue();
        assertThat(origins.stampOf(sources[0])).isEqualTo(-1);
        origins.begin(2);
        tick(sources[3], 2);
        origins.add(sources[3]);
        assertThat(origins.tickOf(sources[3], 2)).isEqualTo(2);
        assertThat(origins.tickOf(sources[3], 1)).isEqualTo(-1);
        assertThat(origins.tickOf(sources[4], 2)).isEqualTo(-1);
    }

    @Test
    void largeTable_isNotKept() {
        Origins origins = new Origins(1);
        for (Source source : sources(10_000)) {
            origins = origins.add(source);
        }
        assertThat(origins.clear()).isFalse();
    }

    /** Commit after commit puts nodes into the same places, with stamps that tell the commit and the node. */
    @Test
    void reader_neverSeesAnEntryOfAnotherCommit() throws Exception {
        int nodes = 7;
        int commits = 200_000;
        Source[] sources = sources(nodes);
        Origins origins = new Origins(0);
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> {
            long found = 0;
            for (long epoch = 0; epoch < commits; ) {
                boolean any = false;
                for (int i = 0; i < nodes; i++) {
                    long tick = origins.tickOf(sources[i], epoch);
                    if (tick >= 0) {
                        assertThat(tick).isEqualTo(epoch * nodes + i);
                        any = true;
                        found++;
                    }
                }
                epoch = any ? epoch : Math.max(epoch, origins.epochAcquire());
            }
            return found;
        });
        for (long epoch = 0; epoch < commits; epoch++) {
            origins.begin(epoch);
            for (int k = 0; k < nodes - 2; k++) {
                int i = (int) ((epoch * 3 + k) % nodes);
                tick(sources[i], epoch * nodes + i);
                origins.add(sources[i]);
            }
            origins.clear();
        }
        origins.begin(commits);
        assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
    }
}
