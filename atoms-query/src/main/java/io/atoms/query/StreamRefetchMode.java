package io.atoms.query;

/** What becomes of the data of a streamed query while it is fetched again. */
public enum StreamRefetchMode {
    /** It is gone: the query is pending until the first chunk, and begins with its seed. */
    RESET,
    /** It stays, and the chunks are added to it. */
    APPEND,
    /** It is shown until the stream has ended, then replaced as a whole. */
    REPLACE
}
