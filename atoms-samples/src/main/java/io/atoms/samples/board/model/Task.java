package io.atoms.samples.board.model;

/**
 * A task as the list shows it.
 *
 * @param id counts the tasks, from 1: a new task has the largest
 * @param title what is to be done
 * @param lane how far it is
 * @param version counts the changes of this task, from 1
 */
public record Task(int id, String title, Lane lane, int version) {

    /** With a change, and without a new version. */
    public Task with(Change change) {
        return new Task(id, change.title().orElse(title), change.lane().orElse(lane), version);
    }

    /** With a change, as its next version. */
    public Task next(Change change) {
        Task changed = with(change);
        return new Task(id, changed.title, changed.lane, version + 1);
    }

    /** This or the other one, whichever is newer; this if neither is. */
    public Task orNewer(Task other) {
        return other.id == id && other.version > version ? other : this;
    }

    @Override
    public String toString() {
        return "#" + id + " \"" + title + "\" " + lane + " v" + version;
    }
}
