package io.atoms.utils.storage;

import io.atoms.AtomStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A process that writes atoms of a shared folder at random until a file says that it is enough, then tells what it
 * sees, until a second file says that it may go. It ends with an error if a value of its own comes back.
 */
final class SharedChild {

    static final List<String> KEYS = List.of("k0", "k1", "k2");

    private SharedChild() {}

    static List<StorageAtom<String>> atoms() {
        List<StorageAtom<String>> atoms = new ArrayList<>();
        KEYS.forEach(key -> atoms.add(StorageAtom.of(key, new TextCodec(), "default")));
        return atoms;
    }

    public static void main(String[] arguments) throws Exception {
        String me = arguments[0];
        Path folder = Path.of(arguments[1]);
        Random random = new Random(me.hashCode());
        List<StorageAtom<String>> atoms = atoms();
        StorageOptions options = StorageOptions.ofDefaults()
                .writeDelay(Duration.ofMillis(5))
                .onProblem(problem -> ChildProcess.tell("problem " + problem.getMessage()));
        try (AtomStore store = AtomStore.create();
                FileStorage files = FileStorage.openShared(folder, options)) {
            store.set(Storage.CURRENT, files);
            for (StorageAtom<String> atom : atoms) {
                Set<String> own = new HashSet<>();
                store.subscribe(atom.value(), value -> {
                    if (value.startsWith(me) && !own.add(value)) {
                        ChildProcess.tell("echo " + value);
                    }
                });
            }
            ChildProcess.tell("ready");
            for (int n = 0; !Files.exists(folder.resolveSibling("enough")); n++) {
                StorageAtom<String> atom = atoms.get(random.nextInt(atoms.size()));
                if (random.nextInt(10) == 0) {
                    store.reset(atom.value());
                } else {
                    store.set(atom.value(), me + n);
                }
                if (random.nextInt(5) == 0) {
                    files.flush(store);
                }
                Thread.sleep(random.nextInt(4));
            }
            files.flush(store);
            ChildProcess.tell("stopped");
            while (!Files.exists(folder.resolveSibling("go"))) {
                ChildProcess.tell("sees "
                        + atoms.stream().map(each -> store.get(each.value())).toList());
                Thread.sleep(50);
            }
        }
        ChildProcess.tell("end");
    }
}
