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
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

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
        void tree_showsDependentsAboveTheirDependencies() {
            Atom<Integer> broken = Atom.map(b, n -> 10 / (n - 2)).named("broken");
            Atom<Integer> twice = Atom.map(a, n -> n * 2).named("twice");
            Atom<Integer> unread = Atom.map(sum, n -> n).named("unread");
            store.handle(unread);
            store.subscribe(top, value -> {});
            store.effect(ctx -> ctx.get(twice));
            assertThat(catchThrowable(() -> store.get(broken))).isInstanceOf(ArithmeticException.class);
            store.subscribe(unread, value -> {}).dispose();
            store.set(a, 5);

            assertThat(numbered(store.inspect().toString())).isEqualTo("""
                    shop at epoch 2
                    top = 75, observed
                      sum = 7, observed
                        b = 2, observed
                        a = 5, observed
                      a (see above)
                    broken = java.lang.ArithmeticException: / by zero, unchecked
                      b (see above)
                    unread = 3, unchecked
                      sum (see above)
                    effect#1
                      twice = 10, observed
                        a (see above)
                    """);
        }

        @Test
        void tree_ofAnEmptyStore_isEmpty() {
            assertThat(numbered(store.inspect().toString())).isEqualTo("shop at epoch 1\n");
        }

        /** Text that grew by the square of the depth would be 400 MB here. */
        @Test
        void tree_ofADeepGraph_isIndentedToABound() {
            List<Atom<Integer>> chain = new ArrayList<>(List.of(a));
            for (int i = 1; i <= 20_000; i++) {
                chain.add(Atom.map(chain.get(i - 1), n -> n).named("c" + i));
            }
            store.get(chain.get(20_000));
            List<String> lines = store.inspect().toText().lines().toList();

            assertThat(lines)
                    .hasSize(20_001)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(120));
            assertThat(lines.get(0)).isEqualTo("c20000 = 1");
            assertThat(lines.get(40)).isEqualTo("  ".repeat(40) + "c19960 = 1");
            assertThat(lines.get(20_000)).isEqualTo("  ".repeat(40) + "(depth 20000) a = 1");
        }

        @Test
        void mermaid_shapesTellTheKind() {
            store.subscribe(top, value -> {});
            store.subscribe(Atom.<Integer>async(get -> Mono.just(get.get(a))).named("loaded"), value -> {});
            store.effect(ctx -> ctx.get(a));

            assertThat(numbered(store.inspect().toMermaid())).isEqualTo("""
                    flowchart LR
                        n1(["a = 1"])
                        n2(["b = 2"])
                        n3["sum = 3"]
                        n4[["top = 31"]]
                        n5>"loaded = Ready[value=1]"]
                        n6{{"effect#35;6"}}
                        n2 --> n3
                        n1 --> n3
                        n3 --> n4
                        n1 --> n4
                        n1 --> n5
                        n1 --> n6
                    """);
        }

        @Test
        void mermaid_encodesAllButPlainText() {
            PrimitiveAtom<String> odd = Atom.of("\"`<&>`\" \\").named("1. cart.total [x]\n日本 🙂");
            store.subscribe(odd, value -> {});

            assertThat(numbered(store.inspect().toMermaid()))
                    .isEqualTo("flowchart LR\n    n1([\"1#46; cart#46;total [x] 日本 🙂"
                            + " = #34;#96;#60;#38;#62;#96;#34; #92;\"])\n");
        }

        @Test
        void dot_encodesQuotesBackslashesAndEntities() {
            PrimitiveAtom<String> odd = Atom.of("\\N").named("\"a\" &lt;\nb");
            store.subscribe(odd, value -> {});

            assertThat(numbered(store.inspect().toDot())).isEqualTo("""
                    digraph atoms {
                        rankdir=LR;
                        n1 [shape=ellipse, label="\\"a\\" &amp;lt; b = \\\\N"];
                    }
                    """);
        }

        /** The text with the ranks of the ids, which differ from run to run. */
        private String numbered(String text) {
            Pattern id = Pattern.compile("(?<=\\bn|effect#|effect#35;)(?!35;)\\d+");
            TreeSet<Long> ids = new TreeSet<>();
            id.matcher(text).results().forEach(match -> ids.add(Long.valueOf(match.group())));
            return id.matcher(text)
                    .replaceAll(match ->
                            "" + (ids.headSet(Long.valueOf(match.group())).size() + 1));
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

            assertThat(store.inspect().toText()).contains("rude = (toString threw IllegalStateException), observed");
            assertThat(store.inspect().toMermaid()).contains("toString threw IllegalStateException");
        }
    }
}
