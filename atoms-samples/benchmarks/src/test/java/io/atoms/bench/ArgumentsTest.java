package io.atoms.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final List<String> ALL = List.of("deep", "grid-a", "grid-b");

    private static Arguments of(String... arguments) {
        return new Arguments(arguments, Set.of("--names", "--time", "--forks"), Set.of("--quick"));
    }

    @Test
    void names_withAStar_areThoseThatBeginSo() {
        assertThat(of("--names", "grid*,deep").names("--names", ALL)).isEqualTo(ALL);
        assertThat(of("--names", "grid-b").names("--names", ALL)).containsExactly("grid-b");
        assertThat(of().names("--names", ALL)).isEqualTo(ALL);
    }

    @Test
    void names_unknown_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("--names", "deap").names("--names", ALL))
                .withMessageContainingAll("deap", "grid-a");
    }

    @Test
    void time_hasAUnit() {
        assertThat(of("--time", "2s").time("--time", Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
        assertThat(of("--time", "50ms").time("--time", Duration.ZERO)).isEqualTo(Duration.ofMillis(50));
        assertThat(of().time("--time", Duration.ofMillis(300))).isEqualTo(Duration.ofMillis(300));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("--time", "5").time("--time", Duration.ZERO))
                .withMessageContaining("500ms");
    }

    @Test
    void number_belowTheLeast_isRefused() {
        assertThat(of("--forks", "3").number("--forks", 1, 1)).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("--forks", "0").number("--forks", 1, 1))
                .withMessageContaining("from 1 on");
    }

    @Test
    void flagsAndTheRest_areTakenApart() {
        Arguments arguments = of("a", "--quick", "b");
        assertThat(arguments.has("--quick")).isTrue();
        assertThat(arguments.rest()).containsExactly("a", "b");
    }

    @Test
    void option_unknownOrWithoutValue_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> of("--fork", "1")).withMessageContaining("--forks");
        assertThatIllegalArgumentException().isThrownBy(() -> of("--forks")).withMessageContaining("needs a value");
    }
}
