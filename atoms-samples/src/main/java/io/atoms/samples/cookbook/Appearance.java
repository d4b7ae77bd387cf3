package io.atoms.samples.cookbook;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StorageOptions;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/** The recipe of {@code docs/cookbook/appearance.md}. */
final class Appearance {
    private Appearance() {}

    // tag::theme
    enum Theme {
        SYSTEM,
        LIGHT,
        DARK
    }

    private static final StorageAtom<Theme> STORED = StorageAtom.of("theme", Theme.class, Theme.SYSTEM);

    /** What the user has chosen; write it. It is there again at the next start. */
    static final WritableAtom<Theme, Theme> THEME = STORED.value();

    /** Written by whoever listens to the desktop. */
    static final PrimitiveAtom<Boolean> DESKTOP_IS_DARK = Atom.of(false).named("desktopIsDark");

    static final Atom<Boolean> IS_DARK = Atom.combine(
                    THEME, DESKTOP_IS_DARK, (theme, desktop) -> theme == Theme.SYSTEM ? desktop : theme == Theme.DARK)
            .named("isDark");
    // end::theme

    // tag::modal
    /** A question, and what is done if the answer is yes. */
    record Dialog(String question, ActionAtom<@Nullable Void, ?> yes) {}

    /** The last one is in front. */
    private static final PrimitiveAtom<List<Dialog>> DIALOGS =
            Atom.of(List.<Dialog>of()).named("dialogs");

    static final Atom<Optional<Dialog>> FRONT = Atom.<List<Dialog>, Optional<Dialog>>map(
                    DIALOGS, all -> all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1)))
            .named("dialogs.front");

    static final ActionAtom<Dialog, @Nullable Void> ASK =
            Atom.<Dialog, @Nullable Void>action(Appearance::ask).named("dialogs.ask");

    /** Closes the dialog in front, and does what was asked for, in one commit; false if it is another dialog by now. */
    static final ActionAtom<Answer, Boolean> ANSWER =
            Atom.<Answer, Boolean>action(Appearance::answer).named("dialogs.answer");

    record Answer(Dialog dialog, boolean yes) {}

    private static @Nullable Void ask(Setter set, Dialog dialog) {
        set.update(
                DIALOGS, all -> Stream.concat(all.stream(), Stream.of(dialog)).toList());
        return null;
    }

    private static boolean answer(Setter set, Answer answer) {
        Dialog dialog = answer.dialog();
        if (!set.get(FRONT).equals(Optional.of(dialog))) {
            return false;
        }
        set.update(DIALOGS, all -> all.subList(0, all.size() - 1));
        if (answer.yes()) {
            set.run(dialog.yes());
        }
        return true;
    }
    // end::modal

    static void choosing(PrintStream out) {
        Storage storage = MemoryStorage.create(StorageOptions.ofDefaults().scheduler(Schedulers.immediate()));
        // tag::choosing
        AtomStore store = AtomStore.create();
        store.set(Storage.CURRENT, storage); // a FileStorage in a program
        store.subscribe(IS_DARK, dark -> out.println(dark ? "paint it black" : "let there be light"));
        store.subscribe(FRONT, front -> out.println(front.map(Dialog::question).orElse("no dialog")));

        store.set(DESKTOP_IS_DARK, true);
        store.set(THEME, Theme.LIGHT);
        store.set(DESKTOP_IS_DARK, false); // nobody is told

        ActionAtom<@Nullable Void, Integer> resetAll = Atom.action((set, none) -> {
            set.reset(THEME);
            return 1;
        });
        Dialog dialog = new Dialog("Reset all settings?", resetAll);
        store.run(ASK, dialog);
        store.run(ANSWER, new Answer(dialog, true));
        out.println(store.get(THEME) + ", second click: " + store.run(ANSWER, new Answer(dialog, true)));
        // end::choosing
    }
}
