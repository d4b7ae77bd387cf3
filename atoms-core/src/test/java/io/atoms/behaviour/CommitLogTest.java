package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomStoreBuilder;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.LogCapture;
import io.atoms.fixtures.Proves;
import io.atoms.inspect.AtomInfo;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.ListenerFailure;
import io.atoms.inspect.Recompute;
import io.atoms.inspect.StoreObserver;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log of commits, taken from java.util.logging. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommitLogTest {
    private static final String LOGGER = "io.atoms.commits";

    private final LogCapture log = LogCapture.of(LOGGER, Level.DEBUG);
    private final PrimitiveAtom<Integer> price = Atom.of(20).named("price");
    private final PrimitiveAtom<Object> text = Atom.<Object>of("").named("text");
    private final Atom<Integer> twice = Atom.map(price, p -> p * 2).named("twice");

    @AfterEach
    void close() {
        log.close();
    }

    private static AtomStoreBuilder shop() {
        return AtomStore.builder().name("shop");
    }

    /** The logged lines; times differ, so the test sees them as "T". */
    private List<String> lines() {
        return log.lines().stream()
                .map(line -> line.replaceAll("\\d+\\.\\d{3} ms", "T ms"))
                .toList();
    }

    @Nested
    @Proves("R10")
    class Lines {
        private final AtomStore store = shop().build();

        @Test
        void commit_isOneLine() {
            store.subscribe(twice, value -> {});
            store.set(price, 30);
            store.transaction(tx -> {
                tx.set(text, "hello");
                tx.update(price, p -> p + 1);
            });
            long epoch = store.inspect().epoch();

            assertThat(lines()).hasSize(2);
            assertThat(lines().get(0)).matches("shop epoch \\d+, set price: price 20 -> 30; 1 recomputed; T ms");
            assertThat(lines().get(1))
                    .isEqualTo("shop epoch " + epoch
                            + ", transaction: text \"\" -> hello, price 30 -> 31; 1 recomputed; T ms");
        }

        @Test
        void commitsThatAreNone_areNotLogged() {
            store.set(price, 20);
            store.transaction(tx -> {
                tx.set(price, 1);
                tx.set(price, 20);
            });

            assertThat(lines()).isEmpty();
        }

        @Test
        void listener_runsAfterTheLine() {
            List<Integer> logged = new ArrayList<>();
            store.subscribe(price, value -> logged.add(lines().size()));
            store.set(price, 30);

            assertThat(logged).containsExactly(1);
        }

        @Test
        void values_areShortened_andStayOnTheLine() {
            store.set(text, "1\n2\r3\u001b[31m4\u20285\u0085" + "x".repeat(1_000));

            assertThat(lines()).hasSize(1);
            assertThat(lines().get(0))
                    .contains("text \"\" -> 1 2 3 [31m4 5 xxx")
                    .endsWith("x…; 0 recomputed; T ms");
            assertThat(lines().get(0)).hasSizeLessThan(120).doesNotContainPattern("\\p{Cntrl}");
        }

        @Test
        void shortening_cutsNoCharacterInTwo() {
            store.set(text, "🙂".repeat(40));

            assertThat(lines().get(0)).contains("-> " + "🙂".repeat(19) + "…;");
        }

        @Test
        void name_staysOnTheLine() {
            store.set(Atom.of(1).named("two\nlines"), 2);

            assertThat(lines().get(0)).contains("set two lines: two lines 1 -> 2;");
        }

        @Test
        void manyChanges_areCounted() {
            List<PrimitiveAtom<Integer>> atoms = IntStream.range(0, 25)
                    .mapToObj(i -> Atom.of(0).named("a" + i))
                    .toList();
            store.transaction(tx -> atoms.forEach(atom -> tx.set(atom, 1)));

            assertThat(lines().get(0))
                    .contains("a19 0 -> 1 and 5 more; 0 recomputed")
                    .doesNotContain("a20");
        }

        @Test
        void valueWithoutAText_isNamed() {
            store.set(text, new Object() {
                @Override
                public String toString() {
                    throw new IllegalStateException("rude");
                }
            });
            List<Object> endless = new ArrayList<>();
            endless.add(List.of(endless));
            store.set(text, endless);

            assertThat(lines().get(0)).contains("text \"\" -> (toString threw IllegalStateException);");
            assertThat(lines().get(1)).contains("-> (toString threw StackOverflowError);");
        }
    }

    @Nested
    @Proves("R10")
    class Durations {
        /** The clock has run on between two looks at it, so the time inside is no longer than the time outside. */
        @Test
        void duration_isThatOfTheTransaction() {
            List<ChangeSet> commits = new ArrayList<>();
            AtomStore store = observed(commits);
            long[] body = new long[2];
            long before = System.nanoTime();
            store.transaction(tx -> {
                body[0] = System.nanoTime();
                tx.set(price, 1);
                body[1] = System.nanoTime();
            });
            long after = System.nanoTime();

            assertThat(commits.get(0).nanos()).isBetween(body[1] - body[0], after - before);
        }

        private AtomStore observed(List<ChangeSet> commits) {
            return AtomStore.builder()
                    .observer(new StoreObserver() {
                        @Override
                        public void committed(ChangeSet changes) {
                            commits.add(changes);
                        }
                    })
                    .build();
        }
    }

    @Nested
    @Proves("R17")
    class Levels {
        @Test
        void level_isAskedWhenTheStoreIsMade() {
            AtomStore before = shop().build();
            log.close();
            AtomStore silent = shop().name("silent").build();
            try (LogCapture again = LogCapture.of(LOGGER, Level.DEBUG)) {
                silent.set(price, 1);
                assertThat(again.lines()).isEmpty();
                before.set(price, 1);
                assertThat(again.lines()).hasSize(1);
            }
        }

        @Test
        void otherLevels_areSilent() {
            log.close();
            try (LogCapture info = LogCapture.of(LOGGER, Level.INFO)) {
                shop().build().set(price, 1);
                assertThat(info.lines()).isEmpty();
            }
        }
    }

    @Nested
    @Proves("R17")
    class WithAnObserver {
        private final Log told = new Log();

        @Test
        void observer_isToldEverything_afterTheLine() {
            AtomStore store = shop().observer(new Everything()).build();
            store.subscribe(Atom.map(twice, n -> n % 2).named("parity"), value -> {})
                    .dispose();
            store.subscribe(price, value -> {
                throw new IllegalStateException("listener");
            });
            store.subscribe(Atom.map(price, n -> n % 2).named("odd"), value -> {});
            told.drain();
            try {
                store.set(price, 30);
            } catch (IllegalStateException e) {
                told.add("thrown " + e.getMessage());
            }

            assertThat(told.lines())
                    .containsExactly(
                            "recomputed odd",
                            "cut off odd",
                            "committed set price after 1 lines",
                            "failed listener of price",
                            "thrown listener");
        }

        @Test
        void observer_isToldOfLives() {
            AtomStore store = shop().observer(new Everything()).build();
            store.subscribe(price, value -> {}).dispose();

            assertThat(told.lines()).containsExactly("created price", "observed price", "unobserved price");
        }

        private final class Everything implements StoreObserver {
            @Override
            public void created(AtomInfo atom) {
                told.add("created " + atom);
            }

            @Override
            public void recomputed(Recompute recompute) {
                told.add("recomputed " + recompute.atom());
            }

            @Override
            public void cutOff(AtomInfo atom) {
                told.add("cut off " + atom);
            }

            @Override
            public void committed(ChangeSet changes) {
                told.add("committed " + changes.cause() + " after " + lines().size() + " lines");
            }

            @Override
            public void observed(AtomInfo atom) {
                told.add("observed " + atom);
            }

            @Override
            public void unobserved(AtomInfo atom) {
                told.add("unobserved " + atom);
            }

            @Override
            public void listenerFailed(ListenerFailure failure) {
                told.add("failed " + failure.source());
            }
        }
    }
}
