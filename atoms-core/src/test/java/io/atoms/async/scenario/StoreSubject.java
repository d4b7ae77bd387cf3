package io.atoms.async.scenario;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.InvariantsAccess;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.StoreSnapshot;
import io.atoms.Unobserved;
import io.atoms.async.scenario.Operation.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

/** Runs a scenario on a real store. */
final class StoreSubject implements Subject {

    /** What comes too late is dropped without a log entry. */
    private static final Context QUIET = Context.of(
            "reactor.onErrorDropped.local", (Consumer<Throwable>) error -> {},
            "reactor.onNextDropped.local", (Consumer<Object>) value -> {});

    private final GraphSpec graph;
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store =
            AtomStore.builder().scheduler(clock).context(QUIET).build();
    private final List<Atom<?>> atoms = new ArrayList<>();
    private final Map<Integer, Server> servers = new HashMap<>();
    private final Map<String, AtomSubscription> subscriptions = new HashMap<>();
    private final Map<String, Integer> subscribed = new HashMap<>();
    private final Map<String, StoreSnapshot> snapshots = new HashMap<>();
    private final Set<Integer> mounted = new TreeSet<>();
    private final Set<Server.Call> signalled = new HashSet<>();
    private boolean inside;
    private Seen seen = new Seen();

    StoreSubject(GraphSpec graph) {
        this.graph = graph;
        for (int i = 0; i < graph.size(); i++) {
            atoms.add(atom(i));
        }
    }

    // ---- atoms ----------------------------------------------------------------------------------------------------

    private Atom<?> atom(int node) {
        if (graph.isPrimitive(node)) {
            return mounting(Atom.of(graph.initial(node)).named(graph.name(node)), node);
        }
        if (graph.isDerived(node)) {
            return mounting(
                    Atom.<Integer>derived(get -> graph.derive(node, read -> get.get(atoms.get(read))))
                            .named(graph.name(node)),
                    node);
        }
        return mounting(async(node).named(graph.name(node)), node);
    }

    private AsyncAtom<Integer> async(int node) {
        Work work = graph.work(node);
        Server server = new Server();
        servers.put(node, server);
        Publishers publishers = new Publishers(graph, node, atoms::get, server, (n, line) -> work(n, line));
        AsyncAtom<Integer> atom = work.isStream()
                ? Atom.<Integer>stream(publishers::flux, work.policy())
                : Atom.<Integer>async(publishers::mono);
        return atom.whenUnobserved(
                work.linger() == Work.KEEP
                        ? Unobserved.keep()
                        : work.linger() == 0
                                ? Unobserved.cancel()
                                : Unobserved.cancelAfter(Duration.ofSeconds(work.linger())));
    }

    private void work(int node, String line) {
        seen.work(graph.name(node), line);
    }

    private <T> Atom<T> mounting(Atom<T> atom, int node) {
        return atom.onMount(context -> {
            require(mounted.add(node), graph.name(node) + " is mounted twice");
            return () -> require(mounted.remove(node), graph.name(node) + " is unmounted twice");
        });
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    @SuppressWarnings("unchecked")
    private PrimitiveAtom<Integer> primitive(int node) {
        return (PrimitiveAtom<Integer>) atoms.get(node);
    }

    // ---- what is seen from outside ----------------------------------------------------------------------------------

    @Override
    public Seen apply(Operation operation) {
        seen = new Seen();
        try {
            perform(operation, store);
        } catch (ScenarioError e) {
            seen.line("threw " + e.getMessage());
        }
        for (int node : new TreeSet<>(servers.keySet())) {
            List<Server.Call> calls = servers.get(node).calls();
            for (int i = 0; i < calls.size(); i++) {
                if (calls.get(i).isLive()) {
                    seen.add(Seen.LIVE, graph.name(node) + "#" + i);
                    checkDemand(node, calls.get(i));
                }
            }
        }
        mounted.forEach(node -> seen.add(Seen.OBSERVED, graph.name(node)));
        if (!store.isClosed()) {
            InvariantsAccess.check(store);
        }
        return seen;
    }

    private void checkDemand(int node, Server.Call call) {
        boolean right = graph.work(node).everyValue() ? call.demand() == 1 : call.demand() > Integer.MAX_VALUE;
        require(right, "the demand of " + graph.name(node) + " is " + call.demand());
    }

    @Override
    public void close() {
        snapshots.values().forEach(StoreSnapshot::close);
        store.close();
        require(mounted.isEmpty(), "something is mounted after close");
    }

    // ---- operations -----------------------------------------------------------------------------------------------

    private void perform(Operation operation, Setter setter) {
        if (operation instanceof Operation.Write write) {
            write(write, setter);
        } else if (operation instanceof Operation.Read read) {
            Object value = setter.get(atoms.get(read.atom()));
            seen.line("read " + graph.name(read.atom()) + "=" + GraphSpec.show(value));
        } else if (operation instanceof Operation.Transaction transaction) {
            transaction(transaction);
        } else if (operation instanceof Operation.Refresh refresh) {
            refresh((AsyncAtom<?>) atoms.get(refresh.atom()), setter);
        } else if (operation instanceof Signal signal) {
            signal(signal);
        } else if (operation instanceof Operation.Advance advance) {
            clock.advanceTimeBy(Duration.ofSeconds(advance.seconds()));
        } else if (operation instanceof Operation.CloseStore) {
            store.close();
        } else if (!observe(operation)) {
            snapshot(operation);
        }
    }

    private void write(Operation.Write write, Setter setter) {
        if (write.adds()) {
            setter.update(primitive(write.atom()), present -> (present + write.value()) % 10);
        } else {
            setter.set(primitive(write.atom()), write.value());
        }
    }

    private void refresh(AsyncAtom<?> atom, Setter setter) {
        setter.refresh(atom);
    }

    private void transaction(Operation.Transaction transaction) {
        if (inside) {
            try {
                store.transaction(tx -> body(transaction, tx));
            } catch (ScenarioError e) {
                seen.line("caught " + e.getMessage());
            }
            return;
        }
        inside = true;
        signalled.clear();
        try {
            store.transaction(tx -> {
                try {
                    body(transaction, tx);
                } finally {
                    inside = false;
                }
            });
        } finally {
            inside = false;
        }
    }

    private void body(Operation.Transaction transaction, Setter setter) {
        transaction.body().forEach(each -> perform(each, setter));
        if (transaction.fails()) {
            throw new ScenarioError("abort");
        }
    }

    private boolean observe(Operation operation) {
        if (operation instanceof Operation.Subscribe subscribe) {
            subscribe(subscribe.id(), subscribe.atom());
        } else if (operation instanceof Operation.Start start) {
            subscriptions.put(start.id(), store.effect(context -> {
                Object value = context.get(atoms.get(start.atom()));
                seen.effect(start.id(), GraphSpec.show(value));
            }));
        } else if (operation instanceof Operation.Dispose dispose) {
            dispose(dispose.id());
        } else if (operation instanceof Operation.Swap swap) {
            swap(swap);
        } else {
            return false;
        }
        return true;
    }

    private void swap(Operation.Swap swap) {
        Integer atom = subscribed.get(swap.id());
        if (atom != null && subscriptions.containsKey(swap.id())) {
            store.transaction(tx -> {
                dispose(swap.id());
                subscribe(swap.to(), atom);
            });
        }
    }

    private void dispose(String id) {
        AtomSubscription subscription = subscriptions.remove(id);
        if (subscription != null) {
            subscription.dispose();
        }
    }

    private void subscribe(String id, int node) {
        subscribed.put(id, node);
        subscriptions.put(id, listen(id, atoms.get(node)));
    }

    private <T> AtomSubscription listen(String id, Atom<T> atom) {
        return store.subscribe(
                atom, (previous, current) -> told(id, GraphSpec.show(previous) + " -> " + GraphSpec.show(current)));
    }

    private void told(String id, String line) {
        seen.told(id, line);
    }

    private void snapshot(Operation operation) {
        if (operation instanceof Operation.Open open) {
            snapshots.put(open.id(), store.snapshot());
        } else if (operation instanceof Operation.Look look && snapshots.containsKey(look.id())) {
            Object value = snapshots.get(look.id()).get(atoms.get(look.atom()));
            seen.line("look " + graph.name(look.atom()) + "=" + GraphSpec.show(value));
        } else if (operation instanceof Operation.Restore restore && snapshots.containsKey(restore.id())) {
            store.restore(snapshots.get(restore.id()));
        } else if (operation instanceof Operation.Close close && snapshots.containsKey(close.id())) {
            snapshots.remove(close.id()).close();
        }
    }

    // ---- signals --------------------------------------------------------------------------------------------------

    private void signal(Signal signal) {
        Server server = servers.get(signal.atom());
        Server.Call call = server == null ? null : server.back(signal.back());
        Work work = graph.work(signal.atom());
        if (call == null || inside && (work.readsLate() || call.isLive() && !signalled.add(call))) {
            return;
        }
        switch (signal.kind()) {
            case VALUE -> {
                call.next(signal.value());
                if (!work.isStream()) {
                    call.complete();
                }
            }
            case ERROR -> call.fail(new ScenarioError("error " + signal.value()));
            default -> call.complete();
        }
    }
}
