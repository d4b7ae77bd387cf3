package io.atoms;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the read function of an {@link AsyncAtom} reads with. Unlike other getters it may be used later, from any
 * thread, inside the Publisher that the function returned, as long as that run is the current one: what is read then
 * becomes a dependency too.
 *
 * <p><b>Threads.</b> Any. Late reads never wait for writers. If a late dependency has changed meanwhile, the run is
 * superseded by a new one.
 *
 * <p><b>Errors.</b> Use by a run that has been superseded throws {@link AtomUsageException}.
 */
public interface AsyncGetter extends Getter {

    /**
     * The value of another async atom when it is ready, as a Mono that fails if it fails. The other atom becomes a
     * dependency and is started now, so that several are awaited side by side with {@link Mono#zip}. The value is
     * delivered after the commit that made it visible in the store. A new run of the other atom, or a further value of a
     * stream, makes this atom run again; the Mono of the run before is cancelled then and gets no signal. Awaits that go in
     * a circle fail with {@link AtomCycleException}.
     *
     * @param <T> the type of the loaded value
     * @param atom what to wait for
     * @return its value, or its error
     */
    <T> Mono<T> await(AsyncAtom<T> atom);

    @Override
    <T extends @Nullable Object> T get(Atom<T> atom);
}
