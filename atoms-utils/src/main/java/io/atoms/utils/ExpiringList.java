package io.atoms.utils;

import io.atoms.ActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.AsyncGetter;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.Unobserved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A list whose items leave a time after they were added: messages on a screen, recent errors, who has been seen lately.
 *
 * <pre>{@code
 * ExpiringList<String> toasts = ExpiringList.<String>of(Duration.ofSeconds(5)).named("toasts");
 * store.subscribe(toasts.items(), items -> show(items));
 * store.run(toasts.add(), "saved"); // show([saved]); 5 s later: show([])
 * }</pre>
 *
 * <p><b>Rules.</b> Items are in the order in which they were added; equal ones are items of their own. While {@code items} is
 * observed a timer makes each leave when its time has come, by a commit of its own; those whose time has come leave together. When the last observer leaves, the timer is cancelled. Without observers, items whose time has come are left out
 * at the next need: a read outside of transactions, an observer, {@code add}, {@code remove} or {@code clear}.
 *
 * <p>The time is measured by {@link TimeAtoms#SCHEDULER}.
 *
 * <p><b>Threads.</b> Any. Adding and removing cost a copy of the list.
 *
 * <p><b>Errors.</b> A scheduler that refuses the timer is the error of {@code items} until the next change.
 *
 * @param <E> the type of the items
 */
public final class ExpiringList<E> {

    /*
     * All items have the same time to live, so they leave in the order in which they came. The timer is a stream of the
     * entries that have expired, each after the one before it; the entries up to its newest value are left out. The newest
     * value goes on to count while a changed list begins a new run (Loading keeps the previous value), and means nothing
     * once it has been removed from the list. Told by identity, it can't be mistaken for an item that came later.
     */

    private static final class Entry<E> {
        final E item;
        final long until;

        Entry(E item, long until) {
            this.item = item;
            this.until = until;
        }
    }

    private final String name;
    private final Duration timeToLive;
    private final long nanos;

    private final PrimitiveAtom<List<Entry<E>>> entries;
    private final AsyncAtom<Entry<E>> expired;
    private final Atom<List<E>> items;
    private final ActionAtom<E, @Nullable Void> add;
    private final ActionAtom<E, Boolean> remove;
    private final ActionAtom<@Nullable Void, Boolean> clear;

    private ExpiringList(String name, Duration timeToLive) {
        this.name = name;
        this.timeToLive = timeToLive;
        this.nanos = Delays.nanos("time to live of " + name, timeToLive);
        this.entries = Atom.<List<Entry<E>>>of(List.of()).named(name + ".entries");
        this.expired = Atom.<Entry<E>>stream(this::expiring)
                .whenUnobserved(Unobserved.cancel())
                .named(name + ".expired");
        this.items = Atom.<List<E>>derived(this::present).named(name);
        this.add = Atom.<E, @Nullable Void>action(this::added).named(name + ".add");
        this.remove = Atom.<E, Boolean>action(this::removed).named(name + ".remove");
        this.clear = Atom.<@Nullable Void, Boolean>action((set, none) -> cleared(set))
                .named(name + ".clear");
    }

    /**
     * {@return an empty list}
     *
     * @param <E> the type of the items
     * @param timeToLive how long an item stays; positive
     */
    public static <E> ExpiringList<E> of(Duration timeToLive) {
        return new ExpiringList<>("expiring", timeToLive);
    }

    /**
     * {@return a new definition whose atoms are called {@code name}, {@code name.add} and so on}
     *
     * @param name the new name
     */
    public ExpiringList<E> named(String name) {
        return new ExpiringList<>(Objects.requireNonNull(name, "name"), timeToLive);
    }

    /** {@return the name given by {@link #named}} */
    public String name() {
        return name;
    }

    /** {@return the items whose time has not come, the oldest first; unmodifiable} */
    public Atom<List<E>> items() {
        return items;
    }

    /**
     * Adds an item as the last.
     *
     * @return the action
     */
    public ActionAtom<E, @Nullable Void> add() {
        return add;
    }

    /**
     * Removes the oldest item that is equal to the argument; tells whether there was one.
     *
     * @return the action
     */
    public ActionAtom<E, Boolean> remove() {
        return remove;
    }

    /**
     * Removes all items; tells whether there were any.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Boolean> clear() {
        return clear;
    }

    // ---- reading ----

    private Flux<Entry<E>> expiring(AsyncGetter get) {
        List<Entry<E>> all = get.get(entries);
        Scheduler scheduler = get.get(TimeAtoms.SCHEDULER);
        return nextExpired(all, 0, scheduler)
                .expand(index -> nextExpired(all, index + 1, scheduler))
                .<Entry<E>>map(all::get)
                .concatWith(Flux.never());
    }

    /** Waits for the entry; emits its index, or that of the last one behind it whose time has come, too. */
    private Mono<Integer> nextExpired(List<Entry<E>> all, int index, Scheduler scheduler) {
        if (index == all.size()) {
            return Mono.empty();
        }
        long time = all.get(index).until;
        return Delays.until(time, nanos, scheduler, index)
                .map(i -> Math.max(i, passed(all, i, Math.max(time, scheduler.now(TimeUnit.NANOSECONDS))) - 1));
    }

    /** Of how many entries the time has come by the clock, if it has for the first {@code known}. */
    private int passed(List<Entry<E>> all, int known, long now) {
        int count = known;
        while (count < all.size() && Delays.passed(all.get(count).until, now, nanos)) {
            count++;
        }
        return count;
    }

    private List<E> present(Getter get) {
        List<Entry<E>> all = get.get(entries);
        if (all.isEmpty()) {
            return List.of();
        }
        Loadable<Entry<E>> run = get.get(expired);
        if (run.isFailed()) {
            run.orElseThrow();
        }
        Entry<E> newest = run.valueOrPrevious();
        int gone = newest == null ? 0 : all.indexOf(newest) + 1;
        return all.subList(gone, all.size()).stream().map(entry -> entry.item).toList();
    }

    // ---- writing ----

    /** A copy of the entries whose time has not come by the clock, because nobody may have run the timer. */
    private List<Entry<E>> living(Setter set, long now) {
        List<Entry<E>> all = set.get(entries);
        return new ArrayList<>(all.subList(passed(all, 0, now), all.size()));
    }

    private @Nullable Void added(Setter set, E item) {
        Objects.requireNonNull(item, "item");
        long now = Delays.now(set);
        List<Entry<E>> living = living(set, now);
        living.add(new Entry<>(item, now + nanos));
        set.set(entries, List.copyOf(living));
        return null;
    }

    private boolean removed(Setter set, E item) {
        List<Entry<E>> living = living(set, Delays.now(set));
        for (int i = 0; i < living.size(); i++) {
            if (living.get(i).item.equals(item)) {
                living.remove(i);
                set.set(entries, List.copyOf(living));
                return true;
            }
        }
        return false;
    }

    private boolean cleared(Setter set) {
        boolean any = !living(set, Delays.now(set)).isEmpty();
        set.set(entries, List.of());
        return any;
    }
}
