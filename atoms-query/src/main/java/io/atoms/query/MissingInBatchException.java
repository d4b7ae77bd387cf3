package io.atoms.query;

/** A batch was loaded, and there was nothing for this key in the answer. It is not tried again. */
public final class MissingInBatchException extends EmptyQueryException {

    private static final long serialVersionUID = 1L;

    MissingInBatchException(QueryKey<?> key) {
        super(
                "ATOMS-240",
                "The answer of a batch has nothing for " + key
                        + ": it was not found. If it may be absent, make the data"
                        + " an Optional and put Optional.empty() into the answer.");
    }
}
