package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages begin with their code, as everywhere in the library, so that a log can be searched for it. */
class QueryExceptionTest {

    static List<AtomException> exceptions() {
        QueryKey<String> key = ListKey.of("key");
        return List.of(
                QueryProblems.arrayInKey(int[].class),
                new EmptyQueryException(key),
                new FetchCancelledException(key, "it was removed"),
                QueryProblems.closed("client"),
                QueryProblems.noFunction(key),
                QueryProblems.blocked("thread"),
                QueryProblems.noContext(key, "tenant"),
                QueryProblems.twoDefinitions(ListKey.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exceptions")
    void message_beginsWithItsCode_once(AtomException exception) {
        assertThat(exception.code()).matches("ATOMS-2\\d\\d");
        assertThat(exception.getMessage()).startsWith(exception.code() + ": ").containsOnlyOnce(exception.code());
    }
}
