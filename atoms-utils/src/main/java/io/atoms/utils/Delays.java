package io.atoms.utils;

import io.atoms.Getter;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Points in time and waiting for them, in nanoseconds of the clock of {@link TimeAtoms#SCHEDULER}. That clock may be the
 * system's, which is set back and forth now and then: a time that is more than twice as far away as it was
 * set counts as passed, so that nothing waits for a clock; what is less than that may be the clock's lack of precision.
 */
final class Delays {

    /** A time that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    /** Long enough for all, and safe to add to any present time. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Delays() {}

    /** The nanoseconds of an option of that name. */
    static long nanos(String option, Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("The " + option + " must be positive and at most " + LONGEST.toDays()
                    + " days, was " + duration + ".");
        }
        return duration.toNanos();
    }

    /** The present time. Not for read functions. */
    static long now(Getter get) {
        return get.peek(TimeAtoms.SCHEDULER).now(TimeUnit.NANOSECONDS);
    }

    /** Whether a time that was set {@code length} away has passed. */
    static boolean passed(long time, long now, long length) {
        return time != NEVER && (now >= time || time - now > 2 * length);
    }

    /**
     * Emits the value at the time: at subscription, if it has passed. The scheduler's task refers only weakly to the
     * subscriber, so that a store to which nobody else refers is collected before the time comes.
     */
    static <T> Mono<T> until(long time, long length, Scheduler scheduler, T value) {
        return Mono.create(sink -> {
            long now = scheduler.now(TimeUnit.NANOSECONDS);
            if (passed(time, now, length)) {
                sink.success(value);
                return;
            }
            WeakReference<MonoSink<T>> waiting = new WeakReference<>(sink);
            Disposable task = scheduler.schedule(
                    () -> {
                        MonoSink<T> present = waiting.get();
                        if (present != null) {
                            present.success(value);
                        }
                    },
                    time - now,
                    TimeUnit.NANOSECONDS);
            sink.onDispose(task);
        });
    }
}
