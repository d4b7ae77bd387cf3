package io.atoms.utils;

import java.beans.BeanInfo;
import java.beans.EventSetDescriptor;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyChangeListener;
import java.beans.PropertyDescriptor;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the property of a bean by its name. */
final class BeanProperties {

    private BeanProperties() {}

    static <T> BeanProperty<Object, T> find(Class<?> bean, String name, Class<T> type) {
        BeanInfo info = describe(bean);
        PropertyDescriptor property = property(bean, info, name);
        Class<?> present = property.getPropertyType();
        if (present == null || !boxed(present).equals(boxed(type))) {
            throw new IllegalArgumentException("Property " + name + " of " + bean.getName() + " is a "
                    + (present == null ? "list" : present.getName()) + ", not a " + type.getName()
                    + ". Give the type that its getter returns.");
        }
        Method getter = usable(property.getReadMethod(), bean, "public getter of property " + name);
        Method setter = usable(property.getWriteMethod(), bean, "public setter of property " + name);
        EventSetDescriptor events = events(bean, info);
        Method add = usable(events.getAddListenerMethod(), bean, "addPropertyChangeListener");
        Method remove = usable(events.getRemoveListenerMethod(), bean, "removePropertyChangeListener");
        return new BeanProperty<Object, T>(
                name,
                each -> BeanProperties.<T>call(getter, each),
                (each, value) -> call(setter, each, value),
                listening(add),
                listening(remove));
    }

    private static BeanInfo describe(Class<?> bean) {
        try {
            return Introspector.getBeanInfo(bean);
        } catch (IntrospectionException e) {
            throw new IllegalArgumentException(bean.getName() + " is no bean: " + e.getMessage(), e);
        }
    }

    private static PropertyDescriptor property(Class<?> bean, BeanInfo info, String name) {
        return Arrays.stream(info.getPropertyDescriptors())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(bean.getName() + " has no property " + name
                        + ". It has: "
                        + Arrays.stream(info.getPropertyDescriptors())
                                .map(PropertyDescriptor::getName)
                                .collect(Collectors.joining(", "))
                        + ". If the name is right, give its getter and setter as functions."));
    }

    private static EventSetDescriptor events(Class<?> bean, BeanInfo info) {
        return Arrays.stream(info.getEventSetDescriptors())
                .filter(each -> each.getListenerType() == PropertyChangeListener.class)
                .findFirst()
                .orElseThrow(() -> missing(bean, "addPropertyChangeListener and removePropertyChangeListener"));
    }

    private static Method usable(@Nullable Method method, Class<?> bean, String what) {
        if (method == null || !method.trySetAccessible()) {
            throw missing(bean, what);
        }
        return method;
    }

    private static IllegalArgumentException missing(Class<?> bean, String what) {
        return new IllegalArgumentException(bean.getName() + " has no " + what
                + " that module io.atoms.utils may call. Add it, open its package to that module, or give functions.");
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static BiConsumer<Object, PropertyChangeListener> listening(Method method) {
        return (bean, listener) -> {
            try {
                BeanProperties.<@Nullable Object>call(method, bean, listener);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(method + " failed: " + e.getMessage(), e);
            }
        };
    }

    /** What the method throws is thrown as it is. The type of the result was compared when the property was found. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends @Nullable Object> T call(Method method, Object bean, @Nullable Object... arguments)
            throws Exception {
        try {
            return (T) method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }
}
