package io.atoms;

import java.util.List;

/** Several loadables failed together, see {@link Loadable#all}. The first error is the cause. */
public final class AtomLoadException extends AtomException {

    private static final long serialVersionUID = 1L;

    private final transient List<Throwable> errors;

    AtomLoadException(List<Throwable> errors) {
        super(Messages.SEVERAL_FAILED, errors.size(), errors.get(0));
        this.errors = List.copyOf(errors);
        initCause(errors.get(0));
    }

    /** {@return the errors, in the order of the loadables} */
    public List<Throwable> errors() {
        return errors;
    }
}
