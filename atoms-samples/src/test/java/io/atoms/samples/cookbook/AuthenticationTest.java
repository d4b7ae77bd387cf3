package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.Authentication.LOG_IN;
import static io.atoms.samples.cookbook.Authentication.NEXT;
import static io.atoms.samples.cookbook.Authentication.SERVER;
import static io.atoms.samples.cookbook.Authentication.SESSION;
import static io.atoms.samples.cookbook.Authentication.USER;
import static io.atoms.samples.cookbook.Authentication.access;
import static io.atoms.samples.cookbook.Authentication.keepLoggedIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.samples.cookbook.Authentication.AuthServer;
import io.atoms.samples.cookbook.Authentication.Credentials;
import io.atoms.samples.cookbook.Authentication.Token;
import io.atoms.utils.TimeAtoms;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class AuthenticationTest {
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.create();
    private final FakeServer server = new FakeServer();
    private final List<String> requests = new ArrayList<>();
    private final List<String> used = new ArrayList<>();

    /** Answers when told to; tells what it was asked, and what was cancelled. */
    private final class FakeServer implements AuthServer {
        private Sinks.One<Token> answer = Sinks.one();

        @Override
        public Mono<Token> logIn(Credentials credentials) {
            return request("log in " + credentials.user());
        }

        @Override
        public Mono<Token> refresh(String refreshToken) {
            return request("refresh " + refreshToken);
        }

        private Mono<Token> request(String text) {
            return Mono.defer(() -> {
                requests.add(text);
                Sinks.One<Token> mine = Sinks.one();
                answer = mine;
                return mine.asMono().doOnCancel(() -> {
                    if (!Boolean.TRUE.equals(mine.scan(Scannable.Attr.TERMINATED))) {
                        requests.add("cancelled " + text);
                    }
                });
            });
        }

        void answer(String user, int number) {
            answer(answer, user, number);
        }

        void answer(Sinks.One<Token> request, String user, int number) {
            long expires = clock.now(TimeUnit.MILLISECONDS) + LIFE.toMillis();
            request.tryEmitValue(new Token(user, "access " + number, "token " + number, expires));
        }
    }

    @BeforeEach
    void start() {
        store.set(TimeAtoms.SCHEDULER, clock);
        store.set(SERVER, Optional.of(server));
    }

    @AfterEach
    void close() {
        store.close();
        clock.dispose();
    }

    private void logIn(String user, int number) {
        store.run(LOG_IN, new Credentials(user, "secret")).subscribe();
        server.answer(user, number);
        requests.clear();
    }

    private void request() {
        access(store).subscribe(token -> used.add(token), error -> used.add(error.getMessage()));
    }

    private void pass(Duration time) {
        clock.advanceTimeBy(time);
    }

    @Nested
    class LoggingIn {
        @Test
        void answer_isTheSession() {
            logIn("ada", 1);
            request();

            assertThat(store.get(USER)).contains("ada");
            assertThat(used).containsExactly("access 1");
        }

        @Test
        void loggedOut_beforeTheAnswer_staysOut() {
            store.run(LOG_IN, new Credentials("ada", "secret")).subscribe();
            store.reset(SESSION);
            server.answer("ada", 1);

            assertThat(store.get(SESSION)).isEqualTo(SESSION.initial());
        }

        @Test
        void secondAttempt_wins_evenIfTheFirstIsAnsweredLast() {
            store.run(LOG_IN, new Credentials("ada", "secret")).subscribe();
            Sinks.One<Token> first = server.answer;
            store.run(LOG_IN, new Credentials("bob", "secret")).subscribe();
            server.answer("bob", 2);
            server.answer(first, "ada", 1);

            assertThat(store.get(USER)).contains("bob");
        }

        @Test
        void failure_isTheCallers_andNobodyIsLoggedIn() {
            List<String> errors = new ArrayList<>();
            store.run(LOG_IN, new Credentials("ada", "wrong"))
                    .subscribe(token -> {}, error -> errors.add(error.getMessage()));
            server.answer.tryEmitError(new IOException("no"));

            assertThat(errors).containsExactly("no");
            assertThat(store.get(USER)).isEmpty();
        }
    }

    @Nested
    class Renewing {
        private AtomSubscription renewing;

        @BeforeEach
        void start() {
            renewing = keepLoggedIn(store);
            logIn("ada", 1);
        }

        @Test
        void token_isRefreshedOnce_aMinuteBeforeItExpires() {
            pass(LIFE.minusMinutes(1).minusMillis(1));
            assertThat(requests).isEmpty();
            pass(Duration.ofMillis(1));
            request(); // the present one still is good
            server.answer("ada", 2);
            request();

            assertThat(requests).containsExactly("refresh token 1");
            assertThat(used).containsExactly("access 1", "access 2");
        }

        @Test
        void nextToken_isRefreshedInItsTurn() {
            pass(LIFE);
            server.answer("ada", 2);
            pass(LIFE.minusMinutes(1));

            assertThat(requests).containsExactly("refresh token 1", "refresh token 2");
        }

        @Test
        void renewal_isNoChangeOfTheUser() {
            List<Object> users = new ArrayList<>();
            store.subscribe(USER, user -> users.add(user));
            pass(LIFE);
            server.answer("ada", 2);

            assertThat(users).isEmpty();
        }

        @Test
        void requestsWithAnExpiredToken_waitForOneRefresh() {
            pass(LIFE.plusHours(8));
            request();
            request();
            request();
            assertThat(used).isEmpty();
            server.answer("ada", 2);

            assertThat(requests).containsExactly("refresh token 1");
            assertThat(used).containsExactly("access 2", "access 2", "access 2");
        }

        @Test
        void refreshThatFails_isRepeated_andAtLastLogsOut() {
            pass(LIFE);
            for (int attempt = 1; attempt <= 4; attempt++) {
                assertThat(requests).hasSize(attempt);
                assertThat(store.get(USER)).contains("ada");
                server.answer.tryEmitError(new IOException("no net"));
                pass(Duration.ofSeconds(30));
            }

            assertThat(requests).hasSize(4);
            assertThat(store.get(USER)).isEmpty();
        }

        @Test
        void logOut_beforeItIsDue_leavesNoTimer() {
            store.reset(SESSION);
            pass(LIFE.plusHours(1));
            request();

            assertThat(requests).isEmpty();
            assertThat(used).containsExactly("not logged in");
        }

        @Test
        void logOut_duringARefresh_cancelsIt_andFailsWhoWaits() {
            pass(LIFE);
            request();
            store.reset(SESSION);
            server.answer("ada", 2);

            assertThat(requests).containsExactly("refresh token 1", "cancelled refresh token 1");
            assertThat(used).containsExactly("not logged in");
            assertThat(store.get(SESSION)).isEqualTo(SESSION.initial());
        }

        @Test
        void logOut_leavesNoToken() {
            pass(LIFE);
            server.answer("ada", 2);
            store.reset(SESSION);

            assertThat(store.get(NEXT).isReady()).isTrue();
            assertThat(store.inspect().toString()).doesNotContain("access 1", "access 2");
        }

        @Test
        void logInAsAnother_duringARefresh_isNotOverwritten() {
            pass(LIFE);
            Sinks.One<Token> refresh = server.answer;
            logIn("bob", 7);
            server.answer(refresh, "ada", 2);

            assertThat(store.get(USER)).contains("bob");
        }

        @Test
        void disposed_renewsNoMore() {
            pass(LIFE);
            renewing.dispose();
            server.answer("ada", 2);
            assertThat(store.get(SESSION).token().orElseThrow().access()).isEqualTo("access 1");

            keepLoggedIn(store); // what has come meanwhile is not lost
            assertThat(store.get(SESSION).token().orElseThrow().access()).isEqualTo("access 2");
            assertThat(requests).containsExactly("refresh token 1");
        }

        @Test
        void closedStore_leavesNoTimer() {
            store.close();
            pass(LIFE);

            assertThat(requests).isEmpty();
        }
    }
}
