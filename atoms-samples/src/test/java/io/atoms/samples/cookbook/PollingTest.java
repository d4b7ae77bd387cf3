package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.Polling.SERVER;
import static io.atoms.samples.cookbook.Polling.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Loadable;
import io.atoms.query.QueryClient;
import io.atoms.samples.cookbook.Polling.Poll;
import io.atoms.samples.cookbook.Polling.StatusKey;
import io.atoms.utils.TimeAtoms;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class PollingTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.create();
    private int asked;
    private Mono<String> answer = Mono.just("green");
    private AtomSubscription view;

    @BeforeEach
    void start() {
        store.set(TimeAtoms.SCHEDULER, clock);
        store.set(SERVER, () -> {
            asked++;
            return answer;
        });
        view = store.subscribe(STATUS, status -> {});
    }

    @AfterEach
    void close() {
        store.close();
        clock.dispose();
    }

    private void pass(long seconds) {
        clock.advanceTimeBy(Duration.ofSeconds(seconds));
    }

    private Poll status() {
        return Objects.requireNonNull(store.get(STATUS).valueOrPrevious());
    }

    @Test
    void observed_isAskedEveryTenSeconds() {
        assertThat(asked).isOne();
        pass(9);
        assertThat(asked).isOne();
        pass(1);
        assertThat(asked).isEqualTo(2);
        pass(60);
        assertThat(asked).isEqualTo(8);
    }

    @Test
    void sameAnswers_areNoChange_butPollingGoesOn() {
        answer = Mono.just("red");
        pass(10);
        assertThat(store.get(STATUS)).isEqualTo(Loadable.ready(new Poll(Optional.of("red"), 0)));
    }

    @Test
    void failures_backOff_andKeepTheValue() {
        answer = Mono.error(new IOException("down"));
        pass(10);
        assertThat(status()).isEqualTo(new Poll(Optional.of("green"), 1));
        pass(19);
        assertThat(asked).isEqualTo(2);
        pass(1);
        assertThat(status()).isEqualTo(new Poll(Optional.of("green"), 2));
        pass(39);
        assertThat(asked).isEqualTo(3);
        answer = Mono.just("green");
        pass(1);

        assertThat(status()).isEqualTo(new Poll(Optional.of("green"), 0));
        pass(10);
        assertThat(asked).isEqualTo(5);
    }

    @Test
    void pause_hasABound() {
        assertThat(new Poll(Optional.empty(), 0).pause()).isEqualTo(Duration.ofSeconds(10));
        assertThat(new Poll(Optional.empty(), 4).pause()).isEqualTo(Duration.ofSeconds(160));
        assertThat(new Poll(Optional.empty(), 5).pause()).isEqualTo(Duration.ofMinutes(5));
        assertThat(new Poll(Optional.empty(), Integer.MAX_VALUE).pause()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void serverThatThrows_orSaysNothing_isAFailure() {
        store.set(SERVER, () -> {
            throw new IllegalStateException("no client");
        });
        assertThat(status().failures()).isOne();

        store.set(SERVER, Mono::never);
        pass(10);
        assertThat(status().failures()).isOne();
    }

    @Test
    void nobodyLooks_asksNobody_andALaterLookAsksAtOnce() {
        view.dispose();
        pass(3_600);
        assertThat(asked).isOne();

        store.subscribe(STATUS, status -> {});
        assertThat(asked).isEqualTo(2);
        pass(10);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void twoViews_areOnePoll() {
        store.subscribe(STATUS, status -> {});
        view.dispose();
        pass(10);

        assertThat(asked).isEqualTo(2);
    }

    @Test
    void refresh_asksAtOnce_andTenSecondsBeginAnew() {
        pass(5);
        store.refresh(STATUS);
        assertThat(asked).isEqualTo(2);
        pass(9);
        assertThat(asked).isEqualTo(2);
        pass(1);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void query_asksEveryTenSeconds_andBacksOff() {
        asked = 0;
        try (QueryClient client = QueryClient.builder().scheduler(clock).build()) {
            client.observe(Polling.query(store.get(SERVER)).options(new StatusKey()))
                    .subscribe();
            view.dispose(); // only the query is left
            pass(20);
            assertThat(asked).isEqualTo(3);
            answer = Mono.error(new IOException("down"));
            pass(10);
            assertThat(asked).isEqualTo(4);
            pass(19);
            assertThat(asked).isEqualTo(4);
            answer = Mono.just("red");
            pass(1);
            assertThat(asked).isEqualTo(5);
            assertThat(client.getQueryData(new StatusKey())).contains("red");
        }
    }
}
