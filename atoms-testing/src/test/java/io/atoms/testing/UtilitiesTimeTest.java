package io.atoms.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** Here, without the utilities. TimeAtomsTest of atoms-utils has the other case. */
class UtilitiesTimeTest {
    @Test
    void withoutUtilities_nothingIsSet() {
        AtomStore store = AtomStore.create();
        UtilitiesTime.set(store, Schedulers.immediate());

        assertThat(store.inspect().atoms()).isEmpty();
    }
}
