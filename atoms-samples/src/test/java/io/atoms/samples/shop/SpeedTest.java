package io.atoms.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeedTest {

    @Test
    void text_isEmpty_untilASecondHasPassed_thenChangesOnceASecond() {
        Speed speed = new Speed(5_000);

        assertThat(speed.measure(5_999, 900, 40)).isEmpty();
        assertThat(speed.measure(6_000, 1_000, 50)).isEqualTo("1,000 changes and 50 events in a second");
        assertThat(speed.measure(6_500, 9_000, 99)).isEqualTo("1,000 changes and 50 events in a second");
        assertThat(speed.measure(8_000, 21_000, 130)).isEqualTo("10,000 changes and 40 events in a second");
    }

    @Test
    void money_hasTwoDigitsForCents() {
        assertThat(Money.text(5)).isEqualTo("\u20ac 0.05");
        assertThat(Money.text(123_456)).isEqualTo("\u20ac 1,234.56");
    }
}
