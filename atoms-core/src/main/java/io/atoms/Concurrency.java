package io.atoms;

/** What a call of an {@link AsyncActionAtom} does while another one of the same action runs in the same store. */
public enum Concurrency {
    /** They run side by side. */
    ALLOW,
    /** The new call cancels the running one, whose Mono then completes empty. */
    SWITCH,
    /** The new call does nothing; its Mono completes empty. */
    DROP,
    /** The new call starts when all before it have ended. */
    QUEUE
}
