package io.atoms.samples.board.model;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be different about a task.
 *
 * @param title the new title, if it gets one
 * @param lane the new lane, if it gets one
 */
public record Change(Optional<String> title, Optional<Lane> lane) {

    /** Another title. */
    public static Change title(String title) {
        return new Change(Optional.of(title), Optional.empty());
    }

    /** Another lane. */
    public static Change lane(Lane lane) {
        return new Change(Optional.empty(), Optional.of(lane));
    }

    /**
     * The same change for a task that somebody else has changed meanwhile. What only one of both has changed is as he wants
     * it; two titles become one.
     *
     * @param before the task that this was a change of
     * @param theirs the task that somebody else has made of it
     */
    public Change merge(Task before, Task theirs) {
        Optional<String> merged = title.map(mine -> theirs.title().equals(before.title()) ? mine : both(theirs, mine));
        return new Change(merged, lane);
    }

    private static String both(Task theirs, String mine) {
        return theirs.title().equals(mine) ? mine : theirs.title() + " / " + mine;
    }

    @Override
    public String toString() {
        return Stream.concat(title.map(text -> "\"" + text + "\"").stream(), lane.map(Lane::name).stream())
                .collect(Collectors.joining(" "));
    }
}
