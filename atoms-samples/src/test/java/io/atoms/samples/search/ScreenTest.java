package io.atoms.samples.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.samples.search.SearchAtoms.Shown;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private static final Answer AT = new Answer("at", List.of("atlas", "atoll", "atom", "attic"));

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new Journal(new PrintStream(printed, true, UTF_8), () -> 0));

    private void show(String query, Loadable<Answer> result) {
        screen.show(new Shown(query, result));
    }

    private List<String> lines() {
        return printed.toString(UTF_8)
                .lines()
                .map(line -> line.substring(line.indexOf("screen")))
                .toList();
    }

    @Test
    void show_printsWhatTheUserSees() {
        show("at", Loadable.loading());
        show("at", Loadable.ready(AT));
        show("ato", new Loadable.Loading<>(AT));
        show("ato", new Loadable.Failed<>(new SearchFailedException(503), AT));
        show("x", Loadable.ready(new Answer("x", List.of())));
        show("", Loadable.ready(Answer.NONE));

        assertThat(lines())
                .containsExactly(
                        "screen   \"at\": ...",
                        "screen   \"at\": 4 found, atlas, atoll, atom, ...",
                        "screen   \"ato\": ... (still \"at\": 4 found, atlas, atoll, atom, ...)",
                        "screen   \"ato\": sorry, the server answered 503"
                                + " (still \"at\": 4 found, atlas, atoll, atom, ...)",
                        "screen   \"x\": 0 found",
                        "screen   \"\": nothing to look for");
        assertThat(screen.counts()).isEqualTo(new Screen.Counts(2, 1, 0, new Shown("", Loadable.ready(Answer.NONE))));
    }

    @Nested
    class TheCheck {

        @Test
        void answerToAnotherQuery_isStale() {
            show("atom", Loadable.ready(AT));

            assertThat(screen.counts().stale()).isEqualTo(1);
            assertThat(lines().get(0)).endsWith("  STALE");
        }

        @Test
        void previousAnswer_isNot() {
            show("atom", new Loadable.Loading<>(AT));
            show("atom", new Loadable.Failed<>(new SearchFailedException(503), AT));

            assertThat(screen.counts().stale()).isZero();
        }

        /** How it is often written: whatever answer comes is shown. The check must find it out. */
        @Test
        void answersShownAsTheyCome_areFoundStale() {
            PrimitiveAtom<String> query = Atom.of("");
            PrimitiveAtom<Answer> newest = Atom.of(Answer.NONE);
            FakeService service = FakeService.obedient();
            try (AtomStore store = AtomStore.create()) {
                store.subscribe(query, text -> service.search(text).subscribe(answer -> store.set(newest, answer)));
                store.subscribe(newest, answer -> show(store.get(query), Loadable.ready(answer)));
                store.set(query, "at");
                store.set(query, "atom");
                service.answer(1, "atom");
                assertThat(screen.counts().stale()).isZero();

                service.answer(0, "attic");
                assertThat(screen.counts().stale()).isEqualTo(1);
            }
        }
    }
}
