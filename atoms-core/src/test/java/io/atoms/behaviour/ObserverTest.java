package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.inspect.AtomInfo;
import io.atoms.inspect.AtomKind;
import io.atoms.inspect.Change;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.ListenerFailure;
import io.atoms.inspect.Recompute;
import io.atoms.inspect.StoreObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The observer of a store: what it is told, and in which order. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ObserverTest {
    private final Log log = new Log();
    private final List<ChangeSet> commits = new ArrayList<>();
    private final List<Recompute> recomputes = new ArrayList<>();
    private final List<AtomInfo> created = new ArrayList<>();

    private final AtomStore store = AtomStore.builder()
            .observer(new StoreObserver() {
                @Override
                public void created(AtomInfo atom) {
                    created.add(atom);
                }

                @Override
                public void recomputed(Recompute recompute) {
                    recomputes.add(recompute);
                    log.add("ran " + recompute.atom());
                }

                @Override
                public void cutOff(AtomInfo atom) {
                    log.add("cut off " + atom);
                }

                @Override
                public void committed(ChangeSet changes) {
                    commits.add(changes);
                    log.add("committed " + changes.cause());
                }

                @Override
                public void observed(AtomInfo atom) {
                    log.add("observed " + atom);
                }

                @Override
                public void unobserved(AtomInfo atom) {
                    log.add("unobserved " + atom);
                }

                @Override
                public void listenerFailed(ListenerFailure failure) {
                    log.add("failed " + failure.source());
                }
            })
            .build();

    private final PrimitiveAtom<Integer> head = Atom.of(1).named("head");
    private final PrimitiveAtom<Integer> other = Atom.of(1).named("other");
    private final Atom<Integer> parity = Atom.map(head, n -> n % 2).named("parity");
    private final Atom<String> text = Atom.map(parity, n -> "p" + n).named("text");

    private ChangeSet lastCommit() {
        return commits.get(commits.size() - 1);
    }

    @Nested
    class Events {
        @Test
        @Proves("R1")
        void firstRead_isCreatedAndRecomputed() {
            store.get(text);

            assertThat(created).extracting(AtomInfo::name).containsExactlyInAnyOrder("text", "parity", "head");
            assertThat(created)
                    .extracting(AtomInfo::kind)
                    .containsExactlyInAnyOrder(AtomKind.DERIVED, AtomKind.DERIVED, AtomKind.PRIMITIVE);
            assertThat(log.lines()).containsExactly("ran parity", "ran text");
            assertThat(recomputes).allMatch(run -> run.trigger() == null && run.changed() && run.nanos() >= 0);
        }

        @Test
        @Proves("R4")
        void cutOff_followsTheRecompute() {
            store.subscribe(text, value -> {});
            log.drain();
            store.set(head, 3);

            assertThat(log.lines())
                    .containsSubsequence("ran parity", "cut off parity")
                    .doesNotContain("ran text");
            Recompute run = recomputes.get(recomputes.size() - 1);
            assertThat(run.changed()).isFalse();
            assertThat(String.valueOf(run.trigger())).isEqualTo("head");
        }

        @Test
        @Proves("R14")
        void events_arriveBeforeTheListenersOfTheirCommit() {
            store.subscribe(text, log.as("listener"));
            log.drain();
            store.set(head, 2);

            assertThat(log.lines()).endsWith("listener=p0").contains("ran parity", "ran text", "committed set head");
        }

        @Test
        @Proves("R19")
        void observedAndUnobserved_areToldPerAtom() {
            AtomSubscription subscription = store.subscribe(text, value -> {});
            assertThat(log.drain()).contains("observed head", "observed parity", "observed text");
            AtomSubscription second = store.subscribe(parity, value -> {});
            subscription.dispose();
            assertThat(log.drain()).containsExactly("unobserved text");
            second.dispose();

            assertThat(log.drain()).containsExactlyInAnyOrder("unobserved parity", "unobserved head");
        }

        @Test
        @Proves("R17")
        void listenerFailure_isTold() {
            store.subscribe(head, value -> {
                throw new IllegalArgumentException("listener");
            });
            assertThatThrownBy(() -> store.set(head, 2)).hasMessage("listener");

            assertThat(log.lines()).contains("failed listener of head");
        }

        @Test
        @Proves("R11")
        void abortedTransaction_isNotCommitted() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(head, 2);
                        throw new IllegalArgumentException("no");
                    }))
                    .hasMessage("no");

            assertThat(commits).isEmpty();
        }

        @Test
        @Proves("R12")
        void writeOfAnEqualValue_isNotCommitted() {
            store.set(head, 1);
            store.transaction(tx -> tx.set(head, 1));

            assertThat(commits).isEmpty();
        }

        @Test
        @Proves("R7")
        void recomputeThatThrew_carriesTheError() {
            Atom<Integer> inverse = Atom.map(head, n -> 1 / (n - 1)).named("inverse");
            assertThatThrownBy(() -> store.get(inverse)).isInstanceOf(ArithmeticException.class);

            assertThat(recomputes).hasSize(1);
            assertThat(recomputes.get(0).error()).isInstanceOf(ArithmeticException.class);
        }
    }

    @Nested
    @Proves("R10")
    class ChangeSets {
        @Test
        void commit_carriesItsChanges_inOrderOfTheFirstWrite() {
            store.transaction(tx -> {
                tx.set(other, 5);
                tx.set(head, 2);
                tx.set(other, 6);
            });

            ChangeSet commit = lastCommit();
            assertThat(commit.changes().stream().map(this::describe).collect(Collectors.toList()))
                    .containsExactly("other 1>6", "head 1>2");
            assertThat(commit.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(commit.cause()).isEqualTo("transaction");
            assertThat(commit.epoch()).isEqualTo(store.snapshot().epoch());
        }

        @Test
        void changedAndChangedBack_isNoChange() {
            store.transaction(tx -> {
                tx.set(other, 5);
                tx.set(head, 2);
                tx.set(other, 1);
            });

            assertThat(lastCommit().changes())
                    .extracting(change -> change.atom().name())
                    .containsExactly("head");
        }

        @Test
        void cause_isTheOutermostOperation() {
            store.set(head, 2);
            store.update(head, n -> n + 1);
            store.reset(head);
            store.run(
                    Atom.<Integer, Integer>action((set, n) -> {
                                set.set(head, n);
                                return n;
                            })
                            .named("checkout"),
                    7);
            store.transaction(tx -> tx.set(head, 8));

            assertThat(commits)
                    .extracting(ChangeSet::cause)
                    .containsExactly("set head", "update head", "reset head", "run checkout", "transaction");
        }

        @Test
        void why_givesTheChainFromTheWrite() {
            store.subscribe(text, value -> {});
            store.set(head, 2);
            ChangeSet commit = lastCommit();

            assertThat(commit.why("text").stream().map(AtomInfo::name).collect(Collectors.toList()))
                    .containsExactly("head", "parity", "text");
            assertThat(commit.why("parity").stream().map(AtomInfo::name).collect(Collectors.toList()))
                    .containsExactly("head", "parity");
            store.set(head, 4);
            assertThat(lastCommit().why("text")).isEmpty();
            assertThat(commit.why("unknown")).isEmpty();
        }

        private String describe(Change change) {
            return change.atom().name() + " " + change.previous() + ">" + change.current();
        }
    }

    @Nested
    @Proves("T4")
    class Observers {
        @Test
        void observer_mayReadTheStore() {
            List<Integer> seen = new ArrayList<>();
            AtomStore[] self = new AtomStore[1];
            AtomStore watched = AtomStore.builder()
                    .observer(new StoreObserver() {
                        @Override
                        public void committed(ChangeSet changes) {
                            seen.add(self[0].get(head));
                        }
                    })
                    .build();
            self[0] = watched;
            watched.set(head, 2);

            assertThat(seen).containsExactly(2);
        }

        @Test
        @Proves("R17")
        void observerThatThrows_isTreatedLikeAListener() {
            IllegalArgumentException error = new IllegalArgumentException("observer");
            AtomStore watched = AtomStore.builder()
                    .observer(new StoreObserver() {
                        @Override
                        public void committed(ChangeSet changes) {
                            throw error;
                        }
                    })
                    .build();
            watched.subscribe(head, log.as("head"));

            assertThat(catchThrowable(() -> watched.set(head, 2))).isSameAs(error);
            assertThat(log.lines()).containsExactly("head=2");
            assertThat(watched.get(head)).isEqualTo(2);
        }

        @Test
        @Proves("R17")
        void observerThatThrows_isToldTheRest() {
            IllegalArgumentException error = new IllegalArgumentException("observer");
            AtomStore watched = AtomStore.builder()
                    .observer(new StoreObserver() {
                        @Override
                        public void recomputed(Recompute recompute) {
                            throw error;
                        }

                        @Override
                        public void committed(ChangeSet changes) {
                            log.add("committed " + changes.cause());
                        }
                    })
                    .onError(failure -> log.add(failure.source() + ": " + failure.error()))
                    .build();
            watched.subscribe(parity, value -> {});
            log.drain();
            watched.set(head, 2);

            assertThat(log.lines()).containsExactly("store observer: " + error, "committed set head");
        }
    }
}
