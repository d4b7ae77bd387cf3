package io.atoms.query;

/** What being offline ({@link ConnectivityManager}) means for a query or a mutation. */
public enum NetworkMode {
    /** It does not run while offline: it is paused before the first attempt and before every other. The default. */
    ONLINE,
    /** Being offline does not matter, as for what is read from a disk. */
    ALWAYS,
    /** The first attempt runs, since a cache on the way may answer it; others wait until the client is online. */
    OFFLINE_FIRST
}
