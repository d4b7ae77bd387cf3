package io.atoms.samples.cookbook;

import io.atoms.AsyncActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.Unobserved;
import io.atoms.utils.TimeAtoms;
import java.io.PrintStream;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.retry.Retry;

/** The recipe of {@code docs/cookbook/authentication.md}. */
final class Authentication {
    private Authentication() {}

    // tag::model
    interface AuthServer {
        Mono<Token> logIn(Credentials credentials);

        Mono<Token> refresh(String refreshToken);
    }

    record Credentials(String user, String password) {}

    /** When it expires is told in milliseconds, by the clock of {@link TimeAtoms}. */
    record Token(String user, String access, String refresh, long expires) {}

    /** What came of an attempt to log in. */
    record Session(Object attempt, Optional<Token> token) {}

    static final PrimitiveAtom<Optional<AuthServer>> SERVER =
            Atom.of(Optional.<AuthServer>empty()).named("auth.server");
    static final PrimitiveAtom<Session> SESSION =
            Atom.of(new Session("none", Optional.empty())).named("auth.session"); // reset it to log out
    static final Atom<Optional<String>> USER = Atom.<Session, Optional<String>>map(
                    SESSION, session -> session.token().map(Token::user))
            .named("auth.user");

    static final AsyncActionAtom<Credentials, Token> LOG_IN = Atom.<Credentials, Token>asyncAction((set, who) -> {
                Object attempt = new Object();
                set.set(SESSION, new Session(attempt, Optional.empty()));
                return set.get(SERVER)
                        .orElseThrow()
                        .logIn(who)
                        .doOnNext(token -> adopt(set, new Session(attempt, Optional.of(token))));
            })
            .named("auth.logIn");

    /** Does nothing if somebody has logged out, or in, since the attempt. */
    private static void adopt(Setter set, Session next) {
        set.update(SESSION, now -> now.attempt().equals(next.attempt()) ? next : now);
    }
    // end::model

    // tag::renewal
    /** Waits until the token is about to expire, and asks for the next one: once, for all who need it. */
    static final AsyncAtom<Session> NEXT = Atom.<Session>async(get -> {
                Session session = get.get(SESSION);
                if (session.token().isEmpty()) {
                    return Mono.just(session);
                }
                Token token = session.token().get();
                AuthServer server = get.get(SERVER).orElseThrow();
                Scheduler clock = get.get(TimeAtoms.SCHEDULER);
                return Mono.defer(() -> Mono.delay(Duration.ofMillis(lifeOf(token, clock) - 60_000), clock))
                        .then(Mono.defer(() -> server.refresh(token.refresh())))
                        .retryWhen(Retry.backoff(3, Duration.ofSeconds(2)).scheduler(clock))
                        .map(next -> new Session(session.attempt(), Optional.of(next)))
                        .onErrorReturn(new Session(session.attempt(), Optional.empty()));
            })
            .whenUnobserved(Unobserved.keep()) // the server may have used up the old token already
            .named("auth.next");

    /** Renews tokens until it is disposed. */
    static AtomSubscription keepLoggedIn(AtomStore store) {
        return store.effect(context -> {
            if (context.get(NEXT) instanceof Loadable.Ready<Session> next) {
                adopt(context, next.value());
            }
        });
    }

    /** For each request: an access token that has not expired. Who comes while it is refreshed waits for the new one. */
    static Mono<String> access(AtomStore store) {
        Scheduler clock = store.get(TimeAtoms.SCHEDULER);
        return store.flux(SESSION)
                .map(Session::token)
                .filter(token -> token.isEmpty() || lifeOf(token.get(), clock) > 0)
                .next()
                .map(token -> token.orElseThrow(() -> new NoSuchElementException("not logged in"))
                        .access());
    }

    private static long lifeOf(Token token, Scheduler clock) {
        return token.expires() - clock.now(TimeUnit.MILLISECONDS);
    }
    // end::renewal

    static void using(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AuthServer server = new PrintingServer(out, clock);
        // tag::using
        AtomStore store = AtomStore.create();
        store.set(TimeAtoms.SCHEDULER, clock); // virtual, as in a test
        store.set(SERVER, Optional.of(server)); // tokens expire after 10 minutes
        keepLoggedIn(store);
        store.subscribe(USER, user -> out.println("user: " + user.orElse("nobody")));

        store.run(LOG_IN, new Credentials("ada", "secret")).subscribe();
        clock.advanceTimeBy(Duration.ofMinutes(9));
        access(store).subscribe(token -> out.println("GET /orders with " + token));

        store.reset(SESSION); // log out
        clock.advanceTimeBy(Duration.ofHours(1));
        access(store).subscribe(token -> {}, error -> out.println(error.getMessage()));
        // end::using
    }

    private record PrintingServer(PrintStream out, Scheduler clock) implements AuthServer {
        @Override
        public Mono<Token> logIn(Credentials credentials) {
            return Mono.fromSupplier(() -> token("log in " + credentials.user(), 1));
        }

        @Override
        public Mono<Token> refresh(String refreshToken) {
            return Mono.fromSupplier(() -> token("refresh " + refreshToken, 2));
        }

        private Token token(String request, int number) {
            out.println(request);
            long expires =
                    clock.now(TimeUnit.MILLISECONDS) + Duration.ofMinutes(10).toMillis();
            return new Token("ada", "access-" + number, "refresh-" + number, expires);
        }
    }
}
