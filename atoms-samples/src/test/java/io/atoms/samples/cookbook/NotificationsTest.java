package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.Notifications.DISMISS;
import static io.atoms.samples.cookbook.Notifications.NOTIFY;
import static io.atoms.samples.cookbook.Notifications.SHOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.samples.cookbook.Notifications.Info;
import io.atoms.samples.cookbook.Notifications.Notice;
import io.atoms.samples.cookbook.Notifications.Problem;
import io.atoms.utils.TimeAtoms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class NotificationsTest {
    private static final Notice SAVED = new Info("saved");
    private static final Notice SENT = new Info("sent");
    private static final Notice OFFLINE = new Problem("offline");

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.create();
    private final List<List<Notice>> told = new ArrayList<>();

    @BeforeEach
    void start() {
        store.set(TimeAtoms.SCHEDULER, clock);
        store.subscribe(SHOWN, notices -> told.add(notices));
    }

    @AfterEach
    void close() {
        store.close();
        clock.dispose();
    }

    private void pass(long millis) {
        clock.advanceTimeBy(Duration.ofMillis(millis));
    }

    @Test
    void info_goesAfterFiveSeconds() {
        store.run(NOTIFY, SAVED);
        pass(4_999);
        assertThat(store.get(SHOWN)).containsExactly(SAVED);
        pass(1);

        assertThat(told).containsExactly(List.of(SAVED), List.of());
    }

    @Test
    void problem_staysUntilItIsDismissed() {
        store.run(NOTIFY, OFFLINE);
        pass(3_600_000);
        assertThat(store.get(SHOWN)).containsExactly(OFFLINE);

        assertThat(store.run(DISMISS, OFFLINE)).isTrue();
        assertThat(store.run(DISMISS, OFFLINE)).isFalse();
        assertThat(store.get(SHOWN)).isEmpty();
    }

    @Test
    void sameNotice_isShownOnce_andStaysAnew() {
        store.run(NOTIFY, SAVED);
        pass(3_000);
        store.run(NOTIFY, SAVED);
        assertThat(told).containsExactly(List.of(SAVED)); // not even a flicker
        pass(4_999);
        assertThat(store.get(SHOWN)).containsExactly(SAVED);
        pass(1);
        assertThat(store.get(SHOWN)).isEmpty();
    }

    @Test
    void dismissedInfo_goesAtOnce() {
        store.run(NOTIFY, SAVED);

        assertThat(store.run(DISMISS, SAVED)).isTrue();
        assertThat(store.get(SHOWN)).isEmpty();
    }

    @Test
    void problemsComeFirst_thenTheNewest_threeAtMost() {
        store.run(NOTIFY, SAVED);
        store.run(NOTIFY, OFFLINE);
        store.run(NOTIFY, SENT);
        assertThat(store.get(SHOWN)).containsExactly(OFFLINE, SENT, SAVED);

        store.run(NOTIFY, new Info("new"));
        assertThat(store.get(SHOWN)).containsExactly(OFFLINE, new Info("new"), SENT);
    }
}
