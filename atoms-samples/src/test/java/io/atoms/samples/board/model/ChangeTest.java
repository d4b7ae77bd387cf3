package io.atoms.samples.board.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChangeTest {

    private static final Task BEFORE = new Task(1, "old", Lane.TODO, 4);

    @Test
    void title_andTheirLane_areBothKept() {
        Task theirs = BEFORE.next(Change.lane(Lane.DONE));
        Change merged = Change.title("mine").merge(BEFORE, theirs);
        assertThat(theirs.next(merged)).isEqualTo(new Task(1, "mine", Lane.DONE, 6));
    }

    @Test
    void twoTitles_becomeOne() {
        Task theirs = BEFORE.next(Change.title("theirs"));
        Change merged = Change.title("mine").merge(BEFORE, theirs);
        assertThat(merged).isEqualTo(Change.title("theirs / mine"));
    }

    @Test
    void sameTitle_staysOne() {
        Task theirs = BEFORE.next(Change.title("mine"));
        assertThat(Change.title("mine").merge(BEFORE, theirs)).isEqualTo(Change.title("mine"));
    }
}
