package io.atoms.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void ratio_hasTheErrorsOfBoth() {
        Ratio ratio = Ratio.of(30, 0.9, 10, 0.4); // 3% and 4%
        assertThat(ratio.value()).isEqualTo(3);
        assertThat(ratio.error()).isCloseTo(0.15, within(1e-9)); // 5% of 3
    }

    @Test
    void ratio_withoutAnError_hasNone() {
        assertThat(Ratio.of(30, Double.NaN, 10, 0.4).error()).isNaN();
    }

    @Test
    void mean_isGeometric() {
        Ratio mean = Ratio.mean(List.of(new Ratio(2, 0.06), new Ratio(8, 0.32), new Ratio(4, 0)));
        assertThat(mean.value()).isCloseTo(4, within(1e-9));
        assertThat(mean.error()).isCloseTo(4 * 0.05 / 3, within(1e-9));
    }

    @Test
    void mean_ofOne_isThatOne() {
        Ratio mean = Ratio.mean(List.of(new Ratio(5, 0.2)));
        assertThat(mean.value()).isCloseTo(5, within(1e-9));
        assertThat(mean.error()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void mean_ofNothing_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ratio.mean(List.of()));
    }
}
