package io.atoms.query;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Getter;
import io.atoms.MountContext;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.StoreClosedException;
import io.atoms.WritableAtom;
import io.atoms.query.Observation.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Queries in stores. While they are observed, observers write what they see to {@code seen}, with the options that they saw
 * it by. Whoever reads by other options than these, or does not observe, is shown what the cache has; that depends on the
 * client's revision, so that it is looked at again after any change.
 *
 * <p>The observers are made, moved and disposed by the mount function and an effect: outside of the lock of the store,
 * after the commit. So no read function fetches, and a transaction that is rolled back has fetched nothing.
 */
final class ObservedQueries<R> {

    /** Which query of the list: several may have the same key. */
    private record Slot(QueryKey<?> key, int occurrence) {}

    /** What the observers of a mounted atom have told. */
    private record Seen<R>(DefaultQueryClient client, Map<Slot, Told<?, R>> told) {}

    private final Atom<List<QueryOptions<?, ? extends R>>> options;
    private final PrimitiveAtom<@Nullable Seen<R>> seen = nothing();

    ObservedQueries(Function<? super Getter, ? extends List<? extends QueryOptions<?, ? extends R>>> read) {
        options = Atom.<List<QueryOptions<?, ? extends R>>>derived(get -> List.copyOf(read.apply(get)))
                .named("query.options");
    }

    @SuppressWarnings("NullAway") // the type argument is nullable
    private static <S> PrimitiveAtom<@Nullable S> nothing() {
        return Atom.<@Nullable S>of(null).named("query.seen");
    }

    /** What the function makes of the results. */
    <C extends @Nullable Object> Atom<C> combined(Function<? super List<QueryResult<R>>, ? extends C> combine) {
        return Atom.<C>derived(get -> combine.apply(read(get)))
                .onMount(this::mount)
                .named("queries");
    }

    /** The result of the only query; writing to it fetches. */
    WritableAtom<QueryResult<R>, @Nullable Void> single() {
        return Atom.<QueryResult<R>, @Nullable Void>writable(
                        get -> read(get).get(0), (set, none) -> set.afterCommit(store -> fetch(store, null)))
                .onMount(this::mount)
                .named("query");
    }

    /** What the function makes of the result of the only query, an infinite one; writing to it fetches a page, or all. */
    <V> WritableAtom<V, @Nullable PageDirection> infinite(Function<? super QueryResult<R>, ? extends V> shown) {
        return Atom.<V, @Nullable PageDirection>writable(
                        get -> shown.apply(read(get).get(0)),
                        (set, direction) -> set.afterCommit(store -> fetch(store, direction)))
                .onMount(this::mount)
                .named("query.infinite");
    }

    // ---- reading ----

    private List<QueryResult<R>> read(Getter get) {
        List<QueryOptions<?, ? extends R>> asked = get.get(options);
        DefaultQueryClient client = StoreClients.client(get);
        Seen<R> last = get.get(seen);
        Map<Slot, Told<?, R>> told = last != null && last.client() == client ? last.told() : Map.of();
        List<QueryResult<R>> results = new ArrayList<>(asked.size());
        slots(asked).forEach((slot, of) -> {
            Told<?, R> here = told.get(slot);
            if (here == null || here.asked() != of) {
                get.get(StoreClients.REVISION);
                results.add(client.expect(of, last != null));
            } else {
                results.add(here.result());
            }
        });
        return List.copyOf(results);
    }

    private Map<Slot, QueryOptions<?, R>> slots(List<QueryOptions<?, ? extends R>> asked) {
        Map<QueryKey<?>, Integer> occurrences = new HashMap<>();
        Map<Slot, QueryOptions<?, R>> slots = new LinkedHashMap<>();
        for (QueryOptions<?, ? extends R> each : asked) {
            int occurrence = occurrences.merge(each.key(), 1, Integer::sum);
            slots.put(new Slot(each.key(), occurrence), Unchecked.cast(each)); // results are only read
        }
        return slots;
    }

    // ---- observing and fetching, after commits ----

    private void fetch(AtomStore store, @Nullable PageDirection direction) {
        StoreClients.prepare(store);
        DefaultQueryClient client = StoreClients.client(store);
        client.batches()
                .run(() -> store.get(options).forEach(each -> {
                    if (direction == null) {
                        client.refetchNow(each);
                    } else {
                        client.fetchPageNow(each, direction);
                    }
                }));
    }

    private Runnable mount(MountContext<?> context) {
        AtomStore store = context.store();
        StoreClients.prepare(store);
        Observing observing = new Observing(store);
        AtomSubscription effect = store.effect(run -> {
            DefaultQueryClient client = StoreClients.client(run);
            List<QueryOptions<?, ? extends R>> asked;
            try {
                asked = run.get(options);
            } catch (Throwable error) {
                asked = List.of(); // it is the atom's error already
            }
            observing.follow(client, slots(asked));
        });
        return () -> {
            effect.dispose();
            observing.end();
        };
    }

    /** The observers of one mount. Followed and ended by the effects and cleanups of one store, so by one at a time. */
    private final class Observing {
        private final AtomStore store;
        private final Map<Slot, Observation<?, R>> observers = new ConcurrentHashMap<>();
        private volatile @Nullable DefaultQueryClient client;
        private volatile boolean ended;

        Observing(AtomStore store) {
            this.store = store;
        }

        void follow(DefaultQueryClient now, Map<Slot, QueryOptions<?, R>> asked) {
            now.batches().run(() -> {
                if (client != now) {
                    leaveAll();
                    client = now;
                }
                Map<Slot, Observation<?, R>> left = new HashMap<>(observers);
                asked.forEach((slot, of) -> {
                    Observation<?, R> present = left.remove(slot);
                    if (present == null) {
                        observe(now, slot, of);
                    } else {
                        move(present, of);
                    }
                });
                left.forEach((slot, observer) -> {
                    observers.remove(slot, observer);
                    observer.dispose();
                });
                tell(now);
            });
        }

        private <T> void observe(DefaultQueryClient now, Slot slot, QueryOptions<T, R> of) {
            Observation<T, R> made = new Observation<>(now, of);
            observers.put(slot, made);
            made.listen((told, changed) -> tell(now));
        }

        private <T> void move(Observation<T, R> observer, QueryOptions<?, R> of) {
            QueryOptions<T, R> same = Unchecked.cast(of); // the slot has the same key
            observer.setOptions(same);
        }

        /** Writes what the observers have told by then; a later change writes again. */
        private void tell(DefaultQueryClient now) {
            now.batches().write(store, set -> write(set, now));
        }

        private void write(Setter set, DefaultQueryClient now) {
            if (ended) {
                return;
            }
            Map<Slot, Told<?, R>> told = new HashMap<>();
            observers.forEach((slot, observer) -> {
                Told<?, R> last = observer.told();
                if (last != null) {
                    told.put(slot, last);
                }
            });
            set.set(seen, new Seen<>(now, told));
        }

        private void leaveAll() {
            observers.values().forEach(Observation::dispose);
            observers.clear();
        }

        void end() {
            ended = true;
            DefaultQueryClient last = client;
            if (last != null) {
                last.batches().run(this::leaveAll);
            }
            try {
                store.reset(seen);
            } catch (StoreClosedException e) {
                // there is nothing left to show
            }
        }
    }
}
