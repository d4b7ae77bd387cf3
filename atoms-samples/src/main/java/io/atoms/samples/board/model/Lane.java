package io.atoms.samples.board.model;

/** How far a task is. */
public enum Lane {
    TODO,
    DOING,
    DONE;

    /** The one after this; after the last one the first. */
    public Lane next() {
        return switch (this) {
            case TODO -> DOING;
            case DOING -> DONE;
            case DONE -> TODO;
        };
    }
}
