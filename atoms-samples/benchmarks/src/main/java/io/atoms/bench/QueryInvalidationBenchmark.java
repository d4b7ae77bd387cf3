package io.atoms.bench;

import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.StaleTime;
import io.atoms.query.Tag;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Mono;

/** Invalidates 10,000 of 20,000 entries by their tag; nobody observes them, so none is fetched. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
@State(Scope.Benchmark)
public class QueryInvalidationBenchmark {

    private static final int ENTRIES = 20_000;

    /** The key of the queries. */
    public record Id(int id) implements QueryKey<Integer> {}

    private static final QueryDefinition<Id, Integer> DEFINITION = QueryDefinition.mono(
                    Id.class, (key, context) -> Mono.just(key.id()))
            .tags((key, data) -> Set.of(Tag.of(key.id() % 2 == 0 ? "even" : "odd", key.id())))
            .defaults(options -> options.staleTime(StaleTime.NEVER));

    private QueryClient client;

    @Setup(Level.Iteration)
    public void setUp() {
        client = QueryClient.builder().register(DEFINITION).build();
        for (int i = 0; i < ENTRIES; i++) {
            client.setQueryData(new Id(i), i);
        }
    }

    @TearDown(Level.Iteration)
    public void tearDown() {
        Check.equal(1, invalidated(0));
        Check.equal(0, invalidated(1));
        client.close();
    }

    private int invalidated(int id) {
        return client.getQueryState(new Id(id)).orElseThrow().invalidated() ? 1 : 0;
    }

    @Benchmark
    public void byTag() {
        client.invalidateTags(Tag.of("even")).block();
    }
}
