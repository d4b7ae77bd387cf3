package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import io.atoms.query.InvalidationBus.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Clients that tell each other what is out of date. */
class BehavioursInvalidationBusTest {

    record User(long id) implements QueryKey<Integer> {}

    private final TestBus bus = new TestBus();
    private final Clients here = new Clients(builder -> builder.invalidationBus(bus));
    private final Clients there = new Clients(
            builder -> builder.scheduler(here.clock).invalidationBus(bus).online(here.online));
    private final Calls<Integer> calls = here.counting(-1);
    private final QueryDefinition<User, Integer> users = QueryDefinition.mono(
                    User.class, (key, context) -> calls.apply(context))
            .tags((key, data) -> Set.of(Tag.of("user", key.id)))
            .defaults(options -> options.staleTime(StaleTime.NEVER));

    @AfterEach
    void close() {
        here.close();
        there.close();
        assertThat(bus.subscribers).isEmpty();
    }

    private void pass(long millis) {
        here.pass(millis);
    }

    /** Both gathering times. */
    private void passToOthers() {
        pass(20);
    }

    private boolean isStaleThere(QueryKey<?> key) {
        return there.state(key).invalidated();
    }

    private static Message message(String node, long sequence, Tag... tags) {
        return new Message(node, sequence, Set.of(tags), Set.of());
    }

    @Nested
    class Telling {

        @Test
        void aTag_reachesOthers_andWhatIsActiveThereIsFetchedAgain() {
            Results<Integer> active = there.observe(users.options(new User(1)));
            there.client.fetch(users.options(new User(2))).block();
            there.client.fetch(users.options(new User(3))).block();
            here.client.invalidateTags(Tag.of("user", 1L), Tag.of("user", 2L));
            assertThat(calls.count).hasValue(3);
            passToOthers();
            assertThat(calls.count).hasValue(4);
            assertThat(active.last().dataOrNull()).isEqualTo(4);
            assertThat(isStaleThere(new User(2))).isTrue();
            assertThat(isStaleThere(new User(3))).isFalse();
        }

        @Test
        void anExactKey_reachesOthers_andNoData() {
            there.client.fetch(users.options(new User(1))).block();
            here.client.invalidate(QueryFilters.exact(new User(1)));
            passToOthers();
            assertThat(isStaleThere(new User(1))).isTrue();
            assertThat(bus.published).hasSize(1).first().satisfies(message -> {
                assertThat(message.keys()).containsExactly(new User(1));
                assertThat(message.tags()).isEmpty();
                assertThat(message.sequence()).isEqualTo(1);
            });
        }

        @Test
        void ownMessages_andThoseOfOthers_areNotToldAgain() {
            Results<Integer> own = here.observe(users.options(new User(1)));
            here.client.invalidateTags(Tag.of("user"));
            pass(1_000);
            assertThat(calls.count).hasValue(2);
            assertThat(own.last().dataOrNull()).isEqualTo(2);
            assertThat(bus.published).hasSize(1);
        }

        @Test
        void filtersWithoutAName_areForThisClientAlone() {
            here.client.invalidate(QueryFilters.all());
            here.client.invalidate(QueryFilters.type(User.class));
            here.client.invalidate(QueryFilters.prefix("users"));
            pass(1_000);
            assertThat(bus.published).isEmpty();
        }

        @Test
        void valuesOfAContext_doNotTravel_andAllContextsAreMeant() {
            QueryDefinition<User, Integer> scoped = users.contextKeys("tenant");
            QueryOptions<Integer, Integer> ofA = scoped.options(new User(1)).in(Context.of("tenant", "a"));
            QueryOptions<Integer, Integer> ofB = scoped.options(new User(1)).in(Context.of("tenant", "b"));
            there.client.fetch(ofA).block();
            there.client.fetch(ofB).block();
            here.client.invalidate(QueryFilters.exact(ofA.key()));
            passToOthers();
            assertThat(bus.published.get(0).keys()).containsExactly(new User(1));
            assertThat(isStaleThere(ofA.key())).isTrue();
            assertThat(isStaleThere(ofB.key())).isTrue();
        }

        @Test
        void aBurst_isOneMessage() {
            for (long id = 0; id < 100; id++) {
                here.client.invalidateTags(Tag.of("user", id));
            }
            pass(9);
            assertThat(bus.published).isEmpty();
            pass(1);
            assertThat(bus.published)
                    .hasSize(1)
                    .first()
                    .satisfies(message -> assertThat(message.tags()).hasSize(100));
            here.client.invalidateTags(Tag.of("user", 1L));
            pass(100);
            assertThat(bus.published).extracting(Message::sequence).containsExactly(1L, 2L);
        }

        @Test
        void whileAMessageIsSent_othersAreGathered() {
            List<reactor.core.publisher.Sinks.Empty<Void>> sent = new ArrayList<>();
            bus.publishing = message -> {
                sent.add(reactor.core.publisher.Sinks.empty());
                return sent.get(sent.size() - 1).asMono();
            };
            here.client.invalidateTags(Tag.of("user", 1L));
            pass(10);
            here.client.invalidateTags(Tag.of("user", 2L));
            here.client.invalidateTags(Tag.of("user", 3L));
            pass(1_000);
            assertThat(bus.published).hasSize(1);
            sent.get(0).tryEmitEmpty();
            pass(10);
            assertThat(bus.published)
                    .hasSize(2)
                    .last()
                    .satisfies(message -> assertThat(message.tags())
                            .containsExactlyInAnyOrder(Tag.of("user", 2L), Tag.of("user", 3L)));
        }

        @Test
        void aMessageThatIsNotSent_isSentAgain_andNoneOverTakesIt() {
            there.client.fetch(users.options(new User(1))).block();
            bus.publishing = message -> Mono.error(new IllegalStateException("no bus"));
            here.client.invalidateTags(Tag.of("user", 1L));
            pass(10);
            here.client.invalidateTags(Tag.of("user", 2L));
            pass(1_000);
            bus.publishing = message -> {
                bus.deliver(message);
                return Mono.empty();
            };
            pass(1_999);
            assertThat(bus.published).extracting(Message::sequence).containsExactly(1L, 1L);
            pass(1);
            assertThat(bus.published).extracting(Message::sequence).containsExactly(1L, 1L, 1L);
            pass(20);
            assertThat(bus.published).extracting(Message::sequence).containsExactly(1L, 1L, 1L, 2L);
            assertThat(isStaleThere(new User(1))).isTrue();
            assertThat(here.problems).hasSize(2);
        }

        @Test
        void closing_sendsWhatWasGathered() {
            here.client.invalidateTags(Tag.of("user", 1L));
            here.client.close();
            assertThat(bus.published).hasSize(1);
            assertThat(bus.subscribers).hasSize(1);
        }
    }

    @Nested
    class Listening {

        @Test
        void aBurst_isOneRefetch() {
            there.observe(users.options(new User(1)));
            for (int node = 0; node < 20; node++) {
                bus.deliver(message("node " + node, 7, Tag.of("user", 1L)));
            }
            pass(10);
            assertThat(calls.count).hasValue(2);
        }

        @Test
        void aGap_makesEverythingStale() {
            there.observe(users.options(new User(1)));
            there.client.fetch(users.options(new User(2))).block();
            bus.deliver(message("node", 1, Tag.of("other")));
            pass(10);
            assertThat(calls.count).hasValue(2);
            bus.deliver(message("node", 3, Tag.of("other")));
            pass(10);
            assertThat(calls.count).hasValue(3);
            assertThat(isStaleThere(new User(2))).isTrue();
        }

        @Test
        void whatIsRepeatedOrLate_isIgnored() {
            there.observe(users.options(new User(1)));
            bus.deliver(message("node", 4, Tag.of("other")));
            bus.deliver(message("node", 3, Tag.of("user")));
            bus.deliver(message("node", 4, Tag.of("user")));
            pass(10);
            assertThat(calls.count).hasValue(1);
            bus.deliver(message("node", 5, Tag.of("user")));
            pass(10);
            assertThat(calls.count).hasValue(2);
        }

        @Test
        void aBusThatKnowsOfALoss_saysSo() {
            there.observe(users.options(new User(1)));
            bus.deliver(Message.lost());
            pass(10);
            assertThat(calls.count).hasValue(2);
        }

        @Test
        void withJitter_theRefetchesAfterALossAreSpread() {
            try (Clients spread = new Clients(builder -> builder.scheduler(here.clock)
                    .invalidationBus(bus)
                    .random(() -> 0.5)
                    .defaults(QueryDefaults.server()))) {
                spread.observe(users.options(new User(1)));
                bus.deliver(Message.lost());
                pass(10);
                assertThat(spread.state(new User(1)).invalidated()).isTrue();
                pass(99);
                assertThat(calls.count).hasValue(1);
                pass(1);
                assertThat(calls.count).hasValue(2);
            }
        }
    }

    @Nested
    class Connecting {

        @Test
        void whenTheBusEnds_itSubscribesAgain_andEverythingIsStale() {
            there.observe(users.options(new User(1)));
            bus.subscribers.get(1).complete();
            pass(999);
            assertThat(bus.subscribers).hasSize(1);
            assertThat(calls.count).hasValue(1);
            pass(1);
            assertThat(bus.subscribers).hasSize(2);
            pass(10);
            assertThat(calls.count).hasValue(2);
            assertThat(there.problems).isEmpty();
        }

        @Test
        void aBusThatRefuses_isAskedMoreAndMoreSeldom() {
            bus.refusal = new IllegalStateException("refused");
            bus.subscribers.get(1).error(new IllegalStateException("broken"));
            int before = bus.subscriptions;
            pass(1_000);
            assertThat(bus.subscriptions - before).isEqualTo(1);
            pass(2_000);
            assertThat(bus.subscriptions - before).isEqualTo(2);
            pass(4_000 + 8_000 + 16_000 + 30_000);
            assertThat(bus.subscriptions - before).isEqualTo(6);
            assertThat(there.problems)
                    .hasSize(7)
                    .first()
                    .satisfies(error -> assertThat(error).hasMessage("broken"));
            assertThat(here.problems).isEmpty();
        }

        @Test
        void aSequenceMissedMeanwhile_isNoGapAfterwards() {
            bus.deliver(message("node", 1, Tag.of("other")));
            pass(10);
            bus.subscribers.get(1).complete();
            pass(1_010);
            there.observe(users.options(new User(1)));
            bus.deliver(message("node", 9, Tag.of("other")));
            pass(10);
            assertThat(calls.count).hasValue(1);
        }

        @Test
        void beingOnlineAgain_endsThePause() {
            there.observe(users.options(new User(1)));
            bus.subscribers.get(1).complete();
            here.online.setOnline(false);
            pass(500);
            here.online.setOnline(true);
            assertThat(bus.subscribers).hasSize(2);
            pass(10);
            assertThat(calls.count).hasValue(2);
            pass(10_000);
            assertThat(bus.subscribers).hasSize(2);
            assertThat(calls.count).hasValue(2);
        }

        @Test
        void aClosedClient_doesNotSubscribeAgain() {
            bus.subscribers.get(1).complete();
            there.client.close();
            pass(60_000);
            assertThat(bus.subscribers).hasSize(1);
        }
    }

    @Test
    void manyThreads_loseNothing_andLeaveNoGap() throws Exception {
        InMemoryInvalidationBus real = InMemoryInvalidationBus.create();
        List<Message> heard = java.util.Collections.synchronizedList(new ArrayList<>());
        real.messages().subscribe(heard::add);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (QueryClient one = QueryClient.builder().invalidationBus(real).build();
                QueryClient two = QueryClient.builder().invalidationBus(real).build()) {
            for (long id = 0; id < 400; id++) {
                two.fetch(users.options(new User(id))).block();
            }
            List<Future<?>> rounds = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                long first = thread * 100L;
                rounds.add(pool.submit(() -> {
                    for (long id = first; id < first + 100; id++) {
                        one.invalidateTags(Tag.of("user", id));
                    }
                }));
            }
            for (Future<?> each : rounds) {
                each.get(1, TimeUnit.MINUTES);
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> two.keys(QueryFilters.all()
                                            .where(query -> query.state().invalidated()))
                                    .size()
                            == 400);
        } finally {
            pool.shutdownNow();
        }
        assertThat(heard)
                .extracting(Message::sequence)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, heard.size())
                        .mapToObj(n -> (long) n)
                        .toList());
    }

    @Test
    void theInMemoryBus_tellsAllWhoAreSubscribed() {
        InMemoryInvalidationBus real = InMemoryInvalidationBus.create();
        List<Message> one = new ArrayList<>();
        List<Message> two = new ArrayList<>();
        reactor.core.Disposable leaving = real.messages().subscribe(one::add);
        real.messages().subscribe(two::add);
        real.publish(message("a", 1)).block();
        leaving.dispose();
        Mono<Void> lazy = real.publish(message("a", 2));
        assertThat(two).hasSize(1);
        lazy.block();
        assertThat(one).extracting(Message::sequence).containsExactly(1L);
        assertThat(two).extracting(Message::sequence).containsExactly(1L, 2L);
    }
}
