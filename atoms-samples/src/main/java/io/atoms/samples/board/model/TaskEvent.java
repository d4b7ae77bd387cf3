package io.atoms.samples.board.model;

/**
 * A live update: a task was made or changed.
 *
 * @param sequence counts the events of the server, from 1, without a gap
 * @param task what it is now
 */
public record TaskEvent(long sequence, Task task) {}
