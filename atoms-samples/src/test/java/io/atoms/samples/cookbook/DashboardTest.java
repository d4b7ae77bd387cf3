package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.Dashboard.FEEDS;
import static io.atoms.samples.cookbook.Dashboard.SENSORS;
import static io.atoms.samples.cookbook.Dashboard.SUMMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.samples.cookbook.Dashboard.Summary;
import io.atoms.utils.TimeAtoms;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class DashboardTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Map<String, Sinks.Many<Integer>> feeds = new HashMap<>();
    private final List<String> connections = new ArrayList<>();
    private final List<Summary> told = new ArrayList<>();
    private AtomSubscription view;

    @BeforeEach
    void start() {
        store.set(TimeAtoms.SCHEDULER, clock);
        store.set(FEEDS, this::connect);
        store.set(SENSORS, List.of("a", "b"));
        view = store.subscribe(SUMMARY, summary -> told.add(summary));
    }

    @AfterEach
    void close() {
        store.close();
        clock.dispose();
    }

    private Flux<Integer> connect(String sensor) {
        connections.add(sensor);
        Sinks.Many<Integer> feed = Sinks.many().multicast().directBestEffort();
        feeds.put(sensor, feed);
        return feed.asFlux().doOnCancel(() -> connections.add("-" + sensor));
    }

    private void emit(String sensor, int value) {
        Objects.requireNonNull(feeds.get(sensor)).tryEmitNext(value);
    }

    private void pass(long millis) {
        clock.advanceTimeBy(Duration.ofMillis(millis));
    }

    @Test
    void sensorWithoutAValue_isMissing() {
        assertThat(store.get(SUMMARY)).isEqualTo(new Summary(0, 0, 2, 0));
        emit("a", 7);
        assertThat(store.get(SUMMARY)).isEqualTo(new Summary(1, 0, 1, 7));
    }

    @Test
    void silentSensor_isStale_untilItSpeaksAgain() {
        emit("a", 70);
        emit("b", 12);
        pass(4_999);
        assertThat(store.get(SUMMARY)).isEqualTo(new Summary(2, 0, 0, 70));
        emit("b", 13);
        pass(1);
        assertThat(store.get(SUMMARY)).isEqualTo(new Summary(1, 1, 0, 13));
        emit("a", 70);
        assertThat(store.get(SUMMARY)).isEqualTo(new Summary(2, 0, 0, 70));
    }

    @Test
    void valueThatChangesNothing_tellsNobody() {
        emit("a", 70);
        emit("b", 12);
        told.clear();
        emit("b", 13);

        assertThat(told).isEmpty();
    }

    @Test
    void brokenLine_isConnectedAgain_andItsValueGrowsStaleMeanwhile() {
        emit("a", 70);
        Objects.requireNonNull(feeds.get("a")).tryEmitError(new IOException("line cut"));
        assertThat(store.get(SUMMARY)).isEqualTo(new Summary(1, 0, 1, 70));
        pass(5_000);

        assertThat(connections).containsExactly("a", "b", "a");
        assertThat(store.get(SUMMARY)).isEqualTo(new Summary(0, 1, 1, 0));
        emit("a", 71);
        assertThat(store.get(SUMMARY)).isEqualTo(new Summary(1, 0, 1, 71));
    }

    @Test
    void removedSensor_isDisconnected_andTheOthersStay() {
        store.set(SENSORS, List.of("b"));
        pass(1_000);

        assertThat(connections).containsExactly("a", "b", "-a");
    }

    @Test
    void nobodyLooks_disconnectsAll() {
        view.dispose();
        pass(1_000);

        assertThat(connections).containsExactlyInAnyOrder("a", "b", "-a", "-b");
    }
}
