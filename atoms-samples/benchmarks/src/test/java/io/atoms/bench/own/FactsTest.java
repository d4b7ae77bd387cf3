package io.atoms.bench.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.bench.example.Basket;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FactsTest {

    private static Facts of(String graph) {
        return Facts.of(graph);
    }

    @Nested
    class OfAClass {
        @Test
        void facts_countAtomsAndRuns() {
            Facts facts = of(Basket.class.getName());
            assertThat(facts.atoms()).isEqualTo(203); // 100 amounts, 100 lines, 3 more
            assertThat(facts.observed()).isEqualTo(203);
            assertThat(facts.effects()).isZero();
            assertThat(facts.recomputes()).isCloseTo(4, within(1e-9)); // a line, sum, postage, total
            assertThat(facts.cutOffs()).isBetween(0.9, 1.0); // the postage hardly ever changes
            assertThat(facts.busiest()).extracting(Facts.Busy::name).hasSize(5).contains("sum", "postage", "total");
        }

        @Test
        void memory_isThatOfTheGraph_notOfTheProcess() {
            long few = of(new Shape(10, 2, 1, 0, 100).text()).bytes();
            long many = of(new Shape(1_000, 2, 1, 0, 100).text()).bytes();
            assertThat(few).isBetween(5_000L, 50_000L);
            // A primitive atom, a derived one and a subscription, each with its definition.
            assertThat((many - few) / 990).isBetween(200L, 1_500L);
        }

        @Test
        void effectsAndReads_areCounted() {
            Facts facts = of(WithEffect.class.getName());
            assertThat(facts.effects()).isEqualTo(1);
            assertThat(facts.effectRuns()).isCloseTo(1, within(1e-9));
            assertThat(facts.recomputes()).isCloseTo(1, within(1e-9)); // by the read
            assertThat(facts.observed()).isEqualTo(1);
        }

        @Test
        void graphThatThrows_isNamedWithItsReason() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> of(Throwing.class.getName()))
                    .withMessageContaining("out of order");
        }

        @Test
        void whatIsNoGraph_isRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Graphs.create("com.example.Missing"))
                    .withMessageContainingAll("com.example.Missing", "class path");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Graphs.create("java.lang.Object"))
                    .withMessageContaining(OwnGraph.class.getName());
        }
    }

    @Nested
    class OfAShape {
        @Test
        void facts_ofAChain_areItsLength() {
            Facts facts = of(new Shape(1, 11, 1, 0, 100).text());
            assertThat(facts.atoms()).isEqualTo(11);
            assertThat(facts.recomputes()).isCloseTo(10, within(1e-9));
        }

        @Test
        void facts_ofNeighbours_spreadByTheFanIn() {
            // A write reaches two of the second layer, three of the third and four of the fourth.
            Facts facts = of(new Shape(10, 4, 2, 0, 100).text());
            assertThat(facts.atoms()).isEqualTo(40);
            assertThat(facts.recomputes()).isCloseTo(2 + 3 + 4, within(1e-9));
        }

        @Test
        void facts_ofWhatIsNotRead_areNothing() {
            Facts facts = of(new Shape(10, 4, 2, 0, 0).text());
            assertThat(facts.observed()).isZero();
            assertThat(facts.recomputes()).isZero();
        }

        @Test
        void dynamicAtoms_runLess() {
            double all = of(new Shape(10, 4, 4, 0, 100).text()).recomputes();
            double dynamic = of(new Shape(10, 4, 4, 100, 100).text()).recomputes();
            assertThat(dynamic).isPositive().isLessThan(all);
        }

        @Test
        void text_isParsed() {
            Shape shape = new Shape(100, 6, 4, 25, 20);
            assertThat(Shape.parse(shape.text())).isEqualTo(shape);
            assertThat(shape).hasToString("6 layers of 100, fan-in 4, 25% dynamic, 20% read");
        }

        @Test
        void shapeThatIsNone_isRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Shape(3, 2, 4, 0, 100))
                    .withMessageContaining("fan-in");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Shape(3, 1, 1, 0, 100))
                    .withMessageContaining("layers");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Shape(3, 2, 1, 5, 100))
                    .withMessageContaining("dynamic");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Shape(3, 2, 1, 0, 101))
                    .withMessageContaining("percent");
        }
    }

    /** An effect over one atom, and a derived atom that is only read. */
    public static class WithEffect implements OwnGraph {
        private final PrimitiveAtom<Integer> head = Atom.of(0);
        private final Atom<Integer> doubled = Atom.map(head, n -> 2 * n);

        @Override
        public void observe(AtomStore store) {
            store.effect(context -> context.get(head));
        }

        @Override
        public void write(AtomStore store, int round) {
            store.set(head, round);
        }

        @Override
        public void read(AtomStore store) {
            store.get(doubled);
        }
    }

    /** One that does not work. */
    public static class Throwing implements OwnGraph {
        @Override
        public void observe(AtomStore store) {
            throw new UnsupportedOperationException("out of order");
        }

        @Override
        public void write(AtomStore store, int round) {}
    }
}
