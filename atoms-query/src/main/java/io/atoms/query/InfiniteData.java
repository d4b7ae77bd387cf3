package io.atoms.query;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The data of an infinite query: pages in their order, and what each was asked by. Immutable.
 *
 * @param <P> the type of a page
 * @param <C> the type of what a page is asked by
 * @param pages the pages; none only if somebody has set it so
 * @param pageParams what each page was asked by, as many as there are pages
 */
public record InfiniteData<P, C>(List<P> pages, List<C> pageParams) {

    /**
     * Copies the lists.
     *
     * @param pages the pages; none only if somebody has set it so
     * @param pageParams what each page was asked by, as many as there are pages
     * @throws IllegalArgumentException if they differ in length
     */
    public InfiniteData {
        pages = List.copyOf(pages);
        pageParams = List.copyOf(pageParams);
        if (pages.size() != pageParams.size()) {
            throw new IllegalArgumentException("There are " + pages.size() + " pages and " + pageParams.size()
                    + " page parameters. Give one parameter for each page.");
        }
    }

    /**
     * {@return the data of one page}
     *
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param page the page
     * @param pageParam what the page is asked by
     */
    public static <P, C> InfiniteData<P, C> of(P page, C pageParam) {
        return new InfiniteData<>(List.of(page), List.of(pageParam));
    }

    /** No pages. */
    static <P, C> InfiniteData<P, C> empty() {
        return new InfiniteData<>(List.of(), List.of());
    }

    /** {@return whether there are no pages} */
    public boolean isEmpty() {
        return pages.isEmpty();
    }

    /** {@return the first page; there must be one} */
    public P firstPage() {
        return pages.get(0);
    }

    /** {@return what the first page was asked by; there must be one} */
    public C firstParam() {
        return pageParams.get(0);
    }

    /** {@return the last page; there must be one} */
    public P lastPage() {
        return pages.get(pages.size() - 1);
    }

    /** {@return what the last page was asked by; there must be one} */
    public C lastParam() {
        return pageParams.get(pageParams.size() - 1);
    }

    /**
     * {@return what is on the pages, as one unmodifiable list}
     *
     * @param <E> the type of the items
     * @param itemsOfPage what is on a page
     */
    public <E> List<E> items(Function<? super P, ? extends Collection<? extends E>> itemsOfPage) {
        return pages.stream()
                .<E>flatMap(page -> itemsOfPage.apply(page).stream())
                .toList();
    }

    /**
     * With other pages in place of these: for {@link QueryClient#patchQueryData} and its like.
     *
     * @param function makes the new page of the old
     * @return the new data
     */
    public InfiniteData<P, C> mapPages(UnaryOperator<P> function) {
        return new InfiniteData<>(pages.stream().map(function).toList(), pageParams);
    }
}
