package io.atoms.query;

import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Fetches queries again: because they are out of date, were reset, or because of an occasion such as the focus. */
final class Refetching {

    private final DefaultQueryClient client;

    Refetching(DefaultQueryClient client) {
        this.client = client;
    }

    /** Fetches again with the options of an observer, or the last ones. */
    private <T> void refetch(Entry<T> entry, boolean restart, Refetches pending) {
        QueryOptions<T, ?> of = null;
        for (Observation<T, ?> each : entry.observers()) {
            if (each.asked().isEnabled(entry.state())) {
                of = each.asked().options();
                break;
            }
        }
        if (of == null) {
            of = entry.options();
        }
        if (of != null) {
            Settings settings = client.settings(of);
            Refetches.One<T> one = pending.one();
            client.fetch(entry, of, settings, settings.get(Setting.RETRY), restart, null, one.waiter());
            if (entry.state().fetchStatus() == FetchStatus.PAUSED) {
                one.end(); // nobody knows for how long
            }
        }
    }

    void refetchIfActive(Entry<?> entry) {
        if (entry.isActive()) {
            refetch(entry);
        }
    }

    /** Fetches again, active or not; nobody waits for it. */
    void refetch(Entry<?> entry) {
        refetch(entry, true, new Refetches());
    }

    private boolean mayRefetch(Entry<?> entry) {
        QueryState<?> state = entry.state();
        if (entry.isDisabled()) {
            return false;
        }
        if (!entry.isObserved()) {
            QueryOptions<?, ?> last = entry.options();
            return last != null && !(state.hasData() && Projection.isStatic(client, client.settings(last), state));
        }
        return entry.observers().stream().noneMatch(each -> each.asked().isStatic(state));
    }

    /** Declares data out of date, and fetches some of it again. */
    Mono<Void> invalidate(QueryFilters filters, RefetchType type) {
        Refetches pending = new Refetches();
        client.batches().run(() -> {
            List<Entry<?>> matched = client.find(filters);
            matched.forEach(Entry::invalidate);
            for (Entry<?> each : matched) {
                boolean wanted = switch (type) {
                    case ACTIVE -> each.isActive();
                    case INACTIVE -> !each.isActive();
                    case ALL -> true;
                    case NONE -> false;
                };
                if (wanted && mayRefetch(each)) {
                    if (!each.state().hasData()) {
                        each.fetchOnceMore(); // its first fetch began before, and is not begun anew
                    }
                    refetch(each, true, pending);
                }
            }
        });
        return pending.done();
    }

    /** Invalidates everything. Many clients may have the same reason at the same time, so they fetch at different ones. */
    void resync() {
        double jitter = client.defaults().get(Setting.REFETCH_JITTER);
        invalidate(QueryFilters.all(), jitter == 0 ? RefetchType.ACTIVE : RefetchType.NONE);
        if (jitter > 0) {
            Duration delay = Duration.ofMillis((long) (1_000 * jitter * client.random()));
            client.schedule(delay, () -> refetch(QueryFilters.all().active(true).stale(true), false));
        }
    }

    Mono<Void> refetch(QueryFilters filters, boolean cancelRefetch) {
        Refetches pending = new Refetches();
        client.batches().run(() -> {
            for (Entry<?> each : client.find(filters)) {
                if (mayRefetch(each)) {
                    refetch(each, cancelRefetch, pending);
                }
            }
        });
        return pending.done();
    }

    Mono<Void> reset(QueryFilters filters) {
        Refetches pending = new Refetches();
        client.batches().run(() -> {
            List<Entry<?>> matched = client.find(filters);
            for (Entry<?> each : matched) {
                try {
                    client.notStored(each.key());
                    each.reset();
                } catch (Throwable error) {
                    client.problems().report("initial data of " + each.key(), error);
                }
            }
            for (Entry<?> each : matched) {
                if (each.isActive()) {
                    refetch(each, true, pending);
                }
            }
        });
        return pending.done();
    }

    /** What is out of date is fetched again, and what was paused goes on: in this order, so that it is one fetch. */
    void occasion(Setting<RefetchOn> occasion) {
        client.batches().run(() -> {
            client.entries().all().forEach(each -> refetchOn(occasion, each));
            client.entries().all().forEach(Entry::proceed);
        });
    }

    private <T> void refetchOn(Setting<RefetchOn> occasion, Entry<T> entry) {
        for (Observation<T, ?> each : entry.observers()) {
            if (each.asked().shouldFetchOn(occasion, entry.state())) {
                double jitter = each.asked().get(Setting.REFETCH_JITTER);
                if (jitter == 0) {
                    each.fetch(entry, false);
                } else {
                    each.fetchAfter(Duration.ofMillis((long) (1_000 * jitter * client.random())), entry, occasion);
                }
                return;
            }
        }
    }
}
