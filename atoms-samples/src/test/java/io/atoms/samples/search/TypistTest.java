package io.atoms.samples.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypistTest {

    private static final Pace PACE = Pace.ofPerson(0);

    private static List<Keystroke> script(long seed) {
        return new Typist(PACE, seed).script(300);
    }

    @Test
    void script_isThatOfTheSeed() {
        assertThat(script(7)).hasSize(300).isEqualTo(script(7)).isNotEqualTo(script(8));
    }

    @Test
    void key_changesOneLetter_orReplacesAll() {
        String before = "";
        for (Keystroke key : script(7)) {
            String after = key.text();
            assertThat(after.length() <= 1
                            || (after.length() == before.length() + 1 && after.startsWith(before))
                            || (after.length() == before.length() - 1 && before.startsWith(after)))
                    .as("%s, then %s", before, after)
                    .isTrue();
            assertThat(after).isNotEqualTo(before);
            before = after;
        }
    }

    @Test
    void times_areWithinThePace() {
        assertThat(script(7))
                .extracting(Keystroke::after)
                .allMatch(after -> after.compareTo(PACE.look()) <= 0)
                .anyMatch(after -> after.compareTo(PACE.quiet()) > 0)
                .allMatch(after -> after.compareTo(Duration.ZERO) > 0);
    }
}
