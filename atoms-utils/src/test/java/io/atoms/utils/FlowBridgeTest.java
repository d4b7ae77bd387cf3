package io.atoms.utils;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.AtomUsageException;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.StreamPolicy;
import io.atoms.Unobserved;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class FlowBridgeTest {
    private final AtomStore store = AtomStore.create();

    /** A subscriber that writes down its signals. */
    private static final class Probe<T> implements Flow.Subscriber<T> {
        private final List<Object> signals = new ArrayList<>();
        private final long first;
        private final Consumer<Probe<T>> onNext;
        private Flow.Subscription subscription;

        Probe(long first) {
            this(first, probe -> {});
        }

        Probe(long first, Consumer<Probe<T>> onNext) {
            this.first = first;
            this.onNext = onNext;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            assertThat(subscription).isNull();
            subscription = given;
            if (first != 0) {
                given.request(first);
            }
        }

        @Override
        public void onNext(T value) {
            signals.add(value);
            onNext.accept(this);
        }

        @Override
        public void onError(Throwable error) {
            signals.add(error);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }

    /** A publisher whose only subscriber the test drives by hand. */
    private static final class Manual implements Flow.Publisher<Integer> {
        private final List<String> calls = new ArrayList<>();
        private Flow.Subscriber<? super Integer> subscriber;

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> given) {
            subscriber = Objects.requireNonNull(given, "subscriber");
            calls.add("subscribe");
            given.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    calls.add("request");
                }

                @Override
                public void cancel() {
                    calls.add("cancel");
                }
            });
        }
    }

    /** The rules of Reactive Streams (1.x publisher, 3.x subscription), for an atom as a publisher. */
    @Nested
    class AtomAsPublisher {
        private final PrimitiveAtom<Integer> count = Atom.of(1).named("count");
        private final Flow.Publisher<Integer> publisher = FlowBridge.publisher(store, count);

        @Test
        void demand_isRespected_andConflatesToTheNewest() {
            Probe<Integer> probe = new Probe<>(0);
            publisher.subscribe(probe);
            store.set(count, 2);
            assertThat(probe.signals).isEmpty();
            probe.subscription.request(1);
            store.set(count, 3);
            store.set(count, 4);
            assertThat(probe.signals).containsExactly(2);
            probe.subscription.request(1);

            assertThat(probe.signals).containsExactly(2, 4);
            probe.subscription.request(5);
            assertThat(probe.signals).containsExactly(2, 4);
        }

        @Test
        void demandOfTooMuch_isUnbounded() {
            Probe<Integer> probe = new Probe<>(Long.MAX_VALUE);
            publisher.subscribe(probe);
            probe.subscription.request(Long.MAX_VALUE);
            store.set(count, 2);

            assertThat(probe.signals).containsExactly(1, 2);
        }

        @Test
        void demandOfNothing_isAnError() {
            for (long n : new long[] {0, -1, Long.MIN_VALUE}) {
                Probe<Integer> probe = new Probe<>(n == 0 ? Long.MIN_VALUE : n);
                publisher.subscribe(probe);
                assertThat(probe.signals).singleElement().isInstanceOf(IllegalArgumentException.class);
                store.set(count, 2);
                assertThat(probe.signals).hasSize(1);
            }
        }

        @Test
        void cancelInOnNext_isTheLastSignal() {
            Probe<Integer> probe = new Probe<>(Long.MAX_VALUE, p -> p.subscription.cancel());
            publisher.subscribe(probe);
            store.set(count, 2);
            probe.subscription.request(1);
            probe.subscription.cancel();
            store.close();

            assertThat(probe.signals).containsExactly(1);
        }

        @Test
        void cancelBeforeDemand_signalsNothing() {
            Probe<Integer> probe = new Probe<>(0);
            publisher.subscribe(probe);
            probe.subscription.cancel();
            probe.subscription.request(1);
            store.set(count, 2);

            assertThat(probe.signals).isEmpty();
        }

        @Test
        void requestInOnNext_doesNotRecur() {
            List<Integer> depths = new ArrayList<>();
            int[] depth = {0};
            Probe<Integer> probe = new Probe<>(1, p -> {
                depths.add(++depth[0]);
                if (store.get(count) < 100) {
                    store.update(count, n -> n + 1);
                }
                p.subscription.request(1);
                depth[0]--;
            });
            publisher.subscribe(probe);

            assertThat(probe.signals).endsWith(100).doesNotHaveDuplicates();
            assertThat(depths).containsOnly(1);
        }

        @Test
        void nullSubscriber_isRefused() {
            assertThatThrownBy(() -> publisher.subscribe(null)).isInstanceOf(NullPointerException.class);
        }

        @Test
        void subscribers_areIndependent() {
            Probe<Integer> fast = new Probe<>(Long.MAX_VALUE);
            Probe<Integer> slow = new Probe<>(1);
            publisher.subscribe(fast);
            publisher.subscribe(slow);
            store.set(count, 2);
            store.set(count, 3);
            fast.subscription.cancel();
            slow.subscription.request(1);
            store.set(count, 4);

            assertThat(fast.signals).containsExactly(1, 2, 3);
            assertThat(slow.signals).containsExactly(1, 3);
        }

        @Test
        void cancel_disposes_andTheLastOneUnmounts() {
            List<String> life = new ArrayList<>();
            Atom<Integer> mounted = count.onMount(context -> {
                life.add("mount");
                return () -> life.add("unmount");
            });
            Probe<Integer> first = new Probe<>(1);
            Probe<Integer> second = new Probe<>(1);
            FlowBridge.publisher(store, mounted).subscribe(first);
            FlowBridge.publisher(store, mounted).subscribe(second);
            first.subscription.cancel();
            assertThat(life).containsExactly("mount");
            second.subscription.cancel();

            assertThat(life).containsExactly("mount", "unmount");
        }

        @Test
        void close_completes_andALaterSubscriberIsTold() {
            Probe<Integer> probe = new Probe<>(1);
            publisher.subscribe(probe);
            store.close();
            Probe<Integer> late = new Probe<>(1);
            publisher.subscribe(late);

            assertThat(probe.signals).containsExactly(1, "complete");
            assertThat(late.subscription).isNotNull();
            assertThat(late.signals).singleElement().isInstanceOf(StoreClosedException.class);
        }

        @Test
        void failingAtom_isAnError_once() {
            Atom<Integer> inverse = Atom.map(count, n -> 100 / n);
            Probe<Integer> probe = new Probe<>(Long.MAX_VALUE);
            FlowBridge.publisher(store, inverse).subscribe(probe);
            store.set(count, 0);
            store.set(count, 2);

            assertThat(probe.signals).hasSize(2).first().isEqualTo(100);
            assertThat(probe.signals.get(1)).isInstanceOf(ArithmeticException.class);
        }

        @Test
        void nullValue_isAnErrorThatTellsTheRemedy() {
            PrimitiveAtom<String> text = Atom.<String>of("a").named("text");
            Probe<String> probe = new Probe<>(Long.MAX_VALUE);
            FlowBridge.publisher(store, text).subscribe(probe);
            store.set(text, null);

            assertThat(probe.signals).hasSize(2);
            assertThat(probe.signals.get(1))
                    .isInstanceOf(AtomUsageException.class)
                    .asString()
                    .contains("text", "Optional::ofNullable");
        }

        @Test
        void rolledBackTransaction_publishesNothing() {
            Probe<Integer> probe = new Probe<>(Long.MAX_VALUE);
            publisher.subscribe(probe);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(count, 2);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(probe.signals).containsExactly(1);
        }
    }

    @Nested
    class PublisherAsAtom {
        private final Manual manual = new Manual();
        private final AsyncAtom<Integer> atom = FlowBridge.<Integer>atom(manual).named("temperature");

        @Test
        void definition_subscribesNothing() {
            assertThat(manual.calls).isEmpty();
            assertThat(atom.name()).isEqualTo("temperature");
        }

        @Test
        void values_areReady_theLastStaysAfterCompletion() {
            List<Loadable<Integer>> told = new ArrayList<>();
            store.subscribe(atom, value -> told.add(value));
            manual.subscriber.onNext(1);
            manual.subscriber.onNext(1);
            manual.subscriber.onNext(2);
            manual.subscriber.onComplete();

            assertThat(told).containsExactly(Loadable.ready(1), Loadable.ready(2));
            assertThat(store.get(atom)).isEqualTo(Loadable.ready(2));
            assertThat(manual.calls).startsWith("subscribe", "request").doesNotContain("cancel");
        }

        @Test
        void error_failsTheAtom_withTheLastValue() {
            store.subscribe(atom, value -> {});
            manual.subscriber.onNext(1);
            IllegalStateException error = new IllegalStateException("broken");
            manual.subscriber.onError(error);

            assertThat(store.get(atom)).isEqualTo(new Loadable.Failed<>(error, 1));
        }

        @Test
        void lastObserver_cancels_andTheNextOneSubscribesAnew() {
            AsyncAtom<Integer> eager = atom.whenUnobserved(Unobserved.cancel());
            AtomSubscription observer = store.subscribe(eager, value -> {});
            manual.subscriber.onNext(1);
            Flow.Subscriber<? super Integer> old = manual.subscriber;
            observer.dispose();
            assertThat(manual.calls).contains("cancel");
            store.subscribe(eager, value -> {});
            old.onNext(99);
            manual.subscriber.onNext(2);

            assertThat(store.get(eager)).isEqualTo(Loadable.ready(2));
            assertThat(manual.calls.stream().filter("subscribe"::equals)).hasSize(2);
        }

        @Test
        void publisherOfAnotherAtom_isSwitched() {
            PrimitiveAtom<Integer> room = Atom.of(0);
            List<Manual> rooms = List.of(new Manual(), new Manual());
            AsyncAtom<Integer> temperature = FlowBridge.stream(get -> rooms.get(get.get(room)));
            store.subscribe(temperature, value -> {});
            rooms.get(0).subscriber.onNext(20);
            store.set(room, 1);
            assertThat(rooms.get(0).calls).contains("cancel");
            assertThat(store.get(temperature)).isEqualTo(new Loadable.Loading<>(20));
            rooms.get(0).subscriber.onNext(99);
            rooms.get(1).subscriber.onNext(5);

            assertThat(store.get(temperature)).isEqualTo(Loadable.ready(5));
        }

        @Test
        void policy_isThatOfTheStream() {
            AsyncAtom<Integer> ending =
                    FlowBridge.stream(get -> manual, StreamPolicy.ofDefaults().errored(StreamPolicy.Errored.KEEP));
            store.subscribe(ending, value -> {});
            manual.subscriber.onNext(1);
            manual.subscriber.onError(new IllegalStateException("broken"));

            assertThat(store.get(ending)).isEqualTo(Loadable.ready(1));
        }

        @Test
        void stores_subscribeOnTheirOwn_andCloseCancels() {
            AtomStore other = AtomStore.create();
            store.subscribe(atom, value -> {});
            Flow.Subscriber<? super Integer> first = manual.subscriber;
            other.subscribe(atom, value -> {});
            first.onNext(1);
            manual.subscriber.onNext(2);

            assertThat(store.get(atom)).isEqualTo(Loadable.ready(1));
            assertThat(other.get(atom)).isEqualTo(Loadable.ready(2));
            other.close();
            assertThat(manual.calls).endsWith("cancel");
            manual.subscriber.onNext(3);
            first.onNext(4);
            assertThat(store.get(atom)).isEqualTo(Loadable.ready(4));
        }

        @Test
        void submissionPublisher_ofAnotherThread() {
            try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
                AsyncAtom<Integer> numbers = FlowBridge.atom(publisher);
                store.subscribe(numbers, value -> {});
                for (int i = 0; i <= 1_000; i++) {
                    publisher.submit(i);
                }
                await().until(() -> store.get(numbers).equals(Loadable.ready(1_000)));
            }
        }

        @Test
        void nulls_areRefused() {
            assertThatThrownBy(() -> FlowBridge.atom((Flow.Publisher<Integer>) null))
                    .hasMessage("publisher");
            assertThatThrownBy(() -> FlowBridge.stream(null)).hasMessage("read");
        }
    }

    /** An atom that is published, and followed in another store. */
    @Test
    void bothDirections_linkTwoStores() {
        PrimitiveAtom<Integer> count = Atom.of(1);
        AtomStore other = AtomStore.create();
        AsyncAtom<Integer> mirrored = FlowBridge.atom(FlowBridge.publisher(store, count));
        other.subscribe(mirrored, value -> {});
        store.set(count, 2);

        assertThat(other.get(mirrored)).isEqualTo(Loadable.ready(2));
    }
}
