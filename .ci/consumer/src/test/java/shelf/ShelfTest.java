package shelf;

import static io.atoms.testing.AtomAssertions.assertThat;

import io.atoms.testing.AtomsExtension;
import io.atoms.testing.TestStore;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AtomsExtension.class)
class ShelfTest {
    @Test
    void add_showsTheTitle(TestStore test) {
        test.store().set(Storage.CURRENT, MemoryStorage.create());
        test.store().run(Shelf.ADD, new Shelf.Book("Emma", 474));

        assertThat(test.store(), Shelf.TITLES).hasValue(List.of("Emma"));
    }
}
