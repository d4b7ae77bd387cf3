package io.atoms.query;

import io.atoms.AtomException;
import org.jspecify.annotations.Nullable;

/**
 * What the query cache itself throws; errors of query functions are never wrapped. The codes, ATOMS-201 and on, are listed
 * in {@code docs/reference/errors.md}.
 */
public class QueryException extends AtomException {

    private static final long serialVersionUID = 1L;

    QueryException(String code, String message, @Nullable Throwable cause) {
        super(code, code + ": " + message, cause);
    }
}
