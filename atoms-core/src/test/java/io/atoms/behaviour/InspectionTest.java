package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.fixtures.Proves;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.AtomInspection.State;
import io.atoms.inspect.AtomKind;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code inspect} tells about the graph of a store. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InspectionTest {
    private final AtomStore store =
            AtomStore.builder().name("shop").counting(true).build();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(2).named("b");
    private final Atom<Integer> sum =
            Atom.<Integer>derived(get -> get.get(b) + get.get(a)).named("sum");
    private final WritableAtom<Integer, Integer> top = Atom.<Integer, Integer>writable(
                    get -> get.get(sum) * 10 + get.get(a), (set, value) -> set.set(a, value))
            .named("top");

    private AtomInspection find(String name) {
        return store.inspect().find(name).orElseThrow();
    }

    private List<String> names(List<Long> ids) {
        return ids.stream()
                .map(id -> store.inspect().atoms().stream()
                        .filter(atom -> atom.atom().id() == id)
                        .findFirst()
                        .orElseThrow()
                        .atom()
                        .name())
                .collect(Collectors.toList());
    }

    @Nested
    class Nodes {
        @Test
        @Proves("R1")
        void atomsNeverUsed_areUnknown() {
            assertThat(store.inspect().atoms()).isEmpty();
            assertThat(store.inspect().store()).isEqualTo("shop");
        }

        @Test
        @Proves("R2")
        void kindsValuesEdgesAndHeights_areThoseOfTheLastRun() {
            store.get(top);

            assertThat(find("a").atom().kind()).isEqualTo(AtomKind.PRIMITIVE);
            assertThat(find("sum").atom().kind()).isEqualTo(AtomKind.DERIVED);
            assertThat(find("top").atom().kind()).isEqualTo(AtomKind.WRITABLE);
            assertThat(find("top").value()).isEqualTo(31);
            assertThat(names(find("top").dependencies())).containsExactly("sum", "a");
            assertThat(names(find("sum").dependencies())).containsExactly("b", "a");
            assertThat(names(find("a").dependents())).containsExactlyInAnyOrder("sum", "top");
            assertThat(find("a").height()).isZero();
            assertThat(find("sum").height()).isEqualTo(1);
            assertThat(find("top").height()).isEqualTo(2);
        }

        @Test
        @Proves("R5")
        void states_tellWhatIsCurrent() {
            store.get(top);
            assertThat(find("top").state()).isEqualTo(State.CURRENT);
            store.set(a, 5);
            assertThat(find("a").state()).isEqualTo(State.CURRENT);
            assertThat(find("top").state()).isEqualTo(State.UNCHECKED);
            store.get(top);
            assertThat(find("top").state()).isEqualTo(State.CURRENT);
            assertThat(find("sum").state()).isEqualTo(State.CURRENT);
        }

        @Test
        @Proves({"R5", "R1"})
        void inspect_neverComputesAnything() {
            store.handle(sum);
            store.get(a);
            store.inspect();
            assertThat(store.inspect().find("sum").map(AtomInspection::state)).isNotEqualTo(State.CURRENT);

            store.get(sum);
            store.set(a, 9);
            store.inspect();
            assertThat(find("sum").recomputes()).isEqualTo(1);
            assertThat(find("sum").value()).isEqualTo(3);
        }

        @Test
        @Proves("R7")
        void error_isShown() {
            Atom<Integer> inverse = Atom.map(a, n -> 1 / (n - 1)).named("inverse");
            Throwable error = catchThrowable(() -> store.get(inverse));

            assertThat(find("inverse").error()).isSameAs(error);
            assertThat(find("inverse").value()).isNull();
        }

        @Test
        @Proves("R19")
        void observation_isShown() {
            AtomSubscription one = store.subscribe(sum, value -> {});
            AtomSubscription two = store.subscribe(sum, value -> {});
            store.get(top);
            assertThat(find("sum").observed()).isTrue();
            assertThat(find("sum").subscriptions()).isEqualTo(2);
            assertThat(find("a").observed()).isTrue();
            assertThat(find("a").subscriptions()).isZero();
            assertThat(find("top").observed()).isFalse();
            one.dispose();
            two.dispose();

            assertThat(find("sum").observed()).isFalse();
            assertThat(find("sum").subscriptions()).isZero();
        }

        @Test
        @Proves("R18")
        void effects_areNodesWithoutAValue() {
            AtomSubscription effect = store.effect(ctx -> ctx.get(sum));
            List<AtomInspection> effects = store.inspect().atoms().stream()
                    .filter(atom -> atom.atom().kind() == AtomKind.EFFECT)
                    .collect(Collectors.toList());
            assertThat(effects).hasSize(1);
            assertThat(names(effects.get(0).dependencies())).containsExactly("sum");
            effect.dispose();

            assertThat(store.inspect().atoms()).noneMatch(atom -> atom.atom().kind() == AtomKind.EFFECT);
        }

        @Test
        @Proves("R4")
        void counts_areOfRunsAndCutOffs() {
            Atom<Integer> parity = Atom.map(a, n -> n % 2).named("parity");
            store.subscribe(parity, value -> {});
            store.set(a, 3);
            store.set(a, 5);
            store.set(a, 6);

            assertThat(find("parity").recomputes()).isEqualTo(4);
            assertThat(find("parity").cutOffs()).isEqualTo(2);
        }

        @Test
        @Proves("R4")
        void counts_areZeroUnlessTheStoreCounts() {
            AtomStore plain = AtomStore.create();
            plain.get(sum);

            assertThat(plain.inspect().find("sum").orElseThrow().recomputes()).isZero();
        }

        @Test
        @Proves("R12")
        void epoch_isThatOfTheLastCommit() {
            store.set(a, 5);

            assertThat(store.inspect().epoch()).isEqualTo(store.snapshot().epoch());
        }
    }

    @Nested
    @Proves("R2")
    class Texts {
        @Test
        void texts_nameAllAtomsAndEdges() {
            store.get(top);

            assertThat(store.inspect().toMermaid())
                    .startsWith("flowchart LR")
                    .contains("top", "sum", "a", "b")
                    .contains("-->");
            assertThat(store.inspect().toDot()).startsWith("digraph").contains("top", "sum", "->");
            assertThat(store.inspect().toText()).contains("top", "sum", "a", "b");
        }

        @Test
        void oddNamesAndValues_areEscaped() {
            PrimitiveAtom<String> odd = Atom.of("\"quoted\" <b>\n]").named("odd \"name\" [x] {y}");
            store.subscribe(odd, value -> {});
            String mermaid = store.inspect().toMermaid();
            String dot = store.inspect().toDot();

            assertThat(mermaid.lines().filter(line -> line.contains("odd")).count())
                    .isEqualTo(1);
            assertThat(dot).doesNotContain("\"odd \"name\"");
            assertThat(dot.lines().filter(line -> line.contains("odd")).count()).isEqualTo(1);
        }

        @Test
        void emptyStore_andAValueWhoseToStringThrows_areFine() {
            assertThat(store.inspect().toMermaid()).startsWith("flowchart LR");
            PrimitiveAtom<Object> rude = Atom.<Object>of(new Object() {
                        @Override
                        public String toString() {
                            throw new IllegalStateException("rude");
                        }
                    })
                    .named("rude");
            store.subscribe(rude, value -> {});

            assertThat(store.inspect().find("rude")).isPresent();
        }
    }
}
