package io.atoms.query;

/**
 * A query function gave nothing: its Mono completed empty, its stage or call gave null. It is not tried again. Data that
 * may be absent is an {@code Optional}.
 */
public sealed class EmptyQueryException extends QueryException permits MissingInBatchException {

    private static final long serialVersionUID = 1L;

    EmptyQueryException(QueryKey<?> key) {
        super(
                "ATOMS-202",
                "The function of query " + key + " gave no value. If there may be none, make the data an Optional and"
                        + " give Optional.empty().",
                null);
    }

    EmptyQueryException(String code, String message) {
        super(code, message, null);
    }
}
