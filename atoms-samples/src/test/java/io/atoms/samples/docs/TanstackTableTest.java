package io.atoms.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of TanStack Query's features is complete; each row names what exists, and leads to a test that exists. */
class TanstackTableTest {
    private static final Path PAGE = Project.ROOT.resolve("docs/reference/tanstack-query.md");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST =
            Pattern.compile("\\[(\\w+Test)#(\\w+)]\\((\\S+/src/test/java/\\S+/(\\w+)\\.java)\\)");

    /** Where the types are that rows name. */
    private static final List<String> PACKAGES =
            List.of("io.atoms.query.", "io.atoms.query.storage.", "io.atoms.", "io.atoms.utils.storage.");

    /** What the published packages export, types included: section, then its names. */
    private static final Map<String, String> EXPORTS = Map.ofEntries(
            Map.entry(
                    "Exports of query-core",
                    "focusManager FocusManager environmentManager defaultShouldDehydrateMutation "
                            + "defaultShouldDehydrateQuery dehydrate dehydrateQuery hydrate InfiniteQueryObserver "
                            + "MutationCache MutationCacheNotifyEvent MutationObserver defaultScheduler notifyManager "
                            + "onlineManager OnlineManager QueriesObserver QueryCache QueryCacheNotifyEvent QueryClient "
                            + "QueryObserver CancelledError isCancelledError timeoutManager ManagedTimerId TimeoutCallback "
                            + "TimeoutManager TimeoutProvider hashKey isServer keepPreviousData matchMutation matchQuery noop "
                            + "partialMatchKey replaceEqualDeep shouldThrowError skipToken MutationFilters QueryFilters "
                            + "SkipToken Updater experimental_streamedQuery DehydratedState DehydrateOptions HydrateOptions "
                            + "Mutation MutationState MutationCacheConfig QueriesObserverOptions Query QueryState "
                            + "QueryCacheConfig dataTagSymbol dataTagErrorSymbol unsetMarker NonUndefinedGuard "
                            + "DistributiveOmit OmitKeyof Override Register DefaultError QueryKey UnsetMarker AnyDataTag "
                            + "DataTag QueryKeyWithDataTag InferDataFromTag InferErrorFromTag QueryFunction StaleTime "
                            + "StaleTimeFunction QueryBooleanOption QueryPersister QueryFunctionContext InitialDataFunction "
                            + "PlaceholderDataFunction QueriesPlaceholderDataFunction QueryKeyHashFunction "
                            + "GetPreviousPageParamFunction GetNextPageParamFunction InfiniteData QueryMeta NetworkMode "
                            + "NotifyOnChangeProps QueryOptions InitialPageParam InfiniteQueryPageParamsOptions ThrowOnError "
                            + "QueryObserverOptions WithRequired DefaultedQueryObserverOptions InfiniteQueryObserverOptions "
                            + "DefaultedInfiniteQueryObserverOptions QueryExecuteOptions FetchQueryOptions "
                            + "EnsureQueryDataOptions EnsureInfiniteQueryDataOptions InfiniteQueryExecuteOptions "
                            + "FetchInfiniteQueryOptions ResultOptions RefetchOptions InvalidateQueryFilters "
                            + "RefetchQueryFilters InvalidateOptions ResetOptions FetchNextPageOptions "
                            + "FetchPreviousPageOptions QueryStatus FetchStatus QueryObserverBaseResult "
                            + "QueryObserverPendingResult QueryObserverLoadingResult QueryObserverLoadingErrorResult "
                            + "QueryObserverRefetchErrorResult QueryObserverSuccessResult QueryObserverPlaceholderResult "
                            + "DefinedQueryObserverResult QueryObserverResult InfiniteQueryObserverBaseResult "
                            + "InfiniteQueryObserverPendingResult InfiniteQueryObserverLoadingResult "
                            + "InfiniteQueryObserverLoadingErrorResult InfiniteQueryObserverRefetchErrorResult "
                            + "InfiniteQueryObserverSuccessResult InfiniteQueryObserverPlaceholderResult "
                            + "DefinedInfiniteQueryObserverResult InfiniteQueryObserverResult MutationKey MutationStatus "
                            + "MutationScope MutationMeta MutationFunctionContext MutationFunction MutationOptions "
                            + "MutationObserverOptions MutateOptions MutateFunctionRest MutateFunction "
                            + "MutationObserverBaseResult MutationObserverIdleResult MutationObserverLoadingResult "
                            + "MutationObserverErrorResult MutationObserverSuccessResult MutationObserverResult "
                            + "QueryClientConfig DefaultOptions CancelOptions SetDataOptions NotifyEventType NotifyEvent"),
            Map.entry(
                    "jotai-tanstack-query",
                    "queryClientAtom atomWithInfiniteQuery atomWithMutation atomWithMutationState atomWithQueries "
                            + "atomWithQuery atomWithSuspenseInfiniteQuery atomWithSuspenseQuery AtomWithInfiniteQueryOptions "
                            + "AtomWithInfiniteQueryResult AtomWithMutationResult AtomWithQueryOptions AtomWithQueryResult "
                            + "AtomWithSuspenseInfiniteQueryOptions AtomWithSuspenseInfiniteQueryResult "
                            + "AtomWithSuspenseQueryOptions AtomWithSuspenseQueryResult BaseAtomWithQueryOptions "
                            + "DefinedAtomWithInfiniteQueryResult DefinedAtomWithQueryResult "
                            + "DefinedInitialDataInfiniteOptions DefinedInitialDataOptions MutateAsyncFunction MutateFunction "
                            + "MutationOptions UndefinedInitialDataInfiniteOptions UndefinedInitialDataOptions "
                            + "QueryClientAtomProvider getQueryClient"));

    /** Members of these, as their type declarations have them. Sections may have rows for parts of them as well. */
    private static final Map<String, String> MEMBERS = Map.ofEntries(
            Map.entry(
                    "Hooks of react-query",
                    "useQuery useSuspenseQuery useQueries useSuspenseQueries useInfiniteQuery "
                            + "useSuspenseInfiniteQuery usePrefetchQuery usePrefetchInfiniteQuery useMutation "
                            + "useMutationState useIsFetching useIsMutating queryOptions infiniteQueryOptions mutationOptions "
                            + "QueryClientContext QueryClientProvider useQueryClient HydrationBoundary "
                            + "QueryErrorResetBoundary useQueryErrorResetBoundary useIsRestoring IsRestoringProvider"),
            Map.entry(
                    "Options of a query",
                    "queryKey queryFn skipToken queryKeyHashFn queryHash staleTime gcTime retry retryDelay "
                            + "retryOnMount networkMode enabled refetchInterval refetchIntervalInBackground refetchOnMount "
                            + "refetchOnWindowFocus refetchOnReconnect notifyOnChangeProps throwOnError suspense select "
                            + "placeholderData initialData initialDataUpdatedAt structuralSharing meta persister behavior "
                            + "revalidateIfStale"),
            Map.entry("The query function's context", "client queryKey signal meta pageParam direction"),
            Map.entry(
                    "Fields of a result",
                    "data dataUpdatedAt error errorUpdatedAt failureCount failureReason errorUpdateCount isError "
                            + "isFetched isFetchedAfterMount isFetching isLoading isPending isLoadingError isInitialLoading "
                            + "isPaused isPlaceholderData isRefetchError isRefetching isStale isSuccess isEnabled refetch "
                            + "status fetchStatus"),
            Map.entry(
                    "Fields of a query's state",
                    "data dataUpdateCount dataUpdatedAt error errorUpdateCount errorUpdatedAt fetchFailureCount "
                            + "fetchFailureReason fetchMeta isInvalidated status fetchStatus"),
            Map.entry(
                    "Infinite queries",
                    "initialPageParam getNextPageParam getPreviousPageParam maxPages pages fetchNextPage "
                            + "fetchPreviousPage hasNextPage hasPreviousPage isFetchingNextPage isFetchingPreviousPage "
                            + "isFetchNextPageError isFetchPreviousPageError"),
            Map.entry(
                    "QueryClient",
                    "mount unmount isFetching isMutating getQueryData ensureQueryData getQueriesData setQueryData "
                            + "setQueriesData getQueryState removeQueries resetQueries cancelQueries invalidateQueries "
                            + "refetchQueries query fetchQuery prefetchQuery infiniteQuery fetchInfiniteQuery "
                            + "prefetchInfiniteQuery ensureInfiniteQueryData resumePausedMutations getQueryCache "
                            + "getMutationCache getDefaultOptions setDefaultOptions setQueryDefaults getQueryDefaults "
                            + "setMutationDefaults getMutationDefaults defaultQueryOptions defaultMutationOptions clear"),
            Map.entry("Options of operations", "throwOnError cancelRefetch refetchType revert silent updatedAt"),
            Map.entry("Filters of queries", "queryKey exact type stale fetchStatus predicate"),
            Map.entry("Filters of mutations", "mutationKey exact status predicate"),
            Map.entry(
                    "Caches and their events",
                    "added removed updated observerAdded observerRemoved observerResultsUpdated "
                            + "observerOptionsUpdated find findAll getAll get build add remove notify canRun runNext "
                            + "subscribe onFocus onOnline"),
            Map.entry(
                    "Options of a mutation",
                    "mutationFn mutationKey onMutate onSuccess onError onSettled retry retryDelay networkMode "
                            + "gcTime meta scope throwOnError"),
            Map.entry(
                    "State and result of a mutation",
                    "context data error failureCount failureReason isPaused status variables submittedAt isIdle "
                            + "isPending isSuccess isError mutate mutateAsync reset"),
            Map.entry(
                    "Hydration",
                    "dehydrate dehydrateQuery hydrate DehydratedState serializeData deserializeData "
                            + "shouldDehydrateMutation shouldDehydrateQuery shouldRedactErrors defaultShouldDehydrateMutation "
                            + "defaultShouldDehydrateQuery"),
            Map.entry(
                    "Persisters",
                    "storage serialize deserialize buster maxAge prefix refetchOnRestore filters persistQuery "
                            + "persistQueryByKey retrieveQuery persisterGc restoreQueries removeQueries "
                            + "experimental_createQueryPersister persistQueryClient persistQueryClientRestore "
                            + "persistQueryClientSave persistQueryClientSubscribe PersistRetryer removeOldestQuery Persister "
                            + "createAsyncStoragePersister createSyncStoragePersister throttleTime"),
            Map.entry("Broadcast", "broadcastQueryClient broadcastChannel options onBroadcastError"),
            Map.entry("streamedQuery", "streamFn refetchMode reducer initialValue"));

    /** The cells of a row, without the borders. */
    private record Row(List<String> cells) {

        static Row of(String line) {
            return new Row(Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
                    .map(String::strip)
                    .toList());
        }

        List<String> names() {
            return codes(cells.get(0));
        }

        /** The tables with defaults have two columns more. */
        String here() {
            return cells.get(cells.size() == 6 ? 2 : 1);
        }

        String test() {
            return cells.get(cells.size() - 1);
        }

        boolean isOffered() {
            return !here().equals("none");
        }

        @Override
        public String toString() {
            return cells.get(0);
        }
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    private static Map<String, List<Row>> sections() {
        Map<String, List<Row>> sections = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        for (String line : Project.lines(PAGE)) {
            if (line.startsWith("## ")) {
                rows = sections.computeIfAbsent(line.substring(3), section -> new ArrayList<>());
            } else if (line.startsWith("| `")) {
                rows.add(Row.of(line));
            }
        }
        return sections;
    }

    private static List<String> names(String section) {
        return sections().get(section).stream()
                .flatMap(row -> row.names().stream())
                .toList();
    }

    static Stream<Row> rows() {
        return sections().values().stream().flatMap(List::stream);
    }

    static Stream<Row> offeredRows() {
        return rows().filter(Row::isOffered);
    }

    @Test
    void everyExport_hasARow_andNoOtherName() {
        EXPORTS.forEach((section, expected) ->
                assertThat(names(section)).as(section).containsExactlyInAnyOrder(expected.split(" ")));
    }

    @Test
    void everyOptionAndField_hasARow() {
        MEMBERS.forEach((section, expected) ->
                assertThat(names(section)).as(section).doesNotHaveDuplicates().contains(expected.split(" ")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void row_hasAllCells(Row row) {
        assertThat(row.cells())
                .satisfiesAnyOf(
                        cells -> assertThat(cells).hasSize(4),
                        cells -> assertThat(cells).hasSize(6));
        assertThat(row.names()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("offeredRows")
    void row_namesWhatExists(Row row) {
        assertThat(codes(row.here())).isNotEmpty().allMatch(TanstackTableTest::exists);
    }

    /** Whether there is such a type, or a type with such a public member. */
    private static boolean exists(String path) {
        String[] parts = path.split("\\.");
        Optional<Class<?>> type = type(parts[0]);
        for (int i = 1; i < parts.length && type.isPresent(); i++) {
            Class<?> outer = type.get();
            String name = parts[i];
            if (i == parts.length - 1 && hasMember(outer, name)) {
                return true;
            }
            type = first(outer.getClasses(), inner -> inner.getSimpleName().equals(name));
        }
        return type.isPresent();
    }

    private static boolean hasMember(Class<?> type, String name) {
        return Stream.<Member>concat(Stream.of(type.getMethods()), Stream.of(type.getFields()))
                .anyMatch(member -> member.getName().equals(name));
    }

    private static Optional<Class<?>> first(Class<?>[] types, Predicate<Class<?>> condition) {
        return Stream.of(types).filter(condition).findFirst();
    }

    private static Optional<Class<?>> type(String name) {
        return PACKAGES.stream()
                .<Class<?>>flatMap(in -> load(in + name).stream())
                .findFirst();
    }

    private static Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("offeredRows")
    void row_leadsToATest(Row row) {
        assertThat(TEST.matcher(row.test()).matches()).as(row.test()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void test_isThere(Row row) {
        Matcher links = TEST.matcher(row.test());
        assertThat(links.results()).allSatisfy(TanstackTableTest::isThere);
    }

    private static void isThere(MatchResult link) {
        assertThat(link.group(1)).isEqualTo(link.group(4));
        Path file = PAGE.getParent().resolve(link.group(3)).normalize();
        assertThat(Project.lines(file)).anyMatch(line -> line.contains(" void " + link.group(2) + "("));
    }
}
