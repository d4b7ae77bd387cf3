package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.storage.StorageMutationPersister;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.type.TypeReference;

/** Mutations that outlive the process. */
class BehavioursMutationPersistenceTest {

    record Rename(int id, String name) {}

    @TempDir
    Path folder;

    private final List<StorageException> storageProblems = new CopyOnWriteArrayList<>();
    private final MemoryStorage memory = MemoryStorage.create(options());
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();

    private final MutationDefinition<Rename, String> rename = MutationDefinition.<Rename, String>mono(
                    (variables, context) -> Mono.fromSupplier(() -> {
                        calls.add(variables.name + " " + context.idempotencyKey());
                        return variables.name;
                    }))
            .named("rename")
            .scope(variables -> "names");

    private StorageOptions options() {
        return StorageOptions.ofDefaults().scheduler(Schedulers.immediate()).onProblem(storageProblems::add);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Clients client(boolean online, MutationPersister persister) {
        return client(online, persister, builder -> builder.register(rename));
    }

    private Clients client(boolean online, MutationPersister persister, UnaryOperator<QueryClientBuilder> tune) {
        ConnectivityManager.Switch connection = ConnectivityManager.manual();
        connection.setOnline(online);
        int number = open.size();
        int[] keys = {0};
        Clients made = new Clients(builder -> tune.apply(builder.online(connection)
                .idempotencyKeys(() -> number + "-" + ++keys[0])
                .mutationPersister(persister)));
        open.add(0, made);
        return made;
    }

    private StorageMutationPersister in(Storage storage) {
        return StorageMutationPersister.of(storage).with(rename, Rename.class);
    }

    @Test
    void queuedMutations_goOnInTheNextClient_inOrder_withTheirKeys() {
        Clients first = client(false, in(memory));
        List.of("a", "b", "c").forEach(name -> first.client.mutate(rename, new Rename(1, name)));
        assertThat(memory.keys()).hasSize(3);
        open.remove(first); // it dies: nobody closes it
        Clients second = client(true, in(memory));
        second.pass(0);
        assertThat(calls).containsExactly("a 0-1", "b 0-2", "c 0-3");
        assertThat(memory.keys()).isEmpty();
        assertThat(second.problems).isEmpty();
    }

    @Test
    void whileOffline_theyWait_alsoOverSeveralRestarts() {
        Clients first = client(false, in(memory));
        first.client.mutate(rename, new Rename(1, "a"));
        first.close();
        Clients second = client(false, in(memory));
        second.client.mutate(rename, new Rename(1, "b"));
        assertThat(second.client.pausedMutations())
                .extracting(PausedMutation::variables)
                .containsExactly(new Rename(1, "a"), new Rename(1, "b"));
        second.close();
        assertThat(calls).isEmpty();
        assertThat(memory.keys()).hasSize(2);
        client(true, in(memory)).pass(0);
        assertThat(calls).extracting(call -> call.substring(0, 1)).containsExactly("a", "b");
    }

    @Test
    void aMutationThatWasRunning_isStoredUntilItHasEnded() {
        Sinks.One<String> answer = Sinks.one();
        MutationDefinition<Rename, String> slow = MutationDefinition.<Rename, String>mono(
                        (variables, context) -> answer.asMono())
                .named("slow");
        Clients it = client(
                true, StorageMutationPersister.of(memory).with(slow, Rename.class), builder -> builder.register(slow));
        it.client.mutate(slow, new Rename(1, "a"));
        assertThat(memory.keys()).hasSize(1);
        answer.tryEmitValue("done");
        it.pass(0);
        assertThat(memory.keys()).isEmpty();
    }

    @Test
    void contexts_areStored_ifTheirTypeIsKnown() {
        List<@Nullable Object> contexts = new ArrayList<>();
        MutationDefinition<Rename, String> definition = rename.callbacks(MutationCallbacks.<Rename, String>none()
                .onMutate(call -> Mono.just(List.of("before " + call.variables().name())))
                .onSuccess((call, result) -> {
                    contexts.add(call.context());
                    return Mono.empty();
                }));
        for (boolean known : new boolean[] {true, false}) {
            StorageMutationPersister persister = known
                    ? StorageMutationPersister.of(memory)
                            .with(definition, new TypeReference<>() {}, new TypeReference<List<String>>() {})
                    : StorageMutationPersister.of(memory).with(definition, Rename.class);
            Clients first = client(false, persister, builder -> builder.register(definition));
            first.client.mutate(definition, new Rename(1, "a"));
            first.close();
            Clients second = client(true, persister, builder -> builder.register(definition));
            second.pass(0);
            second.close();
        }
        assertThat(contexts).containsExactly(List.of("before a"), null);
    }

    @Test
    void whatNobodyKnows_staysWhereItIs_andIsReported() {
        MutationDefinition<Rename, String> other = MutationDefinition.<Rename, String>mono(
                        (variables, context) -> Mono.just(""))
                .named("other");
        Clients first = client(false, in(memory).with(other, Rename.class), builder -> builder.register(rename, other));
        first.client.mutate(other, new Rename(1, "a"));
        first.client.mutate(rename, new Rename(1, "b"));
        first.close();

        Clients second = client(true, in(memory)); // whose persister does not know it
        second.pass(0);
        assertThat(calls).hasSize(1);
        assertThat(memory.keys()).hasSize(1);
        assertThat(storageProblems)
                .hasSize(1)
                .first()
                .satisfies(problem -> assertThat(problem).hasMessageContaining("other"));
        second.close();

        Clients third = client(true, in(memory).with(other, Rename.class)); // which does not know it itself
        third.client.mutate(rename, new Rename(1, "c"));
        third.pass(0);
        assertThat(memory.keys()).hasSize(1);
        assertThat(third.problems)
                .hasSize(1)
                .first()
                .satisfies(problem -> assertThat(problem).hasMessageContaining("ATOMS-215"));
    }

    @Test
    void aFileThatIsGarbage_staysWhereItIs() throws IOException {
        Path data = folder.resolve("data");
        try (Storage storage = FileStorage.open(data, options())) {
            Clients first = client(false, in(storage));
            first.client.mutate(rename, new Rename(1, "a"));
            first.client.mutate(rename, new Rename(1, "b"));
            first.close();
        }
        Path file;
        try (Stream<Path> files = Files.list(data)) {
            file = files.filter(each -> each.toString().endsWith(".atom"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(file, "garbage");
        try (Storage storage = FileStorage.open(data, options())) {
            Clients second = client(true, in(storage));
            second.pass(0);
            assertThat(calls).hasSize(1);
            second.close();
        }
        assertThat(file).hasContent("garbage");
        assertThat(storageProblems).hasSize(1);
    }

    @Test
    void encryptedMutations_areNotReadable() throws IOException {
        EncryptionKeys keys = EncryptionKeys.of("1", new SecretKeySpec(new byte[32], "AES"));
        Path data = folder.resolve("data");
        try (Storage storage = FileStorage.open(data, options())) {
            Clients first = client(false, in(storage).encrypted(keys));
            first.client.mutate(rename, new Rename(1, "secret"));
            first.close();
            try (Stream<Path> files = Files.list(data)) {
                assertThat(files.filter(each -> each.toString().endsWith(".atom")))
                        .hasSize(1)
                        .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                                .doesNotContain("secret"));
            }
            Clients second = client(true, in(storage).encrypted(keys));
            second.pass(0);
            assertThat(calls).containsExactly("secret 0-1");
            second.close();
        }
    }

    @Test
    void aSaveThatFails_isTriedAgain() {
        boolean[] fails = {true};
        List<Integer> sizes = new ArrayList<>();
        MutationPersister failing = new MutationPersister() {
            @Override
            public Mono<List<PausedMutation>> load() {
                return Mono.error(new IllegalStateException("not readable"));
            }

            @Override
            public Mono<Void> save(List<PausedMutation> all, Instant now) {
                return Mono.defer(() -> {
                    sizes.add(all.size());
                    return fails[0] ? Mono.error(new IllegalStateException("full")) : Mono.empty();
                });
            }
        };
        Clients it = client(false, failing);
        it.client.mutate(rename, new Rename(1, "a"));
        it.pass(0);
        int before = sizes.size();
        it.pass(999);
        assertThat(sizes).hasSize(before);
        fails[0] = false;
        it.pass(1);
        assertThat(sizes).hasSize(before + 1).last().isEqualTo(1);
        it.pass(60_000);
        assertThat(sizes).hasSize(before + 1);
        assertThat(it.problems).extracting(Throwable::getMessage).containsExactly("not readable", "full");
    }

    @Test
    void mutationsWithoutAName_areNotStored() {
        Clients it = client(false, in(memory));
        it.client.mutate(MutationDefinition.<String, String>mono((variables, context) -> Mono.just("")), "x");
        assertThat(memory.keys()).isEmpty();
        assertThat(it.problems).isEmpty();
    }
}
