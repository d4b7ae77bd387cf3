package io.atoms.samples.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.samples.Output;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole program, several times as fast as a person, with its real server. */
@Timeout(600)
class BoardTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final double FAST = 8;

    private final Output output = new Output();
    private final Board board = new Board(output.context(Path.of("")));

    @ParameterizedTest(name = "{0}% faults, seed {1}")
    @CsvSource({"0,1", "0,2", "30,1", "30,2", "30,3"})
    void run_showsNoWrongState_andMakesEachEditOnce(int faults, long seed) {
        int code = board.run(new Board.Options(LATENCY, faults, seed, FAST, LIMIT));

        assertThat(output.err()).isEmpty();
        assertThat(code).isEqualTo(Board.GOOD);
        assertThat(output.out())
                .contains("go offline", "go online", "merged: ", "live updates connected", "scroll")
                .contains("\nrequests sent: ", "\nserved from cache: ", "\ndeduplicated: ", "\nretried: ")
                .contains("\nrolled back: ", "\nedits: ", "\nno wrong state was shown: ")
                .contains("\nat the end the screen shows what the server has: ");
    }

    @Test
    void aStepThatTakesTooLong_endsIt() {
        int code = board.run(new Board.Options(Duration.ofSeconds(5), 0, 1, 1, Duration.ofMillis(200)));

        assertThat(code).isEqualTo(Board.FAILED);
        assertThat(output.err()).startsWith("board: ");
    }
}
