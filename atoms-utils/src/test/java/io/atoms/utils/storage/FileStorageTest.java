package io.atoms.utils.storage;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.utils.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileStorageTest {

    private final Path temporary;

    private final List<StorageException> problems = new CopyOnWriteArrayList<>();
    private final StorageOptions options = StorageOptions.ofDefaults()
            .writeDelay(Duration.ofMillis(1))
            .retry(Duration.ofMillis(5), Duration.ofMillis(20))
            .onProblem(problems::add);
    private final List<AutoCloseable> open = new ArrayList<>();

    FileStorageTest(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Path folder() {
        return temporary.resolve("data");
    }

    private FileStorage exclusive() {
        return opened(FileStorage.open(folder(), options));
    }

    private <C extends AutoCloseable> C opened(C resource) {
        open.add(0, resource);
        return resource;
    }

    private AtomStore store(Storage storage) {
        AtomStore store = opened(AtomStore.create());
        store.set(Storage.CURRENT, storage);
        return store;
    }

    private static StorageAtom<String> atom(String key) {
        return StorageAtom.of(key, new TextCodec(), "default");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Nested
    class Keys {

        private static final List<String> KEYS = List.of(
                "plain",
                "a/b",
                "..",
                "../../escaped",
                ".hidden",
                "with\0nul",
                "line\nbreak",
                "Upper",
                "upper",
                "UPPER",
                "k".repeat(300),
                "K".repeat(300),
                "k".repeat(299) + "l",
                "\u6f22".repeat(300),
                "CON",
                "a:b",
                "%41",
                "~",
                " ",
                "x.atom",
                "x.atom.bak",
                "smile \uD83D\uDE00",
                "/etc/passwd",
                "C:\\Windows");

        @Test
        void ofAnyText_areStoredAndReadBack_andNoneEscapes() throws IOException {
            Map<String, StorageAtom<String>> atoms = new TreeMap<>();
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            for (String key : KEYS) {
                atoms.put(key, atom(key));
                store.set(atoms.get(key).value(), "value of " + key);
            }
            storage.flush(store);
            assertThat(storage.keys()).isEqualTo(new TreeSet<>(KEYS));
            AtomStore other = store(storage);
            for (String key : KEYS) {
                assertThat(other.get(atoms.get(key).value())).isEqualTo("value of " + key);
            }
            try (Stream<Path> all = Files.walk(temporary)) {
                assertThat(all.filter(Files::isRegularFile))
                        .allMatch(file -> file.getParent().equals(folder()));
            }
            assertThat(problems).isEmpty();
        }

        @Test
        void differingInCaseOnly_haveFilesThatDifferInMore() {
            assertThat(FileNames.of("Upper").toLowerCase(java.util.Locale.ROOT))
                    .isNotEqualTo(FileNames.of("upper").toLowerCase(java.util.Locale.ROOT));
            for (String key : KEYS) {
                assertThat(FileNames.of(key)).hasSizeLessThan(200).matches("[a-z0-9_%A-F~.-]+");
            }
        }

        @Test
        void names_leadBackToKeys_andNothingElseDoes() {
            for (String key : KEYS) {
                String name = FileNames.of(key);
                if (!FileNames.isCut(name)) {
                    assertThat(FileNames.keyOf(name)).isEqualTo(key);
                }
            }
            for (String name : List.of("Upper", "%4", "%zz", "a b", "%c3%28", ".x", "%6B")) {
                assertThat(FileNames.keyOf(name)).as(name).isNull();
            }
        }

        @Test
        void removed_areGone() throws IOException {
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            StorageAtom<String> atom = atom("k".repeat(300));
            store.set(atom.value(), "1");
            storage.flush(store);
            store.set(atom.value(), "2");
            storage.flush(store);
            store.reset(atom.value());
            storage.flush(store);
            assertThat(storage.keys()).isEmpty();
            assertThat(files()).containsExactly(".lock");
        }
    }

    @Nested
    class BadFiles {

        private final Path file = folder().resolve("name.atom");
        private final StorageAtom<String> name = atom("name");

        static Stream<byte[]> garbage() {
            byte[] good = TestStorage.sealed("name", "Ada");
            byte[] flipped = good.clone();
            flipped[good.length - 1] ^= 1;
            return Stream.of(
                    new byte[0],
                    "garbage".getBytes(StandardCharsets.UTF_8),
                    new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, '\n', (byte) 0xc3, 0x28},
                    new byte[100_000],
                    java.util.Arrays.copyOf(good, good.length - 1),
                    flipped,
                    "atoms1 1 2\n".getBytes(StandardCharsets.UTF_8),
                    "atoms9 1 0 00\nAda".getBytes(StandardCharsets.UTF_8));
        }

        @ParameterizedTest
        @MethodSource("garbage")
        void areKeptAside_reported_andTheDefaultIsUsed(byte[] bytes) throws IOException {
            Files.createDirectories(folder());
            Files.write(file, bytes);
            Files.write(folder().resolve("place.atom"), TestStorage.sealed("place", "London"));
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            assertThat(store.get(name.value())).isEqualTo("default");
            assertThat(store.get(atom("place").value())).isEqualTo("London");
            expectAside(bytes);
            store.set(name.value(), "Bob");
            storage.flush(store);
            assertThat(store(storage).get(name.value())).isEqualTo("Bob");
        }

        private void expectAside(byte[] bytes) throws IOException {
            await().until(() -> !problems.isEmpty());
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(Kind.DAMAGED);
                assertThat(problem.key()).isEqualTo("name");
            });
            String aside = files().stream()
                    .filter(each -> each.startsWith("name.atom.damaged-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(problems.get(0)).hasMessageContaining(aside);
            assertThat(Files.readAllBytes(folder().resolve(aside))).isEqualTo(bytes);
        }

        @Test
        void damaged_areReplacedByTheBackup() throws IOException {
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            for (String value : List.of("Ada", "Bob")) {
                store.set(name.value(), value);
                storage.flush(store);
            }
            Files.write(file, new byte[] {1});
            AtomStore after = store(storage);
            assertThat(after.get(name.value())).isEqualTo("Ada");
            assertThat(store(storage).get(name.value())).isEqualTo("Ada");
            after.set(name.value(), "Cid");
            storage.flush(after);
            assertThat(store(storage).get(name.value())).isEqualTo("Cid");
        }

        @Test
        void aFolderInItsPlace_isSetAside() throws IOException {
            Files.createDirectories(file);
            Files.writeString(file.resolve("inside"), "precious");
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            assertThat(store.get(name.value())).isEqualTo("default");
            store.set(name.value(), "Bob");
            storage.flush(store);
            assertThat(store(storage).get(name.value())).isEqualTo("Bob");
            String aside = files().stream()
                    .filter(each -> each.startsWith("name.atom.damaged-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(folder().resolve(aside).resolve("inside")))
                    .isEqualTo("precious");
        }

        @Test
        void aFolderThatComesLater_isSetAsideToo() throws IOException {
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            store.get(name.value());
            Files.createDirectories(file);
            store.set(name.value(), "Bob");
            storage.flush(store);
            assertThat(store(storage).get(name.value())).isEqualTo("Bob");
            assertThat(files()).anyMatch(each -> each.startsWith("name.atom.damaged-"));
        }

        @Test
        void aSymbolicLinkOutOfTheFolder_isNeitherReadNorWritten() throws IOException {
            Path outside = temporary.resolve("outside");
            Files.write(outside, TestStorage.sealed("name", "Eve"));
            Files.createDirectories(folder());
            Files.createSymbolicLink(file, outside);
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            assertThat(store.get(name.value())).isEqualTo("default");
            store.set(name.value(), "Bob");
            storage.flush(store);
            assertThat(Files.readAllBytes(outside)).isEqualTo(TestStorage.sealed("name", "Eve"));
            assertThat(Files.isSymbolicLink(file)).isFalse();
            await().until(() -> !problems.isEmpty());
            assertThat(problems.get(0)).hasMessageContaining("symbolic link");
        }

        @Test
        void withoutPermissionToRead_areSetAsideBeforeTheyAreOverwritten() throws IOException {
            Files.createDirectories(folder());
            Files.write(file, TestStorage.sealed("name", "Ada"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            boolean allowed = Files.isReadable(file); // root is, whatever the permissions say
            assertThat(store.get(name.value())).isEqualTo(allowed ? "Ada" : "default");
            store.set(name.value(), "Bob");
            storage.flush(store);
            assertThat(files()).contains("name.atom", allowed ? "name.atom.bak" : ".lock");
            assertThat(files().stream().anyMatch(each -> each.startsWith("name.atom.damaged-")))
                    .isEqualTo(!allowed);
            assertThat(problems)
                    .extracting(StorageException::kind)
                    .isEqualTo(allowed ? List.of() : List.of(Kind.UNREADABLE));
        }

        @Test
        void tooLargeOnes_areNotRead() throws IOException {
            Files.createDirectories(folder());
            try (FileChannel sparse = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
                sparse.write(ByteBuffer.allocate(1), 600L << 20);
            }
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            assertThat(store.get(name.value())).isEqualTo("default");
            await().until(() -> !problems.isEmpty());
            assertThat(problems.get(0)).hasMessageContaining("maxBytes");
            assertThat(file).exists();
        }

        @Test
        void aValueOf200Megabytes_isStoredAndReadBack() {
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            String large = "x".repeat(200 << 20);
            store.set(name.value(), large);
            storage.flush(store);
            assertThat(store(storage).get(name.value()).equals(large)).isTrue();
        }

        @Test
        void aValueLargerThanTheLimit_isReported_andTheOldOneStays() {
            FileStorage storage = opened(FileStorage.open(folder(), options.maxBytes(1000)));
            AtomStore store = store(storage);
            store.set(name.value(), "small");
            storage.flush(store);
            store.set(name.value(), "x".repeat(2000));
            assertThatThrownBy(() -> storage.flush(store))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("maxBytes");
            assertThat(store(storage).get(name.value())).isEqualTo("small");
            store.set(name.value(), "fits");
            storage.flush(store);
            assertThat(store(storage).get(name.value())).isEqualTo("fits");
        }
    }

    @Nested
    class Opening {

        @Test
        void twice_isRefusedNamingTheOwner() {
            exclusive();
            assertThatThrownBy(() -> FileStorage.open(folder()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("this process");
            assertThatThrownBy(() -> FileStorage.openShared(folder())).isInstanceOf(StorageException.class);
        }

        @Test
        void afterClosing_works() {
            exclusive().close();
            exclusive();
        }

        @Test
        void shared_twiceWorks_andExclusiveIsRefused() {
            opened(FileStorage.openShared(folder(), options));
            opened(FileStorage.openShared(folder(), options));
            assertThatThrownBy(() -> FileStorage.open(folder())).isInstanceOf(StorageException.class);
        }

        @Test
        void aFileInPlaceOfTheFolder_isRefused() throws IOException {
            Files.writeString(folder(), "I am a file");
            assertThatThrownBy(() -> FileStorage.open(folder()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("ATOMS-107");
            assertThat(folder()).hasContent("I am a file");
        }

        @Test
        void removesWhatAKilledProcessLeft() throws IOException {
            Files.createDirectories(folder());
            Files.writeString(folder().resolve(".tmp-1-2-3"), "half");
            exclusive();
            assertThat(files()).containsExactly(".lock");
        }

        @Test
        void aBackupAlone_isTheValue() throws IOException {
            // The process died between the two moves.
            Files.createDirectories(folder());
            Files.write(folder().resolve("name.atom.bak"), TestStorage.sealed("name", "Ada"));
            FileStorage storage = exclusive();
            assertThat(store(storage).get(atom("name").value())).isEqualTo("Ada");
            assertThat(storage.keys()).containsExactly("name");
            assertThat(problems).isEmpty();
        }
    }

    @Nested
    class Interrupts {

        @Test
        void ofReadersAndWriters_disturbNothing() {
            FileStorage storage = exclusive();
            AtomStore store = store(storage);
            StorageAtom<String> name = atom("name");
            Thread.currentThread().interrupt();
            store.set(name.value(), "Ada");
            storage.flush(store);
            assertThat(Thread.interrupted()).isTrue();
            Thread.currentThread().interrupt();
            assertThat(store(storage).get(name.value())).isEqualTo("Ada");
            assertThat(Thread.interrupted()).isTrue();
            assertThatThrownBy(() -> FileStorage.open(folder())).isInstanceOf(StorageException.class);
        }
    }

    @Nested
    class Shared {

        private final FileStorage mine = opened(FileStorage.open(folder(), options, true, true));
        private final FileStorage yours = opened(FileStorage.open(folder(), options, true, true));
        private final AtomStore me = store(mine);
        private final AtomStore you = store(yours);
        private final StorageAtom<String> name = atom("name");

        @Test
        void aChange_arrivesWithoutAnEcho() {
            List<String> seenByMe = new CopyOnWriteArrayList<>();
            List<String> seenByYou = new CopyOnWriteArrayList<>();
            me.subscribe(name.value(), value -> seenByMe.add(value));
            you.subscribe(name.value(), value -> seenByYou.add(value));
            me.set(name.value(), "Ada");
            await().untilAsserted(() -> assertThat(seenByYou).containsExactly("Ada"));
            you.set(name.value(), "Bob");
            await().untilAsserted(() -> assertThat(seenByMe).containsExactly("Ada", "Bob"));
            you.reset(name.value());
            await().untilAsserted(() -> assertThat(seenByMe).containsExactly("Ada", "Bob", "default"));
            assertThat(seenByYou).containsExactly("Ada", "Bob", "default");
        }

        @Test
        void closingWhileChangesArrive_isNoProblem() {
            for (int i = 0; i < 200; i++) {
                FileStorage third = FileStorage.openShared(folder(), options);
                try (AtomStore they = AtomStore.create()) {
                    they.set(Storage.CURRENT, third);
                    they.set(name.value(), "value " + i);
                    third.flush(they);
                }
                third.close();
            }
            assertThat(problems).isEmpty();
        }

        @Test
        void withoutEvents_arrivesByLooking() {
            FileStorage third = opened(FileStorage.open(folder(), options, true, false));
            AtomStore they = store(third);
            assertThat(they.get(name.value())).isEqualTo("default");
            me.set(name.value(), "Ada");
            await().untilAsserted(() -> assertThat(they.get(name.value())).isEqualTo("Ada"));
        }

        @Test
        void keysThatAreTooLongForTheirName_arriveAndLeave() {
            StorageAtom<String> longest = atom("k".repeat(300));
            assertThat(you.get(longest.value())).isEqualTo("default");
            me.set(longest.value(), "Ada");
            await().untilAsserted(() -> assertThat(you.get(longest.value())).isEqualTo("Ada"));
            me.reset(longest.value());
            await().untilAsserted(() -> assertThat(you.get(longest.value())).isEqualTo("default"));
        }

        @Test
        void bothWritingAtOnce_converge_andTheFileIsWhole() throws Exception {
            for (int round = 0; round < 5; round++) {
                List<Thread> threads = new ArrayList<>();
                for (AtomStore each : List.of(me, you)) {
                    String who = each == me ? "me" : "you";
                    Thread thread = new Thread(() -> {
                        for (int i = 0; i < 50; i++) {
                            each.set(name.value(), who + i);
                            if (i % 10 == 0) {
                                each.get(Storage.CURRENT).flush(each);
                            }
                        }
                    });
                    thread.start();
                    threads.add(thread);
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                mine.flush(me);
                yours.flush(you);
                await().untilAsserted(() -> {
                    String onDisk = stored();
                    assertThat(me.get(name.value())).isEqualTo(onDisk);
                    assertThat(you.get(name.value())).isEqualTo(onDisk);
                });
            }
            assertThat(problems).isEmpty();
        }

        private @Nullable String stored() throws Exception {
            byte[] bytes = Files.readAllBytes(folder().resolve("name.atom"));
            return new String(Envelope.open("name", bytes).payload(), StandardCharsets.UTF_8);
        }
    }

    /** As on a full disk: the system refuses the rest of the file. */
    @Test
    void aFileForWhichThereIsNoRoom_leavesTheOldOne_andTheValueInMemory() throws Exception {
        List<String> command = List.of(
                "bash",
                "-c",
                "ulimit -f 4096; trap '' XFSZ; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:off",
                "-XX:-UsePerfData",
                "-cp",
                ChildProcess.classPath(),
                FileFullDiskChild.class.getName(),
                folder().toString());
        List<String> told;
        try (ChildProcess child = ChildProcess.start(command, temporary)) {
            assertThat(child.await()).as(child.errors()).isZero();
            told = new ArrayList<>(child.lines());
        }
        assertThat(told.remove("told NOT_WRITTEN")).isTrue();
        assertThat(told).containsExactly("failed: NOT_WRITTEN", "in memory 8000000, unsaved 1", "stored, unsaved 0");
        AtomStore store = store(exclusive());
        assertThat(store.get(atom("name").value())).isEqualTo("Bob");
        assertThat(store.get(atom("place").value())).isEqualTo("London");
        assertThat(files()).containsExactly(".lock", "name.atom", "name.atom.bak", "place.atom");
        assertThat(problems).isEmpty();
    }

    @Test
    void aFolderThatCantBeWritten_keepsValuesAndRetries() throws IOException {
        FileStorage storage = exclusive();
        AtomStore store = store(storage);
        StorageAtom<String> name = atom("name");
        store.get(name.value());
        // Also for root: what was a folder is a file for a while.
        Path away = temporary.resolve("away");
        Files.move(folder(), away);
        Files.writeString(folder(), "in the way");
        store.set(name.value(), "Ada");
        await().until(() -> storage.status().attempts() > 1);
        assertThat(store.get(name.value())).isEqualTo("Ada");
        assertThat(store.get(Storage.STATUS).unsaved()).isEqualTo(1);
        assertThat(problems).extracting(StorageException::kind).containsExactly(Kind.NOT_WRITTEN);
        Files.delete(folder());
        Files.move(away, folder());
        await().until(() -> storage.status().isSaved());
        assertThat(Files.exists(folder().resolve("name.atom"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        await().untilAsserted(
                        () -> assertThat(store.get(Storage.STATUS).failure()).isNull());
    }
}
