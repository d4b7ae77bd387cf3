package io.atoms.query;

/** A fetch was cancelled, and there is no earlier data to fall back on. */
public final class FetchCancelledException extends QueryException {

    private static final long serialVersionUID = 1L;

    FetchCancelledException(QueryKey<?> key, String why) {
        super(
                "ATOMS-203",
                "The fetch of query " + key + " was cancelled: " + why + ". Fetch again, or handle this error.",
                null);
    }
}
