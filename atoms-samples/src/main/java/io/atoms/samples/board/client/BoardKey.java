package io.atoms.samples.board.client;

import io.atoms.query.InfiniteKey;
import io.atoms.samples.board.model.TaskPage;

/** The list of all tasks. A page is asked for by the id that its tasks are older than. */
public record BoardKey() implements InfiniteKey<TaskPage, Integer> {

    /** The only one. */
    public static final BoardKey BOARD = new BoardKey();
}
