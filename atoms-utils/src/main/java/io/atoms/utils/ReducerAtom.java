package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An atom whose state is changed by actions only: {@code (state, action) -> state}.
 *
 * <pre>{@code
 * sealed interface Command permits Add, Clear {}
 * record Add(int amount) implements Command {}
 * record Clear() implements Command {}
 *
 * WritableAtom<Integer, Command> total = ReducerAtom.of(0, ReducerAtom.<Integer, Command>cases()
 *         .on(Add.class, (sum, add) -> sum + add.amount())
 *         .on(Clear.class, (sum, clear) -> 0));
 * store.set(total, new Add(5));
 * }</pre>
 *
 * <p><b>Rules.</b> {@code set} gives the action to the reducer and writes the state that it returns. An action for which
 * it returns the present state, or an equal one, is no change: no commit, nobody is told. {@code reset} returns to the
 * initial state. {@link #cases} makes a reducer of one function per type of action; an action of another type is no
 * change.
 *
 * <p><b>Threads.</b> The reducer runs under the writers' lock and must be pure. Actions of several threads are reduced
 * one after the other; none is lost.
 *
 * <p><b>Errors.</b> What the reducer throws reaches the writer, and the state stays.
 */
public final class ReducerAtom {

    private ReducerAtom() {}

    /**
     * {@return an atom with an initial state and a reducer}
     *
     * @param <S> the type of the state
     * @param <A> the type of the actions
     * @param initial the state at first
     * @param reducer makes the next state from the present one and an action
     */
    public static <S extends @Nullable Object, A extends @Nullable Object> WritableAtom<S, A> of(
            S initial, BiFunction<? super S, ? super A, ? extends S> reducer) {
        Objects.requireNonNull(reducer, "reducer");
        PrimitiveAtom<S> state = Atom.of(initial).named("ReducerAtom.state");
        return Atom.<S, A>writable(
                        get -> get.get(state), (set, action) -> set.set(state, reducer.apply(set.get(state), action)))
                .onReset(set -> set.reset(state));
    }

    /**
     * {@return a reducer without cases, for which every action is no change}
     *
     * @param <S> the type of the state
     * @param <A> the type of the actions
     */
    public static <S extends @Nullable Object, A> Cases<S, A> cases() {
        return new Cases<>(List.of());
    }

    /**
     * A reducer of one function per type of action. Immutable. An action goes to the first case whose type it is an
     * instance of, in the order in which they were added; without one the state stays.
     *
     * @param <S> the type of the state
     * @param <A> the type of the actions
     */
    public static final class Cases<S extends @Nullable Object, A> implements BiFunction<S, A, S> {

        private record Case<S extends @Nullable Object, B>(
                Class<B> type, BiFunction<? super S, ? super B, ? extends S> reducer) {
            S apply(S state, Object action) {
                return reducer.apply(state, type.cast(action));
            }
        }

        private final List<Case<S, ?>> cases;

        private Cases(List<Case<S, ?>> cases) {
            this.cases = cases;
        }

        /**
         * {@return a new reducer with one more case}
         *
         * @param <B> the type of the action
         * @param type the class of the action
         * @param reducer makes the next state from the present one and an action
         * @throws IllegalArgumentException if an earlier case takes all actions of that type already
         */
        public <B extends A> Cases<S, A> on(Class<B> type, BiFunction<? super S, ? super B, ? extends S> reducer) {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(reducer, "reducer");
            for (Case<S, ?> earlier : cases) {
                if (earlier.type().isAssignableFrom(type)) {
                    throw new IllegalArgumentException("The case for " + type.getName()
                            + " would never run: the one for " + earlier.type().getName()
                            + " before it takes those actions. Put it first, or leave it out.");
                }
            }
            List<Case<S, ?>> more = new ArrayList<>(cases);
            more.add(new Case<>(type, reducer));
            return new Cases<>(List.copyOf(more));
        }

        @Override
        public S apply(S state, A action) {
            for (Case<S, ?> each : cases) {
                if (each.type().isInstance(action)) {
                    return each.apply(state, action);
                }
            }
            return state;
        }
    }
}
