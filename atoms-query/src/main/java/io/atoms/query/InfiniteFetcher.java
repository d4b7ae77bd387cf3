package io.atoms.query;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Fetches pages. The reason of a fetch is a {@link PageDirection} for one further page, a number for so many pages from the
 * beginning, or null for the pages that are there, one after the other from the first that is kept, since what the second
 * is asked by may depend on the first.
 */
final class InfiniteFetcher<P, C> implements Fetcher<InfiniteData<P, C>> {

    private final BiFunction<? super C, ? super QueryContext, ? extends Mono<? extends P>> function;
    private final PageParams<P, C> params;

    InfiniteFetcher(
            BiFunction<? super C, ? super QueryContext, ? extends Mono<? extends P>> function,
            PageParams<P, C> params) {
        this.function = Objects.requireNonNull(function, "function");
        this.params = Objects.requireNonNull(params, "params");
    }

    PageParams<P, C> params() {
        return params;
    }

    @Override
    public Flux<InfiniteData<P, C>> attempt(Attempt<InfiniteData<P, C>> attempt) {
        InfiniteData<P, C> before = Objects.requireNonNullElse(attempt.previousData(), InfiniteData.empty());
        if (!before.isEmpty() && attempt.reason() instanceof PageDirection direction) {
            return further(attempt, before, direction).flux();
        }
        Walk walk = attempt.fetch().progress == null
                ? new Walk(before, attempt.reason() instanceof Integer pages ? pages : null)
                : Unchecked.cast(attempt.fetch().progress);
        attempt.fetch().progress = walk;
        return walk.go(attempt).flux();
    }

    /** The further page alone; {@link #merge} puts it where it belongs. If there is none, no pages. */
    private Mono<InfiniteData<P, C>> further(Attempt<?> attempt, InfiniteData<P, C> before, PageDirection direction) {
        Optional<C> param = params.param(direction, before);
        return param.isEmpty()
                ? Mono.just(InfiniteData.empty())
                : page(attempt, param.get()).map(page -> InfiniteData.of(page, param.get()));
    }

    private Mono<P> page(Attempt<?> attempt, C param) {
        Mono<? extends P> page = function.apply(param, attempt);
        Mono<P> none = Mono.error(() -> new EmptyQueryException(attempt.key()));
        return page == null ? none : page.<P>map(same -> same).switchIfEmpty(none);
    }

    /** Adds a further page to the data of now, unless that has been set to other pages, where this one has no place. */
    @Override
    public InfiniteData<P, C> merge(
            @Nullable InfiniteData<P, C> base, InfiniteData<P, C> value, @Nullable Object reason) {
        if (base == null || base.isEmpty() || !(reason instanceof PageDirection direction)) {
            return value;
        }
        boolean fits = !value.isEmpty()
                && params.param(direction, base)
                        .filter(value.firstParam()::equals)
                        .isPresent();
        return fits ? params.add(base, direction, value.firstPage(), value.firstParam()) : base;
    }

    /** Pages from the first that is kept. It outlives an attempt: the next one goes on with the page that failed. */
    private final class Walk {
        private final int wanted;

        /** What the page is asked by that comes next; empty at the end. */
        private Optional<C> upcoming;

        private int count;
        private InfiniteData<P, C> pages = InfiniteData.empty();

        Walk(InfiniteData<P, C> before, @Nullable Integer asked) {
            int kept = params.refetchCachedPages() ? before.pages().size() : 1;
            this.wanted = asked == null ? kept : asked;
            this.upcoming = Optional.of(before.isEmpty() ? params.initial() : before.firstParam());
        }

        Mono<InfiniteData<P, C>> go(Attempt<?> attempt) {
            return Mono.defer(() -> page(attempt, upcoming.orElseThrow()))
                    .doOnNext(this::add)
                    .repeat(this::goesOn)
                    .then(Mono.fromSupplier(() -> pages));
        }

        private void add(P page) {
            pages = params.add(pages, PageDirection.NEXT, page, upcoming.orElseThrow());
            count++;
            upcoming = count < wanted ? params.param(PageDirection.NEXT, pages) : Optional.empty();
        }

        private boolean goesOn() {
            return upcoming.isPresent();
        }
    }
}
