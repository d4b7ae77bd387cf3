package io.atoms.utils;

import org.jspecify.annotations.Nullable;

/**
 * How the last submission of a form stands.
 *
 * @param failure why it failed, if it did
 * @param call the async one that is running, if one is
 */
record FormState(
        Form.Status status,
        @Nullable Throwable failure,
        @Nullable Call call) {

    static final FormState IDLE = of(Form.Status.IDLE);

    /** One async submission. */
    static final class Call {
        /** It has ended, whatever a snapshot that was restored says. Written by its Mono, read by anybody. */
        private volatile boolean over;

        void end() {
            over = true;
        }
    }

    static FormState of(Form.Status status) {
        return new FormState(status, null, null);
    }

    static FormState failed(Throwable failure) {
        return new FormState(Form.Status.FAILED, failure, null);
    }

    static FormState submitting(Call call) {
        return new FormState(Form.Status.SUBMITTING, null, call);
    }

    /** Without a call that has ended. One that ends says so in an atom first, so this hides nothing that is running. */
    FormState now() {
        return call != null && call.over ? IDLE : this;
    }
}
