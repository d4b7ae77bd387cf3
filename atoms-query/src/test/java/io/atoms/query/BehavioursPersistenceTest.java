package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.query.Clients.Results;
import io.atoms.query.storage.StorageQueryPersister;
import io.atoms.utils.storage.EncryptionKeys;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageException;
import io.atoms.utils.storage.StorageOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import tools.jackson.core.type.TypeReference;

/** Data that outlives the process. */
class BehavioursPersistenceTest {

    record Person(String name, int age) {}

    record PersonKey(int id) implements QueryKey<Person> {}

    record PeopleKey(int id) implements QueryKey<List<Person>> {}

    record Feed() implements InfiniteKey<List<String>, Integer> {}

    @TempDir
    Path folder;

    private final List<StorageException> storageProblems = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final MemoryStorage memory = MemoryStorage.create(options());
    private int fetched;

    private final QueryDefinition<PersonKey, Person> people = people("PersonKey");

    private QueryDefinition<PersonKey, Person> people(String name) {
        return QueryDefinition.<PersonKey, Person>mono(
                        PersonKey.class,
                        (key, context) -> Mono.fromSupplier(() -> new Person("fetched " + ++fetched, key.id)))
                .named(name)
                .dataType(Person.class)
                .defaults(defaults -> defaults.staleTime(Duration.ofMinutes(1)));
    }

    private StorageOptions options() {
        return StorageOptions.ofDefaults().scheduler(Schedulers.immediate()).onProblem(storageProblems::add);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Clients client(QueryPersister persister) {
        return client(persister, builder -> builder);
    }

    private Clients client(QueryPersister persister, UnaryOperator<QueryClientBuilder> tune) {
        Clients made =
                new Clients(builder -> tune.apply(builder.register(people).persister(persister)));
        open.add(0, made);
        return made;
    }

    private Clients client() {
        return client(StorageQueryPersister.of(memory));
    }

    /** A client whose clock shows a time. */
    private Clients clientAt(long millis, QueryPersister persister) {
        Clients made = client(persister);
        made.pass(millis);
        return made;
    }

    private String get(Clients from, int id) {
        return from.client
                .fetch(people.options(new PersonKey(id)))
                .block(Duration.ofSeconds(10))
                .name();
    }

    @Nested
    class Restoring {

        @Test
        void freshData_isNotFetched_andKeepsItsTime() {
            Clients first = client();
            first.pass(500);
            assertThat(get(first, 1)).isEqualTo("fetched 1");
            first.pass(1_000);
            Clients second = clientAt(60_000, StorageQueryPersister.of(memory));
            assertThat(get(second, 1)).isEqualTo("fetched 1");
            assertThat(second.state(new PersonKey(1)).dataUpdatedAt()).isEqualTo(Instant.ofEpochMilli(500));
            second.pass(500);
            assertThat(get(second, 1)).isEqualTo("fetched 2");
        }

        @Test
        void b45_staleData_isShownAndFetchedAgain() {
            Clients first = client();
            get(first, 1);
            first.close();
            Clients second = clientAt(120_000, StorageQueryPersister.of(memory));
            Results<Person> results = second.observe(people.options(new PersonKey(1)));
            assertThat(results.all)
                    .extracting(each ->
                            each.dataOrNull() == null ? "-" : each.dataOrNull().name())
                    .containsSubsequence("-", "fetched 1", "fetched 2");
            assertThat(results.all)
                    .extracting(QueryResult::isFetching)
                    .startsWith(true, true)
                    .endsWith(false);
            assertThat(fetched).isEqualTo(2);
        }

        @Test
        void b45_expiredOrBustedData_isDeletedAndFetched() {
            Clients first = client();
            get(first, 1);
            first.close();
            Clients young = clientAt(Duration.ofHours(24).toMillis() - 1, StorageQueryPersister.of(memory));
            assertThat(memory.keys()).hasSize(1);
            Results<Person> shown = young.observe(people.options(new PersonKey(1)));
            assertThat(shown.all)
                    .anyMatch(each -> each.dataOrNull() != null
                            && each.dataOrNull().name().equals("fetched 1"));
            young.client.clear();
            young.close();

            Clients again = client();
            get(again, 2);
            again.close();
            Clients old = clientAt(Duration.ofHours(24).toMillis(), StorageQueryPersister.of(memory));
            Results<Person> fresh = old.observe(people.options(new PersonKey(2)));
            assertThat(fresh.all).hasSize(2);
            assertThat(memory.keys()).isEmpty();
            old.close();

            Clients busted = client(StorageQueryPersister.of(memory).buster("v2"));
            assertThat(memory.keys()).isEmpty();
            assertThat(get(busted, 2)).isEqualTo("fetched " + fetched);
        }

        @Test
        void theFirstFetch_waitsForIt_andNobodyElse() {
            Slow slow = new Slow();
            Clients it = client(slow);
            Results<Person> results = it.observe(people.options(new PersonKey(1)));
            assertThat(results.last().isLoading()).isTrue();
            assertThat(fetched).isZero();
            slow.stored.tryEmitValue(
                    new DehydratedState.Query<>(new PersonKey(1), new Person("stored", 1), Instant.EPOCH, false));
            assertThat(results.last().dataOrNull()).isEqualTo(new Person("stored", 1));
            assertThat(results.last().isFetching()).isFalse();
            assertThat(fetched).isZero();
        }

        @Test
        void dataThatWasSetMeanwhile_isNotReplaced() {
            Slow slow = new Slow();
            Clients it = client(slow);
            Results<Person> results = it.observe(people.options(new PersonKey(1)));
            it.client.setQueryData(new PersonKey(1), new Person("set", 1));
            slow.stored.tryEmitValue(
                    new DehydratedState.Query<>(new PersonKey(1), new Person("stored", 1), Instant.EPOCH, false));
            assertThat(results.all).noneMatch(each -> new Person("stored", 1).equals(each.dataOrNull()));
        }

        @Test
        void whatWasRemovedMeanwhile_doesNotComeBack() {
            Slow slow = new Slow();
            Clients it = client(slow);
            Results<Person> results = it.observe(people.options(new PersonKey(1)));
            it.client.clear();
            slow.stored.tryEmitValue(
                    new DehydratedState.Query<>(new PersonKey(1), new Person("stored", 1), Instant.EPOCH, false));
            assertThat(results.last().dataOrNull()).isNull();
            it.client.refetch(QueryFilters.all());
            it.client.fetch(people.options(new PersonKey(1))).subscribe();
            assertThat(it.client.getQueryData(new PersonKey(1)))
                    .hasValueSatisfying(person -> assertThat(person.name()).startsWith("fetched"));
        }

        @Test
        void anInvalidationMeanwhile_counts() {
            Slow slow = new Slow();
            Clients it = client(slow);
            it.observe(people.options(new PersonKey(1)));
            it.client.invalidate(QueryFilters.exact(new PersonKey(1)));
            slow.stored.tryEmitValue(
                    new DehydratedState.Query<>(new PersonKey(1), new Person("stored", 1), Instant.EPOCH, false));
            assertThat(it.client.getQueryData(new PersonKey(1)).orElseThrow().name())
                    .startsWith("fetched");
        }

        @Test
        void aPersisterThatFails_isReported_andTheFunctionRuns() {
            Slow slow = new Slow();
            Clients it = client(slow);
            Results<Person> results = it.observe(people.options(new PersonKey(1)));
            slow.stored.tryEmitError(new IllegalStateException("disk"));
            assertThat(results.last().dataOrNull()).isEqualTo(new Person("fetched 1", 1));
            assertThat(it.problems).extracting(Throwable::getMessage).containsExactly("disk");
        }

        @Test
        void pages_areRefetchedFromWhatWasStored() {
            List<Integer> pages = new ArrayList<>();
            QueryDefinition<Feed, InfiniteData<List<String>, Integer>> feed = QueryDefinition.infinite(
                            Feed.class,
                            (key, param, context) -> {
                                pages.add(param);
                                return Mono.just(List.of("item " + param));
                            },
                            PageParams.<List<String>, Integer>of(
                                    0, data -> Optional.of(data.pages().size())))
                    .dataType(new TypeReference<>() {});
            Clients first = client(StorageQueryPersister.of(memory), builder -> builder.register(feed));
            first.client.setQueryData(
                    new Feed(), new InfiniteData<>(List.of(List.of("a"), List.of("b")), List.of(0, 1)));
            first.close();
            Clients second = client(StorageQueryPersister.of(memory), builder -> builder.register(feed));
            second.observe(feed.options(new Feed()));
            assertThat(pages).containsExactly(0, 1);
        }

        @Test
        void withAPersister_beingOfflineIsNoReasonToWait() {
            Clients it = client();
            it.online.setOnline(false);
            it.observe(people.options(new PersonKey(1)));
            assertThat(fetched).isEqualTo(1);
        }
    }

    @Nested
    class Saving {

        @Test
        void changes_areGatheredForASecond() {
            Recording recording = new Recording();
            Clients it = client(recording);
            get(it, 1);
            get(it, 2);
            it.client.setQueryData(new PersonKey(1), new Person("set", 1));
            it.pass(999);
            assertThat(recording.saves).isEmpty();
            it.pass(1);
            assertThat(recording.saves).hasSize(1);
            assertThat(recording.saves.get(0)).hasSize(2);
            assertThat(recording.saves.get(0).get(0).query())
                    .isEqualTo(
                            new DehydratedState.Query<>(new PersonKey(1), new Person("set", 1), Instant.EPOCH, false));
            it.pass(60_000);
            assertThat(recording.saves).hasSize(1);
        }

        @Test
        void patches_areNotSaved_andInvalidationsAre() {
            Recording recording = new Recording();
            Clients it = client(recording);
            get(it, 1);
            it.client.patchQueryData(new PersonKey(1), person -> new Person("patched", 0));
            it.client.invalidate(QueryFilters.all());
            it.pass(1_000);
            assertThat(recording.saves.get(0).get(0).query())
                    .isEqualTo(new DehydratedState.Query<>(
                            new PersonKey(1), new Person("fetched 1", 1), Instant.EPOCH, true));
        }

        @Test
        void whatIsRestored_isNotSavedAgain() {
            Recording recording = new Recording();
            recording.stored =
                    new DehydratedState.Query<>(new PersonKey(1), new Person("stored", 1), Instant.EPOCH, false);
            Clients it = client(recording);
            assertThat(get(it, 1)).isEqualTo("stored");
            it.pass(5_000);
            assertThat(recording.saves).isEmpty();
        }

        @Test
        void whatTheCacheForgets_isDeleted() {
            Clients it = client(
                    StorageQueryPersister.of(memory),
                    builder -> builder.defaults(defaults -> defaults.gcTime(Duration.ofSeconds(10))));
            get(it, 1);
            get(it, 2);
            it.pass(1_000);
            assertThat(memory.keys()).hasSize(2);
            it.client.remove(QueryFilters.exact(new PersonKey(1)));
            it.pass(1_000);
            assertThat(memory.keys()).hasSize(1);
            it.pass(10_000);
            assertThat(it.client.keys(QueryFilters.all())).isEmpty();
            assertThat(memory.keys()).isEmpty();
        }

        @Test
        void clearing_deletesAtOnce_whatWasNeverLoadedToo() {
            Clients first = client();
            get(first, 1);
            first.close();
            Clients second = client();
            second.client.clear();
            second.pass(0);
            assertThat(memory.keys()).isEmpty();
        }

        @Test
        void removingAKeyThatIsNotLoaded_deletesIt() {
            Clients first = client();
            get(first, 1);
            get(first, 2);
            first.close();
            Clients second = client();
            second.client.remove(QueryFilters.exact(new PersonKey(1)));
            assertThat(get(second, 1)).isEqualTo("fetched 3");
            assertThat(get(second, 2)).isEqualTo("fetched 2");
        }

        @Test
        void closing_saves_andDeletesNothing() {
            Clients first = client();
            get(first, 1);
            first.close();
            assertThat(memory.keys()).hasSize(1);
        }

        @Test
        void aSaveThatFails_isTriedAgain_withTheNewestData() {
            Recording recording = new Recording();
            recording.failure = new IOException("full");
            Clients it = client(recording);
            get(it, 1);
            it.pass(1_000);
            assertThat(recording.saves).hasSize(1);
            it.client.setQueryData(new PersonKey(1), new Person("newest", 1));
            it.pass(1_999);
            assertThat(recording.saves).hasSize(1);
            recording.failure = null;
            it.pass(1);
            assertThat(recording.saves).hasSize(2);
            assertThat(recording.saves.get(1).get(0).query().data()).isEqualTo(new Person("newest", 1));
            assertThat(it.problems).hasSize(1);
        }

        @Test
        void onlyRegisteredDefinitions_withATypeOfData_areSaved() {
            record Other(int id) implements QueryKey<String> {}
            Recording recording = new Recording();
            QueryDefinition<Other, String> other =
                    QueryDefinition.mono(Other.class, (key, context) -> Mono.just("other"));
            Clients it = client(recording, builder -> builder.register(other));
            it.client.fetch(other.options(new Other(1))).block();
            it.client.setQueryData(ListKey.of("list"), 1);
            it.pass(5_000);
            assertThat(recording.saves).isEmpty();
        }

        @Test
        void twoDefinitionsOfOneName_areRefused() {
            record Other(int id) implements QueryKey<Person> {}
            QueryDefinition<Other, Person> other = QueryDefinition.<Other, Person>mono(
                            Other.class, (key, context) -> Mono.empty())
                    .named("PersonKey")
                    .dataType(Person.class);
            assertThatThrownBy(() -> client(new Recording(), builder -> builder.register(other)))
                    .hasMessageContaining("ATOMS-230")
                    .hasMessageContaining("PersonKey");
        }
    }

    @Nested
    class InFiles {

        private Storage files() {
            Storage storage = FileStorage.open(folder.resolve("cache"), options());
            open.add(storage);
            return storage;
        }

        private List<Path> stored() throws IOException {
            try (Stream<Path> all = Files.list(folder.resolve("cache"))) {
                return all.filter(file -> file.toString().endsWith(".atom")).toList();
            }
        }

        /** As a process that dies: the client is not closed; its storage is, which in a process the system does. */
        private void crash(Clients client, Storage storage) {
            open.remove(client);
            storage.close();
        }

        @Test
        void aRestart_findsWhatWasSaved() {
            Storage storage = files();
            Clients first = client(StorageQueryPersister.of(storage));
            get(first, 1);
            first.pass(1_000);
            get(first, 2);
            crash(first, storage);
            Clients second = client(StorageQueryPersister.of(files()));
            assertThat(get(second, 1)).isEqualTo("fetched 1");
            assertThat(get(second, 2)).isEqualTo("fetched 3");
            assertThat(storageProblems).isEmpty();
        }

        @Test
        void b45_aFileThatIsGarbage_isDeletedAndFetched() throws IOException {
            Storage storage = files();
            Clients first = client(StorageQueryPersister.of(storage));
            get(first, 1);
            first.pass(1_000);
            Path file = stored().get(0);
            crash(first, storage);
            Storage again = files();
            Clients second = client(StorageQueryPersister.of(again));
            Files.writeString(file, "garbage"); // after the sweep of the start
            assertThat(get(second, 1)).isEqualTo("fetched 2");
            assertThat(stored()).isEmpty();
            crash(second, again);

            Files.writeString(file, "garbage");
            client(StorageQueryPersister.of(files()));
            try (Stream<Path> all = Files.list(folder.resolve("cache"))) {
                assertThat(all.map(each -> each.getFileName().toString())).containsExactly(".lock");
            }
        }

        @Test
        void theFileOfAnotherKey_isNotBelieved() throws IOException {
            Storage storage = files();
            Clients first = client(StorageQueryPersister.of(storage));
            get(first, 1);
            first.pass(1_000);
            Path one = stored().get(0);
            get(first, 2);
            first.pass(1_000);
            Path two = stored().stream()
                    .filter(file -> !file.equals(one))
                    .findFirst()
                    .orElseThrow();
            crash(first, storage);
            Files.copy(one, two, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Clients second = client(StorageQueryPersister.of(files()));
            assertThat(get(second, 2)).isEqualTo("fetched 3");
        }

        @Test
        void aDefinitionThatIsGone_orHasAnotherType_losesItsData() throws IOException {
            Storage storage = files();
            Clients first = client(StorageQueryPersister.of(storage));
            get(first, 1);
            first.pass(1_000);
            crash(first, storage);

            Storage again = files();
            QueryDefinition<PeopleKey, List<Person>> changed = QueryDefinition.<PeopleKey, List<Person>>mono(
                            PeopleKey.class, (key, context) -> Mono.just(List.of(new Person("listed", 1))))
                    .named("PersonKey")
                    .dataType(new TypeReference<>() {});
            Clients second =
                    new Clients(builder -> builder.register(changed).persister(StorageQueryPersister.of(again)));
            open.add(0, second);
            assertThat(stored()).isEmpty();
            second.client.fetch(changed.options(new PeopleKey(1))).block();
            second.pass(1_000);
            assertThat(stored()).hasSize(1);
            crash(second, again);

            Storage third = files();
            Clients renamed = new Clients(
                    builder -> builder.register(people("Other")).persister(StorageQueryPersister.of(third)));
            open.add(0, renamed);
            assertThat(stored()).isEmpty();
        }

        @Test
        void encryptedData_isNotReadable_andNeedsItsKey() throws IOException {
            EncryptionKeys right = EncryptionKeys.of("1", new SecretKeySpec(new byte[32], "AES"));
            byte[] other = new byte[32];
            other[0] = 1;
            EncryptionKeys wrong = EncryptionKeys.of("1", new SecretKeySpec(other, "AES"));
            Storage storage = files();
            Clients first = client(StorageQueryPersister.of(storage).encrypted(right));
            get(first, 1);
            first.pass(1_000);
            String file = Files.readString(stored().get(0), StandardCharsets.ISO_8859_1);
            assertThat(file).doesNotContain("fetched").doesNotContain("\"id\"");
            crash(first, storage);
            Storage again = files();
            Clients second = client(StorageQueryPersister.of(again).encrypted(right));
            assertThat(get(second, 1)).isEqualTo("fetched 1");
            crash(second, again);
            Clients third = client(StorageQueryPersister.of(files()).encrypted(wrong));
            assertThat(stored()).isEmpty();
            assertThat(get(third, 1)).isEqualTo("fetched 2");
        }
    }

    @Nested
    class Contexts {

        private final QueryDefinition<PersonKey, Person> scoped =
                people("scoped").contextKeys("tenant");

        private String get(Clients from, Object tenant) {
            return from.client
                    .fetch(scoped.options(new PersonKey(1)))
                    .contextWrite(Context.of("tenant", tenant))
                    .block(Duration.ofSeconds(10))
                    .name();
        }

        private Clients scopedClient() {
            Clients made = new Clients(builder -> builder.register(scoped).persister(StorageQueryPersister.of(memory)));
            open.add(0, made);
            return made;
        }

        @Test
        void eachContext_hasItsOwnData() {
            Clients first = scopedClient();
            assertThat(get(first, "a")).isEqualTo("fetched 1");
            assertThat(get(first, 1)).isEqualTo("fetched 2");
            assertThat(get(first, "1")).isEqualTo("fetched 3");
            first.close();
            Clients second = scopedClient();
            assertThat(get(second, "1")).isEqualTo("fetched 3");
            assertThat(get(second, 1)).isEqualTo("fetched 2");
            assertThat(get(second, "a")).isEqualTo("fetched 1");
            assertThat(get(second, "b")).isEqualTo("fetched 4");
        }

        @Test
        void aValueThatCantBeTold_isReported_andNothingIsStored() {
            Clients first = scopedClient();
            assertThat(get(first, new Object())).isEqualTo("fetched 1");
            first.close();
            assertThat(memory.keys()).isEmpty();
            assertThat(storageProblems)
                    .hasSize(1)
                    .first()
                    .satisfies(problem -> assertThat(problem).hasMessageContaining("java.lang.Object"));
        }
    }

    @Test
    void maxAge_isChecked() {
        assertThatThrownBy(() -> StorageQueryPersister.of(memory).maxAge(Duration.ZERO))
                .hasMessageContaining("maxAge");
    }

    /** Answers when the test does. */
    private static class Slow extends Recording {
        final Sinks.One<DehydratedState.Query<?>> stored = Sinks.one();

        @Override
        public <T> Mono<DehydratedState.Query<T>> restore(Identity<T> id, Instant now) {
            return stored.asMono().map(Unchecked::cast);
        }
    }

    private static class Recording implements QueryPersister {
        final List<List<Change<?>>> saves = new ArrayList<>();
        DehydratedState.@Nullable Query<?> stored;

        @Nullable
        Exception failure;

        @Override
        public Mono<Void> open(Collection<QueryDefinition<?, ?>> definitions, Instant now) {
            return Mono.empty();
        }

        @Override
        public <T> Mono<DehydratedState.Query<T>> restore(Identity<T> id, Instant now) {
            return Mono.justOrEmpty(Unchecked.<DehydratedState.Query<T>>cast(stored));
        }

        @Override
        public Mono<Void> save(List<Change<?>> changes, Instant now) {
            return Mono.defer(() -> {
                saves.add(changes);
                return failure == null ? Mono.empty() : Mono.error(failure);
            });
        }

        @Override
        public Mono<Void> clear() {
            return Mono.empty();
        }
    }
}
