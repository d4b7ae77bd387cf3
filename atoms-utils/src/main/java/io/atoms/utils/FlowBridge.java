package io.atoms.utils;

import io.atoms.AsyncAtom;
import io.atoms.AsyncGetter;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.StreamPolicy;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.adapter.JdkFlowAdapter;

/**
 * Links atoms and {@link java.util.concurrent.Flow}: a publisher as an async atom, and an atom as a publisher.
 *
 * <pre>{@code
 * SubmissionPublisher<Integer> thermometer = new SubmissionPublisher<>();
 * AsyncAtom<Integer> temperature = FlowBridge.atom(thermometer);
 * store.subscribe(temperature, reading -> show(reading.orElse(0)));
 *
 * FlowBridge.publisher(store, alarm).subscribe(siren);
 * }</pre>
 *
 * <p><b>Rules.</b> A publisher as an atom behaves as {@link Atom#stream}: it is subscribed at the atom's first need in a store, once per store,
 * and the subscription is cancelled when nobody has observed the atom for a second ({@link AsyncAtom#whenUnobserved}).
 * Values that come faster than the store takes them replace each other, and the last one stays after completion; another
 * {@link StreamPolicy} says otherwise. A publisher that depends on other atoms is subscribed anew when they change.
 *
 * <p>An atom as a publisher behaves as {@link AtomStore#flux(Atom)}: each subscriber is given the present value, then the
 * newest after each commit that changed it, as far as it has requested any; it never slows a writer.
 *
 * <p><b>Threads.</b> Values of a publisher are committed by the thread that publishes them. Those of an atom are published
 * by the thread that runs the store's listeners, or that requests.
 *
 * <p><b>Errors.</b> An error of a publisher is the atom's, with the last value as the previous one. An error of an atom ends
 * its publisher, and so does null, which a publisher can't carry; it completes when the store is closed. A subscriber that
 * requests less than one is given an {@link IllegalArgumentException}.
 */
public final class FlowBridge {

    private FlowBridge() {}

    /**
     * {@return the newest value of the publisher}
     *
     * @param <T> the type of the value
     * @param publisher what to follow
     */
    public static <T> AsyncAtom<T> atom(Flow.Publisher<? extends T> publisher) {
        Objects.requireNonNull(publisher, "publisher");
        return stream(get -> publisher);
    }

    /**
     * {@return the newest value of the publisher that the function makes from the atoms it reads}
     *
     * @param <T> the type of the value
     * @param read makes the publisher
     */
    public static <T> AsyncAtom<T> stream(Function<? super AsyncGetter, ? extends Flow.Publisher<? extends T>> read) {
        return stream(read, StreamPolicy.ofDefaults());
    }

    /**
     * As {@link #stream(Function)}, with another policy.
     *
     * @param <T> the type of the value
     * @param read makes the publisher
     * @param policy what becomes of completion, errors and values that come too fast
     * @return the atom
     */
    public static <T> AsyncAtom<T> stream(
            Function<? super AsyncGetter, ? extends Flow.Publisher<? extends T>> read, StreamPolicy policy) {
        Objects.requireNonNull(read, "read");
        return Atom.<T>stream(get -> JdkFlowAdapter.flowPublisherToFlux(read.apply(get)), policy);
    }

    /**
     * {@return the values of the atom in the store, as {@link AtomStore#publisher} gives them}
     *
     * @param <T> the type of the value
     * @param store whose atom
     * @param atom what to follow
     */
    public static <T extends @Nullable Object> Flow.Publisher<T> publisher(AtomStore store, Atom<T> atom) {
        return store.publisher(atom);
    }
}
