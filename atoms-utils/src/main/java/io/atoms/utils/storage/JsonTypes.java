package io.atoms.utils.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serial;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * What a {@link JacksonCodec} tells Jackson about types, before the annotations are asked: a sealed type is stored with
 * the name of its subtype, as if it had {@code @JsonTypeInfo(use = NAME, property = "@type")}; types by the name of a
 * class are refused; some properties are left out.
 */
final class JsonTypes extends NopAnnotationIntrospector {

    /** Not the name of a record component, nor of a property made of a getter. */
    static final String PROPERTY = "@type";

    @Serial
    private static final long serialVersionUID = 1L;

    private static final JsonTypeInfo.Value BY_NAME = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, PROPERTY, null, false, null, null);

    /** What the mapper has without us. */
    private final AnnotationIntrospector mapper;

    private final transient Map<Class<?>, Set<String>> omitted;

    JsonTypes(AnnotationIntrospector mapper, Map<Class<?>, Set<String>> omitted) {
        this.mapper = mapper;
        this.omitted = omitted;
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value own = mapper.findPolymorphicTypeInfo(config, annotated);
        if (own != null) {
            refuseClassNames(own, annotated.getName());
            return own;
        }
        return isOurs(config, annotated) ? BY_NAME : null;
    }

    @Override
    public @Nullable Object findTypeResolverBuilder(MapperConfig<?> config, Annotated annotated) {
        boolean own = mapper.findPolymorphicTypeInfo(config, annotated) != null
                || mapper.findTypeResolverBuilder(config, annotated) != null;
        return own || !isOurs(config, annotated) ? null : new SealedTypes();
    }

    @Override
    public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
        JsonIgnoreProperties.Value ignored = super.findPropertyIgnoralByName(config, annotated);
        if (annotated instanceof AnnotatedClass) {
            for (Map.Entry<Class<?>, Set<String>> each : omitted.entrySet()) {
                if (each.getKey().isAssignableFrom(annotated.getRawType())) {
                    ignored = ignored.withOverrides(JsonIgnoreProperties.Value.forIgnoredProperties(each.getValue()));
                }
            }
        }
        return ignored;
    }

    private static void refuseClassNames(JsonTypeInfo.Value own, String where) {
        if (own.getIdType() == JsonTypeInfo.Id.CLASS || own.getIdType() == JsonTypeInfo.Id.MINIMAL_CLASS) {
            throw new UnfitTypeException("@JsonTypeInfo(use = " + own.getIdType() + ") of " + where
                    + " would let stored bytes choose which class is instantiated. Use NAME and list the subtypes by"
                    + " @JsonSubTypes, or make the type sealed and remove the annotation.");
        }
    }

    /** A sealed type that has neither a form of its own, nor one of the JDK, such as ZoneId. */
    private boolean isOurs(MapperConfig<?> config, Annotated annotated) {
        return annotated instanceof AnnotatedClass type
                && type.getRawType().isSealed()
                && !type.getRawType().isEnum()
                && !type.getRawType().getName().startsWith("java.")
                && mapper.findSerializer(config, type) == null
                && mapper.findDeserializer(config, type) == null
                && !isScalar(config, type);
    }

    private boolean isScalar(MapperConfig<?> config, AnnotatedClass type) {
        for (AnnotatedMethod method : type.memberMethods()) {
            if (Boolean.TRUE.equals(mapper.hasAsValue(config, method))) {
                return true;
            }
        }
        return false;
    }

    /** Refuses every class that is named by bytes: the second line, whatever way a mapper came to ask for it. */
    static final class NoClassNames extends PolymorphicTypeValidator {

        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Validity validateBaseType(DatabindContext context, JavaType base) {
            return Validity.DENIED;
        }

        @Override
        public Validity validateSubClassName(DatabindContext context, JavaType base, String name) {
            return Validity.DENIED;
        }

        @Override
        public Validity validateSubType(DatabindContext context, JavaType base, JavaType subtype) {
            return Validity.DENIED;
        }
    }

    /** A type that can't be stored. Jackson wraps it; the definition is refused with its message. */
    static final class UnfitTypeException extends IllegalArgumentException {

        @Serial
        private static final long serialVersionUID = 1L;

        UnfitTypeException(String message) {
            super(message);
        }
    }
}
