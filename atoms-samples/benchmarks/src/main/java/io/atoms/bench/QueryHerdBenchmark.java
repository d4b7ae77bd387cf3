package io.atoms.bench;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.StaleTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
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
import reactor.core.publisher.Mono;

/** 1,000 threads ask an empty cache for 100 keys, each of which takes 5 ms to load: each must be loaded once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class QueryHerdBenchmark {

    private static final int THREADS = 1_000;
    private static final int KEYS = 100;
    private static final Duration LOAD = Duration.ofMillis(5);

    /** The key of the queries. */
    public record Id(int id) implements QueryKey<Integer> {}

    private final AtomicInteger loads = new AtomicInteger();
    private ExecutorService threads;

    @Setup
    public void setUp() {
        threads = Executors.newFixedThreadPool(THREADS);
    }

    @TearDown
    public void tearDown() {
        threads.shutdownNow();
    }

    private Mono<Integer> load(int id) {
        loads.incrementAndGet();
        return Mono.delay(LOAD).thenReturn(id);
    }

    private int ask(IntFunction<Integer> cache) throws Exception {
        loads.set(0);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>(THREADS);
        for (int t = 0; t < THREADS; t++) {
            int id = t % KEYS;
            all.add(threads.submit(() -> {
                start.await();
                Check.equal(id, cache.apply(id));
                return null;
            }));
        }
        start.countDown();
        for (Future<?> each : all) {
            each.get();
        }
        Check.equal(KEYS, loads.get());
        return ThreadLocalRandom.current().nextInt();
    }

    @Benchmark
    public int queryClient() throws Exception {
        QueryDefinition<Id, Integer> definition = QueryDefinition.mono(Id.class, (key, context) -> load(key.id()))
                .defaults(options -> options.staleTime(StaleTime.NEVER));
        try (QueryClient client = QueryClient.create()) {
            return ask(id -> client.fetch(definition.options(new Id(id))).block());
        }
    }

    @Benchmark
    public int caffeineAsync() throws Exception {
        AsyncLoadingCache<Id, Integer> cache = Caffeine.newBuilder().buildAsync((key, executor) ->
                (CompletableFuture<Integer>) load(key.id()).toFuture());
        return ask(id -> cache.get(new Id(id)).join());
    }
}
