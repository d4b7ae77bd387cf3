package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.WritableAtom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class InfiniteQueryTest {

    /** A page of a list of numbers. */
    record Page(int number, List<String> items, boolean isLast) {}

    record FeedKey(String topic) implements InfiniteKey<Page, Integer> {}

    private static final FeedKey KEY = new FeedKey("news");
    private static final PageParams<Page, Integer> NUMBERED = PageParams.<Page, Integer>of(
                    0, data -> data.lastPage().isLast() ? Optional.empty() : Optional.of(data.lastParam() + 1))
            .previous(data -> data.firstParam() == 0 ? Optional.empty() : Optional.of(data.firstParam() - 1));

    private final Clients it = new Clients();
    private final List<Integer> asked = Collections.synchronizedList(new ArrayList<>());

    /** What the server gives; replaced by tests. */
    private volatile BiFunction<Integer, QueryContext, Mono<Page>> server = (number, context) -> page(number, 10);

    private final QueryOptions<InfiniteData<Page, Integer>, InfiniteData<Page, Integer>> feed = feed(NUMBERED);

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    private QueryOptions<InfiniteData<Page, Integer>, InfiniteData<Page, Integer>> feed(
            PageParams<Page, Integer> params) {
        return QueryDefinition.infinite(
                        FeedKey.class,
                        (key, number, context) -> {
                            asked.add(number);
                            return server.apply(number, context);
                        },
                        params)
                .options(KEY)
                .retry(0);
    }

    private Mono<Page> page(int number, long millis) {
        return Mono.delay(Duration.ofMillis(millis), it.clock).thenReturn(pageOf(number));
    }

    private static Page pageOf(int number) {
        return new Page(number, List.of(number + "a", number + "b"), number >= 3);
    }

    private List<Integer> pages() {
        return it.client.getQueryData(KEY).orElseThrow().pageParams();
    }

    private void load(int pages) {
        it.client.fetchPages(feed, pages).subscribe();
        it.pass(10L * pages);
        asked.clear();
    }

    @Nested
    class FurtherPages {
        @Test
        void fetchNextPage_withoutData_fetchesTheFirst() {
            List<InfiniteData<Page, Integer>> got = new ArrayList<>();
            it.client.fetchNextPage(feed).subscribe(got::add);
            it.pass(10);
            assertThat(got).containsExactly(InfiniteData.of(pageOf(0), 0));
            assertThat(asked).containsExactly(0);
        }

        @Test
        void fetchNextPage_isLazy() {
            Mono<?> never = it.client.fetchNextPage(feed);
            it.pass(10);
            assertThat(never).isNotNull();
            assertThat(asked).isEmpty();
        }

        @Test
        void fetchNextPage_atTheEnd_givesWhatIsThere_withoutACallOrAChange() {
            load(9);
            assertThat(pages()).containsExactly(0, 1, 2, 3);
            QueryState<?> before = it.state(KEY);
            it.pass(1);
            List<InfiniteData<Page, Integer>> got = new ArrayList<>();
            it.client.fetchNextPage(feed).subscribe(got::add);
            assertThat(got).hasSize(1);
            assertThat(asked).isEmpty();
            assertThat(it.state(KEY)).isEqualTo(before);
        }

        @Test
        void fetchNextPage_gives_whatIsSelected() {
            load(1);
            List<List<String>> got = new ArrayList<>();
            it.client
                    .fetchNextPage(feed.select(data -> data.items(Page::items)))
                    .subscribe(got::add);
            it.pass(10);
            assertThat(got).containsExactly(List.of("0a", "0b", "1a", "1b"));
        }

        @Test
        void fetchNextPage_whileARefetchRuns_endsIt() {
            load(2);
            it.client.refetch(QueryFilters.all());
            it.pass(5);
            it.client.fetchNextPage(feed).subscribe();
            it.pass(100);
            assertThat(asked).containsExactly(0, 2);
            assertThat(pages()).containsExactly(0, 1, 2);
        }

        @Test
        void fetchPage_thatCancelsNothing_joinsARefetch() {
            load(2);
            it.client.refetch(QueryFilters.all());
            it.client.fetchPage(feed, PageDirection.NEXT, false).subscribe();
            it.pass(100);
            assertThat(asked).containsExactly(0, 1);
            assertThat(pages()).containsExactly(0, 1);
        }

        @Test
        void mount_whileThePageIsFetched_joins() {
            load(1);
            it.client.fetchNextPage(feed).subscribe();
            it.client.observe(feed).subscribe();
            it.pass(100);
            assertThat(asked).containsExactly(1);
            assertThat(pages()).containsExactly(0, 1);
        }

        @Test
        void fetchNextPage_twice_fetchesItOnce() {
            load(1);
            List<InfiniteData<Page, Integer>> got = new ArrayList<>();
            it.client.fetchNextPage(feed).subscribe(got::add);
            it.pass(5);
            it.client.fetchNextPage(feed).subscribe(got::add);
            it.pass(5);
            assertThat(asked).containsExactly(1);
            assertThat(got).hasSize(2).allMatch(data -> data.pages().size() == 2);
        }

        @Test
        void failure_keepsThePages_andTheNextTryGetsThePage() {
            load(1);
            server = (number, context) -> Mono.error(new IllegalArgumentException("no " + number));
            List<Throwable> errors = new ArrayList<>();
            it.client.fetchNextPage(feed).subscribe(data -> {}, errors::add);
            assertThat(errors).singleElement().satisfies(e -> assertThat(e).hasMessage("no 1"));
            assertThat(pages()).containsExactly(0);
            server = (number, context) -> page(number, 10);
            it.client.fetchNextPage(feed).subscribe();
            it.pass(10);
            assertThat(pages()).containsExactly(0, 1);
            assertThat(it.state(KEY).status()).isEqualTo(QueryStatus.SUCCESS);
        }

        @Test
        void failure_isTriedAgain_asForObservers() {
            load(1);
            server = (number, context) ->
                    context.attempt() < 3 ? Mono.error(new IllegalArgumentException()) : page(number, 10);
            it.client.fetchNextPage(feed.retry(2)).subscribe();
            it.pass(1_000 + 2_000 + 10);
            assertThat(asked).containsExactly(1, 1, 1);
            assertThat(pages()).containsExactly(0, 1);
        }

        @Test
        void emptyPage_isAnError() {
            load(1);
            server = (number, context) -> Mono.empty();
            List<Throwable> errors = new ArrayList<>();
            it.client.fetchNextPage(feed).subscribe(data -> {}, errors::add);
            assertThat(errors).singleElement().isInstanceOf(EmptyQueryException.class);
        }

        @Test
        void dataSetMeanwhile_keepsItsChange() {
            load(2);
            it.client.fetchNextPage(feed).subscribe();
            it.client.updateQueryData(
                    KEY, data -> data.mapPages(page -> new Page(page.number(), List.of("edited"), page.isLast())));
            it.pass(10);
            assertThat(it.client.getQueryData(KEY).orElseThrow().items(Page::items))
                    .containsExactly("edited", "edited", "2a", "2b");
        }

        @Test
        void dataSetMeanwhileToOtherPages_staysAsItIs() {
            load(2);
            it.client.fetchNextPage(feed).subscribe();
            it.client.setQueryData(KEY, InfiniteData.of(pageOf(0), 0));
            it.pass(10);
            assertThat(pages()).containsExactly(0);
            assertThat(it.state(KEY).fetchStatus()).isEqualTo(FetchStatus.IDLE);
        }

        @Test
        void dataSetToNoPages_isFetchedFromTheBeginning() {
            it.client.setQueryData(KEY, new InfiniteData<>(List.of(), List.of()));
            it.client.fetchNextPage(feed).subscribe();
            it.pass(10);
            assertThat(pages()).containsExactly(0);
        }

        @Test
        void paramFunctionThatThrows_isAnErrorOfTheFetch() {
            var broken = feed(PageParams.of(0, data -> {
                throw new IllegalStateException("broken");
            }));
            it.client.fetchPages(broken, 1).subscribe();
            it.pass(10);
            List<Throwable> errors = new ArrayList<>();
            it.client.fetchNextPage(broken).subscribe(data -> {}, errors::add);
            assertThat(errors).singleElement().satisfies(e -> assertThat(e).hasMessage("broken"));
        }

        @Test
        void plainQuery_hasNoPages() {
            QueryOptions<InfiniteData<Page, Integer>, InfiniteData<Page, Integer>> plain =
                    QueryOptions.of(KEY, context -> Mono.just(InfiniteData.of(pageOf(0), 0)));
            assertThatThrownBy(() -> it.client.fetchNextPage(plain))
                    .isInstanceOfSatisfying(
                            QueryException.class, e -> assertThat(e.code()).isEqualTo("ATOMS-220"))
                    .hasMessageContaining("QueryOptions.infinite");
        }
    }

    @Nested
    class AllPages {
        @Test
        void refetch_asksOneAfterTheOther() {
            load(3);
            it.client.refetch(QueryFilters.all());
            assertThat(asked).containsExactly(0);
            it.pass(10);
            assertThat(asked).containsExactly(0, 1);
            it.pass(20);
            assertThat(asked).containsExactly(0, 1, 2);
        }

        @Test
        void refetch_endsEarly_ifThereAreFewerPagesByNow() {
            load(3);
            server = (number, context) -> Mono.just(new Page(number, List.of(), number == 1));
            it.client.refetch(QueryFilters.all());
            assertThat(asked).containsExactly(0, 1);
            assertThat(pages()).containsExactly(0, 1);
        }

        @Test
        void refetch_showsNothingBeforeTheLastPage() {
            load(2);
            server = (number, context) ->
                    page(number, 10).map(page -> new Page(page.number(), List.of("new"), page.isLast()));
            it.client.refetch(QueryFilters.all());
            it.pass(15);
            assertThat(it.client.getQueryData(KEY).orElseThrow().items(Page::items))
                    .containsExactly("0a", "0b", "1a", "1b");
            it.pass(5);
            assertThat(it.client.getQueryData(KEY).orElseThrow().items(Page::items))
                    .containsExactly("new", "new");
        }

        @Test
        void refetch_ofTheFirstPageOnly_dropsTheOthers() {
            var first = feed(NUMBERED.refetchCachedPages(false));
            it.client.fetchPages(first, 3).subscribe();
            it.pass(30);
            asked.clear();
            it.client.refetch(QueryFilters.all());
            it.pass(10);
            assertThat(asked).containsExactly(0);
            assertThat(pages()).containsExactly(0);
        }

        @Test
        void retry_goesOnWithThePageThatFailed() {
            load(3);
            server = (number, context) -> number == 1 && context.attempt() == 1
                    ? Mono.error(new IllegalArgumentException())
                    : page(number, 10);
            it.client.observe(feed.retry(3)).subscribe();
            it.pass(10 + 1_000 + 20);
            assertThat(asked).containsExactly(0, 1, 1, 2);
            assertThat(pages()).containsExactly(0, 1, 2);
        }

        @Test
        void newFetchAfterAFailure_beginsWithTheFirstPage() {
            load(3);
            server = (number, context) -> number == 1 ? Mono.error(new IllegalArgumentException()) : page(number, 10);
            it.client.refetch(QueryFilters.all());
            it.pass(10);
            assertThat(it.state(KEY).status()).isEqualTo(QueryStatus.ERROR);
            server = (number, context) -> page(number, 10);
            it.client.refetch(QueryFilters.all());
            it.pass(30);
            assertThat(asked).containsExactly(0, 1, 0, 1, 2);
        }

        @Test
        void pagesThatAreEqual_keepTheirIdentity() {
            load(2);
            InfiniteData<Page, Integer> before = it.client.getQueryData(KEY).orElseThrow();
            server = (number, context) ->
                    number == 0 ? Mono.just(pageOf(0)) : Mono.just(new Page(1, List.of("new"), false));
            it.client.refetch(QueryFilters.all());
            InfiniteData<Page, Integer> after = it.client.getQueryData(KEY).orElseThrow();
            assertThat(after.pages().get(0)).isSameAs(before.pages().get(0));
            assertThat(after.pages().get(1).items()).containsExactly("new");
            it.client.refetch(QueryFilters.all());
            assertThat(it.client.getQueryData(KEY).orElseThrow()).isSameAs(after);
        }

        @Test
        void manyPagesThatComeAtOnce_needNoStack() {
            PageParams<Page, Integer> endless = PageParams.of(0, data -> Optional.of(data.lastParam() + 1));
            server = (number, context) -> Mono.just(pageOf(number));
            it.client.fetchPages(feed(endless.maxPages(3)), 20_000).subscribe();
            assertThat(asked).hasSize(20_000);
            assertThat(pages()).containsExactly(19_997, 19_998, 19_999);
        }

        @Test
        void fetchPages_ofFreshData_givesIt() {
            load(2);
            List<InfiniteData<Page, Integer>> got = new ArrayList<>();
            it.client.fetchPages(feed.staleTime(StaleTime.NEVER), 4).subscribe(got::add);
            assertThat(got).hasSize(1);
            assertThat(asked).isEmpty();
        }

        @Test
        void fetchPages_needsANumber() {
            assertThatThrownBy(() -> it.client.fetchPages(feed, 0)).hasMessageContaining("pages must be positive");
        }
    }

    @Nested
    class Results {
        private final List<InfiniteResult<InfiniteData<Page, Integer>>> seen = new ArrayList<>();

        private InfiniteResult<InfiniteData<Page, Integer>> last() {
            return seen.get(seen.size() - 1);
        }

        @Test
        void flags_tellWhatIsFetched() {
            it.client.observeInfinite(feed).subscribe(seen::add);
            assertThat(last().result().isLoading()).isTrue();
            assertThat(last().hasNextPage()).isFalse();
            it.pass(10);
            assertThat(last().hasNextPage()).isTrue();
            assertThat(last().hasPreviousPage()).isFalse();
            it.client.fetchNextPage(feed).subscribe();
            assertThat(last().isFetchingNextPage()).isTrue();
            assertThat(last().isFetchingPreviousPage()).isFalse();
            assertThat(last().result().isFetching()).isTrue();
            assertThat(last().result().isRefetching()).isFalse();
            it.pass(10);
            assertThat(last().isFetchingNextPage()).isFalse();
            it.client.refetch(QueryFilters.all());
            assertThat(last().result().isRefetching()).isTrue();
            assertThat(last().isFetchingNextPage()).isFalse();
            it.pass(20);
            it.client.fetchPages(feed.staleTime(StaleTime.NEVER), 1).subscribe();
            it.client.fetchNextPage(feed).subscribe();
            it.pass(10);
            it.client.fetchNextPage(feed).subscribe();
            it.pass(10);
            assertThat(last().hasNextPage()).isFalse();
        }

        @Test
        void errors_tellWhatFailed() {
            it.client.observeInfinite(feed).subscribe(seen::add);
            it.pass(10);
            server = (number, context) -> Mono.error(new IllegalArgumentException("no"));
            it.client.fetchNextPage(feed).onErrorComplete().subscribe();
            assertThat(last().isFetchNextPageError()).isTrue();
            assertThat(last().isFetchPreviousPageError()).isFalse();
            assertThat(last().result().isRefetchError()).isFalse();
            assertThat(last().hasNextPage()).isTrue();
            it.client.refetch(QueryFilters.all());
            assertThat(last().isFetchNextPageError()).isFalse();
            assertThat(last().result().isRefetchError()).isTrue();
        }

        @Test
        void previousPages_areToldAsWell() {
            it.client.setQueryData(KEY, InfiniteData.of(pageOf(2), 2));
            it.client.observeInfinite(feed.staleTime(StaleTime.NEVER)).subscribe(seen::add);
            assertThat(last().hasPreviousPage()).isTrue();
            it.client.fetchPreviousPage(feed).subscribe();
            assertThat(last().isFetchingPreviousPage()).isTrue();
            it.pass(10);
            assertThat(pages()).containsExactly(1, 2);
            server = (number, context) -> Mono.error(new IllegalArgumentException("no"));
            it.client.fetchPreviousPage(feed).onErrorComplete().subscribe();
            assertThat(last().isFetchPreviousPageError()).isTrue();
            assertThat(last().result().isRefetchError()).isFalse();
        }

        @Test
        void placeholder_hasNoFurtherPages() {
            it.client
                    .observeInfinite(feed.placeholder(InfiniteData.of(pageOf(0), 0)))
                    .subscribe(seen::add);
            assertThat(last().result().isPlaceholder()).isTrue();
            assertThat(last().hasNextPage()).isFalse();
            it.pass(10);
            assertThat(last().hasNextPage()).isTrue();
        }

        @Test
        void selection_keepsEqualParts() {
            List<InfiniteResult<List<String>>> items = new ArrayList<>();
            it.client
                    .observeInfinite(feed.select(data ->
                            data.pages().stream().map(Page::items).toList().get(0)))
                    .subscribe(items::add);
            it.pass(10);
            List<String> before = items.get(items.size() - 1).dataOrNull();
            it.client.fetchNextPage(feed).subscribe();
            it.pass(10);
            assertThat(pages()).containsExactly(0, 1);
            assertThat(items.get(items.size() - 1).dataOrNull()).isSameAs(before);
        }

        @Test
        void cancel_whileAPageIsFetched_isAsBefore() {
            it.client.observeInfinite(feed).subscribe(seen::add);
            it.pass(10);
            it.client.fetchNextPage(feed).onErrorComplete().subscribe();
            it.client.cancel(QueryFilters.all());
            assertThat(last().isFetchingNextPage()).isFalse();
            assertThat(last().result().isSuccess()).isTrue();
            assertThat(pages()).containsExactly(0);
        }
    }

    @Nested
    class Atoms {
        private final AtomStore store = AtomStore.builder().scheduler(it.clock).build();
        private final WritableAtom<InfiniteResult<List<String>>, @Nullable PageDirection> atom =
                QueryAtoms.infinite(get -> feed.select(data -> data.items(Page::items)));

        Atoms() {
            store.set(QueryClient.CURRENT, it.client);
        }

        @Test
        void atom_showsPages_andFetchesMore() {
            assertThat(store.get(atom).result().isPending()).isTrue();
            assertThat(asked).isEmpty();
            List<InfiniteResult<List<String>>> seen = new ArrayList<>();
            AtomSubscription subscription = store.subscribe(atom, result -> {
                seen.add(result);
            });
            it.pass(10);
            assertThat(store.get(atom).dataOrNull()).containsExactly("0a", "0b");
            assertThat(store.get(atom).hasNextPage()).isTrue();
            store.set(atom, PageDirection.NEXT);
            assertThat(store.get(atom).isFetchingNextPage()).isTrue();
            store.set(atom, PageDirection.NEXT);
            it.pass(10);
            assertThat(store.get(atom).dataOrNull()).containsExactly("0a", "0b", "1a", "1b");
            assertThat(asked).containsExactly(0, 1);
            store.set(atom, PageDirection.PREVIOUS);
            assertThat(store.get(atom).result().isFetching()).isFalse();
            store.set(atom, null);
            it.pass(20);
            assertThat(asked).containsExactly(0, 1, 0, 1);
            subscription.dispose();
            store.close();
        }

        @Test
        void writeThatIsRolledBack_fetchesNothing() {
            assertThatThrownBy(() -> store.transaction(set -> {
                        set.set(atom, PageDirection.NEXT);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(asked).isEmpty();
            store.close();
        }

        @Test
        void plainOptions_areAnErrorOfTheAtom() {
            var plain = QueryAtoms.<Page, Integer, InfiniteData<Page, Integer>>infinite(
                    get -> QueryOptions.of(KEY, context -> Mono.empty()));
            assertThatThrownBy(() -> store.get(plain)).hasMessageContaining("QueryOptions.infinite");
            store.close();
        }
    }

    @Nested
    class Threads {
        /** Two at once ask for more, page after page: no page is asked for twice. */
        @Test
        void threadsThatAskAtOnce_fetchNoPageTwice() throws Exception {
            PageParams<Page, Integer> endless = PageParams.of(0, data -> Optional.of(data.lastParam() + 1));
            var options = feed(endless);
            server = (number, context) -> Mono.fromSupplier(() -> pageOf(number));
            it.client.fetchPages(options, 1).block();
            ExecutorService threads = Executors.newFixedThreadPool(2);
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<?>> ends = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                ends.add(threads.submit(() -> {
                    for (int round = 0; round < 300; round++) {
                        together.await(30, TimeUnit.SECONDS);
                        it.client.fetchNextPage(options).block(Duration.ofSeconds(30));
                    }
                    return null;
                }));
            }
            for (Future<?> each : ends) {
                each.get(60, TimeUnit.SECONDS);
            }
            threads.shutdown();
            assertThat(asked).doesNotHaveDuplicates();
            assertThat(pages()).hasSizeGreaterThan(300).isEqualTo(asked);
        }

        /** The second asks while the first waits for the server. */
        @Test
        void threadThatAsksMeanwhile_getsTheSamePage() throws Exception {
            load(1);
            Sinks.One<Page> answer = Sinks.one();
            CountDownLatch called = new CountDownLatch(1);
            server = (number, context) -> {
                called.countDown();
                return answer.asMono();
            };
            var first = it.client.fetchNextPage(feed).toFuture();
            assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
            ExecutorService thread = Executors.newSingleThreadExecutor();
            var second = thread.submit(() -> it.client.fetchNextPage(feed).toFuture())
                    .get(30, TimeUnit.SECONDS);
            answer.tryEmitValue(pageOf(1));
            assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(second.get(30, TimeUnit.SECONDS));
            thread.shutdown();
            assertThat(asked).containsExactly(1);
        }
    }

    @Nested
    class Data {
        @Test
        void lists_mustFit() {
            assertThatThrownBy(() -> new InfiniteData<>(List.of("a"), List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one parameter for each page");
        }

        @Test
        void adHocKey_works() {
            ListKey<InfiniteData<Page, Integer>> key = ListKey.of("feed");
            var options = QueryOptions.infinite(
                    key, (Integer number, QueryContext context) -> Mono.just(pageOf(number)), NUMBERED);
            it.client.fetchPages(options, 2).block();
            assertThat(it.client.getQueryData(key).orElseThrow().pageParams()).containsExactly(0, 1);
        }

        @Test
        void maxPages_mustBePositive() {
            assertThatThrownBy(() -> NUMBERED.maxPages(0)).hasMessageContaining("maxPages must be positive");
        }

        @Test
        void nullParam_saysWhatToGive() {
            var broken = feed(PageParams.of(0, data -> null));
            it.client.fetchPages(broken, 1).subscribe();
            it.pass(10);
            List<Throwable> errors = new ArrayList<>();
            it.client.fetchNextPage(broken).subscribe(data -> {}, errors::add);
            assertThat(errors).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("Optional.empty()"));
        }
    }
}
