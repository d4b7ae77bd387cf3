package io.atoms.samples.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.samples.search.SearchAtoms.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Only the newest query counts (R21), and what is on the screen belongs to one commit (R3). */
class SearchAtomsTest {

    private static final Duration QUIET = Duration.ofMillis(150);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(time).build();
    private final List<Shown> shown = new ArrayList<>();
    private FakeService service = FakeService.obedient();

    @BeforeEach
    void watch() {
        use(service);
        store.set(SearchAtoms.TIME, time);
        store.set(SearchAtoms.QUIET, QUIET);
        store.subscribe(SearchAtoms.SCREEN, value -> shown.add(value));
    }

    @AfterEach
    void close() {
        assertThat(shown).noneMatch(Shown::isStale);
        store.close();
        time.dispose();
    }

    private void use(FakeService fake) {
        service = fake;
        store.set(SearchAtoms.SERVICE, fake);
    }

    private void type(String text) {
        store.set(SearchAtoms.TEXT, text);
    }

    private void typeAndRest(String text) {
        type(text);
        time.advanceTimeBy(QUIET);
    }

    private Shown last() {
        return shown.get(shown.size() - 1);
    }

    private static Answer answer(String query, String... hits) {
        return new Answer(query, List.of(hits));
    }

    @Nested
    class Debouncing {

        @Test
        void keys_askNothing_untilTheTextRests() {
            type("a");
            time.advanceTimeBy(QUIET.minusMillis(1));
            type("at");
            time.advanceTimeBy(QUIET.minusMillis(1));
            assertThat(service.asked).isEmpty();

            time.advanceTimeBy(Duration.ofMillis(1));
            assertThat(service.asked).containsExactly("at");
            assertThat(last()).isEqualTo(new Shown("at", new Loadable.Loading<>(Answer.NONE)));
        }

        @Test
        void textThatComesBack_asksNothingAgain() {
            typeAndRest("at");
            type("atl");
            typeAndRest("at");

            assertThat(service.asked).containsExactly("at");
            assertThat(service.isCancelled(0)).isFalse();
        }

        @Test
        void emptyField_asksNobody_andNeedsNoWait() {
            typeAndRest("at");
            type("");

            assertThat(service.isCancelled(0)).isTrue();
            assertThat(service.asked).hasSize(1);
            assertThat(last()).isEqualTo(new Shown("", Loadable.ready(Answer.NONE)));
        }
    }

    @Nested
    class SwitchLatest {

        @Test
        void key_letsTheRequestGoOn_untilTheTextRests() {
            typeAndRest("at");
            type("atl");
            service.answer(0, "attic");

            assertThat(last()).isEqualTo(new Shown("at", Loadable.ready(answer("at", "attic"))));
        }

        @Test
        void nextQuery_cancelsTheRequest() {
            typeAndRest("at");
            typeAndRest("atl");

            assertThat(service.asked).containsExactly("at", "atl");
            assertThat(service.isCancelled(0)).isTrue();
            assertThat(service.isCancelled(1)).isFalse();
        }

        @Test
        void nextQuery_showsThePreviousAnswerAsPrevious() {
            typeAndRest("at");
            service.answer(0, "attic");
            typeAndRest("atl");

            assertThat(last()).isEqualTo(new Shown("atl", new Loadable.Loading<>(answer("at", "attic"))));
        }

        @Test
        void answerThatComesAllTheSame_isNotShown() {
            use(FakeService.stubborn());
            typeAndRest("at");
            typeAndRest("atl");
            service.answer(0, "attic");

            assertThat(last()).isEqualTo(new Shown("atl", new Loadable.Loading<>(Answer.NONE)));
            service.answer(1, "atlas");
            assertThat(last()).isEqualTo(new Shown("atl", Loadable.ready(answer("atl", "atlas"))));
        }

        @Test
        void close_cancelsTheRequest() {
            typeAndRest("at");
            store.close();

            assertThat(service.isCancelled(0)).isTrue();
        }
    }

    @Nested
    class Errors {

        @Test
        void failure_keepsThePreviousAnswer_andTheNextQueryToo() {
            typeAndRest("at");
            service.answer(0, "attic");
            typeAndRest("atl");
            service.fail(1);

            assertThat(last().result()).isInstanceOfSatisfying(Loadable.Failed.class, failed -> {
                assertThat(failed.error()).hasMessage("the server answered 503");
                assertThat(failed.previous()).isEqualTo(answer("at", "attic"));
            });
            typeAndRest("atla");
            assertThat(last()).isEqualTo(new Shown("atla", new Loadable.Loading<>(answer("at", "attic"))));
        }

        @Test
        void withoutService_saysSo() {
            store.reset(SearchAtoms.SERVICE);
            typeAndRest("at");

            assertThat(last().result())
                    .isInstanceOfSatisfying(
                            Loadable.Failed.class,
                            failed ->
                                    assertThat(failed.error()).hasMessage("SERVICE is not set, and was asked for at"));
        }
    }

    @Nested
    class Done {

        @Test
        void isTrue_whenNothingIsTypedAnyMore_andTheLastQueryIsAnswered() {
            typeAndRest("at");
            service.answer(0);
            assertThat(store.get(SearchAtoms.DONE)).isFalse();
            type("atl");
            store.set(SearchAtoms.TYPING, false);
            assertThat(store.get(SearchAtoms.DONE)).isFalse();
            time.advanceTimeBy(QUIET);
            assertThat(store.get(SearchAtoms.DONE)).isFalse();

            service.fail(1);
            assertThat(store.get(SearchAtoms.DONE)).isTrue();
        }
    }
}
