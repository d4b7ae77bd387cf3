package io.atoms.query.storage;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** A generic class with arguments that are known when the program runs. */
record GenericType(Class<?> raw, List<Type> arguments) implements ParameterizedType {

    static <T> TypeReference<T> reference(Class<?> raw, Type... arguments) {
        Type type = new GenericType(raw, List.of(arguments));
        return new TypeReference<>() {
            @Override
            public Type getType() {
                return type;
            }
        };
    }

    @Override
    public Type[] getActualTypeArguments() {
        return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
        return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
        return null;
    }
}
