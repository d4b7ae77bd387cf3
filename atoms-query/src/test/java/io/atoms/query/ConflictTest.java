package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.ConflictResolver.Conflict;
import io.atoms.query.ConflictResolver.Resolution;
import io.atoms.query.MutationResult.Failure;
import io.atoms.query.MutationResult.Success;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Mutations that the server refuses because of what others have done. */
class ConflictTest {

    private record Page(int version, String text) {}

    private record Edit(int version, String text) {}

    /** What the server answers to an edit of another version. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient Page page;

        Refused(Page page) {
            super("409");
            this.page = page;
        }
    }

    private final Clients it = new Clients(builder -> builder.idempotencyKeys(() -> "key"));
    private final ListKey<Page> key = ListKey.of("page");
    private final List<String> calls = new ArrayList<>();
    private Page server = new Page(1, "one");

    @BeforeEach
    void load() {
        it.client.setQueryData(key, server);
    }

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    /** Takes 10 ms. */
    private Mono<Page> put(Edit edit, MutationContext context) {
        calls.add(edit.text() + " " + context.idempotencyKey() + " " + context.attempt());
        return Mono.delay(Duration.ofMillis(10), it.clock).map(tick -> {
            if (edit.version() != server.version() && context.conflictRound() < 10) {
                throw new Refused(server);
            }
            server = new Page(server.version() + 1, edit.text());
            return server;
        });
    }

    private MutationDefinition<Edit, Page> edit(Function<Conflict<Edit, Page>, Resolution<Edit>> resolve) {
        return MutationDefinition.<Edit, Page>mono(this::put)
                .optimistic((edit, to) -> to.patch(key, page -> new Page(page.version(), edit.text())))
                .retry(1)
                .onConflict(resolver(resolve));
    }

    private static ConflictResolver<Edit, Page> resolver(Function<Conflict<Edit, Page>, Resolution<Edit>> resolve) {
        return ConflictResolver.of(
                error -> error instanceof Refused refused ? Optional.of(refused.page) : Optional.empty(), resolve);
    }

    private static Resolution<Edit> merged(Conflict<Edit, Page> conflict) {
        Page theirs = conflict.server();
        return new Resolution.Merge<>(new Edit(
                theirs.version(), theirs.text() + "+" + conflict.variables().text()));
    }

    private Page shown() {
        return it.client.getQueryData(key).orElseThrow();
    }

    @Test
    void merge_triesAgainWithOtherVariables_andShowsThem() {
        List<Page> bases = new ArrayList<>();
        MutationDefinition<Edit, Page> definition = edit(conflict -> {
            bases.add(conflict.base(key).orElseThrow());
            assertThat(conflict.round()).isEqualTo(1);
            assertThat(conflict.previousServer()).isNull();
            assertThat(conflict.error()).isInstanceOf(Refused.class);
            return merged(conflict);
        });
        server = new Page(2, "two");
        MutationHandle<Page> handle = it.client.mutate(definition, new Edit(1, "mine"));
        assertThat(shown().text()).isEqualTo("mine");
        it.pass(10);
        assertThat(shown().text()).isEqualTo("two+mine");
        assertThat(handle.state().conflictRound()).isEqualTo(1);
        it.pass(10);
        assertThat(handle.current()).isEqualTo(new Success<>(new Page(3, "two+mine")));
        assertThat(bases).containsExactly(new Page(1, "one"));
        assertThat(calls).containsExactly("mine key 1", "two+mine key-1 1");
    }

    @Test
    void aMergedPatch_staysBelowThoseOfLaterMutations() {
        MutationDefinition<Edit, Page> definition = edit(ConflictTest::merged);
        server = new Page(2, "two");
        it.client.mutate(definition, new Edit(1, "mine"));
        Patch later = it.client.patchQueryData(key, page -> new Page(page.version(), "later"));
        it.pass(10);
        assertThat(shown().text()).isEqualTo("later");
        later.undo();
        assertThat(shown().text()).isEqualTo("two+mine");
    }

    @Test
    void keepLocal_triesAgainWithTheSameVariables_andTheFunctionKnows() {
        server = new Page(2, "two");
        MutationDefinition<Edit, Page> definition = MutationDefinition.<Edit, Page>mono(
                        (edit, context) -> context.conflictRound() == 0
                                ? put(edit, context)
                                : put(new Edit(server.version(), edit.text()), context))
                .onConflict(resolver(conflict -> new Resolution.KeepLocal<>()));
        MutationHandle<Page> handle = it.client.mutate(definition, new Edit(1, "mine"));
        it.pass(20);
        assertThat(handle.current()).isEqualTo(new Success<>(new Page(3, "mine")));
    }

    @Test
    void keepServer_failsWithTheConflict_undoesThePatch_andFetchesWhatWasPatched() {
        Clients.Calls<Page> fetches = it.new Calls<>(-1, call -> Mono.just(server));
        it.observe(QueryOptions.of(key, fetches).staleTime(StaleTime.NEVER));
        server = new Page(2, "two");
        MutationHandle<Page> handle =
                it.client.mutate(edit(conflict -> new Resolution.KeepServer<>()), new Edit(1, "mine"));
        it.pass(10);
        assertThat(handle.current().errorOrNull()).isInstanceOf(Refused.class);
        assertThat(shown()).isEqualTo(server);
        assertThat(fetches.count).hasValue(1);
        assertThat(calls).hasSize(1);
    }

    @Test
    void thereAreThreeRounds_thenTheConflictIsTheError() {
        List<Integer> previous = new ArrayList<>();
        MutationDefinition<Edit, Page> definition = edit(conflict -> {
            Page before = conflict.previousServer();
            previous.add(before == null ? 0 : before.version());
            server = new Page(server.version() + 1, "again");
            return merged(conflict);
        });
        server = new Page(2, "two");
        MutationHandle<Page> handle = it.client.mutate(definition, new Edit(1, "mine"));
        it.pass(1_000);
        assertThat(handle.current().errorOrNull()).isInstanceOf(Refused.class);
        assertThat(previous).containsExactly(0, 2, 3);
        assertThat(calls).hasSize(4);
        assertThat(shown()).isEqualTo(new Page(1, "one"));
    }

    @Test
    void otherErrors_areNoConflicts() {
        RuntimeException other = new IllegalStateException("500");
        MutationHandle<Page> handle = it.client.mutate(
                MutationDefinition.<Edit, Page>mono((edit, context) -> Mono.error(other))
                        .onConflict(resolver(ConflictTest::merged)),
                new Edit(1, "mine"));
        assertThat(handle.current()).isEqualTo(new Failure<>(other));
    }

    @Test
    void aResolverThatThrows_failsTheMutation_withTheConflictSuppressed() {
        RuntimeException problem = new IllegalStateException("no merge");
        server = new Page(2, "two");
        MutationHandle<Page> handle = it.client.mutate(
                edit(conflict -> {
                    throw problem;
                }),
                new Edit(1, "mine"));
        it.pass(10);
        assertThat(handle.current()).isEqualTo(new Failure<>(problem));
        assertThat(problem.getSuppressed()).hasOnlyElementsOfType(Refused.class).hasSize(1);
    }

    @Test
    void aResolverThatAsksTheUser_isAwaited_andGivesUpByGivingNothing() {
        reactor.core.publisher.Sinks.One<Resolution<Edit>> answer = reactor.core.publisher.Sinks.one();
        ConflictResolver<Edit, Page> asking = new ConflictResolver<>() {
            @Override
            public Optional<Page> serverVersion(Throwable error) {
                return Optional.of(((Refused) error).page);
            }

            @Override
            public Mono<Resolution<Edit>> resolve(Conflict<Edit, Page> conflict) {
                return answer.asMono();
            }
        };
        server = new Page(2, "two");
        MutationHandle<Page> handle =
                it.client.mutate(edit(ConflictTest::merged).onConflict(asking), new Edit(1, "mine"));
        it.pass(1_000);
        assertThat(handle.current().isPending()).isTrue();
        answer.tryEmitEmpty();
        assertThat(handle.current().errorOrNull()).isInstanceOf(Refused.class);
    }

    @Test
    void aRoundThatIsPaused_isStoredWithItsVariables() {
        server = new Page(2, "two");
        it.client.mutate(edit(ConflictTest::merged).named("edit"), new Edit(1, "mine"));
        it.online.setOnline(false);
        it.pass(10);
        assertThat(it.client.pausedMutations())
                .extracting(PausedMutation::variables, PausedMutation::conflictRound, PausedMutation::paused)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(new Edit(2, "two+mine"), 1, true));
    }
}
