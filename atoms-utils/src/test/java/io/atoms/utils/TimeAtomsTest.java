package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.testing.TestStore;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class TimeAtomsTest {
    @Test
    void scheduler_isReplacedInOneStoreOnly() {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AtomStore test = AtomStore.create();
        AtomStore other = AtomStore.create();

        test.set(TimeAtoms.SCHEDULER, clock);

        assertThat(test.get(TimeAtoms.SCHEDULER)).isSameAs(clock);
        assertThat(other.get(TimeAtoms.SCHEDULER)).isSameAs(Schedulers.parallel());
    }

    /** The kit finds the atom by its name, so nothing but a test notices if it is renamed. */
    @Test
    void testStore_hasItsOwnTime() {
        try (TestStore test = TestStore.create()) {
            assertThat(test.store().get(TimeAtoms.SCHEDULER)).isSameAs(test.scheduler());
        }
    }
}
