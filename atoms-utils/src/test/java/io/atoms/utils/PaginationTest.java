package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PaginationTest {
    private final PrimitiveAtom<List<Integer>> list = Atom.of(upTo(10));
    private final Pagination<Integer> pages = Pagination.<Integer>of(list, 4).named("pages");
    private final AtomStore store = AtomStore.create();

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private List<Integer> items() {
        return store.get(pages.items());
    }

    @Nested
    class Going {
        @Test
        void first_isShownAtFirst() {
            assertThat(items()).containsExactly(0, 1, 2, 3);
            assertThat(store.get(pages.index())).isZero();
            assertThat(store.get(pages.pageCount())).isEqualTo(3);
            assertThat(store.get(pages.hasNext())).isTrue();
            assertThat(store.get(pages.hasPrevious())).isFalse();
        }

        @Test
        void next_stopsAtTheLastPage() {
            assertThat(store.run(pages.next())).isEqualTo(1);
            assertThat(items()).containsExactly(4, 5, 6, 7);
            assertThat(store.run(pages.next())).isEqualTo(2);
            assertThat(items()).containsExactly(8, 9);
            assertThat(store.get(pages.hasNext())).isFalse();
            assertThat(store.run(pages.next())).isEqualTo(2);
            assertThat(store.run(pages.previous())).isEqualTo(1);
        }

        @Test
        void previous_stopsAtTheFirstPage() {
            assertThat(store.run(pages.previous())).isZero();
            assertThat(store.run(pages.last())).isEqualTo(2);
            assertThat(store.get(pages.hasPrevious())).isTrue();
            assertThat(store.run(pages.first())).isZero();
        }

        @Test
        void index_isClampedWhenWritten() {
            store.set(pages.index(), 99);
            assertThat(store.get(pages.index())).isEqualTo(2);
            store.set(pages.index(), -5);
            assertThat(store.get(pages.index())).isZero();
            store.set(pages.index(), Integer.MAX_VALUE);
            store.set(list, upTo(1000));
            assertThat(store.get(pages.index())).isEqualTo(2);
            store.reset(pages.index());
            assertThat(store.get(pages.index())).isZero();
        }
    }

    @Nested
    class ListChanges {
        @Test
        void shrinkingList_showsTheLastPage_andGrowingAgain_theOneBefore() {
            store.set(pages.index(), 2);
            store.set(list, upTo(3));
            assertThat(items()).containsExactly(0, 1, 2);
            assertThat(store.get(pages.index())).isZero();
            store.set(list, upTo(10));
            assertThat(items()).containsExactly(8, 9);
        }

        @Test
        void nextOnAShrunkList_countsFromWhatIsShown() {
            store.set(list, upTo(100));
            store.set(pages.index(), 20);
            store.set(list, upTo(8));
            assertThat(store.run(pages.previous())).isZero();
            store.set(list, upTo(100));

            assertThat(store.get(pages.index())).isZero();
        }

        @Test
        void emptyList_hasNoPages() {
            store.set(list, List.of());

            assertThat(store.get(pages.pageCount())).isZero();
            assertThat(store.get(pages.index())).isZero();
            assertThat(items()).isEmpty();
            assertThat(store.run(pages.next())).isZero();
            assertThat(store.run(pages.last())).isZero();
            assertThat(store.get(pages.hasNext())).isFalse();
        }

        @Test
        void changeOnAnotherPage_tellsNobody() {
            List<List<Integer>> told = new ArrayList<>();
            store.subscribe(pages.items(), value -> told.add(value));
            store.set(list, upTo(9));
            store.set(list, List.of(5, 1));

            assertThat(told).containsExactly(List.of(5, 1));
        }

        @Test
        void items_mayBeNull_andCantBeChanged() {
            store.set(list, Arrays.asList(1, null));

            assertThat(items()).containsExactly(1, null);
            assertThatThrownBy(() -> items().add(3)).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void errorOfTheList_isThatOfThePage() {
            Atom<List<Integer>> failing = Atom.derived(get -> {
                throw new IllegalStateException("no list");
            });

            assertThatThrownBy(() -> store.get(Pagination.of(failing, 3).items()))
                    .hasMessage("no list");
        }
    }

    @Nested
    class PageSize {
        @Test
        void pageSize_keepsTheFirstItemOnThePage() {
            store.set(pages.index(), 2); // from item 8
            store.set(pages.pageSize(), 3);
            assertThat(store.get(pages.index())).isEqualTo(2);
            assertThat(items()).containsExactly(6, 7, 8);
            store.set(pages.pageSize(), 100);
            assertThat(items()).hasSize(10);
            store.set(pages.pageSize(), Integer.MAX_VALUE);
            assertThat(store.get(pages.pageCount())).isEqualTo(1);
            store.reset(pages.pageSize());
            assertThat(store.get(pages.pageSize())).isEqualTo(4);
        }

        @Test
        void pageSizeBelowOne_isRefused() {
            assertThatThrownBy(() -> Pagination.of(list, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 1, was 0");
            assertThatThrownBy(() -> store.set(pages.pageSize(), -1))
                    .hasMessage("The page size of pages must be at least 1, was -1.");
            assertThat(store.get(pages.pageSize())).isEqualTo(4);
        }
    }

    @Nested
    class Stores {
        @Test
        void stores_pageOnTheirOwn_andSoDoDefinitions() {
            AtomStore other = AtomStore.create();
            Pagination<Integer> second = Pagination.of(list, 2);
            store.run(pages.next());

            assertThat(other.get(pages.index())).isZero();
            assertThat(store.get(second.index())).isZero();
            assertThat(pages.items().name()).isEqualTo("pages.items");
            assertThat(pages.next().name()).isEqualTo("pages.next");
        }

        @Test
        void rollback_takesThePageBack() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.run(pages.next());
                        tx.set(pages.pageSize(), 1);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(items()).containsExactly(0, 1, 2, 3);
        }
    }
}
