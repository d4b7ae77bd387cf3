package io.atoms.samples.shop.state;

import io.atoms.AtomStore;
import io.atoms.utils.TimeAtoms;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageOptions;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A store as the shop uses it, but in virtual time and without files. It counts recomputes. */
public final class ShopStore {

    private ShopStore() {}

    public static AtomStore create(VirtualTimeScheduler time) {
        AtomStore store = AtomStore.builder().counting(true).build();
        store.set(TimeAtoms.SCHEDULER, time);
        store.set(
                Storage.CURRENT,
                MemoryStorage.create(StorageOptions.ofDefaults().scheduler(Schedulers.immediate())));
        return store;
    }

    /** How often the atom of that name was computed. */
    static long recomputes(AtomStore store, String atom) {
        return store.inspect().atoms().stream()
                .filter(found -> found.atom().name().equals(atom))
                .mapToLong(found -> found.recomputes())
                .sum();
    }
}
