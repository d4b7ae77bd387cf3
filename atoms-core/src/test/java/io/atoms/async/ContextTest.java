package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Concurrency;
import io.atoms.Loadable;
import io.atoms.fixtures.Proves;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

/** Whose Reactor Context reaches the work. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R25"})
class ContextTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();

    private final AtomStore named =
            AtomStore.builder().context(Context.of("user", "store")).build();
    private final AsyncAtom<String> user =
            Atom.async(get -> Mono.deferContextual(c -> Mono.just(c.getOrDefault("user", "none"))));
    private final AsyncAtom<String> above = Atom.async(get -> get.await(user)
            .flatMap(u -> Mono.deferContextual(c -> Mono.just(u + "/" + c.getOrDefault("user", "none")))));

    private static Context of(String user) {
        return Context.of("user", user);
    }

    @Test
    void callersContext_neverReachesTheRun() {
        StepVerifier.create(store.mono(user).contextWrite(of("alice")))
                .expectNext("none")
                .verifyComplete();
        store.refresh(user);
        StepVerifier.create(store.mono(user).contextWrite(of("bob")))
                .expectNext("none")
                .verifyComplete();
        StepVerifier.create(store.mono(above).contextWrite(of("alice")))
                .expectNext("none/none")
                .verifyComplete();
        StepVerifier.create(store.flux(above).take(1).contextWrite(of("bob")))
                .expectNext(Loadable.ready("none/none"))
                .verifyComplete();
    }

    @Test
    void storesContext_reachesTheRun_andAwaits() {
        StepVerifier.create(named.mono(above).contextWrite(of("alice")))
                .expectNext("store/store")
                .verifyComplete();
    }

    @Test
    void storesContext_reachesAStreamAndLateAwaits() {
        AsyncAtom<String> stream =
                Atom.stream(get -> Mono.defer(() -> get.await(user)).flux());
        assertThat(named.get(stream)).isEqualTo(Loadable.ready("store"));
    }

    @Test
    void workStartedInsideAnothersPublisher_hasTheStoresContext() {
        Mono<Loadable<String>> inside = Mono.fromCallable(() -> store.get(user)).contextWrite(of("alice"));
        StepVerifier.create(inside).expectNext(Loadable.ready("none")).verifyComplete();
    }

    @Test
    void twoCallersOfAnAction_seeTheirOwn() {
        Sinks.Empty<Void> gate = Sinks.empty();
        AsyncActionAtom<Integer, String> who = Atom.<Integer, String>asyncAction((set, n) ->
                        gate.asMono().then(Mono.deferContextual(c -> Mono.just(c.getOrDefault("user", "none")))))
                .concurrency(Concurrency.QUEUE);
        List<String> seen = new ArrayList<>();
        store.run(who, 1).contextWrite(of("alice")).subscribe(seen::add);
        store.run(who, 2).contextWrite(of("bob")).subscribe(seen::add);
        gate.tryEmitEmpty();
        assertThat(seen).doesNotContain("none").containsExactly("alice", "bob");
    }
}
