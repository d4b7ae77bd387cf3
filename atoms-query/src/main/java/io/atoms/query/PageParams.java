package io.atoms.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the pages of an infinite query follow each other: what the first one is asked by, and from the pages that are there
 * what the next and the previous one are asked by. Immutable: each method returns a new object.
 *
 * <pre>{@code
 * PageParams.cursor("", Page::nextCursor)
 *
 * PageParams.<Page, Integer>of(0, data -> data.lastPage().isLast() ? Optional.empty() : Optional.of(data.lastParam() + 1))
 *         .maxPages(5)
 * }</pre>
 *
 * <p><b>Threads.</b> Immutable. Functions given here are called by any thread, never under a lock of the cache, and only for
 * data that has a page.
 *
 * @param <P> the type of a page
 * @param <C> the type of what a page is asked by
 */
public final class PageParams<P, C> {

    private final C initial;
    private final Function<? super InfiniteData<P, C>, Optional<C>> next;
    private final Function<? super InfiniteData<P, C>, Optional<C>> previous;
    private final int maxPages;
    private final boolean refetchCachedPages;

    private PageParams(
            C initial,
            Function<? super InfiniteData<P, C>, Optional<C>> next,
            Function<? super InfiniteData<P, C>, Optional<C>> previous,
            int maxPages,
            boolean refetchCachedPages) {
        this.initial = Objects.requireNonNull(initial, "initial");
        this.next = Objects.requireNonNull(next, "next");
        this.previous = Objects.requireNonNull(previous, "previous");
        this.maxPages = maxPages;
        this.refetchCachedPages = refetchCachedPages;
    }

    // ---- making ----

    /**
     * From all pages that are there.
     *
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param initial what the first page is asked by
     * @param next what the page after the last one is asked by; empty if there is none
     * @return the parameters
     */
    public static <P, C> PageParams<P, C> of(C initial, Function<? super InfiniteData<P, C>, Optional<C>> next) {
        return new PageParams<>(initial, next, data -> Optional.empty(), Integer.MAX_VALUE, true);
    }

    /**
     * From the last page, which says how to ask for the next.
     *
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param initial what the first page is asked by
     * @param next what the page after this one is asked by; empty if there is none
     * @return the parameters
     */
    public static <P, C> PageParams<P, C> cursor(C initial, Function<? super P, Optional<C>> next) {
        Objects.requireNonNull(next, "next");
        return of(initial, data -> next.apply(data.lastPage()));
    }

    /**
     * What the page before the first one is asked by; empty if there is none. Default: there is none.
     *
     * @param previous what the page is asked by
     * @return the new parameters
     */
    public PageParams<P, C> previous(Function<? super InfiniteData<P, C>, Optional<C>> previous) {
        return new PageParams<>(initial, next, previous, maxPages, refetchCachedPages);
    }

    /**
     * As {@link #previous}, from the first page, which says how to ask for the one before.
     *
     * @param previous what the page is asked by
     * @return the new parameters
     */
    public PageParams<P, C> previousCursor(Function<? super P, Optional<C>> previous) {
        Objects.requireNonNull(previous, "previous");
        return previous(data -> previous.apply(data.firstPage()));
    }

    /**
     * How many pages are kept; positive. One more at the end drops the first, one more at the beginning drops the last.
     * Then {@link #previous} is needed to get back to what was dropped. Default: all.
     *
     * @param most how many; positive
     * @return the new parameters
     */
    public PageParams<P, C> maxPages(int most) {
        return new PageParams<>(initial, next, previous, (int) Checks.positive("maxPages", most), refetchCachedPages);
    }

    /**
     * Whether all pages are fetched again when the data is out of date, one after the other; else only the first, and the
     * others are dropped. Default: true.
     *
     * @param all whether all are
     * @return the new parameters
     */
    public PageParams<P, C> refetchCachedPages(boolean all) {
        return new PageParams<>(initial, next, previous, maxPages, all);
    }

    // ---- reading ----

    C initial() {
        return initial;
    }

    boolean refetchCachedPages() {
        return refetchCachedPages;
    }

    /** What a further page is asked by. */
    Optional<C> param(PageDirection direction, InfiniteData<P, C> data) {
        if (data.isEmpty()) {
            return Optional.empty();
        }
        Optional<C> param = direction == PageDirection.NEXT ? next.apply(data) : previous.apply(data);
        return Objects.requireNonNull(
                param, "the function of a page parameter gave null; let it give Optional.empty() if there is none");
    }

    /** With a further page. */
    InfiniteData<P, C> add(InfiniteData<P, C> data, PageDirection direction, P page, C param) {
        return new InfiniteData<>(grow(data.pages(), direction, page), grow(data.pageParams(), direction, param));
    }

    private <E> List<E> grow(List<E> list, PageDirection at, E element) {
        List<E> more = new ArrayList<>(list);
        more.add(at == PageDirection.NEXT ? more.size() : 0, element);
        if (more.size() > maxPages) {
            more.remove(at == PageDirection.NEXT ? 0 : more.size() - 1);
        }
        return more;
    }
}
