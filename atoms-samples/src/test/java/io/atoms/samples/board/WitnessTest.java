package io.atoms.samples.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.samples.board.client.Edits;
import io.atoms.samples.board.client.Shown;
import io.atoms.samples.board.model.Change;
import io.atoms.samples.board.model.Edit;
import io.atoms.samples.board.model.Lane;
import io.atoms.samples.board.model.Task;
import io.atoms.samples.board.model.TaskDetail;
import io.atoms.samples.board.server.TaskTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** That each wrong state is found, and no right one is taken for wrong. */
class WitnessTest {

    private static final Change RENAME = Change.title("mine");

    private final TaskTable truth = new TaskTable(3);
    private final Edits edits = new Edits();
    private final Witness witness = new Witness(truth, edits);
    private final Task task = truth.all().get(0);

    private void see(List<Task> tasks, boolean more) {
        witness.see(new Shown(tasks, more, Optional.empty(), 0));
    }

    /** All tasks, the newest as given. */
    private void see(Task newest) {
        List<Task> tasks = new ArrayList<>(truth.all());
        tasks.set(0, newest);
        see(tasks, false);
    }

    private String problem() {
        assertThat(witness.problems()).hasSize(1);
        return witness.problems().get(0);
    }

    private void assertGood() {
        assertThat(witness.problems()).isEmpty();
    }

    private final Edit edit = new Edit(1, task, RENAME);

    private Task change(Change change) {
        return truth.change(task.id(), change);
    }

    @Nested
    class Order {

        @Test
        void sameTaskTwice_isFound() {
            see(List.of(task, task), true);
            assertThat(problem()).startsWith("state 1: the list has " + task);
        }

        @Test
        void otherOrder_isFound() {
            List<Task> tasks = new ArrayList<>(truth.all());
            Collections.reverse(tasks);
            see(tasks, false);
            assertThat(witness.problems()).hasSize(2);
        }

        @Test
        void taskThatLeaves_isFound_butNotAtItsEnd() {
            List<Task> all = truth.all();
            see(all, false);
            see(all.subList(0, 2), true);
            assertGood();
            see(all, false);
            see(all.subList(0, 2), false);
            assertThat(problem()).isEqualTo("state 4: " + all.get(2) + " is no longer in the list");
        }
    }

    @Nested
    class Versions {

        @Test
        void versionThatGoesBack_isFound() {
            Task next = change(Change.lane(Lane.DONE));
            see(next);
            see(task);
            assertThat(problem()).isEqualTo("state 2: the list goes back from version 2 to " + task);
        }

        @Test
        void versionThatTheServerNeverHad_isFound() {
            see(new Task(task.id(), task.title(), task.lane(), 7));
            assertThat(problem()).contains("the server had Optional.empty");
        }

        @Test
        void otherTitleThanTheServers_isFound_inTheDetailToo() {
            Task wrong = task.with(RENAME);
            witness.see(
                    new Shown(truth.all(), false, Optional.of(new Shown.Detail(new TaskDetail(wrong, ""), true)), 0));
            assertThat(problem()).startsWith("state 1: the detail shows " + wrong);
        }
    }

    @Nested
    class PendingEdits {

        @Test
        void editThatIsShownUntilItIsMade_isRight() {
            see(task);
            edits.asked(edit);
            see(task); // a state from before may be told late
            see(task.with(RENAME));
            Task made = change(RENAME);
            see(made);
            edits.made(edit, made);
            see(made);
            see(change(Change.title("theirs")));
            assertGood();
            assertThat(witness.hasSeen(1)).isTrue();
        }

        @Test
        void editThatIsLost_isFound() {
            edits.asked(edit);
            see(task.with(RENAME));
            see(task);
            assertThat(problem()).startsWith("state 2: the list shows " + task);
        }

        @Test
        void editThatIsLostBeforeItsVersionIsThere_isFound() {
            edits.asked(edit);
            see(task.with(RENAME));
            edits.made(edit, change(RENAME));
            witness.see(new Shown(List.of(task), true, Optional.empty(), 0));
            assertThat(problem()).startsWith("state 2: the list shows " + task);
        }

        @Test
        void editThatWasMerged_isRightInEitherForm() {
            edits.asked(edit);
            see(task.with(RENAME));
            Task theirs = change(Change.title("theirs"));
            Edit merged = edit.merge(theirs);
            see(theirs.with(RENAME));
            edits.asked(merged);
            see(theirs.with(RENAME));
            see(theirs.with(merged.change()));
            assertGood();
            see(theirs);
            assertThat(problem()).startsWith("state 5: ");
        }

        @Test
        void refusedEdit_leavesAndDoesNotComeBack() {
            edits.asked(edit);
            see(task.with(RENAME));
            edits.refused(edit);
            see(task.with(RENAME));
            see(task);
            assertGood();
            see(task.with(RENAME));
            assertThat(problem()).startsWith("state 4: ");
        }

        @Test
        void madeEdit_doesNotCoverWhatOthersDidLater() {
            edits.asked(edit);
            see(task.with(RENAME));
            edits.made(edit, change(RENAME));
            Task theirs = change(Change.title("theirs"));
            see(theirs);
            see(theirs.with(RENAME));
            assertThat(problem()).startsWith("state 3: ");
        }
    }
}
