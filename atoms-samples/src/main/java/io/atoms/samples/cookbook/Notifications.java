package io.atoms.samples.cookbook;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.utils.ExpiringList;
import io.atoms.utils.TimeAtoms;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The recipe of {@code docs/cookbook/notifications.md}. */
final class Notifications {
    private Notifications() {}

    // tag::notifications
    sealed interface Notice {}

    /** Goes by itself. */
    record Info(String text) implements Notice {}

    /** Stays until somebody has seen it. */
    record Problem(String text) implements Notice {}

    private static final ExpiringList<Notice> PASSING =
            ExpiringList.<Notice>of(Duration.ofSeconds(5)).named("notices.passing");
    private static final PrimitiveAtom<List<Notice>> STAYING =
            Atom.of(List.<Notice>of()).named("notices.staying");

    /** At most three: problems first, then what is newest. */
    static final Atom<List<Notice>> SHOWN = Atom.combine(
                    STAYING,
                    PASSING.items(),
                    (staying, passing) -> Stream.concat(staying.stream(), newestFirst(passing))
                            .limit(3)
                            .toList())
            .named("notices.shown");

    /** Shows a notice. One that is there already is not shown twice, but stays anew. */
    static final ActionAtom<Notice, @Nullable Void> NOTIFY =
            Atom.<Notice, @Nullable Void>action(Notifications::add).named("notices.notify");

    static final ActionAtom<Notice, Boolean> DISMISS =
            Atom.<Notice, Boolean>action(Notifications::remove).named("notices.dismiss");

    private static @Nullable Void add(Setter set, Notice notice) {
        remove(set, notice);
        if (notice instanceof Info) {
            set.run(PASSING.add(), notice);
        } else {
            set.update(
                    STAYING,
                    all -> Stream.concat(all.stream(), Stream.of(notice)).toList());
        }
        return null;
    }

    private static boolean remove(Setter set, Notice notice) {
        boolean passing = set.run(PASSING.remove(), notice);
        boolean staying = set.get(STAYING).contains(notice);
        set.update(STAYING, all -> all.stream().filter(n -> !n.equals(notice)).toList());
        return passing || staying;
    }

    private static Stream<Notice> newestFirst(List<Notice> notices) {
        int last = notices.size() - 1;
        return IntStream.rangeClosed(0, last).mapToObj(i -> notices.get(last - i));
    }
    // end::notifications

    static void notifying(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        // tag::notifying
        AtomStore store = AtomStore.create();
        store.set(TimeAtoms.SCHEDULER, clock); // virtual, as in a test
        store.subscribe(SHOWN, notices -> out.println(notices));

        store.run(NOTIFY, new Info("saved"));
        clock.advanceTimeBy(Duration.ofSeconds(3));
        store.run(NOTIFY, new Problem("no network"));
        store.run(NOTIFY, new Info("saved")); // 5 seconds begin anew
        clock.advanceTimeBy(Duration.ofSeconds(5));
        store.run(DISMISS, new Problem("no network"));
        // end::notifying
    }
}
