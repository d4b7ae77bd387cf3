package io.atoms.utils.storage;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.atoms.utils.storage.JsonTypes.UnfitTypeException;
import java.io.Serial;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;

/**
 * The names of the subtypes of a sealed type, both ways. Stricter than Jackson's: two classes never have the same name,
 * and a class that could not be read again is not written.
 */
final class SealedTypes extends StdTypeResolverBuilder {

    SealedTypes() {}

    private SealedTypes(SealedTypes base, Class<?> defaultImpl) {
        super(base, defaultImpl);
    }

    @Override
    public StdTypeResolverBuilder withDefaultImpl(Class<?> defaultImpl) {
        return new SealedTypes(this, defaultImpl);
    }

    @Override
    protected TypeIdResolver idResolver(
            DatabindContext context,
            JavaType base,
            PolymorphicTypeValidator validator,
            Collection<NamedType> subtypes,
            boolean forWriting,
            boolean forReading) {
        return new Names(base, subtypes);
    }

    /**
     * Whether values can have this very class. An enum whose constants have bodies is abstract or sealed itself, and each
     * body a class of its own; its values count as of the enum.
     */
    static boolean canBeMade(Class<?> type) {
        return type.isEnum() || (!Modifier.isAbstract(type.getModifiers()) && !Enum.class.isAssignableFrom(type));
    }

    private static final class Names extends TypeIdResolverBase {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Map<String, Class<?>> classes = new HashMap<>();
        private final transient Map<Class<?>, String> names = new HashMap<>();

        Names(JavaType base, Collection<NamedType> subtypes) {
            super(base);
            for (NamedType subtype : subtypes) {
                if (canBeMade(subtype.getType())) {
                    add(subtype);
                }
            }
        }

        private void add(NamedType subtype) {
            Class<?> type = subtype.getType();
            String name = subtype.hasName() ? subtype.getName() : type.getSimpleName();
            Class<?> other = classes.putIfAbsent(name, type);
            if (other != null && other != type) {
                throw new UnfitTypeException(
                        "Two subtypes of " + _baseType.getRawClass().getName()
                                + " have the name \"" + name + "\": " + other.getName() + " and " + type.getName()
                                + ". Give one of them another name with @JsonTypeName.");
            }
            names.putIfAbsent(type, name);
        }

        @Override
        public String idFromValue(DatabindContext context, Object value) {
            Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
            String name = names.get(type);
            if (name == null) {
                throw new UnfitTypeException(type.getName() + " has no name among the subtypes of the sealed type "
                        + _baseType.getRawClass().getName() + ", so it could not be read again. Let the sealed type"
                        + " permit it, or register it with the mapper.");
            }
            return name;
        }

        @Override
        public String idFromValueAndType(DatabindContext context, @Nullable Object value, Class<?> suggested) {
            return idFromValue(context, value == null ? suggested : value);
        }

        @Override
        public @Nullable JavaType typeFromId(DatabindContext context, String name) {
            Class<?> type = classes.get(name);
            return type == null ? null : context.getTypeFactory().constructSpecializedType(_baseType, type, true);
        }

        @Override
        public String getDescForKnownTypeIds() {
            return new TreeSet<>(classes.keySet()).toString();
        }

        @Override
        public JsonTypeInfo.Id getMechanism() {
            return JsonTypeInfo.Id.NAME;
        }
    }
}
