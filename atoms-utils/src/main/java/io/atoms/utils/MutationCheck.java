package io.atoms.utils;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.Change;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.StoreObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A check for development and tests that finds values which were mutated in place, and names their atoms.
 *
 * <pre>{@code
 * PrimitiveAtom<List<String>> names = Atom.of(new ArrayList<>());
 * MutationCheck check = MutationCheck.throwing().watching(names);
 * AtomStore store = AtomStore.builder().observer(check).build();
 *
 * store.get(names).add("Ada"); // wrong: nobody is told
 * check.verify(store);         // throws: the value of names was mutated in place
 * }</pre>
 *
 * <p><b>Rules.</b> The check takes a fingerprint of each value when it first sees it, and compares it whenever it looks
 * again: after each commit of the store that it observes, and in {@link #verify}. It sees the values of primitive atoms
 * from the commit that wrote them on, their initial values if they are {@link #watching watched}, and what else the store
 * holds, derived values included, from the first {@link #verify} on. A mutation is reported once. The fingerprint is by
 * default the hash code, of arrays the deep one; a value whose class does not define {@code hashCode} needs
 * {@linkplain #fingerprint another}. One check observes one store. It keeps no value alive.
 *
 * <p>Each commit costs a fingerprint of each value that was seen and is still there, so leave it out in production.
 *
 * <p><b>Threads.</b> Safe for use by many threads. Values should be mutated by none, so a value that another thread is
 * just mutating may be missed, or make its own hash code throw.
 *
 * <p><b>Errors.</b> What the report or the fingerprint throws after a commit is treated like the error of a listener, see
 * {@link AtomStore}; in {@code verify} it reaches the caller.
 */
public final class MutationCheck implements StoreObserver {

    private final Consumer<? super Mutation> report;
    private final Function<Object, ?> fingerprint;
    private final List<PrimitiveAtom<?>> watched;

    /** What was seen, by identity, as long as it lives. Guarded by the lock. */
    private final Cache<Object, Seen> values = Caffeine.newBuilder().weakKeys().build();

    private final ReentrantLock lock = new ReentrantLock();

    private MutationCheck(
            Consumer<? super Mutation> report, Function<Object, ?> fingerprint, List<PrimitiveAtom<?>> watched) {
        this.report = report;
        this.fingerprint = fingerprint;
        this.watched = watched;
        watched.forEach(atom -> see(atom.name(), atom.initial()));
    }

    /**
     * A value that was mutated in place.
     *
     * @param atoms the names of the atoms that were seen to have it
     * @param value the value, as it is now
     * @param before its fingerprint when it was seen first
     * @param after its fingerprint now
     */
    public record Mutation(
            Set<String> atoms,
            Object value,
            @Nullable Object before,
            @Nullable Object after) {

        /** What happened, to which atom, and what to do instead. */
        @Override
        public String toString() {
            return "The value of " + String.join(", ", atoms) + " was mutated in place: its fingerprint was " + before
                    + " and is " + after + ". Write a changed copy instead; values must be immutable.";
        }
    }

    /** What is known of a value. */
    private static final class Seen {
        private final Set<String> atoms = new LinkedHashSet<>();
        private @Nullable Object fingerprint;

        Seen(@Nullable Object fingerprint) {
            this.fingerprint = fingerprint;
        }
    }

    /**
     * {@return a check that reports to the function}
     *
     * @param report is given each mutation
     */
    public static MutationCheck of(Consumer<? super Mutation> report) {
        return new MutationCheck(
                Objects.requireNonNull(report, "report"),
                value -> Arrays.deepHashCode(new Object[] {value}),
                List.of());
    }

    /** {@return a check that throws an {@link IllegalStateException}: for tests} */
    public static MutationCheck throwing() {
        return of(mutation -> {
            throw new IllegalStateException(mutation.toString());
        });
    }

    /**
     * {@return a new check that tells a mutation by another fingerprint, two of which are compared by {@code equals}: a
     * serialised form, or a deep copy}
     *
     * @param fingerprint makes of a value what is compared by {@code equals}
     */
    public MutationCheck fingerprint(Function<Object, ?> fingerprint) {
        return new MutationCheck(report, Objects.requireNonNull(fingerprint, "fingerprint"), watched);
    }

    /**
     * {@return a new check that has seen the initial values of these atoms too, which all stores share}
     *
     * @param atoms whose initial values
     */
    public MutationCheck watching(PrimitiveAtom<?>... atoms) {
        List<PrimitiveAtom<?>> all = new ArrayList<>(watched);
        all.addAll(Arrays.asList(atoms));
        return new MutationCheck(report, fingerprint, List.copyOf(all));
    }

    /**
     * Looks again at all values that were seen, and then sees all that the store holds now.
     *
     * @param store whose values
     */
    public void verify(AtomStore store) {
        compare();
        for (AtomInspection atom : store.inspect().atoms()) {
            see(atom.atom().name(), atom.value());
        }
    }

    @Override
    public void committed(ChangeSet commit) {
        for (Change change : commit.changes()) {
            see(change.atom().name(), change.current());
        }
        compare();
    }

    private void see(String atom, @Nullable Object value) {
        if (value == null || isConstant(value)) {
            return;
        }
        lock.lock();
        try {
            values.get(value, unseen -> new Seen(fingerprint.apply(unseen)))
                    .atoms
                    .add(atom);
        } finally {
            lock.unlock();
        }
    }

    /** Values that can't be mutated need no fingerprint, and are shared by atoms that have nothing to do with each other. */
    private static boolean isConstant(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte;
    }

    private void compare() {
        List<Mutation> found = new ArrayList<>();
        lock.lock();
        try {
            for (Map.Entry<Object, Seen> entry : values.asMap().entrySet()) {
                Seen seen = entry.getValue();
                Object now = fingerprint.apply(entry.getKey());
                if (!Objects.equals(seen.fingerprint, now)) {
                    found.add(new Mutation(Set.copyOf(seen.atoms), entry.getKey(), seen.fingerprint, now));
                    seen.fingerprint = now;
                }
            }
        } finally {
            lock.unlock();
        }
        found.forEach(report);
    }
}
