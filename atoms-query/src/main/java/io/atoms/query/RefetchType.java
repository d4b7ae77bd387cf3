package io.atoms.query;

/** Which of the invalidated queries are fetched again at once. */
public enum RefetchType {
    /** Those that an enabled observer has. The default. */
    ACTIVE,
    /** Those that have none and have been fetched before. */
    INACTIVE,
    /** Both. */
    ALL,
    /** None: the next need fetches. */
    NONE
}
