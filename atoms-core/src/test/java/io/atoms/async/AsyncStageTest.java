package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Async atoms of CompletionStages. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R21", "R23"})
class AsyncStageTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");

    private final List<CompletableFuture<String>> futures = new ArrayList<>();
    private final AsyncAtom<String> staged = Atom.asyncStage(get -> {
        log.add("call " + get.get(input));
        CompletableFuture<String> future = new CompletableFuture<>();
        futures.add(future);
        return future;
    });

    @Test
    void completion_isReady_andEverythingReadIsADependency() {
        store.subscribe(staged, value -> {});
        futures.get(0).complete("a");
        assertThat(store.get(staged)).isEqualTo(Loadable.ready("a"));
        store.set(input, 2);
        assertThat(log.lines()).containsExactly("call 1", "call 2");
        assertThat(store.get(staged)).isEqualTo(new Loadable.Loading<>("a"));
    }

    @Test
    void newRun_cancelsTheFuture() {
        store.subscribe(staged, value -> {});
        store.set(input, 2);
        assertThat(futures.get(0).isCancelled()).isTrue();
    }

    @Test
    void error_isNotWrapped() {
        store.subscribe(staged, value -> {});
        IOException error = new IOException("x");
        futures.get(0).completeExceptionally(error);
        assertThat(store.get(staged)).isEqualTo(Loadable.failed(error));
    }

    @Test
    void null_fails() {
        store.subscribe(staged, value -> {});
        futures.get(0).complete(null);
        assertThatThrownBy(() -> store.get(staged).orElseThrow()).isInstanceOf(AtomUsageException.class);
        AsyncAtom<String> none = Atom.asyncStage(get -> null);
        assertThat(store.get(none).isFailed()).isTrue();
    }

    @Test
    @Proves("T4")
    void functionIsCalledOutsideTheLock() {
        AsyncAtom<String> outside = Atom.asyncStage(get -> {
            Threads.run(() -> store.set(input, 5));
            return CompletableFuture.completedFuture("a");
        });
        assertThat(store.get(outside)).isEqualTo(Loadable.ready("a"));
    }
}
