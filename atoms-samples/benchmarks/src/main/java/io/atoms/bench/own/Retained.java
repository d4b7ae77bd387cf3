package io.atoms.bench.own;

import java.lang.ref.Reference;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.vm.VM;
import org.openjdk.jol.vm.VirtualMachine;

/**
 * Counts the bytes of all that some objects refer to. Unlike JOL's own walk it stops at threads, classes and what is only
 * referred to weakly: a store knows the thread that wrote last, and from there all of the process can be reached.
 */
public final class Retained {

    private static final Set<String> PRIMITIVES =
            Set.of("boolean", "byte", "short", "char", "int", "float", "long", "double");

    private final VirtualMachine vm = VM.current();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Class<?>, List<FieldLayout>> references = new HashMap<>();

    /** Bytes that the roots refer to, themselves included, and that no call before has counted. */
    public long count(Object... roots) {
        Deque<Object> left = new ArrayDeque<>();
        for (Object root : roots) {
            meet(root, left);
        }
        long bytes = 0;
        while (!left.isEmpty()) {
            Object next = left.pop();
            bytes += vm.sizeOf(next);
            follow(next, left);
        }
        return bytes;
    }

    private void follow(Object object, Deque<Object> left) {
        if (object instanceof Object[]) {
            for (Object element : (Object[]) object) {
                meet(element, left);
            }
        } else if (!object.getClass().isArray()) {
            for (FieldLayout field : references.computeIfAbsent(object.getClass(), Retained::referencesOf)) {
                meet(vm.getObject(object, field.offset()), left);
            }
        }
    }

    private static List<FieldLayout> referencesOf(Class<?> type) {
        return ClassLayout.parseClass(type).fields().stream()
                .filter(field -> !PRIMITIVES.contains(field.typeClass()))
                .filter(field -> !field.classShortName().equals(Reference.class.getSimpleName()))
                .toList();
    }

    private void meet(@Nullable Object object, Deque<Object> left) {
        if (object != null
                && !(object instanceof Class || object instanceof ClassLoader || object instanceof Thread)
                && seen.add(object)) {
            left.push(object);
        }
    }
}
