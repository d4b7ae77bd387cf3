package io.atoms.utils.storage;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.atoms.utils.storage.JsonTypes.UnfitTypeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedClassResolver;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.jdk.JDKKeySerializers;

/**
 * Walks through all types that a value can be made of, as far as declarations tell, so that a type that can't be stored
 * is found when the codec is defined, and not when the first value is lost.
 */
final class JsonCheck {
    private final DeserializationContext reading;
    private final SerializationContext writing;
    private final DeserializationConfig config;
    private final Set<JavaType> seen = new HashSet<>();

    /** Types to be looked at. Not a recursion: types may be nested as deeply as they like. */
    private final Deque<JavaType> pending = new ArrayDeque<>();

    private JsonCheck(JsonFormat<?> format) {
        this.reading = format.mapper._deserializationContext();
        this.writing = format.mapper._serializationContext();
        this.config = format.mapper.deserializationConfig();
    }

    static void check(JsonFormat<?> format, Map<Class<?>, Set<String>> omitted) {
        JsonCheck check = new JsonCheck(format);
        JavaType current = format.type;
        check.pending.add(current);
        try {
            while (!check.pending.isEmpty()) {
                current = check.pending.remove();
                if (check.seen.add(current)) {
                    check.visit(current);
                }
            }
        } catch (JacksonException | IllegalArgumentException e) {
            throw unfit(format.type, current, e);
        }
        omitted.forEach(check::requireProperties);
    }

    private static IllegalArgumentException unfit(JavaType root, JavaType part, Throwable failure) {
        String what = "JacksonCodec can't store " + root.toCanonical()
                + (part.equals(root) ? "" : ", because of " + part.toCanonical()) + ": ";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnfitTypeException) {
                return new IllegalArgumentException(what + cause.getMessage(), failure);
            }
        }
        String message = failure instanceof JacksonException e ? e.getOriginalMessage() : failure.getMessage();
        return new IllegalArgumentException(
                what + message + ". Use a record, tell Jackson by annotations or a module of the mapper how to write"
                        + " and read the type, or store another one with Codec.mapped. A class of a named module that"
                        + " is not public needs \"opens\" of its package to tools.jackson.databind.",
                failure);
    }

    private void visit(JavaType type) {
        refuseClass(type);
        if (type.isMapLikeType()) {
            visitKey(type.getKeyType());
        }
        if (type.isContainerType() || type.isReferenceType()) {
            pending.add(type.getContentType());
            return;
        }
        ValueDeserializer<?> reader = reading.findNonContextualValueDeserializer(type);
        if (isNamed(type)) {
            // Building it compares the names.
            reading.findTypeDeserializer(type);
            subtypes(type).forEach(pending::add);
        } else if (reader instanceof AbstractDeserializer) {
            throw new UnfitTypeException(type.getRawClass().getName() + " is abstract, so nobody knows which class to"
                    + " make when it is read. Make it sealed, use a concrete type, or name its subtypes with"
                    + " @JsonTypeInfo(use = NAME) and @JsonSubTypes.");
        }
        if (reader instanceof BeanDeserializerBase bean) {
            visitBean(type, bean);
        }
        writing.findRootValueSerializer(type);
    }

    /** To read one is to load the class that the bytes name. */
    private static void refuseClass(JavaType type) {
        if (type.hasRawClass(Class.class) || type.isTypeOrSubTypeOf(JavaType.class)) {
            throw new UnfitTypeException(type.getRawClass().getName() + " would let stored bytes choose which class is"
                    + " loaded. Store an enum or a text instead.");
        }
    }

    private boolean isNamed(JavaType type) {
        AnnotatedClass annotated = AnnotatedClassResolver.resolve(config, type, config);
        JsonTypeInfo.Value info = annotations().findPolymorphicTypeInfo(config, annotated);
        return info != null && info.getIdType() != JsonTypeInfo.Id.NONE;
    }

    private List<JavaType> subtypes(JavaType type) {
        AnnotatedClass annotated = AnnotatedClassResolver.resolve(config, type, config);
        List<JavaType> subtypes = new ArrayList<>();
        for (NamedType each : config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, annotated)) {
            // What a subtype inherits of the annotations lists its siblings too.
            if (SealedTypes.canBeMade(each.getType()) && type.getRawClass().isAssignableFrom(each.getType())) {
                subtypes.add(config.getTypeFactory().constructSpecializedType(type, each.getType(), true));
            }
        }
        return subtypes;
    }

    private void visitBean(JavaType type, BeanDeserializerBase bean) {
        if (!type.isAbstract() && !bean.getValueInstantiator().canInstantiate()) {
            throw new UnfitTypeException(type.getRawClass().getName() + " has no constructor that Jackson can call."
                    + " Make it a record, or mark a constructor or a factory method with @JsonCreator.");
        }
        visitProperties(type, bean.creatorProperties());
        visitProperties(type, bean.properties());
    }

    private void visitProperties(JavaType type, Iterator<SettableBeanProperty> properties) {
        while (properties.hasNext()) {
            SettableBeanProperty property = properties.next();
            if (property.getName().equals(JsonTypes.PROPERTY)) {
                throw new UnfitTypeException("The name " + JsonTypes.PROPERTY + " of a property of "
                        + type.getRawClass().getName() + " is taken by the name of subtypes. Rename the property.");
            }
            if (!hasOwnForm(property)) {
                pending.add(property.getType());
            }
        }
    }

    /** Annotations at the property itself are the program's own business. */
    private static boolean hasOwnForm(SettableBeanProperty property) {
        return property.getAnnotation(JsonTypeInfo.class) != null
                || property.getAnnotation(JsonDeserialize.class) != null
                || property.getAnnotation(JsonSerialize.class) != null;
    }

    /** Without a way to write it, Jackson takes what toString says, and often can't make a key of it again. */
    private void visitKey(@Nullable JavaType key) {
        if (key != null) {
            refuseClass(key);
        }
        if (key == null || key.isEnumType() || key.getRawClass().getName().startsWith("java.")) {
            return;
        }
        reading.findKeyDeserializer(key, null);
        Object writer = writing.findKeySerializer(key, null);
        if (writer instanceof JDKKeySerializers.Default && !key.isPrimitive()) {
            throw new UnfitTypeException(
                    "Keys of a map are texts, and " + key.getRawClass().getName()
                            + " does not say how it is written as one. Mark an accessor of it with @JsonValue or @JsonKey, and"
                            + " a constructor or a factory method of a String with @JsonCreator, or store a list of entries.");
        }
    }

    private void requireProperties(Class<?> owner, Set<String> omitted) {
        JavaType type = config.constructType(owner);
        Set<String> known = new TreeSet<>();
        List<JavaType> classes = new ArrayList<>(subtypes(type));
        classes.add(type);
        for (JavaType each : classes) {
            BeanDescription bean = reading.introspectBeanDescription(each);
            for (BeanPropertyDefinition property : bean.findProperties()) {
                known.add(property.getName());
            }
        }
        for (String name : omitted) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("omitting(\"" + name + "\"): " + owner.getName()
                        + " has no such property. It has " + known + ".");
            }
        }
    }

    private AnnotationIntrospector annotations() {
        return config.getAnnotationIntrospector();
    }
}
