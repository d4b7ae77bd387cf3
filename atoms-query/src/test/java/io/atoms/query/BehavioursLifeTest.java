package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.CacheEvent.Cause;
import io.atoms.query.Clients.Results;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Part 4 of the specification: how long entries are kept. */
class BehavioursLifeTest extends WithClient {

    @Test
    void b13_theLongestGcTime_counts() {
        for (int time : List.of(100, 200, 10)) {
            run(client.fetch(options(it.counting(-1)).gcTime(ms(time))));
        }
        it.pass(199);
        assertThat(client.getQueryState(key)).isPresent();
        it.pass(1);
        assertThat(client.getQueryState(key)).isEmpty();
    }

    @Test
    void b14_gcTimeZero_stillDelivers() {
        Outcome<Integer> outcome = run(client.fetch(options(it.counting(10)).gcTime(ms(0))));
        it.pass(9);
        assertThat(client.getQueryState(key)).isPresent();
        it.pass(1);
        assertThat(outcome.values).containsExactly(1);
        it.pass(1);
        assertThat(client.getQueryData(key)).isEmpty();
    }

    @Test
    void b15_anObservedEntry_isNotCollected() {
        Results<Integer> results = it.observe(options(it.counting(-1)).gcTime(ms(0)));
        it.pass(100);
        assertThat(client.getQueryData(key)).contains(1);
        results.observer.dispose();
        it.pass(1);
        assertThat(client.getQueryData(key)).isEmpty();
    }

    @Test
    void b16_dataThatWasOnlySet_isCollectedByTheDefaults() {
        try (Clients other = new Clients(builder -> builder.defaults(all -> all.gcTime(ms(10))))) {
            other.client.setQueryData(key, 1);
            other.pass(9);
            assertThat(removed(other)).isEmpty();
            other.pass(1);
            assertThat(removed(other)).containsExactly(new CacheEvent.Removed(key, Cause.COLLECTED));
        }
    }

    private static List<CacheEvent> removed(Clients of) {
        List<CacheEvent> removed = new ArrayList<>(of.events);
        removed.removeIf(each -> !(each instanceof CacheEvent.Removed));
        return removed;
    }
}
