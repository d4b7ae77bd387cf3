package io.atoms.samples.board.client;

import io.atoms.query.QueryKey;
import io.atoms.samples.board.model.TaskDetail;

/** All about one task. */
public record TaskKey(int id) implements QueryKey<TaskDetail> {}
