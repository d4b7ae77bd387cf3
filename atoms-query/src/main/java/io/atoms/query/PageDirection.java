package io.atoms.query;

/** On which side of the pages of an infinite query another one is fetched. */
public enum PageDirection {
    /** After the last page. */
    NEXT,
    /** Before the first page. */
    PREVIOUS
}
