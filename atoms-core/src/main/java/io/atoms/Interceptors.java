package io.atoms;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Interceptors of one atom, and the running of a list of them. */
final class Interceptors {

    private Interceptors() {}

    private record Transform<V extends @Nullable Object>(PrimitiveAtom<V> atom, UnaryOperator<V> function)
            implements WriteInterceptor {
        @Override
        @SuppressWarnings("unchecked") // the same atom has the same type
        public <T extends @Nullable Object> T beforeWrite(PrimitiveAtom<T> written, T present, T proposed) {
            return written == atom ? (T) function.apply((V) proposed) : proposed;
        }
    }

    private record Validate<V extends @Nullable Object>(
            PrimitiveAtom<V> atom, Predicate<? super V> condition, String message) implements WriteInterceptor {
        @Override
        @SuppressWarnings("unchecked") // the same atom has the same type
        public <T extends @Nullable Object> T beforeWrite(PrimitiveAtom<T> written, T present, T proposed) {
            if (written == atom && !condition.test((V) proposed)) {
                throw new IllegalArgumentException(message + " (value: " + proposed + ")");
            }
            return proposed;
        }
    }

    static <V extends @Nullable Object> WriteInterceptor transform(PrimitiveAtom<V> atom, UnaryOperator<V> function) {
        return new Transform<>(atom, function);
    }

    static <V extends @Nullable Object> WriteInterceptor validate(
            PrimitiveAtom<V> atom, Predicate<? super V> condition, String message) {
        return new Validate<>(atom, condition, message);
    }

    static <T extends @Nullable Object> @Nullable Object run(
            List<WriteInterceptor> interceptors,
            AtomStore store,
            PrimitiveDefinition<T> atom,
            @Nullable Object present,
            @Nullable Object proposed) {
        T value = Values.cast(proposed);
        for (WriteInterceptor interceptor : interceptors) {
            try {
                value = interceptor.beforeWrite(atom, Values.<T>cast(present), value);
            } catch (AtomException misuse) {
                throw misuse;
            } catch (RuntimeException refusal) {
                throw new WriteRefusedException(store.name(), atom.name(), refusal);
            }
        }
        return value;
    }
}
