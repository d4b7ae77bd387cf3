package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.OptimisticEdits.EDIT;
import static io.atoms.samples.cookbook.OptimisticEdits.SAVED;
import static io.atoms.samples.cookbook.OptimisticEdits.SAVING;
import static io.atoms.samples.cookbook.OptimisticEdits.SERVER;
import static io.atoms.samples.cookbook.OptimisticEdits.SHOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.samples.cookbook.OptimisticEdits.Entry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class OptimisticEditsTest {
    private final AtomStore store = AtomStore.create();
    private final List<String> sent = new ArrayList<>();
    private final Queue<Sinks.Empty<Void>> answers = new ArrayDeque<>();
    private final List<String> errors = new ArrayList<>();

    @BeforeEach
    void start() {
        store.set(
                SERVER,
                (key, value) -> Mono.defer(() -> {
                    sent.add(key + "=" + value);
                    Sinks.Empty<Void> answer = Sinks.empty();
                    answers.add(answer);
                    return answer.asMono();
                }));
        store.set(SAVED, Map.of("title", "Untitled", "author", "nobody"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Disposable edit(String key, String value) {
        return store.run(EDIT, new Entry(key, value)).subscribe(e -> {}, error -> errors.add(error.getMessage()));
    }

    private void accept() {
        answers.remove().tryEmitEmpty();
    }

    private void refuse() {
        answers.remove().tryEmitError(new IOException("no"));
    }

    @Test
    void edit_isShownAtOnce_andSavedWhenConfirmed() {
        edit("title", "Notes");
        assertThat(store.get(SHOWN)).containsEntry("title", "Notes");
        assertThat(store.get(SAVED)).containsEntry("title", "Untitled");
        assertThat(store.get(SAVING)).isTrue();

        List<Object> told = new ArrayList<>();
        store.subscribe(SHOWN, shown -> told.add(shown));
        accept();
        assertThat(store.get(SAVED)).containsEntry("title", "Notes");
        assertThat(store.get(SAVING)).isFalse();
        assertThat(told).isEmpty(); // it does not flicker
    }

    @Test
    void refused_isUndone() {
        edit("title", "Notes");
        refuse();

        assertThat(store.get(SHOWN)).containsEntry("title", "Untitled");
        assertThat(store.get(SAVING)).isFalse();
        assertThat(errors).containsExactly("no");
    }

    @Test
    void overlapping_onlyTheRefusedOneIsUndone() {
        edit("title", "Notes");
        edit("author", "Ada");
        refuse();
        assertThat(store.get(SHOWN)).isEqualTo(Map.of("title", "Untitled", "author", "Ada"));

        accept();
        assertThat(store.get(SAVED)).isEqualTo(Map.of("title", "Untitled", "author", "Ada"));
    }

    @Test
    void overlappingOfOneKey_theNewerStays_whicheverIsRefused() {
        edit("title", "A");
        edit("title", "B");
        refuse();
        assertThat(store.get(SHOWN)).containsEntry("title", "B");
        accept();
        assertThat(store.get(SAVED)).containsEntry("title", "B");

        edit("title", "C");
        edit("title", "D");
        accept();
        assertThat(store.get(SHOWN)).containsEntry("title", "D");
        refuse();
        assertThat(store.get(SHOWN)).containsEntry("title", "C");
    }

    @Test
    void equalEdits_areTwo() {
        edit("title", "A");
        edit("title", "A");
        refuse();
        assertThat(store.get(SHOWN)).containsEntry("title", "A");
        refuse();
        assertThat(store.get(SHOWN)).containsEntry("title", "Untitled");
    }

    @Test
    void edits_areSentInTheirOrder_oneAfterTheOther() {
        edit("title", "A");
        edit("title", "B");
        assertThat(sent).containsExactly("title=A");
        accept();
        assertThat(sent).containsExactly("title=A", "title=B");
    }

    @Test
    void cancelled_isUndone() {
        Disposable saving = edit("title", "Notes");
        saving.dispose();

        assertThat(store.get(SHOWN)).containsEntry("title", "Untitled");
        edit("author", "Ada"); // the queue goes on
        assertThat(sent).containsExactly("title=Notes", "author=Ada");
    }

    @Test
    void changesOfOthers_areSeenUnderTheEdits() {
        edit("title", "Notes");
        store.set(SAVED, Map.of("title", "Theirs", "author", "Bob"));
        assertThat(store.get(SHOWN)).isEqualTo(Map.of("title", "Notes", "author", "Bob"));

        refuse();
        assertThat(store.get(SHOWN)).containsEntry("title", "Theirs");
    }

    @Test
    void closedStore_failsTheEdit_andNothingIsDropped() {
        List<Throwable> dropped = new ArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            edit("title", "Notes");
            edit("author", "Ada");
            store.close();
        } finally {
            Hooks.resetOnErrorDropped();
        }

        assertThat(errors).hasSize(2);
        assertThat(dropped).isEmpty();
    }
}
