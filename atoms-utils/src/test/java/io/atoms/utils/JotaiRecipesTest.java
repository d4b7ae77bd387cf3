package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.ActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What docs/reference/jotai.md says of exports that are no class here but a few lines. */
class JotaiRecipesTest {
    private final AtomStore store = AtomStore.create();
    private final PrimitiveAtom<Integer> count = Atom.of(1).named("count");
    private final List<Object> told = new ArrayList<>();

    @Nested
    class Hooks {
        @Test
        void useAtomCallback_isAnAction() {
            PrimitiveAtom<Integer> total = Atom.of(0);
            ActionAtom<Integer, Integer> add = Atom.action((set, amount) -> {
                set.set(total, set.get(total) + amount * set.get(count));
                return set.get(total);
            });
            store.set(count, 3);

            assertThat(store.run(add, 5)).isEqualTo(15);
            assertThat(store.get(total)).isEqualTo(15);
        }

        @Test
        void useHydrateAtoms_isATransactionBeforeTheFirstRead() {
            PrimitiveAtom<String> name = Atom.of("");
            AtomicInteger runs = new AtomicInteger();
            Atom<String> text = Atom.derived(get -> {
                runs.incrementAndGet();
                return get.get(name) + " " + get.get(count);
            });
            store.transaction(tx -> {
                tx.set(name, "Ada");
                tx.set(count, 7);
            });

            assertThat(store.get(text)).isEqualTo("Ada 7");
            assertThat(runs).hasValue(1);
        }

        @Test
        void useReducerAtom_isAWritableAtomOverTheOther() {
            WritableAtom<Integer, String> reduced = Atom.writable(
                    get -> get.get(count), (set, action) -> set.update(count, n -> action.equals("inc") ? n + 1 : n));
            store.set(reduced, "inc");
            store.set(reduced, "unknown");

            assertThat(store.get(count)).isEqualTo(2);
        }

        @Test
        void useImmerAtom_isUpdate_ofAnImmutableValue() {
            record Point(int x, int y) {
                Point withX(int next) {
                    return new Point(next, y);
                }
            }
            PrimitiveAtom<Point> point = Atom.of(new Point(1, 2));
            store.update(point, p -> p.withX(5));

            assertThat(store.get(point)).isEqualTo(new Point(5, 2));
        }
    }

    @Nested
    class Effects {
        @Test
        void atomEffect_runsWhileTheAtomIsObserved() {
            PrimitiveAtom<Boolean> logging = Atom.of(true).onMount(context -> {
                AtomSubscription effect = context.store().effect(run -> told.add(run.get(count)));
                return effect::dispose;
            });
            store.set(count, 2);
            AtomSubscription observer = store.subscribe(logging, value -> {});
            store.set(count, 3);
            observer.dispose();
            store.set(count, 4);

            assertThat(told).containsExactly(2, 3);
        }

        @Test
        void withAtomEffect_readsTheAtomItself() {
            PrimitiveAtom<Integer> logged = count.onMount(context -> {
                AtomSubscription effect = context.store().effect(run -> told.add(run.get(context.atom())));
                return effect::dispose;
            });
            store.set(logged, 2);
            store.subscribe(logged, value -> {});
            store.set(logged, 3);

            assertThat(told).containsExactly(2, 3);
        }

        @Test
        void peek_isNoDependency() {
            PrimitiveAtom<Integer> other = Atom.of(10);
            store.effect(run -> told.add(run.get(count) + run.peek(other)));
            store.set(other, 20);
            store.set(count, 2);

            assertThat(told).containsExactly(11, 22);
        }
    }

    @Nested
    class Families {
        private final AtomicInteger loads = new AtomicInteger();

        @Test
        void atomTree_isAFamilyOfPaths() {
            AtomFamily<List<String>, PrimitiveAtom<Integer>> tree = Atom.family(path -> Atom.of(path.size()));
            store.set(tree.of(List.of("a", "b")), 10);
            tree.of(List.of("a"));
            tree.of(List.of("c"));
            assertThat(store.get(tree.of(List.of("a", "b")))).isEqualTo(10);

            assertThat(tree.removeIf(path -> path.get(0).equals("a"))).isEqualTo(2);
            assertThat(tree.keys()).containsExactly(List.of("c"));
            assertThat(store.get(tree.of(List.of("a", "b")))).isEqualTo(2);
        }

        @Test
        void atomWithCache_isAnAtomPerArgument() {
            BoundedFamily<Integer, AsyncAtom<String>> pages = BoundedFamily.<Integer, AsyncAtom<String>>builder(
                            page -> Atom.async(get ->
                                    Mono.fromCallable(() -> "page " + page + " load " + loads.incrementAndGet())))
                    .maximumSize(10)
                    .build();
            Atom<Loadable<String>> present = Atom.derived(get -> get.get(pages.of(get.get(count))));
            assertThat(store.get(present)).isEqualTo(Loadable.ready("page 1 load 1"));
            store.set(count, 2);
            assertThat(store.get(present)).isEqualTo(Loadable.ready("page 2 load 2"));
            store.set(count, 1);

            assertThat(store.get(present)).isEqualTo(Loadable.ready("page 1 load 1"));
        }
    }

    @Nested
    class Async {
        @Test
        void derive_isSynchronous_ifAllIsKnown() {
            AsyncAtom<Integer> known = Atom.async(get -> Mono.just(get.get(count)));
            Sinks.One<Integer> later = Sinks.one();
            AsyncAtom<Integer> waiting = Atom.async(get -> later.asMono());
            Atom<Loadable<Integer>> ofKnown = Atom.map(known, one -> one.map(n -> n + 1));
            Atom<Loadable<Integer>> ofBoth = Atom.combine(
                    known, waiting, (a, b) -> Loadable.all(List.of(a, b)).map(all -> all.get(0) + all.get(1)));

            assertThat(store.get(ofKnown)).isEqualTo(Loadable.ready(2));
            assertThat(store.get(ofBoth).isLoading()).isTrue();
            later.tryEmitValue(10);
            assertThat(store.get(ofBoth)).isEqualTo(Loadable.ready(11));
        }

        @Test
        void atomWithObservable_ofASubject_isAWritableAtomOverTheStream() {
            Sinks.Many<Integer> subject = Sinks.many().multicast().directBestEffort();
            AsyncAtom<Integer> newest = Atom.stream(get -> subject.asFlux());
            Atom<Integer> shown = UnwrapAtom.orPrevious(newest, 0);
            WritableAtom<Integer, Integer> atom = Atom.writable(
                    get -> get.get(shown), (set, value) -> set.afterCommit(after -> subject.tryEmitNext(value)));
            store.subscribe(atom, value -> told.add(value));
            store.set(atom, 5);
            subject.tryEmitNext(6);

            assertThat(told).containsExactly(5, 6);
        }
    }

    /** A place in a program is state like any other: an atom of a route, with a history for back and forward. */
    @Nested
    class Location {
        private final PrimitiveAtom<String> route = Atom.of("/").named("route");
        private final History visited = History.of(route, 100);
        private final WritableAtom<String, String> location = visited.tracked(route);

        @Test
        void backAndForward_areUndoAndRedo() {
            store.set(location, "/users");
            store.set(location, "/users/7");
            store.run(visited.undo());
            assertThat(store.get(location)).isEqualTo("/users");
            store.run(visited.redo());
            assertThat(store.get(location)).isEqualTo("/users/7");
        }

        @Test
        void replace_isAWritePastTheHistory() {
            store.set(location, "/login");
            store.set(route, "/home");
            store.run(visited.undo());

            assertThat(store.get(location)).isEqualTo("/");
            assertThat(store.get(visited.canUndo())).isFalse();
        }

        @Test
        void searchParameters_areAPartOfIt() {
            record Place(String path, List<String> tags) {}
            PrimitiveAtom<Place> place = Atom.of(new Place("/", List.of()));
            WritableAtom<List<String>, List<String>> tags =
                    FocusAtom.of(place, Lens.of(Place::tags, (p, next) -> new Place(p.path(), next)));
            store.set(tags, List.of("new"));

            assertThat(store.get(place)).isEqualTo(new Place("/", List.of("new")));
        }
    }

    @Test
    void freezeAtomCreator_isACheckThatWatchesAtoms() {
        List<MutationCheck.Mutation> found = new ArrayList<>();
        PrimitiveAtom<List<Integer>> numbers =
                Atom.<List<Integer>>of(new ArrayList<>()).named("numbers");
        MutationCheck check = MutationCheck.of(found::add).watching(numbers);
        AtomStore checked = AtomStore.builder().observer(check).build();
        checked.set(numbers, new ArrayList<>(IntStream.range(0, 3).boxed().toList()));
        checked.get(numbers).add(99);
        check.verify(checked);

        assertThat(found).hasSize(1);
    }
}
