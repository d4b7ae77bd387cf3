package io.atoms.bench;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.query.QueryAtoms;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryOptions;
import io.atoms.query.QueryResult;
import io.atoms.query.StaleTime;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Reads fresh data of one of 1,000 keys: through the client, through atoms, and through Caffeine alone. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class QueryReadBenchmark {

    /** The key of the queries, of the same shape as that of the caches beside them. */
    public record Id(int id) implements QueryKey<Integer> {}

    private static final int KEYS = 1_000;

    private static final QueryDefinition<Id, Integer> DEFINITION = QueryDefinition.mono(
                    Id.class, (key, context) -> Mono.just(key.id()))
            .defaults(options -> options.staleTime(StaleTime.NEVER));

    private final Id[] keys = new Id[KEYS];
    private final Cache<Id, Integer> caffeine =
            Caffeine.newBuilder().maximumSize(10 * KEYS).build();
    private final AsyncLoadingCache<Id, Integer> loading =
            Caffeine.newBuilder().maximumSize(10 * KEYS).buildAsync(Id::id);
    private final QueryClient unbounded = QueryClient.create();
    private final QueryClient bounded =
            QueryClient.builder().maximumSize(10 * KEYS).build();
    private final AtomStore store = AtomStore.create();
    private AtomHandle<QueryResult<Integer>> observed;
    private AtomHandle<QueryResult<Integer>> unobserved;
    private QueryOptions<Integer, Integer> first;
    private Disposable subscription;

    /** Which key a thread reads next. */
    @State(Scope.Thread)
    public static class Next {
        private int next;

        int index() {
            next = next == KEYS - 1 ? 0 : next + 1;
            return next;
        }
    }

    @Setup
    public void setUp() {
        for (int i = 0; i < KEYS; i++) {
            keys[i] = new Id(i);
            caffeine.put(keys[i], i);
            loading.synchronous().get(keys[i]);
            Check.equal(i, unbounded.fetch(DEFINITION.options(keys[i])).block());
            Check.equal(i, bounded.fetch(DEFINITION.options(keys[i])).block());
        }
        first = DEFINITION.options(keys[0]);
        store.set(QueryClient.CURRENT, unbounded);
        observed = store.handle(QueryAtoms.query(get -> first));
        unobserved = store.handle(QueryAtoms.query(get -> DEFINITION.options(keys[1])));
        subscription = observed.subscribe(result -> {});
        Check.equal(0, observed.get().dataOrNull());
        Check.equal(1, unobserved.get().dataOrNull());
    }

    @TearDown
    public void tearDown() {
        subscription.dispose();
        unbounded.close();
        bounded.close();
    }

    @Benchmark
    public Integer caffeineGet(Next next) {
        return caffeine.getIfPresent(keys[next.index()]);
    }

    @Benchmark
    public Integer caffeineAsyncGet(Next next) {
        return loading.get(keys[next.index()]).join();
    }

    @Benchmark
    public Integer fetch(Next next) {
        return unbounded.fetch(DEFINITION.options(keys[next.index()])).block();
    }

    @Benchmark
    public Integer fetchBounded(Next next) {
        return bounded.fetch(DEFINITION.options(keys[next.index()])).block();
    }

    @Benchmark
    public Integer fetchWithOptionsAtHand() {
        return unbounded.fetch(first).block();
    }

    @Benchmark
    public Integer getQueryData(Next next) {
        return unbounded.getQueryData(keys[next.index()]).orElseThrow();
    }

    @Benchmark
    public Object observedAtom() {
        return observed.get();
    }

    @Benchmark
    public Object unobservedAtom() {
        return unobserved.get();
    }
}
