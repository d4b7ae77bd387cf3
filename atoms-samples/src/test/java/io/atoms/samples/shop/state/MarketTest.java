package io.atoms.samples.shop.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class MarketTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomStore store = ShopStore.create(time);

    @AfterEach
    void close() {
        store.close();
        time.dispose();
    }

    private AtomSubscription watch() {
        return store.subscribe(Market.CHANGES, changes -> {});
    }

    private long changes() {
        return store.get(Market.CHANGES);
    }

    @Test
    void unwatched_isClosed() {
        time.advanceTimeBy(SECOND);
        assertThat(changes()).isZero();

        AtomSubscription watching = watch();
        time.advanceTimeBy(SECOND);
        assertThat(changes()).isEqualTo(10);
        watching.dispose();
        time.advanceTimeBy(SECOND);
        assertThat(changes()).isEqualTo(10);
    }

    @Test
    void rate_isKept_andTakenOver() {
        watch();
        store.set(Market.RATE, 10_000);
        time.advanceTimeBy(SECOND);
        assertThat(changes()).isEqualTo(10_000);

        store.set(Market.RATE, 3);
        time.advanceTimeBy(SECOND);
        assertThat(changes()).isEqualTo(10_003);
        store.set(Market.RATE, 0);
        time.advanceTimeBy(SECOND);
        assertThat(changes()).isEqualTo(10_003);
    }

    @Test
    void offers_change_butStayNearTheOpening() {
        watch();
        store.set(Market.RATE, 10_000);
        time.advanceTimeBy(SECOND);

        assertThat(Catalogue.all()).allSatisfy(product -> {
            Offer opening = Catalogue.opening(product.id());
            Offer now = store.get(ProductAtoms.OFFER.of(product.id()));
            assertThat(now.cents()).isBetween(opening.cents() * 9 / 10, opening.cents() * 11 / 10);
            assertThat(now.stock()).isBetween(Math.max(0, opening.stock() - 3), opening.stock() + 3);
        });
        assertThat(Catalogue.all())
                .anyMatch(product ->
                        !store.get(ProductAtoms.OFFER.of(product.id())).equals(Catalogue.opening(product.id())));
    }

    @Test
    void closedStore_endsIt_andTheClockHearsOfNoError() {
        watch();
        time.advanceTimeBy(SECOND);
        store.close();

        assertThatCode(() -> time.advanceTimeBy(SECOND)).doesNotThrowAnyException();
    }
}
