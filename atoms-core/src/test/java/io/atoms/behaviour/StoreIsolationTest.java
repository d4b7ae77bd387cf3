package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import io.atoms.fixtures.Threads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two stores never share values. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoreIsolationTest {
    private final AtomStore one = AtomStore.create();
    private final AtomStore two = AtomStore.create();
    private final Runs runs = new Runs();
    private final PrimitiveAtom<Integer> a = Atom.of(1);
    private final Atom<Integer> twice = Atom.derived(runs.counting(get -> get.get(a) * 2));

    @Nested
    @Proves("R1")
    class Values {
        @Test
        void writes_stayInTheirStore() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            two.subscribe(twice, listener);
            one.set(a, 5);

            assertThat(one.get(twice)).isEqualTo(10);
            assertThat(two.get(twice)).isEqualTo(2);
            assertThat(listener.told()).isEmpty();
        }

        @Test
        void errors_stayInTheirStore() {
            Atom<Integer> inverse = Atom.map(a, n -> 10 / n);
            one.set(a, 0);

            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> one.get(inverse)))
                    .isInstanceOf(ArithmeticException.class);
            assertThat(two.get(inverse)).isEqualTo(10);
        }

        @Test
        void names_areUniqueByDefault() {
            assertThat(one.name()).matches("Store#\\d+").isNotEqualTo(two.name());
            assertThat(AtomStore.builder().name("mine").build().name()).isEqualTo("mine");
            assertThat(one.toString()).contains(one.name());
        }

        @Test
        void builderUsedTwice_makesTwoStores() {
            var builder = AtomStore.builder().name("same");
            AtomStore first = builder.build();
            AtomStore second = builder.build();
            first.set(a, 7);

            assertThat(second.get(a)).isEqualTo(1);
        }

        @Test
        @Proves("T1")
        void manyStoresOnManyThreads_shareNothing() {
            List<Threads.Task> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int start = i * 1_000_000;
                tasks.add(() -> {
                    AtomStore own = AtomStore.create();
                    own.subscribe(twice, value -> {});
                    for (int n = 0; n < 2000; n++) {
                        own.set(a, start + n);
                        assertThat(own.get(twice)).isEqualTo(2 * (start + n));
                    }
                });
            }
            Threads.race(tasks);
        }
    }
}
