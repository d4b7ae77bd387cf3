package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Mounting, focus, being online again, intervals, gates and enabled. */
class OccasionsTest extends WithClient {

    private void refocus() {
        it.focus.setFocused(false);
        it.focus.setFocused(true);
    }

    private void reconnect() {
        it.online.setOnline(false);
        it.online.setOnline(true);
    }

    // ---- mount ----

    @Test
    void mount_fetchesStaleData_orAlways_orNever() {
        client.setQueryData(key, 1);
        Calls<Integer> calls = it.counting(-1);
        QueryOptions<Integer, Integer> fresh = options(calls).staleTime(ms(100));
        it.observe(fresh).observer.dispose();
        assertThat(calls.count).hasValue(0);
        it.observe(fresh.refetchOnMount(RefetchOn.ALWAYS)).observer.dispose();
        assertThat(calls.count).hasValue(1);
        it.pass(100);
        it.observe(fresh.refetchOnMount(RefetchOn.NEVER)).observer.dispose();
        assertThat(calls.count).hasValue(1);
        it.observe(fresh).observer.dispose();
        assertThat(calls.count).hasValue(2);
    }

    @Test
    void mount_fetchesWhatHasNoData_evenIfNever() {
        Calls<Integer> calls = it.counting(-1);
        it.observe(options(calls).refetchOnMount(RefetchOn.NEVER));
        assertThat(calls.count).hasValue(1);
    }

    @Test
    void retryOnMount_decidesAboutErrorsWithoutData() {
        Calls<Integer> calls = it.failing(-1);
        QueryOptions<Integer, Integer> options = options(calls).retry(0);
        it.observe(options).observer.dispose();
        it.observe(options.retryOnMount(false)).observer.dispose();
        assertThat(calls.count).hasValue(1);
        it.observe(options);
        assertThat(calls.count).hasValue(2);
    }

    @Test
    void twoObservers_fetchOnce() {
        Calls<Integer> calls = it.counting(10);
        Results<Integer> one = it.observe(options(calls));
        Results<Integer> two = it.observe(options(calls));
        it.pass(10);
        assertThat(calls.count).hasValue(1);
        assertThat(one.last()).isEqualTo(two.last());
    }

    // ---- focus and online ----

    @Test
    void focus_fetchesStaleData_onceForAllObservers() {
        Calls<Integer> calls = it.counting(10);
        it.observe(options(calls));
        it.observe(options(calls));
        it.pass(10);
        refocus();
        it.pass(10);
        assertThat(calls.count).hasValue(2);
    }

    @Test
    void focus_followsItsOption() {
        Calls<Integer> never = it.counting(-1);
        Calls<Integer> always = it.counting(-1);
        Calls<Integer> stale = it.counting(-1);
        it.observe(QueryOptions.of(ListKey.<Integer>of(1), never).refetchOnFocus(RefetchOn.NEVER));
        it.observe(QueryOptions.of(ListKey.<Integer>of(2), always)
                .staleTime(StaleTime.NEVER)
                .refetchOnFocus(RefetchOn.ALWAYS));
        it.observe(QueryOptions.of(ListKey.<Integer>of(3), stale).staleTime(ms(50)));
        refocus();
        assertThat(List.of(never.count.get(), always.count.get(), stale.count.get()))
                .containsExactly(1, 2, 1);
        it.pass(50);
        refocus();
        assertThat(List.of(never.count.get(), always.count.get(), stale.count.get()))
                .containsExactly(1, 3, 2);
    }

    @Test
    void focus_doesNotFetchWhatNobodyObservesOrEnables() {
        Calls<Integer> calls = it.counting(-1);
        run(client.fetch(options(calls)));
        refocus();
        it.observe(options(calls).enabled(false));
        refocus();
        assertThat(calls.count).hasValue(1);
    }

    @Test
    void reconnect_fetchesStaleData_butNotInModeAlways() {
        Calls<Integer> calls = it.counting(-1);
        Calls<Integer> local = it.counting(-1);
        Calls<Integer> both = it.counting(-1);
        it.observe(options(calls));
        it.observe(QueryOptions.of(ListKey.<Integer>of("local"), local).networkMode(NetworkMode.ALWAYS));
        it.observe(QueryOptions.of(ListKey.<Integer>of("both"), both)
                .networkMode(NetworkMode.ALWAYS)
                .refetchOnReconnect(RefetchOn.IF_STALE));
        reconnect();
        assertThat(calls.count).hasValue(2);
        assertThat(local.count).hasValue(1);
        assertThat(both.count).hasValue(2);
    }

    @Test
    void jitter_spreadsTheFetches() {
        try (Clients other = new Clients(builder -> builder.random(() -> 0.5))) {
            Calls<Integer> calls = other.counting(-1);
            other.observe(options(calls).refetchJitter(0.2));
            other.focus.setFocused(false);
            other.focus.setFocused(true);
            other.pass(99);
            assertThat(calls.count).hasValue(1);
            other.pass(1);
            assertThat(calls.count).hasValue(2);
        }
    }

    // ---- network mode and gates ----

    @Test
    void online_aFetchWaits_andGoesOnByItself() {
        it.online.setOnline(false);
        Calls<Integer> calls = it.counting(10);
        Outcome<Integer> outcome = run(client.fetch(options(calls)));
        assertThat(show(it.state(key))).isEqualTo("PENDING+PAUSED");
        assertThat(client.isFetching(QueryFilters.all())).isZero();
        assertThat(client.metrics().paused()).isEqualTo(1);
        it.online.setOnline(true);
        it.pass(10);
        assertThat(outcome.values).containsExactly(1);
        assertThat(calls.count).hasValue(1);
    }

    @Test
    void online_aFetchThatRunsIsNotPaused_butItsNextAttemptIs() {
        Calls<Integer> calls =
                it.new Calls<>(10, n -> n == 1 ? Mono.error(new IllegalStateException("no")) : Mono.just(n));
        it.observe(options(calls).retry(RetryPolicy.times(1).delay(ms(5))));
        it.online.setOnline(false);
        it.pass(15);
        assertThat(show(it.state(key))).isEqualTo("PENDING+PAUSED");
        assertThat(it.state(key).failureCount()).isEqualTo(1);
        it.online.setOnline(true);
        it.pass(10);
        assertThat(client.getQueryData(key)).contains(2);
        assertThat(it.state(key).failureCount()).isZero();
    }

    @Test
    void always_ignoresBeingOffline() {
        it.online.setOnline(false);
        Calls<Integer> calls = it.failing(-1);
        it.observe(options(calls)
                .networkMode(NetworkMode.ALWAYS)
                .retry(RetryPolicy.times(1).delay(ms(5))));
        it.pass(5);
        assertThat(calls.count).hasValue(2);
        assertThat(show(it.state(key))).isEqualTo("ERROR+IDLE");
    }

    @Test
    void aPausedFetch_thatIsCancelled_isAsBefore() {
        it.online.setOnline(false);
        client.setQueryData(key, 7);
        Outcome<Integer> outcome = run(client.fetch(options(it.counting(-1))));
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+PAUSED");
        client.cancel(QueryFilters.all());
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+IDLE");
        assertThat(outcome.values).containsExactly(7);
    }

    @Test
    void refetch_doesNotWaitForWhatIsPaused() {
        client.setQueryData(key, 7);
        Calls<Integer> calls = it.counting(-1);
        it.observe(quiet(calls));
        it.online.setOnline(false);
        Outcome<Void> outcome = run(client.refetch(QueryFilters.all()));
        assertThat(outcome.ended).isTrue();
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+PAUSED");
        it.online.setOnline(true);
        assertThat(calls.count).hasValue(1);
    }

    @Test
    void invalidatedWhilePaused_isFetchedOnceAndFreshAfterwards() {
        client.setQueryData(key, 7);
        Calls<Integer> calls = it.counting(-1);
        it.observe(quiet(calls));
        it.online.setOnline(false);
        client.invalidate(QueryFilters.all());
        client.invalidate(QueryFilters.all());
        it.online.setOnline(true);
        assertThat(calls.count).hasValue(1);
        assertThat(it.state(key).invalidated()).isFalse();
        assertThat(client.getQueryData(key)).contains(1);
    }

    @Test
    void aCallerWhoNeedsTheResult_keepsTheAttempts_whenTheObserverLeaves() {
        Calls<Integer> calls =
                it.new Calls<>(-1, n -> n < 3 ? Mono.error(new IllegalStateException("no")) : Mono.just(n));
        QueryOptions<Integer, Integer> options =
                options(calls).retry(RetryPolicy.times(5).delay(ms(10)));
        Results<Integer> results = it.observe(options);
        Outcome<Integer> outcome = run(client.fetch(options));
        results.observer.dispose();
        it.pass(100);
        assertThat(outcome.values).containsExactly(3);
    }

    @Test
    void jitterOfAttempts_variesTheirDelay() {
        try (Clients other = new Clients(builder -> builder.random(() -> 1.0))) {
            Calls<Integer> calls = other.failing(-1);
            other.observe(options(calls).retry(RetryPolicy.times(1).jitter(0.5)));
            other.pass(1_499);
            assertThat(calls.count).hasValue(1);
            other.pass(1);
            assertThat(calls.count).hasValue(2);
        }
    }

    @Test
    void attempts_withoutDelay_followAtOnce() {
        Calls<Integer> calls =
                it.new Calls<>(10, n -> n < 4 ? Mono.error(new IllegalStateException("no")) : Mono.just(n));
        it.observe(options(calls).retry(RetryPolicy.times(5).delay(ms(0))));
        it.pass(40);
        assertThat(client.getQueryData(key)).contains(4);
    }

    @Test
    void attempts_onlyAfterCertainErrors_withTheirNumber() {
        List<Integer> numbers = new ArrayList<>();
        it.observe(options(context -> {
                    numbers.add(context.attempt());
                    return Mono.error(
                            context.attempt() < 3 ? new IllegalStateException("later") : new RuntimeException("no"));
                })
                .retry(RetryPolicy.times(9).delay(ms(1)).onlyIf(IllegalStateException.class::isInstance)));
        it.pass(1_000);
        assertThat(numbers).containsExactly(1, 2, 3);
    }

    // ---- interval ----

    private final List<Long> at = new ArrayList<>();

    private Mono<Integer> noting(QueryContext context) {
        at.add(it.clock.now(TimeUnit.MILLISECONDS));
        return Mono.just(at.size());
    }

    @Test
    void interval_isNotBegunAnewByStaleness() {
        it.observe(options(this::noting).staleTime(ms(60)).refetchInterval(ms(100)));
        it.pass(300);
        assertThat(at).containsExactly(0L, 100L, 200L, 300L);
    }

    @Test
    void interval_isNotBegunAnewByEqualOptions() {
        QueryOptions<Integer, Integer> options = quiet(this::noting).refetchInterval(ms(100));
        QueryObserver<Integer, Integer> observer = client.observer(options);
        observer.subscribe(result -> {});
        for (int i = 0; i < 10; i++) {
            it.pass(30);
            observer.setOptions(options.meta("i", i));
        }
        assertThat(at).containsExactly(0L, 100L, 200L, 300L);
        observer.setOptions(options.refetchInterval(ms(50)));
        it.pass(50);
        assertThat(at).endsWith(350L);
    }

    @Test
    void interval_stopsWhileUnfocused_unlessInBackground() {
        it.observe(options(this::noting).refetchInterval(ms(100)).refetchOnFocus(RefetchOn.NEVER));
        it.focus.setFocused(false);
        it.pass(350);
        assertThat(at).containsExactly(0L);
        it.focus.setFocused(true);
        it.pass(50);
        assertThat(at).containsExactly(0L, 400L);
    }

    @Test
    void interval_goesOnInBackground() {
        it.observe(options(this::noting).refetchInterval(ms(100)).refetchInBackground(true));
        it.focus.setFocused(false);
        it.pass(200);
        assertThat(at).containsExactly(0L, 100L, 200L);
    }

    @Test
    void interval_mayDependOnTheState_andEnd() {
        it.observe(options(this::noting)
                .refetchInterval(state -> state.dataUpdateCount() < 3
                        ? Optional.of(ms(10 * state.dataUpdateCount()))
                        : Optional.empty()));
        it.pass(1_000);
        assertThat(at).containsExactly(0L, 10L, 30L);
    }

    @Test
    void interval_stopsWithTheObserver_andWhenDisabled() {
        QueryOptions<Integer, Integer> options = options(this::noting).refetchInterval(ms(10));
        QueryObserver<Integer, Integer> observer = client.observer(options);
        observer.subscribe(result -> {});
        it.pass(20);
        observer.setOptions(options.enabled(false));
        it.pass(100);
        assertThat(at).containsExactly(0L, 10L, 20L);
        observer.setOptions(options);
        observer.dispose();
        int count = at.size();
        it.pass(100);
        assertThat(at).hasSize(count);
    }

    @Test
    void interval_variesByItsJitter() {
        try (Clients other = new Clients(builder -> builder.random(() -> 0))) {
            Calls<Integer> calls = other.counting(-1);
            other.observe(options(calls).refetchInterval(ms(100)).refetchJitter(0.2));
            other.pass(79);
            assertThat(calls.count).hasValue(1);
            other.pass(1);
            assertThat(calls.count).hasValue(2);
        }
    }

    @Test
    void interval_goesOnAfterErrors() {
        Calls<Integer> calls = it.failing(-1);
        it.observe(options(calls).retry(0).refetchInterval(ms(10)));
        it.pass(30);
        assertThat(calls.count).hasValue(4);
    }

    // ---- enabled ----

    @Test
    void enabling_fetches_disablingDoesNot() {
        Calls<Integer> calls = it.counting(-1);
        QueryObserver<Integer, Integer> observer =
                client.observer(options(calls).enabled(false));
        observer.subscribe(result -> {});
        assertThat(calls.count).hasValue(0);
        observer.setOptions(options(calls));
        assertThat(calls.count).hasValue(1);
        observer.setOptions(options(calls).enabled(false));
        observer.setOptions(options(calls).enabled(true).staleTime(ms(10)));
        assertThat(calls.count).hasValue(1); // it is fresh
    }

    @Test
    void enabled_mayDependOnTheState() {
        Calls<Integer> calls = it.counting(-1);
        Results<Integer> results = it.observe(
                options(calls).enabled(state -> state.dataUpdateCount() < 2).refetchInterval(ms(10)));
        it.pass(100);
        assertThat(calls.count).hasValue(2);
        assertThat(results.last().info().enabled()).isFalse();
        assertThat(client.metrics().active()).isZero();
    }

    @Test
    void aDisabledObserver_canRefetchByHand() {
        Calls<Integer> calls = it.counting(-1);
        Results<Integer> results = it.observe(options(calls).enabled(false));
        client.invalidate(QueryFilters.all());
        client.refetch(QueryFilters.all());
        assertThat(calls.count).hasValue(0);
        QueryResult<Integer> result = results.observer.refetch(true).block();
        assertThat(result.dataOrNull()).isEqualTo(1);
    }

    @Test
    void refetchByHand_givesErrorsAsResults() {
        Results<Integer> results = it.observe(options(it.failing(-1)).retry(0).enabled(false));
        assertThat(results.observer.refetch(true).block().isError()).isTrue();
    }
}
