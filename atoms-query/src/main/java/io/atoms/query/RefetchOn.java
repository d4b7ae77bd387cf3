package io.atoms.query;

/** What an occasion, such as the focus coming back, means for data that is there. */
public enum RefetchOn {
    /** Nothing. */
    NEVER,
    /** Stale data is fetched again. */
    IF_STALE,
    /** All data is fetched again, but for {@link StaleTime#STATIC}. */
    ALWAYS
}
