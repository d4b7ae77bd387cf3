package io.atoms;

/** Every message of the library: a stable code, what happened, and what to do. Listed in docs/reference/errors.md. */
enum Messages {
    CYCLE(
            "ATOMS-001",
            "%s depends on itself: %s.",
            "Break the cycle: let both read a third atom that holds what they share, or merge them."),
    WRITE_WHILE_COMPUTING(
            "ATOMS-002",
            "A write was attempted from inside the read function, equality or interceptor of %s.",
            "Read functions only read. Write from a write function (Atom.writable), an action, an effect or a listener."),
    READER_OUTSIDE_ITS_RUN(
            "ATOMS-003",
            "A getter or setter was used after its function had returned, or on another thread, in store %s.",
            "Read what you need before the function returns, or use the AtomStore itself, which any thread may use."),
    LOCK_ORDER(
            "ATOMS-004",
            "Store %s was written from inside a transaction of store %s, which was created later.",
            "Write the older store first, or after the transaction: inside a transaction only younger stores may be"
                    + " written, so that two threads never wait for each other."),
    UNSETTLED(
            "ATOMS-005",
            "Listeners and effects of store %s go on writing in answer to each other after %d rounds; atoms written: %s.",
            "Let one of them stop writing (an equal value is no change), or raise AtomStoreBuilder.maxRounds."),
    STORE_CLOSED("ATOMS-006", "Store %s is closed.", "Use the store before close, or create a new one."),
    SNAPSHOT_CLOSED(
            "ATOMS-007",
            "The snapshot of store %s is closed.",
            "Read and restore before close, or open a new snapshot."),
    SNAPSHOT_OF_ANOTHER_STORE(
            "ATOMS-008",
            "A snapshot of store %s can't be restored into store %s.",
            "Restore it into its own store; to copy values between stores, read them and set them in a transaction."),
    NOT_RESETTABLE(
            "ATOMS-009",
            "%s can't be reset: it is a writable atom without a reset function.",
            "Give it one with WritableAtom.onReset, or reset the atoms that it writes."),
    WRITE_REFUSED(
            "ATOMS-010",
            "An interceptor of store %s refused to write %s: %s",
            "Write a value that meets the condition; the commit was rolled back."),
    NULL_IN_FLUX(
            "ATOMS-011",
            "The value of %s is null, which a Flux or Mono can't carry.",
            "Map it first: Atom.map(atom, Optional::ofNullable), and subscribe to that."),
    NOT_SELF_WRITABLE(
            "ATOMS-012",
            "%s can't write itself at mount: it is derived without a write function.",
            "Make it with Atom.of or Atom.writable, or set another atom from its mount function."),
    FAMILY_MADE_NULL(
            "ATOMS-013", "The factory of family %s returned null for key %s.", "Return an atom for every key."),
    SNAPSHOT_LEAKED(
            "ATOMS-014",
            "A snapshot of store %s at epoch %d was collected without having been closed.",
            "Open snapshots in try-with-resources; until it was collected it held the values that changed since."),
    EMPTY(
            "ATOMS-015",
            "The Publisher of async atom %s completed without a value.",
            "Give it one: Mono.defaultIfEmpty, or singleOptional() for an AsyncAtom<Optional<T>>."),
    LATE_READ_OF_OLD_RUN(
            "ATOMS-016",
            "The getter of a superseded run of async atom %s was used.",
            "Stop working when the run's Publisher is cancelled; the newer run reads for itself."),
    SEVERAL_FAILED("ATOMS-017", "%s loadables failed; the first: %s.", "See errors() for each of them."),
    SYNC_SUPPLIER_NULL(
            "ATOMS-018",
            "The read function of async atom %s returned null instead of a Publisher.",
            "Return Mono.empty() or an error; never null."),
    COMPLETED(
            "ATOMS-019",
            "The Flux of stream atom %s completed.",
            "Let it repeat, or use StreamPolicy.Completed.KEEP to keep the last value."),
    QUEUED_INSIDE_ITSELF(
            "ATOMS-020",
            "Async action %s, whose calls are queued, was run from inside one of its calls, which would wait for itself.",
            "Call the function of the action directly, or use Concurrency.ALLOW.");

    private final String code;
    private final String what;
    private final String remedy;

    Messages(String code, String what, String remedy) {
        this.code = code;
        this.what = what;
        this.remedy = remedy;
    }

    String code() {
        return code;
    }

    String what() {
        return what;
    }

    String remedy() {
        return remedy;
    }

    String format(Object... arguments) {
        return code + ": " + String.format(what, arguments) + " " + remedy;
    }
}
