package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.Appearance.ANSWER;
import static io.atoms.samples.cookbook.Appearance.ASK;
import static io.atoms.samples.cookbook.Appearance.DESKTOP_IS_DARK;
import static io.atoms.samples.cookbook.Appearance.FRONT;
import static io.atoms.samples.cookbook.Appearance.IS_DARK;
import static io.atoms.samples.cookbook.Appearance.THEME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.samples.cookbook.Appearance.Answer;
import io.atoms.samples.cookbook.Appearance.Dialog;
import io.atoms.samples.cookbook.Appearance.Theme;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

class AppearanceTest {
    private final AtomStore store = AtomStore.create();

    @AfterEach
    void close() {
        store.close();
    }

    @Nested
    class TheTheme {
        @TempDir
        Path folder;

        @Test
        void system_followsTheDesktop_othersDoNot() {
            store.set(
                    Storage.CURRENT,
                    MemoryStorage.create(StorageOptions.ofDefaults().scheduler(Schedulers.immediate())));
            List<Boolean> told = new ArrayList<>();
            store.subscribe(IS_DARK, dark -> told.add(dark));

            store.set(DESKTOP_IS_DARK, true);
            store.set(THEME, Theme.DARK);
            store.set(DESKTOP_IS_DARK, false);
            store.set(THEME, Theme.LIGHT);

            assertThat(told).containsExactly(true, false);
        }

        @Test
        void choice_isThereAtTheNextStart() {
            try (Storage files = FileStorage.open(folder)) {
                store.set(Storage.CURRENT, files);
                store.set(THEME, Theme.DARK);
            }

            try (AtomStore next = AtomStore.create();
                    Storage files = FileStorage.open(folder)) {
                next.set(Storage.CURRENT, files);
                assertThat(next.get(IS_DARK)).isTrue();
            }
        }
    }

    @Nested
    class Dialogs {
        private final PrimitiveAtom<Integer> files = Atom.of(3);
        private final ActionAtom<@Nullable Void, Integer> delete = Atom.action((set, none) -> {
            set.update(files, n -> n - 1);
            return set.get(files);
        });
        private final Dialog first = new Dialog("Delete one?", delete);
        private final Dialog second = new Dialog("Sure?", delete);

        @Test
        void yes_closesAndDoes_inOneCommit() {
            store.run(ASK, first);
            List<String> told = new ArrayList<>();
            store.subscribe(
                    Atom.combine(FRONT, files, (front, n) -> front.isPresent() + " " + n), value -> told.add(value));

            assertThat(store.run(ANSWER, new Answer(first, true))).isTrue();

            assertThat(told).containsExactly("false 2");
        }

        @Test
        void no_closesOnly() {
            store.run(ASK, first);
            store.run(ANSWER, new Answer(first, false));

            assertThat(store.get(FRONT)).isEmpty();
            assertThat(store.get(files)).isEqualTo(3);
        }

        @Test
        void secondClick_doesNothing() {
            store.run(ASK, first);
            store.run(ANSWER, new Answer(first, true));

            assertThat(store.run(ANSWER, new Answer(first, true))).isFalse();
            assertThat(store.get(files)).isEqualTo(2);
        }

        @Test
        void newDialog_isInFront_andTheOneBehindCantBeAnswered() {
            store.run(ASK, first);
            store.run(ASK, second);
            assertThat(store.run(ANSWER, new Answer(first, true))).isFalse();

            store.run(ANSWER, new Answer(second, false));
            assertThat(store.get(FRONT)).contains(first);
        }

        @Test
        void actionThatFails_leavesTheDialogOpen() {
            Dialog failing = new Dialog("Fail?", Atom.action((set, none) -> {
                throw new IllegalStateException("failed");
            }));
            store.run(ASK, failing);

            assertThatThrownBy(() -> store.run(ANSWER, new Answer(failing, true)))
                    .hasMessage("failed");
            assertThat(store.get(FRONT)).contains(failing);
        }
    }
}
