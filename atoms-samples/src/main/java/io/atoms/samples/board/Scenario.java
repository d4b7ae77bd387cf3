package io.atoms.samples.board;

import io.atoms.AtomStore;
import io.atoms.query.PageDirection;
import io.atoms.query.QueryClient;
import io.atoms.samples.board.client.BoardAtoms;
import io.atoms.samples.board.client.BoardQueries;
import io.atoms.samples.board.client.Edits.Phase;
import io.atoms.samples.board.client.Line;
import io.atoms.samples.board.client.Shown;
import io.atoms.samples.board.model.Change;
import io.atoms.samples.board.model.Edit;
import io.atoms.samples.board.model.Task;
import io.atoms.samples.board.server.TaskTable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What the user does. Each step waits until its effect is on the screen. */
final class Scenario {

    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration AWAY = Duration.ofSeconds(10);

    private final AtomStore store;
    private final QueryClient client;
    private final BoardQueries queries;
    private final BoardAtoms atoms;
    private final Screen screen;
    private final Witness witness;
    private final Line line;
    private final TaskTable truth;
    private final Timeline timeline;
    private final Scheduler time;
    private int edits;

    Scenario(
            AtomStore store,
            BoardQueries queries,
            BoardAtoms atoms,
            Screen screen,
            Witness witness,
            Line line,
            TaskTable truth,
            Timeline timeline,
            Scheduler time) {
        this.store = store;
        this.client = QueryClient.of(store);
        this.queries = queries;
        this.atoms = atoms;
        this.screen = screen;
        this.witness = witness;
        this.line = line;
        this.truth = truth;
        this.timeline = timeline;
        this.time = time;
    }

    /** The list appears. */
    void arrive() throws InterruptedException {
        screen.await("the first page", shown -> !shown.tasks().isEmpty());
    }

    /** All that happens while somebody else is at work, too. */
    void work() throws InterruptedException {
        pause(LOOK);
        scroll();
        readDetails(task(2));
        changeOpenTask();
        readAgain();
        conflictOfTitleAndLane(task(4));
        conflictOfTitles(task(5));
        beRefused(task(6));
        workOffline(task(7), task(8), task(9));
        scrollToTheEnd();
    }

    /** Nobody changes anything any more, and everything is to be seen, if need be by scrolling on. */
    void end() throws InterruptedException {
        while (!isAllSeen(screen.shown())) {
            scrollToTheEnd();
            screen.await("all that the server has", shown -> isAllSeen(shown) || shown.more());
        }
    }

    private boolean isAllSeen(Shown shown) {
        return shown.saving() == 0 && shown.tasks().equals(truth.all());
    }

    /** Scrolls again if that came to nothing: while the list is fetched anew, there is no further page. */
    private void scroll() {
        int oldest = oldest(screen.shown());
        while (screen.shown().more() && oldest(screen.shown()) >= oldest) {
            you("scroll");
            client.fetchPage(queries.list(), PageDirection.NEXT, false)
                    .onErrorComplete()
                    .block();
        }
        pause(LOOK);
    }

    private static int oldest(Shown shown) {
        return shown.tasks().get(shown.tasks().size() - 1).id();
    }

    private void scrollToTheEnd() {
        while (screen.shown().more()) {
            scroll();
        }
    }

    private void readDetails(int task) throws InterruptedException {
        you("point at #" + task + ", and open it");
        client.prefetch(queries.detail(client, task)).subscribe();
        pause(MOMENT);
        open(task);
        awaitDetails(task);
        pause(LOOK);
    }

    private void changeOpenTask() throws InterruptedException {
        int task = store.get(atoms.open()).orElseThrow();
        awaitMade(edit(task, Change.lane(shown(task).lane().next())));
        pause(LOOK);
    }

    private void readAgain() throws InterruptedException {
        int task = store.get(atoms.open()).orElseThrow();
        you("close #" + task + ", and open it again");
        store.set(atoms.open(), Optional.empty());
        pause(LOOK);
        open(task);
        awaitDetails(task);
        pause(LOOK);
    }

    /** Both changes are in the end there. */
    private void conflictOfTitleAndLane(int task) throws InterruptedException {
        truth.interfere(task, Change.lane(shown(task).lane().next()));
        awaitMade(edit(task, Change.title("Ask Ann about #" + task)));
        pause(LOOK);
    }

    /** There is one title in the end, of both. */
    private void conflictOfTitles(int task) throws InterruptedException {
        truth.interfere(task, Change.title("Ask Bob about #" + task));
        awaitMade(edit(task, Change.title("Ask Cleo about #" + task)));
        pause(LOOK);
    }

    private void beRefused(int task) throws InterruptedException {
        int number = edit(task, Change.title(""));
        screen.await(
                "that edit " + number + " is refused", shown -> queries.edits().is(number, Phase.REFUSED));
        screen.await("the title again", shown -> !find(shown, task).title().isEmpty());
        pause(LOOK);
    }

    private void workOffline(int first, int second, int third) throws InterruptedException {
        long back = time.now(TimeUnit.MILLISECONDS) + AWAY.toMillis();
        you("go offline");
        line.cut();
        pause(LOOK);
        int one = edit(first, Change.title("Do #" + first + " on the train"));
        int two = edit(second, Change.lane(shown(second).lane().next()));
        int three = edit(first, Change.lane(shown(first).lane().next()));
        screen.await("the edits", shown -> witness.hasSeen(one) && witness.hasSeen(two) && witness.hasSeen(three));
        open(third);
        screen.await("what the list has", shown -> shown.detail().isPresent());
        pause(Duration.ofMillis(back - time.now(TimeUnit.MILLISECONDS)));
        you("go online");
        line.mend();
        awaitMade(one);
        awaitMade(two);
        awaitMade(three);
        awaitDetails(third);
        pause(LOOK);
    }

    // ---- the ways of doing and seeing it ----

    private void you(String text) {
        timeline.add("you", text);
    }

    private void pause(Duration length) {
        Mono.delay(length, time).block();
    }

    /** The id of the task at a place of the list, from 1. */
    private int task(int place) {
        return screen.shown().tasks().get(place - 1).id();
    }

    private static Task find(Shown shown, int id) {
        return shown.tasks().stream()
                .filter(task -> task.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private Task shown(int id) {
        return find(screen.shown(), id);
    }

    private void open(int task) {
        store.set(atoms.open(), Optional.of(task));
    }

    private void awaitDetails(int task) throws InterruptedException {
        screen.await(
                "the details of #" + task,
                shown -> shown.detail()
                        .filter(detail ->
                                detail.complete() && detail.data().task().id() == task)
                        .isPresent());
    }

    private int edit(int task, Change change) {
        Edit edit = new Edit(++edits, shown(task), change);
        you(edit.toString());
        store.set(atoms.edit(), edit);
        return edit.number();
    }

    private void awaitMade(int number) throws InterruptedException {
        screen.await(
                "that edit " + number + " is made", shown -> queries.edits().is(number, Phase.MADE));
    }
}
