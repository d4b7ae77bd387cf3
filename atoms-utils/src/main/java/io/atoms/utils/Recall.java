package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.Getter;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Derived atoms that are given the value they had before.
 *
 * A read function is not told the previous value of its atom, and may not keep it anywhere: a cell beside the atom would
 * be wrong after a rollback and in a snapshot. But the engine itself knows the previous value of each store, and shows it
 * to one function: the equality of a recomputed atom, which it asks about (previous, next) before anybody sees the next
 * one. So the read function of the first of two atoms only makes a Step: what it read, not yet worked out. The equality
 * works it out with the step before, which decides whether it is a change. The second atom takes the result out of it.
 *
 * A step is worked out once and then lets go of what it read and of the step before, so nothing accumulates. Before the
 * first step, after an equality that threw, and in a snapshot that computes the atom for itself, equality is not asked;
 * such a step is worked out by the first who takes the result, from the initial value. Two threads may do so at once;
 * the first result is everybody's. Within a transaction, equality is asked about the last commit first, so all steps of
 * a transaction follow the committed one, and a rollback leaves nothing behind.
 */
final class Recall {

    private Recall() {}

    /**
     * A derived atom whose value is {@code step(what was read, previous value)}. An error, of reading or of the step, is
     * the atom's error; the next step is given the last value before it.
     */
    static <S extends @Nullable Object, T extends @Nullable Object> Atom<T> derived(
            String name,
            Function<? super Getter, ? extends S> read,
            T initial,
            BiFunction<? super S, ? super T, ? extends T> step,
            BiPredicate<? super T, ? super T> equality) {
        Outcome<T> start = new Outcome<>(initial, null);
        Atom<Step<T>> steps = Atom.<Step<T>>derived(get -> Step.reading(get, read, step, start))
                .equality((previous, next) -> next.follows(previous, equality))
                .named(name);
        return Atom.<T>derived(get -> get.get(steps).value()).equality(equality);
    }

    /** What a step came to: a value, or an error after the last value. */
    private record Outcome<T extends @Nullable Object>(
            T last, @Nullable Throwable error) {

        boolean same(Outcome<T> next, BiPredicate<? super T, ? super T> equality) {
            if (error != null || next.error != null) {
                return error == next.error;
            }
            return last == next.last || equality.test(last, next.last);
        }
    }

    private static final class Step<T extends @Nullable Object> {

        private final Outcome<T> start;
        private final AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();

        /** What remains to be done; null once there is an outcome. */
        private volatile @Nullable Function<Outcome<T>, Outcome<T>> work;

        private Step(Outcome<T> start, Function<Outcome<T>, Outcome<T>> work) {
            this.start = start;
            this.work = work;
        }

        static <S extends @Nullable Object, T extends @Nullable Object> Step<T> reading(
                Getter get,
                Function<? super Getter, ? extends S> read,
                BiFunction<? super S, ? super T, ? extends T> step,
                Outcome<T> start) {
            S source;
            try {
                source = read.apply(get);
            } catch (Throwable error) {
                return new Step<>(start, previous -> new Outcome<>(previous.last(), error));
            }
            S found = source;
            return new Step<>(start, previous -> {
                try {
                    return new Outcome<>(step.apply(found, previous.last()), null);
                } catch (Throwable error) {
                    return new Outcome<>(previous.last(), error);
                }
            });
        }

        boolean follows(Step<T> previous, BiPredicate<? super T, ? super T> equality) {
            Outcome<T> before = previous.outcome(start);
            return before.same(outcome(before), equality);
        }

        T value() {
            Outcome<T> now = outcome(start);
            if (now.error() != null) {
                throw Recall.sneaky(now.error());
            }
            return now.last();
        }

        /** The outcome, worked out from the given one if nobody has done so yet. */
        private Outcome<T> outcome(Outcome<T> before) {
            Function<Outcome<T>, Outcome<T>> todo = work;
            Outcome<T> known = outcome.get();
            if (known == null && todo != null) {
                Outcome<T> mine = todo.apply(before);
                known = outcome.compareAndSet(null, mine) ? mine : outcome.get();
                work = null;
            }
            // Whoever finds no work left finds an outcome: it was there before the work went.
            return Objects.requireNonNull(known, "outcome");
        }
    }

    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException sneaky(Throwable error) throws X {
        throw (X) error;
    }
}
