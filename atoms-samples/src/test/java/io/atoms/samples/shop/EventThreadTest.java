package io.atoms.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.awt.EventQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What atoms tell arrives on the event thread, conflated (R20), and never after it was disposed. */
class EventThreadTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final PrimitiveAtom<Integer> number = Atom.of(0);
    private final PrimitiveAtom<Integer> other = Atom.of(0);
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.create();
    private final List<Integer> shown = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        store.close();
        time.dispose();
    }

    private Disposable show(EventThread events) {
        return store.flux(number, events.scheduler()).subscribe(shown::add);
    }

    @Nested
    class BusyEventThread {

        private final Deque<Runnable> queue = new ArrayDeque<>();
        private final EventThread events = new EventThread(queue::add, time);

        @Test
        void tenThousandCommits_areOneEvent_whichShowsTheNewest() {
            show(events);
            queue.remove().run();
            for (int i = 1; i <= 10_000; i++) {
                store.set(number, i);
            }
            time.advanceTimeBy(EventThread.FRAME);

            assertThat(queue).hasSize(1);
            queue.remove().run();
            assertThat(shown).containsExactly(0, 10_000);
            assertThat(events.events()).isEqualTo(2);
        }

        @Test
        void severalAtoms_areOneEvent() {
            show(events);
            store.flux(other, events.scheduler()).subscribe(shown::add);
            queue.remove().run();
            store.set(number, 1);
            store.set(other, 2);
            time.advanceTimeBy(EventThread.FRAME);

            assertThat(queue).hasSize(1);
            queue.remove().run();
            assertThat(shown).containsExactly(0, 0, 1, 2);
        }

        @Test
        void whatIsOnItsWay_isNotShown_afterDispose() {
            Disposable showing = show(events);
            queue.remove().run();
            store.set(number, 1);
            time.advanceTimeBy(EventThread.FRAME);
            showing.dispose();
            store.set(number, 2);
            time.advanceTimeBy(EventThread.FRAME);
            queue.forEach(Runnable::run);

            assertThat(shown).containsExactly(0);
        }

        @Test
        void viewThatThrows_doesNotKeepTheOthersFromShowing() {
            store.flux(other, events.scheduler()).subscribe(value -> check(value), error -> shown.add(-1));
            show(events);
            queue.remove().run();
            store.set(other, 1);
            store.set(number, 1);
            time.advanceTimeBy(EventThread.FRAME);
            queue.remove().run();

            assertThat(shown).containsExactly(0, -1, 1);
        }

        private static void check(int value) {
            if (value > 0) {
                throw new IllegalStateException("cannot show " + value);
            }
        }
    }

    @Nested
    class QuickEventThread {

        private final EventThread events = new EventThread(Runnable::run, time);

        @Test
        void afterARest_isToldAtOnce() {
            show(events);
            time.advanceTimeBy(EventThread.FRAME);
            store.set(number, 1);

            assertThat(shown).containsExactly(0, 1);
        }

        @Test
        void withinAFrame_isToldAtItsEnd() {
            show(events);
            store.set(number, 1);
            time.advanceTimeBy(EventThread.FRAME.minusMillis(1));
            store.set(number, 2);
            assertThat(shown).containsExactly(0);

            time.advanceTimeBy(Duration.ofMillis(1));
            assertThat(shown).containsExactly(0, 2);
        }

        @Test
        void tenThousandCommitsInASecond_areFiftyEvents() {
            show(events);
            for (int i = 1; i <= 10_000; i++) {
                store.set(number, i);
                time.advanceTimeBy(Duration.ofNanos(100_000));
            }

            assertThat(events.events()).isEqualTo(51); // with the first one
            assertThat(shown).hasSize(51).isSorted().endsWith(10_000);
        }
    }

    @Nested
    class RealEventThread {

        @Test
        void allSignals_areOnIt_inOrder_andTheNewestComesLast() throws InterruptedException {
            EventThread events = new EventThread(Schedulers.parallel());
            AtomicBoolean elsewhere = new AtomicBoolean();
            Disposable showing = store.flux(number, events.scheduler()).subscribe(value -> {
                if (!EventQueue.isDispatchThread()) {
                    elsewhere.set(true);
                }
                shown.add(value);
            });
            List<Thread> writers = new ArrayList<>();
            Stream.of(1, 2).forEach(n -> writers.add(new Thread(this::count)));
            writers.forEach(Thread::start);
            for (Thread writer : writers) {
                writer.join();
            }

            await().atMost(LIMIT).until(() -> shown.contains(10_000));
            showing.dispose();
            assertThat(elsewhere).isFalse();
            assertThat(shown).isSorted().doesNotHaveDuplicates();
        }

        private void count() {
            for (int i = 0; i < 5_000; i++) {
                store.update(number, n -> n + 1);
            }
        }

        @Test
        void dispose_onIt_isTheEnd() throws Exception {
            EventThread events = new EventThread(Schedulers.parallel());
            Disposable showing = show(events);
            await().atMost(LIMIT).until(() -> shown.contains(0));
            Thread writer = new Thread(this::count);
            writer.start();
            int[] before = new int[1];
            EventQueue.invokeAndWait(() -> {
                showing.dispose();
                before[0] = shown.size();
            });
            writer.join();
            // Whatever was still on its way is behind this.
            EventQueue.invokeAndWait(() -> {});

            assertThat(shown).hasSize(before[0]);
        }
    }
}
