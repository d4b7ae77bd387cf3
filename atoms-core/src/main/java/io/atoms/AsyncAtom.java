package io.atoms;

import java.time.Duration;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.util.retry.Retry;

/**
 * An atom whose value is produced by a Publisher: an atom of a {@link Loadable}. Made by {@link Atom#async},
 * {@link Atom#asyncStage}, {@link Atom#asyncBlocking} and {@link Atom#stream}.
 *
 * <pre>{@code
 * PrimitiveAtom<Integer> userId = Atom.of(7);
 * AsyncAtom<String> user = Atom.async(get -> Mono.just("user " + get.get(userId)));
 * Atom<String> title = Atom.map(user, u -> u.orElse("..."));
 *
 * AtomStore store = AtomStore.create();
 * System.out.println(store.get(title)); // user 7
 * }</pre>
 *
 * <p><b>Rules.</b> The work starts at the first need: a read, a subscription, an await. When a dependency changes and the
 * atom is needed again, a new run begins, the one before is cancelled, and the value is {@link Loadable.Loading} with
 * the previous value; late results of the old run are dropped. A Publisher that completes synchronously is ready at
 * once; a listener may be told of the loading before. A snapshot starts no work. A transaction that rolls back starts and
 * cancels nothing of what it read after its first write.
 *
 * <p><b>Threads.</b> The read function runs under the writers' lock and must be pure, like any read function: it only
 * <em>makes</em> the Publisher. The Publisher is subscribed after the lock is released, by the thread that needed it,
 * and its results arrive as commits of their own, on whatever thread it signals, without waiting for a writer. It is
 * subscribed with the Reactor Context of the store ({@link AtomStoreBuilder#context}) and no other.
 *
 * <p><b>Errors.</b> An error of the Publisher, of {@code subscribe} or of the read function is a
 * {@link Loadable.Failed}. A Mono that completes empty fails with {@link AtomUsageException}.
 *
 * @param <T> the type of the value
 */
public sealed interface AsyncAtom<T> extends Atom<Loadable<T>> permits AsyncDefinition {

    @Override
    AsyncAtom<T> named(String name);

    @Override
    AsyncAtom<T> equality(BiPredicate<? super Loadable<T>, ? super Loadable<T>> equality);

    @Override
    AsyncAtom<T> onMount(Function<? super MountContext<Loadable<T>>, ? extends @Nullable Runnable> mount);

    /**
     * Returns a new definition that fails if no value has come after this time. Default: none.
     *
     * @param timeout how long a value may take, from the start of the run
     * @return the new definition
     */
    AsyncAtom<T> timeout(Duration timeout);

    /**
     * Returns a new definition that subscribes again after errors as the spec says. Its delays are measured by the store's
     * scheduler, unless the spec has one other than {@link reactor.core.scheduler.Schedulers#parallel()}. Default: no
     * retry.
     *
     * @param retry how often and when
     * @return the new definition
     */
    AsyncAtom<T> retry(Retry retry);

    /**
     * Returns a new definition that replaces errors, after retries.
     *
     * @param function from an error to the one that the atom fails with
     * @return the new definition
     */
    AsyncAtom<T> mapError(Function<? super Throwable, ? extends Throwable> function);

    /**
     * Returns a new definition with another policy for work that is running when the last observer leaves. The default
     * is {@link Unobserved#cancelAfter cancelAfter} one second.
     *
     * @param policy what becomes of the work
     * @return the new definition
     */
    AsyncAtom<T> whenUnobserved(Unobserved policy);
}
