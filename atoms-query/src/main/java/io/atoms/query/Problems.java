package io.atoms.query;

/** Where errors of user code go that no caller is there for. */
interface Problems {

    /**
     * Takes an error.
     *
     * @param where what failed, such as {@code listener}
     */
    void report(String where, Throwable error);
}
