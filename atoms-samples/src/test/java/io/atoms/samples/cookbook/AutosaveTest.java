package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.Autosave.SAVED;
import static io.atoms.samples.cookbook.Autosave.SERVER;
import static io.atoms.samples.cookbook.Autosave.STATE;
import static io.atoms.samples.cookbook.Autosave.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.utils.TimeAtoms;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class AutosaveTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final Storage storage =
            MemoryStorage.create(StorageOptions.ofDefaults().scheduler(Schedulers.immediate()));
    private final List<String> sent = new ArrayList<>();
    private Mono<Void> answer = Mono.empty();
    private AtomStore store = AtomStore.create();

    @BeforeEach
    void open() {
        store.set(TimeAtoms.SCHEDULER, clock);
        store.set(Storage.CURRENT, storage);
        store.set(SERVER, text -> {
            sent.add(text);
            return answer;
        });
        Autosave.autosave(store);
    }

    @AfterEach
    void close() {
        store.close();
        storage.close();
        clock.dispose();
    }

    private void pass(long millis) {
        clock.advanceTimeBy(Duration.ofMillis(millis));
    }

    @Test
    void whileTyping_nothingIsSent() {
        for (int i = 1; i <= 10; i++) {
            store.set(TEXT, "a".repeat(i));
            pass(1999);
        }
        assertThat(sent).isEmpty();
        assertThat(store.get(STATE)).isEqualTo("not saved yet");
        pass(1);
        assertThat(sent).containsExactly("aaaaaaaaaa");
        assertThat(store.get(STATE)).isEqualTo("saved");
        assertThat(store.get(SAVED)).isEqualTo("aaaaaaaaaa");
    }

    @Test
    void textAsItWas_isNoDraft() {
        store.set(TEXT, "a");
        store.set(TEXT, "");
        pass(10_000);
        assertThat(sent).isEmpty();
        assertThat(store.get(STATE)).isEqualTo("saved");
    }

    @Test
    void typingOnWhileItIsSaved_keepsTheDraft() {
        Sinks.Empty<Void> slow = Sinks.empty();
        answer = slow.asMono();
        store.set(TEXT, "a");
        pass(2000);
        store.set(TEXT, "ab");
        slow.tryEmitEmpty();

        assertThat(store.get(SAVED)).isEqualTo("a");
        assertThat(store.get(TEXT)).isEqualTo("ab");
        assertThat(store.get(STATE)).isEqualTo("not saved yet");
        pass(2000);
        assertThat(sent).containsExactly("a", "ab");
        assertThat(store.get(STATE)).isEqualTo("saved");
    }

    @Test
    void failure_isShown_andTriedAgain() {
        answer = Mono.error(new IOException("down"));
        store.set(TEXT, "a");
        pass(2000);
        assertThat(store.get(STATE)).isEqualTo("not saved: down");
        answer = Mono.empty();
        pass(10_000);
        assertThat(sent).containsExactly("a", "a");
        assertThat(store.get(STATE)).isEqualTo("saved");
    }

    @Test
    void newerDraft_endsTheAttemptsForTheOlderOne() {
        answer = Mono.error(new IOException("down"));
        store.set(TEXT, "a");
        pass(2000);
        store.set(TEXT, "ab");
        answer = Mono.empty();
        pass(60_000);
        assertThat(sent).endsWith("ab");
        assertThat(store.get(SAVED)).isEqualTo("ab");
        assertThat(store.get(STATE)).isEqualTo("saved");
    }

    @Test
    void draft_outlivesTheProgram() {
        answer = Mono.error(new IOException("down"));
        store.set(TEXT, "a");
        store.close();
        store = AtomStore.create();
        answer = Mono.empty();
        open();

        assertThat(store.get(TEXT)).isEqualTo("a");
        assertThat(store.get(STATE)).isEqualTo("not saved yet");
        pass(2000);
        assertThat(sent).containsExactly("a");
        assertThat(store.get(STATE)).isEqualTo("saved");
    }
}
