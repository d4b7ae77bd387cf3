package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.PagedOrders.CURRENT;
import static io.atoms.samples.cookbook.PagedOrders.CUSTOMER;
import static io.atoms.samples.cookbook.PagedOrders.PAGE;
import static io.atoms.samples.cookbook.PagedOrders.RELOAD;
import static io.atoms.samples.cookbook.PagedOrders.SERVER;
import static io.atoms.samples.cookbook.PagedOrders.SHOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.samples.cookbook.PagedOrders.Key;
import io.atoms.samples.cookbook.PagedOrders.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class PagedOrdersTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final List<Key> asked = new ArrayList<>();
    private final Map<Key, Sinks.One<Page>> answers = new HashMap<>();

    @BeforeEach
    void start() {
        store.set(
                SERVER,
                Optional.of(key -> Mono.defer(() -> {
                    asked.add(key);
                    Sinks.One<Page> answer = Sinks.one();
                    answers.put(key, answer);
                    return answer.asMono();
                })));
        store.set(CUSTOMER, "ada");
        store.subscribe(SHOWN, page -> {});
    }

    @AfterEach
    void close() {
        store.close();
        clock.dispose();
    }

    private static Key ada(int page) {
        return new Key("ada", page);
    }

    private void answer(Key key, boolean hasNext) {
        Objects.requireNonNull(answers.get(key)).tryEmitValue(new Page(key, List.of(key.toString()), hasNext));
    }

    private Optional<Key> shown() {
        return store.get(SHOWN).map(Page::key);
    }

    @Test
    void pageBefore_isShown_whileTheNextIsLoading() {
        assertThat(shown()).isEmpty();
        answer(ada(0), true);
        store.set(PAGE, 1);

        assertThat(store.get(CURRENT).isLoading()).isTrue();
        assertThat(shown()).contains(ada(0));
        answer(ada(1), false);
        assertThat(shown()).contains(ada(1));
    }

    @Test
    void goingBack_asksNobody() {
        answer(ada(0), true);
        store.set(PAGE, 1);
        answer(ada(1), false);
        store.set(PAGE, 0);

        assertThat(store.get(CURRENT).isReady()).isTrue();
        assertThat(shown()).contains(ada(0));
        assertThat(asked).containsExactly(ada(0), ada(1));
    }

    @Test
    void answerForAPageThatWasLeft_isNotShown_butKept() {
        store.set(PAGE, 1);
        answer(ada(1), false);
        answer(ada(0), true);

        assertThat(shown()).contains(ada(1));
    }

    @Test
    void prefetch_loadsTheNextPage_once() {
        PagedOrders.prefetch(store);
        answer(ada(0), true);
        assertThat(asked).containsExactly(ada(0), ada(1));

        store.set(PAGE, 1); // while it is on its way
        answer(ada(1), false);
        assertThat(shown()).contains(ada(1));
        assertThat(asked).containsExactly(ada(0), ada(1));
    }

    @Test
    void anotherCustomer_beginsWithTheFirstPage_andSeesNoOthersOrders() {
        answer(ada(0), true);
        store.set(PAGE, 1);
        store.set(CUSTOMER, "bob");

        assertThat(store.get(PAGE)).isZero();
        assertThat(shown()).isEmpty();
        answer(new Key("bob", 0), false);
        assertThat(shown()).contains(new Key("bob", 0));
    }

    @Test
    void failure_keepsThePage_andReloadTriesAgain() {
        answer(ada(0), true);
        store.set(PAGE, 1);
        Objects.requireNonNull(answers.get(ada(1))).tryEmitError(new IOException("no net"));
        assertThat(store.get(CURRENT).isFailed()).isTrue();
        assertThat(shown()).contains(ada(0));

        assertThat(store.run(RELOAD)).isEqualTo(ada(1));
        answer(ada(1), false);
        assertThat(shown()).contains(ada(1));
    }
}
