package io.atoms;

import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The family that keeps its atoms until they are removed. */
final class StrongFamily<K, A extends Atom<?>> implements AtomFamily<K, A> {

    private final Function<? super K, ? extends A> factory;
    private final @Nullable String name;
    private final Map<K, A> atoms = new ConcurrentHashMap<>();

    StrongFamily(Function<? super K, ? extends A> factory) {
        this(factory, null);
    }

    private StrongFamily(Function<? super K, ? extends A> factory, @Nullable String name) {
        this.factory = Objects.requireNonNull(factory, "factory");
        this.name = name;
    }

    /** Not computeIfAbsent, so that the factory may ask the family for other keys. */
    @Override
    public A of(K key) {
        A known = atoms.get(Objects.requireNonNull(key, "key"));
        if (known != null) {
            return known;
        }
        A made = name(factory.apply(key), key);
        A first = atoms.putIfAbsent(key, made);
        return first == null ? made : first;
    }

    @SuppressWarnings("unchecked") // named returns the type it is called on
    private A name(@Nullable A atom, K key) {
        if (atom == null) {
            throw new AtomUsageException(Messages.FAMILY_MADE_NULL, name(), key);
        }
        if (name == null || ((AbstractAtom<?>) (Atom<?>) atom).isNamed()) {
            return atom;
        }
        return (A) atom.named(name + "[" + key + "]");
    }

    @Override
    public @Nullable A find(K key) {
        return atoms.get(Objects.requireNonNull(key, "key"));
    }

    @Override
    public boolean remove(K key) {
        return atoms.remove(Objects.requireNonNull(key, "key")) != null;
    }

    @Override
    public int removeIf(Predicate<? super K> predicate) {
        int removed = 0;
        for (K key : new ArrayList<>(atoms.keySet())) {
            if (predicate.test(key) && atoms.remove(key) != null) {
                removed++;
            }
        }
        return removed;
    }

    @Override
    public Set<K> keys() {
        return Set.copyOf(atoms.keySet());
    }

    @Override
    public String name() {
        return name == null ? "Family" : name;
    }

    @Override
    public AtomFamily<K, A> named(String newName) {
        return new StrongFamily<>(factory, Objects.requireNonNull(newName, "name"));
    }

    @Override
    public String toString() {
        return "AtomFamily[" + name() + "]";
    }
}
