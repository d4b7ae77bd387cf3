package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.query.ListKey;
import io.atoms.query.Patch;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryFilters;
import io.atoms.query.QueryObserver;
import io.atoms.query.QueryOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The entry of a query under two threads: an observer against collection, a result against a cancellation, and so on. */
public final class QueryTest {

    private QueryTest() {}

    static final ListKey<Integer> KEY = ListKey.of("key");

    /** A client whose time an actor moves. */
    public static class Cache {
        final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        final QueryClient client = QueryClient.builder().scheduler(clock).build();
        final AtomicInteger calls = new AtomicInteger();

        QueryOptions<Integer, Integer> counting() {
            return QueryOptions.of(KEY, context -> Mono.fromSupplier(calls::incrementAndGet));
        }

        String status() {
            return client.getQueryState(KEY)
                    .map(state -> state.status() + " " + state.fetchStatus())
                    .orElse("none");
        }
    }

    /** An observer comes while the time of the entry is over. */
    @JCStressTest
    @Outcome(id = "SUCCESS IDLE, 1", expect = ACCEPTABLE, desc = "It observes an entry of the cache, which has data.")
    @Outcome(expect = FORBIDDEN, desc = "It observes an entry that the cache has forgotten, or nothing.")
    @State
    public static class AttachAgainstCollection extends Cache {
        QueryObserver<Integer, Integer> observer;

        public AttachAgainstCollection() {
            client.setQueryDefaults(QueryFilters.all(), options -> options.gcTime(Duration.ofMillis(1)));
            client.setQueryData(KEY, 0);
            observer = client.observer(counting().gcTime(Duration.ofMillis(1)));
        }

        @Actor
        public void observe() {
            observer.subscribe(result -> {});
        }

        @Actor
        public void collect() {
            clock.advanceTimeBy(Duration.ofMillis(1));
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = observer.currentResult().status() + " "
                    + observer.currentResult().info().fetchStatus();
            r.r2 = client.metrics().active();
        }
    }

    /** The first result of a query races with its cancellation. */
    @JCStressTest
    @Outcome(id = "SUCCESS IDLE, 1", expect = ACCEPTABLE, desc = "The result was first, and the caller has it.")
    @Outcome(id = "PENDING IDLE, cancelled", expect = ACCEPTABLE, desc = "The cancellation was first, and says so.")
    @Outcome(expect = FORBIDDEN, desc = "The caller and the cache tell different things, or nothing.")
    @State
    public static class SettleAgainstCancel extends Cache {
        final Sinks.One<Integer> answer = Sinks.one();
        volatile String told = "nothing";

        public SettleAgainstCancel() {
            client.fetch(QueryOptions.of(KEY, context -> answer.asMono()))
                    .subscribe(data -> told = data.toString(), error -> told = "cancelled");
        }

        @Actor
        public void settle() {
            answer.tryEmitValue(1);
        }

        @Actor
        public void cancel() {
            client.cancel(QueryFilters.all());
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = status();
            r.r2 = told;
        }
    }

    /** Two callers ask for one key. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "One call, and both have its result.")
    @Outcome(expect = FORBIDDEN, desc = "Two calls, or a caller without a result.")
    @State
    public static class TwoFetches extends Cache {
        final QueryOptions<Integer, Integer> options = counting().staleTime(Duration.ofDays(1));
        volatile int first;
        volatile int second;

        @Actor
        public void first() {
            client.fetch(options).subscribe(data -> first = data);
        }

        @Actor
        public void second() {
            client.fetch(options).subscribe(data -> second = data);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r1 = calls.get();
            r.r2 = first;
            r.r3 = second;
        }
    }

    /** A patch ends while the data below it is set. */
    @JCStressTest
    @Outcome(id = "10, 0", expect = ACCEPTABLE, desc = "The data that was set, without the patch.")
    @Outcome(expect = FORBIDDEN, desc = "A patch that stays, or data that is lost.")
    @State
    public static class UndoAgainstSet extends Cache {
        final Patch patch;

        public UndoAgainstSet() {
            client.setQueryData(KEY, 0);
            patch = client.patchQueryData(KEY, n -> n + 1);
        }

        @Actor
        public void undo() {
            patch.undo();
        }

        @Actor
        public void set() {
            client.setQueryData(KEY, 10);
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = client.getQueryData(KEY).orElse(-1);
            r.r2 = client.getQueryState(KEY).orElseThrow().pendingPatches();
        }
    }

    /** Two observers come and one goes, of one query. */
    @JCStressTest
    @Outcome(id = "SUCCESS IDLE, 1", expect = ACCEPTABLE, desc = "The one who stays sees the data.")
    @Outcome(expect = FORBIDDEN, desc = "Who stays sees less, or is not counted.")
    @State
    public static class ObserverAgainstLeaver extends Cache {
        final QueryObserver<Integer, Integer> staying = client.observer(counting());
        final QueryObserver<Integer, Integer> leaving = client.observer(counting());

        public ObserverAgainstLeaver() {
            leaving.subscribe(result -> {});
        }

        @Actor
        public void come() {
            staying.subscribe(result -> {});
        }

        @Actor
        public void go() {
            leaving.dispose();
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = staying.currentResult().status() + " "
                    + staying.currentResult().info().fetchStatus();
            r.r2 = client.metrics().active();
        }
    }

    /** The client is closed while somebody fetches. */
    @JCStressTest
    @Outcome(id = "0, value", expect = ACCEPTABLE, desc = "The fetch was first.")
    @Outcome(id = "0, error", expect = ACCEPTABLE, desc = "Closing was first, or came between.")
    @Outcome(expect = FORBIDDEN, desc = "An entry is left, or the caller is told nothing.")
    @State
    public static class CloseAgainstFetch extends Cache {
        volatile String told = "nothing";

        @Actor
        public void fetch() {
            client.fetch(counting()).subscribe(data -> told = "value", error -> told = "error");
        }

        @Actor
        public void close() {
            client.close();
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = client.metrics().entries();
            r.r2 = told;
        }
    }
}
