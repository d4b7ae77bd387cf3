package io.atoms.utils;

import io.atoms.ActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.Unobserved;
import io.atoms.WritableAtom;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A value that is seen twice: at once as {@link #current}, and as {@link #settled} when it has not been written for a
 * delay. For what is typed, dragged or resized, when each change costs a search or a file.
 *
 * <pre>{@code
 * DebouncedAtom<String> query = DebouncedAtom.of("", Duration.ofMillis(300)).named("query");
 * store.subscribe(query.settled(), text -> search(text));
 * store.set(query.current(), "a");
 * store.set(query.current(), "at");
 * store.set(query.current(), "atom"); // 300 ms later: search("atom"), once
 * }</pre>
 *
 * <p><b>Rules.</b> A write of {@code current} begins the delay anew; once it has passed without a write, {@code settled}
 * takes the current value. So a burst settles once, to its last value. Writing an equal value while nothing is pending is
 * no change. A write never changes {@code settled}, unless the delay of the write before had passed unnoticed.
 *
 * <p>While {@code settled} or {@code pending} is observed a timer settles the value, by a commit of its own. When the last
 * observer leaves, the timer is cancelled; the current value stays. Without observers the value settles
 * at the next need, a read outside of transactions, an observer or a write, if the delay has passed by then. Inside a
 * transaction, and in a snapshot, an unobserved value that settled unnoticed is still pending.
 *
 * <p>The base atom may also be written by others, an undo for one. That begins no delay: while nothing is pending
 * {@code settled} follows at once, else when the delay is over. {@code reset} of {@code current} resets the base and
 * settles.
 *
 * <p>The delay is measured by {@link TimeAtoms#SCHEDULER}.
 *
 * <p><b>Threads.</b> Any. A timer that fires late, after a further write, {@code flush} or {@code cancel}, does nothing.
 *
 * <p><b>Errors.</b> A scheduler that refuses the timer is the error of {@code settled} until the next write.
 *
 * @param <T> the type of the value
 * @see ThrottledAtom
 */
public final class DebouncedAtom<T extends @Nullable Object> {

    /*
     * What is settled is told by the hold: none means that it is the current value; else it is the value that was settled
     * when the burst began, until the timer is ready. The timer is an async atom that depends on the hold, so each write
     * cancels the timer of the write before (switch-latest), a rolled back write never starts one, and a snapshot that is
     * restored brings back a hold whose timer runs for what is left of its time. All races of a timer with writes,
     * disposal and close are those of an async atom's result: it counts only if its run is the present one, which is
     * decided under the writers' lock.
     *
     * A write function tells by the clock whether the delay has passed, because nobody may have run the timer; and by
     * what is visible otherwise, because timers and clocks differ a little: what has settled must not go back.
     */

    private final String name;
    private final Function<String, WritableAtom<T, T>> baseMaker;
    private final Duration delay;
    private final long nanos;

    private final WritableAtom<T, T> base;
    private final Hold<T> none = Hold.none();
    private final PrimitiveAtom<Hold<T>> hold;
    private final AsyncAtom<Boolean> timer;
    private final WritableAtom<T, T> current;
    private final Atom<T> settled;
    private final Atom<Boolean> pending;
    private final ActionAtom<@Nullable Void, Boolean> flush;
    private final ActionAtom<@Nullable Void, Boolean> cancel;

    private DebouncedAtom(String name, Function<String, WritableAtom<T, T>> baseMaker, Duration delay) {
        this.name = name;
        this.baseMaker = baseMaker;
        this.delay = delay;
        this.nanos = Delays.nanos("delay of " + name, delay);
        this.base = baseMaker.apply(name + ".base");
        this.hold = Atom.of(none).named(name + ".hold");
        this.timer = Atom.<Boolean>async(this::wait)
                .whenUnobserved(Unobserved.cancel())
                .named(name + ".timer");
        this.current = Atom.<T, T>writable(get -> get.get(base), this::write)
                .onReset(this::reset)
                .named(name);
        this.settled = Atom.<T>derived(this::settledValue).named(name + ".settled");
        this.pending = Atom.<Boolean>derived(this::isPending).named(name + ".pending");
        this.flush = Atom.<@Nullable Void, Boolean>action((set, none) -> flushed(set))
                .named(name + ".flush");
        this.cancel = Atom.<@Nullable Void, Boolean>action((set, none) -> cancelled(set))
                .named(name + ".cancel");
    }

    /**
     * {@return a debounced value of its own, with an initial value, which is settled}
     *
     * @param <T> the type of the value
     * @param delay how long it must not have been written; positive
     * @param initial the value at first
     */
    public static <T extends @Nullable Object> DebouncedAtom<T> of(T initial, Duration delay) {
        return new DebouncedAtom<>("debounced", name -> Atom.<T>of(initial).named(name), delay);
    }

    /**
     * {@return a debounced view of another atom, which is written at once}
     *
     * @param <T> the type of the value
     * @param delay how long it must not have been written; positive
     * @param base is written at once
     */
    public static <T extends @Nullable Object> DebouncedAtom<T> of(WritableAtom<T, T> base, Duration delay) {
        Objects.requireNonNull(base, "base");
        return new DebouncedAtom<>(base.name() + ".debounced", name -> base, delay);
    }

    /**
     * {@return a new definition whose atoms are called {@code name}, {@code name.settled} and so on}
     *
     * @param name the new name
     */
    public DebouncedAtom<T> named(String name) {
        return new DebouncedAtom<>(Objects.requireNonNull(name, "name"), baseMaker, delay);
    }

    /** {@return the name given by {@link #named}} */
    public String name() {
        return name;
    }

    /** {@return the value as last written} */
    public WritableAtom<T, T> current() {
        return current;
    }

    /** {@return the value as it was when it had not been written for the delay} */
    public Atom<T> settled() {
        return settled;
    }

    /** {@return whether a written value has yet to settle} */
    public Atom<Boolean> pending() {
        return pending;
    }

    /**
     * Settles the current value at once. The result tells whether it was pending.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> flush() {
        return flush;
    }

    /**
     * Lets the pending value not settle: {@code current} and {@code settled} stay as they are, until the next write or
     * flush. The result tells whether a value was pending.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> cancel() {
        return cancel;
    }

    // ---- reading ----

    private Mono<Boolean> wait(Getter get) {
        Hold<T> present = get.get(hold);
        return present.isTimed()
                ? Delays.until(present.until, nanos, get.get(TimeAtoms.SCHEDULER), true)
                : Mono.just(true);
    }

    private T settledValue(Getter get) {
        Hold<T> present = get.get(hold);
        boolean held = present.isTimed() ? isWaiting(get) : !present.isNone();
        return held ? present.shown() : get.get(base);
    }

    private boolean isPending(Getter get) {
        return get.get(hold).isTimed() && isWaiting(get);
    }

    private boolean isWaiting(Getter get) {
        Loadable<Boolean> run = get.get(timer);
        if (run.isFailed()) {
            run.orElseThrow();
        }
        return run.isLoading();
    }

    // ---- writing ----

    private void write(Setter set, T value) {
        long now = Delays.now(set);
        T before = set.get(base);
        Hold<T> present = set.get(hold);
        if (!Delays.passed(present.until, now, nanos)) {
            before = settledDespiteErrors(set, present);
        } else if (Objects.equals(before, value)) {
            return;
        }
        set.set(base, value);
        set.set(hold, Hold.of(before, now + nanos));
    }

    /** A timer that failed settles nothing, and does not keep anybody from writing. */
    private T settledDespiteErrors(Setter set, Hold<T> present) {
        return present.isTimed() && set.get(timer).isReady() ? set.get(base) : present.shown();
    }

    private void reset(Setter set) {
        set.reset(base);
        set.set(hold, none);
    }

    private boolean flushed(Setter set) {
        boolean was = isPendingNow(set);
        set.set(hold, none);
        return was;
    }

    private boolean cancelled(Setter set) {
        boolean was = isPendingNow(set);
        if (was) {
            set.update(hold, present -> Hold.of(present.shown(), Delays.NEVER));
        }
        return was;
    }

    private boolean isPendingNow(Setter set) {
        Hold<T> present = set.get(hold);
        return present.isTimed()
                && !Delays.passed(present.until, Delays.now(set), nanos)
                && !set.get(timer).isReady();
    }
}
