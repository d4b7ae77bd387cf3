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
 * A value that is seen twice: at once as {@link #current}, and at most once per interval as {@link #throttled}. For what
 * changes all the time, such as a position or a progress, when following each change costs too much.
 *
 * <pre>{@code
 * ThrottledAtom<Integer> position = ThrottledAtom.of(0, Duration.ofMillis(100)).named("position");
 * store.subscribe(position.throttled(), x -> draw(x));
 * store.set(position.current(), 1); // draw(1): the leading edge
 * store.set(position.current(), 2);
 * store.set(position.current(), 3); // draw(3) at the end of the 100 ms: the trailing edge
 * }</pre>
 *
 * <p><b>Rules.</b> A write outside of an interval begins one. With the leading edge (default: on) it is shown at once. The
 * last write inside an interval is shown when the interval ends, with the trailing edge (default: on), and begins the next
 * interval; without the trailing edge what was written inside an interval is not shown. Writing an equal value is no
 * change, unless that value was not shown.
 *
 * <p>While {@code throttled} or {@code pending} is observed a timer shows the trailing value, by a commit of its own. When
 * the last observer leaves, the timer is cancelled; the current value stays. Without observers the value
 * is shown at the next need, a read outside of transactions, an observer or a write, if the interval has ended by then.
 *
 * <p>The base atom may also be written by others. That begins no interval: unless a value is held back, {@code throttled}
 * follows at once. {@code reset} of {@code current} resets the base, shows it and ends the interval.
 *
 * <p>The interval is measured by {@link TimeAtoms#SCHEDULER}.
 *
 * <p><b>Threads.</b> Any. A timer that fires late does nothing.
 *
 * <p><b>Errors.</b> A scheduler that refuses the timer is the error of {@code throttled} until the next interval.
 *
 * @param <T> the type of the value
 * @see DebouncedAtom
 */
public final class ThrottledAtom<T extends @Nullable Object> {

    /*
     * As in DebouncedAtom, time is an async atom that depends on what was written, and write functions look at the clock.
     * The window is the interval that the last write was in.
     */

    private enum Kind {
        /** The current value is shown. */
        OPEN,
        /** An earlier value is shown until the end, then the current one. */
        TRAILING,
        /** An earlier value is shown until the next write. */
        DROPPED
    }

    private static final class Window<T extends @Nullable Object> {
        final Kind kind;
        final Hold<T> hold;

        Window(Kind kind, Hold<T> hold) {
            this.kind = kind;
            this.hold = hold;
        }
    }

    private final String name;
    private final Function<String, WritableAtom<T, T>> baseMaker;
    private final Duration interval;
    private final long nanos;
    private final boolean leading;
    private final boolean trailing;

    private final Window<T> none = new Window<>(Kind.OPEN, Hold.none());
    private final WritableAtom<T, T> base;
    private final PrimitiveAtom<Window<T>> window;
    private final AsyncAtom<Boolean> timer;
    private final WritableAtom<T, T> current;
    private final Atom<T> throttled;
    private final Atom<Boolean> pending;
    private final ActionAtom<@Nullable Void, Boolean> flush;
    private final ActionAtom<@Nullable Void, Boolean> cancel;

    private ThrottledAtom(
            String name,
            Function<String, WritableAtom<T, T>> baseMaker,
            Duration interval,
            boolean leading,
            boolean trailing) {
        if (!leading && !trailing) {
            throw new IllegalArgumentException(
                    name + " would never show a value: leave it the leading or the trailing edge.");
        }
        this.name = name;
        this.baseMaker = baseMaker;
        this.interval = interval;
        this.nanos = Delays.nanos("interval of " + name, interval);
        this.leading = leading;
        this.trailing = trailing;
        this.base = baseMaker.apply(name + ".base");
        this.window = Atom.of(none).named(name + ".window");
        this.timer = Atom.<Boolean>async(this::wait)
                .whenUnobserved(Unobserved.cancel())
                .named(name + ".timer");
        this.current = Atom.<T, T>writable(get -> get.get(base), this::write)
                .onReset(this::reset)
                .named(name);
        this.throttled = Atom.<T>derived(this::shown).named(name + ".throttled");
        this.pending = Atom.<Boolean>derived(this::isWaiting).named(name + ".pending");
        this.flush = Atom.<@Nullable Void, Boolean>action((set, nothing) -> flushed(set))
                .named(name + ".flush");
        this.cancel = Atom.<@Nullable Void, Boolean>action((set, nothing) -> cancelled(set))
                .named(name + ".cancel");
    }

    /**
     * {@return a throttled value of its own, with an initial value, which is shown}
     *
     * @param <T> the type of the value
     * @param interval the shortest time between two values shown; positive
     * @param initial the value at first
     */
    public static <T extends @Nullable Object> ThrottledAtom<T> of(T initial, Duration interval) {
        return new ThrottledAtom<>("throttled", name -> Atom.<T>of(initial).named(name), interval, true, true);
    }

    /**
     * {@return a throttled view of another atom, which is written at once}
     *
     * @param <T> the type of the value
     * @param interval the shortest time between two values shown; positive
     * @param base is written at once
     */
    public static <T extends @Nullable Object> ThrottledAtom<T> of(WritableAtom<T, T> base, Duration interval) {
        Objects.requireNonNull(base, "base");
        return new ThrottledAtom<>(base.name() + ".throttled", name -> base, interval, true, true);
    }

    /**
     * {@return a new definition whose atoms are called {@code name}, {@code name.throttled} and so on}
     *
     * @param name the new name
     */
    public ThrottledAtom<T> named(String name) {
        return new ThrottledAtom<>(Objects.requireNonNull(name, "name"), baseMaker, interval, leading, trailing);
    }

    /**
     * {@return a new definition that shows, or does not show, the first write of an interval at once} Default: it does.
     *
     * @param shows whether it does
     */
    public ThrottledAtom<T> leading(boolean shows) {
        return new ThrottledAtom<>(name, baseMaker, interval, shows, trailing);
    }

    /**
     * {@return a new definition that shows, or does not show, the last write inside an interval when it ends} Default: it
     * does.
     *
     * @param shows whether it does
     */
    public ThrottledAtom<T> trailing(boolean shows) {
        return new ThrottledAtom<>(name, baseMaker, interval, leading, shows);
    }

    /** {@return the name given by {@link #named}} */
    public String name() {
        return name;
    }

    /** {@return the value as last written} */
    public WritableAtom<T, T> current() {
        return current;
    }

    /** {@return the value as it is shown} */
    public Atom<T> throttled() {
        return throttled;
    }

    /** {@return whether a value waits for the trailing edge} */
    public Atom<Boolean> pending() {
        return pending;
    }

    /**
     * Shows the current value at once; if another one was shown, an interval begins. Tells whether it was waiting.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> flush() {
        return flush;
    }

    /**
     * Lets the waiting value not be shown, until the next write or flush. Tells whether one was waiting.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> cancel() {
        return cancel;
    }

    // ---- reading ----

    private Mono<Boolean> wait(Getter get) {
        Window<T> present = get.get(window);
        return present.kind == Kind.TRAILING
                ? Delays.until(present.hold.until, nanos, get.get(TimeAtoms.SCHEDULER), true)
                : Mono.just(true);
    }

    private T shown(Getter get) {
        Window<T> present = get.get(window);
        boolean held = present.kind == Kind.DROPPED || isWaiting(get);
        return held ? present.hold.shown() : get.get(base);
    }

    private boolean isWaiting(Getter get) {
        if (get.get(window).kind != Kind.TRAILING) {
            return false;
        }
        Loadable<Boolean> run = get.get(timer);
        if (run.isFailed()) {
            run.orElseThrow();
        }
        return run.isLoading();
    }

    // ---- writing ----

    private void write(Setter set, T value) {
        Window<T> present = set.get(window);
        T before = set.get(base);
        if (present.kind != Kind.DROPPED && Objects.equals(before, value)) {
            return;
        }
        long now = Delays.now(set);
        boolean waiting = isWaitingNow(set, present, now);
        T visible = present.kind == Kind.DROPPED || waiting ? present.hold.shown() : before;
        long end = present.hold.until;
        if (present.kind == Kind.TRAILING && !waiting) {
            end = end + nanos; // the value was shown at the end, and began another interval
        }
        boolean inside = !present.hold.isNone() && !Delays.passed(end, now, nanos);
        set.set(base, value);
        set.set(window, inside ? later(visible, end) : first(visible, now + nanos));
    }

    private Window<T> first(T visible, long end) {
        return new Window<>(leading ? Kind.OPEN : Kind.TRAILING, Hold.of(visible, end));
    }

    private Window<T> later(T visible, long end) {
        return new Window<>(trailing ? Kind.TRAILING : Kind.DROPPED, Hold.of(visible, end));
    }

    private void reset(Setter set) {
        set.reset(base);
        set.set(window, none);
    }

    private boolean flushed(Setter set) {
        Window<T> present = set.get(window);
        long now = Delays.now(set);
        boolean was = isWaitingNow(set, present, now);
        if (was || present.kind == Kind.DROPPED) {
            set.set(window, new Window<>(Kind.OPEN, Hold.of(present.hold.shown(), now + nanos)));
        }
        return was;
    }

    private boolean cancelled(Setter set) {
        Window<T> present = set.get(window);
        boolean was = isWaitingNow(set, present, Delays.now(set));
        if (was) {
            set.set(window, new Window<>(Kind.DROPPED, present.hold));
        }
        return was;
    }

    /** A timer that failed shows nothing, and does not keep anybody from writing. */
    private boolean isWaitingNow(Setter set, Window<T> present, long now) {
        return present.kind == Kind.TRAILING
                && !Delays.passed(present.hold.until, now, nanos)
                && !set.get(timer).isReady();
    }
}
