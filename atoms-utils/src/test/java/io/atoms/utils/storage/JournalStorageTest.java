package io.atoms.utils.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.utils.storage.FaultyJournalFile.Fault;
import io.atoms.utils.storage.StorageException.Kind;
import io.atoms.utils.testing.FrozenClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class JournalStorageTest {

    @TempDir
    Path folder;

    private final List<StorageException> problems = new CopyOnWriteArrayList<>();
    private final StorageOptions options = StorageOptions.ofDefaults()
            .scheduler(new FrozenClock(Schedulers.immediate()))
            .onProblem(problems::add);
    private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);

    @Nullable
    private JournalStorage opened;

    private Path file() {
        return folder.resolve("notes.mv");
    }

    private JournalStorage open() {
        close();
        JournalStorage journal =
                JournalStorage.open(file(), options, (path, use) -> new FaultyJournalFile(path, use, fault));
        opened = journal;
        return journal;
    }

    @AfterEach
    void close() {
        fault.set(Fault.NONE);
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static @Nullable String text(JournalStorage journal, String key) throws IOException {
        byte[] bytes = journal.read(key).bytes();
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static long put(JournalStorage journal, String key, String text) throws IOException {
        return journal.write(Map.of(key, bytes(text)));
    }

    private static void remove(JournalStorage journal, String key) throws IOException {
        Map<String, byte @Nullable []> changes = new LinkedHashMap<>();
        changes.put(key, null);
        journal.write(changes);
    }

    private List<Path> filesBeside(String part) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.getFileName().toString().contains(part))
                    .toList();
        }
    }

    @Nested
    class Values {

        @Test
        void written_areReadAgain_alsoAfterReopening() throws Exception {
            JournalStorage journal = open();
            assertThat(journal.read("a").bytes()).isNull();
            long first = put(journal, "a", "one");
            long second = put(journal, "b", "two");
            assertThat(second).isGreaterThan(first);
            assertThat(journal.read("a").version()).isGreaterThanOrEqualTo(first);
            assertThat(text(journal, "a")).isEqualTo("one");

            journal = open();
            assertThat(text(journal, "a")).isEqualTo("one");
            assertThat(text(journal, "b")).isEqualTo("two");
            assertThat(journal.keys()).containsExactlyInAnyOrder("a", "b");
            assertThat(problems).isEmpty();
        }

        @Test
        void removed_areGone() throws Exception {
            JournalStorage journal = open();
            put(journal, "a", "one");
            remove(journal, "a");
            remove(journal, "never there");
            assertThat(text(journal, "a")).isNull();
            assertThat(journal.keys()).isEmpty();
            assertThat(open().keys()).isEmpty();
        }

        @Test
        void keys_areAnyText() throws Exception {
            List<String> keys = List.of(
                    "a/b",
                    "../../etc/passwd",
                    "..",
                    "nul\0nul",
                    "line\nline",
                    "x".repeat(300),
                    "Case",
                    "case",
                    "CASE",
                    "\u00e4\u00f6\u00fc",
                    "\ud83d\ude00",
                    " ",
                    "C:\\con",
                    "#aside/x@y");
            JournalStorage journal = open();
            for (String key : keys) {
                put(journal, key, "value of " + key);
            }
            journal = open();
            for (String key : keys) {
                assertThat(text(journal, key)).isEqualTo("value of " + key);
            }
            assertThat(journal.keys()).containsExactlyInAnyOrderElementsOf(keys);
            assertThat(filesBeside("")).containsExactlyInAnyOrder(file(), folder.resolve("notes.mv.lock"));
        }

        @Test
        void ofTwoHundredMegabytes_areKept() throws Exception {
            byte[] large = random(200 << 20);
            JournalStorage journal = open();
            journal.write(Map.of("large", large, "small", bytes("one")));
            put(journal, "small", "two");
            journal = open();
            assertThat(Arrays.equals(journal.read("large").bytes(), large)).isTrue();
            assertThat(text(journal, "small")).isEqualTo("two");
        }

        @Test
        void tooMuchForOneWrite_isRefused() throws Exception {
            JournalStorage journal = open();
            byte[] shared = new byte[200 << 20];
            Map<String, byte[]> changes = new LinkedHashMap<>();
            for (int n = 0; n < 6; n++) {
                changes.put("key" + n, shared);
            }
            assertThatThrownBy(() -> journal.write(changes))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("1258291200 bytes")
                    .hasMessageContaining("flush between");
            assertThat(journal.keys()).isEmpty();
        }

        @Test
        void largerThanMaxBytes_areNotRead() throws Exception {
            put(open(), "a", "0123456789");
            close();
            try (JournalStorage journal = JournalStorage.open(file(), options.maxBytes(5))) {
                assertThatThrownBy(() -> journal.read("a")).hasMessageContaining("10 bytes");
            }
        }

        @Test
        void tenThousandKeys_takeReadingTheFileOnce() throws Exception {
            Map<String, byte[]> all = new LinkedHashMap<>();
            for (int n = 0; n < 10_000; n++) {
                all.put("key" + n, bytes("value " + n));
            }
            open().write(all);
            close();
            AtomicLong fetched = new AtomicLong();
            try (JournalStorage journal =
                    JournalStorage.open(file(), options, (path, use) -> counting(path, use, fetched))) {
                for (int n = 0; n < 10_000; n++) {
                    assertThat(text(journal, "key" + n)).isEqualTo("value " + n);
                }
            }
            assertThat(fetched.get()).as("bytes").isLessThan(2 * Files.size(file()));
        }

        private JournalFile counting(Path path, JournalFile.Use use, AtomicLong fetched) throws IOException {
            return new JournalFile(path, use) {
                @Override
                void fetch(long position, byte[] bytes, int from, int count) throws IOException {
                    fetched.addAndGet(count);
                    super.fetch(position, bytes, from, count);
                }
            };
        }

        @Test
        void ofAtoms_areStoredWhole_andReadByAnotherStore() {
            StorageAtom<String> name = StorageAtom.of("name", new TextCodec(), "nobody");
            try (AtomStore store = AtomStore.create();
                    Storage journal = open()) {
                assertThat(journal.keepsCommitsWhole()).isTrue();
                store.set(Storage.CURRENT, journal);
                store.set(name.value(), "Ada");
            }
            try (AtomStore store = AtomStore.create();
                    Storage journal = open()) {
                store.set(Storage.CURRENT, journal);
                assertThat(store.get(name.value())).isEqualTo("Ada");
                store.run(name.purge());
                journal.flush(store);
                assertThat(journal.keys()).isEmpty();
            }
        }
    }

    @Nested
    class OneCommit {

        @Test
        void ofManyLargeValues_isOneVersionOfTheFile() throws Exception {
            JournalStorage journal = open();
            put(journal, "before", "x");
            close();
            long before = versionOfFile();
            Map<String, byte[]> batch = new LinkedHashMap<>();
            for (int n = 0; n < 64; n++) {
                batch.put("key" + n, random(1 << 20));
            }
            // Nothing is written after the failure, not even by closing.
            journal = open();
            fault.set(Fault.NOT_FORCED);
            JournalStorage failing = journal;
            assertThatThrownBy(() -> failing.write(batch)).hasMessageContaining("Input/output error");
            close();
            assertThat(versionOfFile() - before).isEqualTo(1);
            journal = open();
            assertThat(journal.keys().size()).isIn(1, 65);
        }

        private long versionOfFile() {
            try (MVStore store =
                    new MVStore.Builder().fileName(file().toString()).readOnly().open()) {
                return store.getCurrentVersion();
            }
        }
    }

    @Nested
    class Space {

        @Test
        void ofOneKeyWrittenOften_isUsedAgain() throws Exception {
            JournalStorage journal = open();
            for (int n = 0; n < 2_000; n++) {
                put(journal, "one", "value " + n);
            }
            assertThat(Files.size(file())).isLessThan(200_000);
            assertThat(text(journal, "one")).isEqualTo("value 1999");
        }

        @Test
        void ofManyKeysWrittenInTurns_staysNearWhatIsUsed() throws Exception {
            JournalStorage journal = open();
            Random random = new Random(1);
            for (int round = 0; round < 40; round++) {
                Map<String, byte[]> batch = new LinkedHashMap<>();
                for (int n = 0; n < 100; n++) {
                    batch.put("key" + random.nextInt(1_000), random(10_000));
                }
                journal.write(batch);
            }
            long used = journal.keys().size() * 10_000L;
            assertThat(Files.size(file())).isLessThan(4 * used + (8 << 20));
            close();
            assertThat(Files.size(file())).isLessThan(3 * used);
            assertThat(open().keys()).hasSizeGreaterThan(900);
        }

        @Test
        void ofAFileThatTakesLongToCopy_staysAsItIs() throws Exception {
            JournalStorage journal = JournalStorage.open(file(), options.scheduler(new HastyClock()));
            for (int n = 0; n < 100; n++) {
                journal.write(Map.of("key", random(10_000 + n)));
            }
            remove(journal, "key");
            put(journal, "a", "one");
            long size = Files.size(file());
            journal.close();
            assertThat(Files.size(file())).isGreaterThanOrEqualTo(size);
            assertThat(filesBeside(".new")).isEmpty();
            assertThat(text(open(), "a")).isEqualTo("one");
        }

        /** From one look at it to the next a second passes. */
        private static final class HastyClock implements Scheduler {
            private final AtomicLong seconds = new AtomicLong();

            @Override
            public long now(TimeUnit unit) {
                return unit.convert(seconds.incrementAndGet(), TimeUnit.SECONDS);
            }

            @Override
            public Disposable schedule(Runnable task) {
                return Schedulers.immediate().schedule(task);
            }

            @Override
            public Worker createWorker() {
                return Schedulers.immediate().createWorker();
            }
        }
    }

    @Nested
    class Interrupts {

        @Test
        void doNotDisturb_readsAndWrites() throws Exception {
            JournalStorage journal = open();
            Thread.currentThread().interrupt();
            put(journal, "a", "one");
            assertThat(text(journal, "a")).isEqualTo("one");
            assertThat(Thread.interrupted()).isTrue();
        }

        @Test
        void inTheMiddle_doNotDisturbEither() throws Exception {
            JournalStorage journal = open();
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            AtomicBoolean done = new AtomicBoolean();
            Thread writer = new Thread(() -> {
                try {
                    for (int n = 0; n < 100; n++) {
                        journal.write(Map.of("key", random(200_000), "n", bytes("" + n)));
                        if (journal.read("key").bytes() == null) {
                            throw new AssertionError("lost");
                        }
                    }
                } catch (Throwable e) {
                    failure.set(e);
                } finally {
                    done.set(true);
                }
            });
            writer.start();
            while (!done.get()) {
                writer.interrupt();
                Thread.onSpinWait();
            }
            writer.join();
            assertThat(failure.get()).isNull();
            assertThat(text(journal, "n")).isEqualTo("99");
            Thread.currentThread().interrupt();
            close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(text(open(), "n")).isEqualTo("99");
            assertThat(problems).isEmpty();
        }
    }

    @Nested
    class Owner {

        @TempDir
        Path logs;

        @Test
        void inTheSameProcess_refusesASecondOne() throws Exception {
            put(open(), "a", "one");
            assertThatThrownBy(() -> JournalStorage.open(file()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_OPENED))
                    .hasMessageContaining("in use by this process, process "
                            + ProcessHandle.current().pid());
            Path link = Files.createSymbolicLink(folder.resolve("link.mv"), file());
            assertThatThrownBy(() -> JournalStorage.open(link)).hasMessageContaining("in use by this process");
            close();
            assertThat(text(open(), "a")).isEqualTo("one");
        }

        @Test
        void inAnotherProcess_isNamed_andNoMoreAfterItWasKilled() throws Exception {
            try (ChildProcess child = ChildProcess.start(JournalOwnerChild.class, logs, List.of(), file().toString())) {
                child.awaitLines(1);
                assertThat(child.lines()).containsExactly("open");
                assertThatThrownBy(() -> JournalStorage.open(file()))
                        .hasMessageContaining("in use by process " + child.pid() + " on ")
                        .hasMessageContaining(" since ");
                child.kill();
            }
            assertThat(text(open(), "child")).isEqualTo("\u0001");
        }

        @Test
        void here_refusesAnotherProcess() throws Exception {
            put(open(), "a", "one");
            try (ChildProcess child = ChildProcess.start(JournalOwnerChild.class, logs, List.of(), file().toString())) {
                assertThat(child.await()).isZero();
                assertThat(child.lines())
                        .singleElement()
                        .asString()
                        .contains("in use by process " + ProcessHandle.current().pid());
            }
        }

        @Test
        void withMVStoreItself_isRefused() {
            open();
            close();
            try (MVStore store =
                    new MVStore.Builder().fileName(file().toString()).open()) {
                assertThatThrownBy(() -> JournalStorage.open(file()))
                        .hasMessageContaining("another program has it open");
                assertThat(store.getMapNames()).isNotEmpty();
            }
            assertThat(open().keys()).isEmpty();
        }
    }

    @Nested
    class BadFile {

        private byte[] good() throws IOException {
            JournalStorage journal = open();
            for (int n = 0; n < 50; n++) {
                put(journal, "key" + n, "value " + n);
            }
            close();
            return Files.readAllBytes(file());
        }

        private void assertSetAside(byte[] content) throws IOException {
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(Kind.DAMAGED);
                Path kept = filesBeside(".damaged-").get(0);
                assertThat(problem).hasMessageContaining(kept.toString());
                assertThat(Files.readAllBytes(kept)).isEqualTo(content);
            });
            problems.clear();
        }

        @Test
        void ofGarbage_isSetAside_andANewOneBegun() throws Exception {
            byte[] garbage = random(100_000);
            Files.write(file(), garbage);
            JournalStorage journal = open();
            assertSetAside(garbage);
            assertThat(journal.keys()).isEmpty();
            put(journal, "a", "one");
            assertThat(text(open(), "a")).isEqualTo("one");
            assertThat(problems).isEmpty();
        }

        @ParameterizedTest(name = "{0} bytes")
        @ValueSource(ints = {0, 1, 4095, 4096, 8191, 8192, 12_288})
        void withAlmostNothing_isSetAside(int size) throws Exception {
            byte[] stump = Arrays.copyOf(good(), size);
            Files.write(file(), stump);
            JournalStorage journal = open();
            if (!problems.isEmpty()) {
                assertSetAside(stump);
            }
            put(journal, "a", "one");
            assertThat(text(open(), "a")).isEqualTo("one");
        }

        @Test
        void withoutItsEnd_keepsWhatIsLeft_andReportsWhatIsMissing() throws Exception {
            JournalStorage journal = open();
            for (int n = 0; n < 5; n++) {
                journal.write(Map.of("a", bytes("" + n), "b", bytes("" + n), "c" + n, random(50_000)));
            }
            close();
            byte[] whole = Files.readAllBytes(file());
            Set<@Nullable String> left = new HashSet<>();
            for (int cut : new int[] {1, 100, 4096, 5000, 20_000, 100_000}) {
                byte[] rest = Arrays.copyOf(whole, whole.length - cut);
                Files.write(file(), rest);
                journal = open();
                assertSetAside(rest);
                // It depends on where the pages lie which commit is the newest that is left.
                left.add(text(journal, "a"));
                assertThat(text(journal, "b")).isEqualTo(text(journal, "a"));
                close();
                Files.delete(filesBeside(".damaged-").get(0));
            }
            assertThat(left).containsAnyOf("2", "3", "4");
        }

        @Test
        void withoutTheEndOfACommitThatWasNotFinished_hasTheCommitBefore() throws Exception {
            JournalStorage journal = open();
            journal.write(Map.of("a", bytes("1"), "b", bytes("1")));
            byte[] before = Files.readAllBytes(file());
            journal.write(Map.of("a", bytes("2"), "b", bytes("2"), "c", random(50_000)));
            byte[] after = Files.readAllBytes(file());
            close();
            assertThat(after.length).isGreaterThan(before.length + 50_000);
            for (int cut : new int[] {1, 100, 4096, 5000, 20_000, 50_000}) {
                Files.write(file(), Arrays.copyOf(after, after.length - cut));
                journal = open();
                assertThat(text(journal, "a")).isEqualTo("1");
                assertThat(text(journal, "b")).isEqualTo("1");
                assertThat(problems).isEmpty();
                close();
            }
        }

        @Test
        void withDamageAnywhere_isReadRightOrReported() throws Exception {
            byte[] whole = good();
            Random random = new Random(7);
            int reported = 0;
            for (int round = 0; round < 150; round++) {
                byte[] damaged = whole.clone();
                if (random.nextBoolean()) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                } else {
                    int sector = random.nextInt(damaged.length / 512) * 512;
                    Arrays.fill(damaged, sector, sector + 512, (byte) 0);
                }
                Files.write(file(), damaged);
                JournalStorage journal = open();
                reported += Math.min(1, problems.size());
                // Values are checked by their envelopes; keys and structure here.
                try {
                    assertThat(journal.readKeys())
                            .allMatch(key -> key.matches("key\\d+"))
                            .hasSizeGreaterThanOrEqualTo(problems.isEmpty() ? 50 : 0);
                } catch (IOException e) {
                    reported++;
                }
                put(journal, "new", "one");
                assertThat(text(journal, "new")).isEqualTo("one");
                close();
                for (Path kept : filesBeside(".damaged-")) {
                    assertThat(Files.readAllBytes(kept)).hasSize(damaged.length);
                    Files.delete(kept);
                }
                problems.clear();
            }
            assertThat(reported).isPositive();
        }

        @Test
        void withAPageThatCantBeRead_goesOnInANewOne_withTheRest() throws Exception {
            JournalStorage journal = open();
            for (int n = 0; n < 200; n++) {
                journal.write(Map.of("key" + (1000 + n), bytes("value " + n + "y".repeat(500))));
            }
            close();
            damageAfter("key1100", -1);
            journal = open();
            JournalStorage damaged = journal;
            assertThatThrownBy(() -> damaged.read("key1100")).isInstanceOf(IOException.class);
            assertThat(text(journal, "key1000")).startsWith("value 0");
            assertThat(problems).isEmpty();

            String place = journal.setAside("key1100");
            assertThat(place).contains("notes.mv.damaged-");
            assertThat(problems)
                    .singleElement()
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
            put(journal, "key1100", "new");
            assertThat(text(journal, "key1100")).isEqualTo("new");
            assertThat(text(journal, "key1000")).startsWith("value 0");
            assertThat(text(journal, "key1199")).startsWith("value 199");
            assertThat(journal.keys()).hasSizeBetween(120, 200);
        }

        /** Changes the byte before or after all occurrences of a text in the file. */
        private void damageAfter(String text, int offset) throws IOException {
            byte[] content = Files.readAllBytes(file());
            String latin = new String(content, StandardCharsets.ISO_8859_1);
            int at = -1;
            while ((at = latin.indexOf(text, at + 1)) >= 0) {
                content[at + (offset < 0 ? 2 : text.length() + offset)] ^= 4;
            }
            Files.write(file(), content);
        }

        @Test
        void withABitFlippedInAValue_setsThatAside_asTheAtomSeesIt() throws Exception {
            StorageAtom<String> name = StorageAtom.of("name", new TextCodec(), "nobody");
            StorageAtom<String> town = StorageAtom.of("town", new TextCodec(), "nowhere");
            try (AtomStore store = AtomStore.create()) {
                store.set(Storage.CURRENT, open());
                store.set(name.value(), "Ada Lovelace");
                store.set(town.value(), "London");
            }
            close();
            damageAfter("Ada Love", 1);
            JournalStorage journal = open();
            try (AtomStore store = AtomStore.create()) {
                store.set(Storage.CURRENT, journal);
                assertThat(store.get(name.value())).isEqualTo("nobody");
                assertThat(store.get(town.value())).isEqualTo("London");
            }
            assertThat(problems).singleElement().satisfies(e -> {
                assertThat(e.kind()).isEqualTo(Kind.DAMAGED);
                assertThat(e).hasMessageContaining("notes.mv#aside/name@");
            });
            assertThat(journal.keys()).containsExactly("town");
            String place = journal.placesAside().iterator().next();
            assertThat(place).startsWith("name@");
            assertThat(new String(journal.readAside(place), StandardCharsets.UTF_8))
                    .startsWith("atoms1 ")
                    .contains("Ada Love");
        }

        @Test
        void ofANewerVersion_isLeftAlone() throws Exception {
            open();
            close();
            try (MVStore store =
                    new MVStore.Builder().fileName(file().toString()).open()) {
                store.setStoreVersion(2);
            }
            assertRefused("newer version of this library");
        }

        @Test
        void ofANewerMVStore_isLeftAlone() throws Exception {
            byte[] content = good();
            // The header is text with a checksum, so it is written anew.
            Files.write(file(), HeaderOfMVStore.withFormat(content, 99));
            assertRefused("newer version of MVStore");
        }

        @Test
        void ofAnotherProgram_isLeftAlone() throws Exception {
            try (MVStore store =
                    new MVStore.Builder().fileName(file().toString()).open()) {
                store.openMap("theirs").put("a", "b");
            }
            assertRefused("another program");
        }

        private void assertRefused(String why) throws IOException {
            byte[] before = Files.readAllBytes(file());
            assertThatThrownBy(() -> JournalStorage.open(file(), options))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_OPENED))
                    .hasMessageContaining(why);
            assertThat(Files.readAllBytes(file())).isEqualTo(before);
            assertThat(filesBeside(".damaged-")).isEmpty();
            assertThat(problems).isEmpty();
        }

        @Test
        void thatIsAFolder_orALinkToNothing_isRefused() throws Exception {
            Files.createDirectory(file());
            assertThatThrownBy(() -> JournalStorage.open(file())).hasMessageContaining("it is a folder");
            Path link = Files.createSymbolicLink(folder.resolve("link.mv"), folder.resolve("missing.mv"));
            assertThatThrownBy(() -> JournalStorage.open(link))
                    .hasMessageContaining("symbolic link to")
                    .hasMessageContaining("missing.mv");
            assertThat(Files.isSymbolicLink(link)).isTrue();
            assertThat(Files.isDirectory(file())).isTrue();
        }

        @Test
        void behindALink_isUsed_andTheLinkStays() throws Exception {
            Path real = Files.createDirectories(folder.resolve("elsewhere")).resolve("real.mv");
            Files.write(real, random(10_000));
            Files.createSymbolicLink(file(), real);
            put(open(), "a", "one");
            assertThat(Files.isSymbolicLink(file())).isTrue();
            close();
            assertThat(Files.list(real.getParent())
                            .filter(path -> path.toString().contains("real.mv.damaged-")))
                    .hasSize(1);
            try (JournalStorage same = JournalStorage.open(real, options)) {
                assertThat(text(same, "a")).isEqualTo("one");
            }
        }

        @Test
        void withoutPermission_isRefused_andNothingMoved() throws Exception {
            byte[] content = good();
            assertThatThrownBy(() -> JournalStorage.open(file(), options, (path, use) -> {
                        throw new java.io.FileNotFoundException(path + " (Permission denied)");
                    }))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_OPENED))
                    .hasMessageContaining("Permission denied")
                    .hasMessageContaining("Nothing was changed");
            assertThat(Files.readAllBytes(file())).isEqualTo(content);
            assertThat(filesBeside("")).hasSize(2);
        }

        @Test
        void onADiskThatCantBeRead_isRefused_andNothingMoved() throws Exception {
            byte[] content = good();
            fault.set(Fault.NOT_READ);
            assertThatThrownBy(() -> JournalStorage.open(
                            file(), options, (path, use) -> new FaultyJournalFile(path, use, fault)))
                    .hasMessageContaining("Input/output error");
            assertThat(Files.readAllBytes(file())).isEqualTo(content);
            assertThat(filesBeside("")).hasSize(2);
            assertThat(problems).isEmpty();
        }

        @Test
        void thatIsHalfMade_isMadeAnew() throws Exception {
            Files.write(folder.resolve("notes.mv.new"), random(5_000));
            put(open(), "a", "one");
            assertThat(text(open(), "a")).isEqualTo("one");
            assertThat(filesBeside(".new")).isEmpty();
        }
    }

    @Nested
    class FailingDisk {

        @TempDir
        Path logs;

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"FULL", "NOT_FORCED"})
        void failsTheWrite_andNotTheNextOne(String what) throws Exception {
            JournalStorage journal = open();
            journal.write(Map.of("a", bytes("1"), "b", bytes("1")));
            for (int round = 0; round < 3; round++) {
                fault.set(Fault.valueOf(what));
                assertThatThrownBy(() -> journal.write(Map.of("a", bytes("2"), "b", bytes("2"))))
                        .isInstanceOf(IOException.class);
                // Either all of it or nothing; and reading goes on while writing does not.
                assertThat(text(journal, "a")).isEqualTo(text(journal, "b"));
            }
            fault.set(Fault.NONE);
            journal.write(Map.of("a", bytes("3"), "b", bytes("3")));
            assertThat(text(journal, "a")).isEqualTo("3");
            JournalStorage again = open();
            assertThat(text(again, "a")).isEqualTo("3");
            assertThat(text(again, "b")).isEqualTo("3");
            assertThat(problems).isEmpty();
        }

        @Test
        void thatIsNotRead_failsTheRead_andKeepsAll() throws Exception {
            JournalStorage first = open();
            for (int n = 0; n < 100; n++) {
                put(first, "b" + n, "x".repeat(1_000));
            }
            put(first, "a", "one");
            JournalStorage journal = open();
            fault.set(Fault.NOT_READ);
            assertThatThrownBy(() -> journal.read("a")).hasMessageContaining("Input/output error");
            assertThatThrownBy(() -> put(journal, "a", "two")).hasMessageContaining("Input/output error");
            assertThatThrownBy(() -> journal.setAside("a")).hasMessageContaining("Input/output error");
            assertThat(filesBeside(".damaged-")).isEmpty();
            fault.set(Fault.NONE);
            assertThat(text(journal, "a")).isEqualTo("one");
        }

        @Test
        void atClosing_losesNothing_andReleasesTheLock() throws Exception {
            JournalStorage journal = open();
            Map<String, byte @Nullable []> removal = new LinkedHashMap<>();
            for (int n = 0; n < 100; n++) {
                journal.write(Map.of("key" + n, random(10_000)));
                removal.put("key" + n, null);
            }
            put(journal, "a", "one");
            journal.write(removal);
            long size = Files.size(file());
            fault.set(Fault.FULL);
            journal.close();
            fault.set(Fault.NONE);
            assertThat(text(open(), "a")).isEqualTo("one");
            close();
            assertThat(Files.size(file())).isLessThan(size / 2);
            assertThat(filesBeside(".new")).isEmpty();
        }

        @Test
        void ofAtoms_losesNothing() throws Exception {
            StorageAtom<String> name = StorageAtom.of("name", new TextCodec(), "nobody");
            JournalStorage journal = open();
            try (AtomStore store = AtomStore.create()) {
                store.set(Storage.CURRENT, journal);
                fault.set(Fault.FULL);
                store.set(name.value(), "Ada");
                assertThatThrownBy(() -> journal.flush(store))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining("No space left on device");
                assertThat(store.get(name.value())).isEqualTo("Ada");
                fault.set(Fault.NONE);
                journal.flush(store);
            }
            assertThat(text(open(), "name")).endsWith("Ada");
        }

        /** A limit of the operating system on the size of files. The disk fails as a full one does. */
        @Test
        void withALimitOfTheSystem_keepsWhatWasStored() throws Exception {
            List<String> java = List.of(
                    "bash",
                    "-c",
                    "ulimit -f 4096; trap '' XFSZ; exec \"$0\" \"$@\"",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:off",
                    "-XX:-UsePerfData",
                    "-cp",
                    ChildProcess.classPath(),
                    JournalFullDiskChild.class.getName(),
                    file().toString());
            List<String> told;
            try (ChildProcess child = ChildProcess.start(java, logs)) {
                assertThat(child.await()).as(child.errors()).isZero();
                told = child.lines();
            }
            assertThat(told).hasSize(3);
            int stored = Integer.parseInt(told.get(0).replaceAll("failed after (\\d+): .*", "$1"));
            assertThat(stored).isBetween(5, 13);
            assertThat(told.get(1)).isEqualTo("last is " + (stored - 1) + ", keys are " + (stored + 1));
            assertThat(told.get(2)).isEqualTo("small one stored");
            assertThat(open().read("last").bytes()).containsExactly(99);
            assertThat(problems).isEmpty();
        }
    }

    @Nested
    class Aside {

        @Test
        void entry_isMoved_andStays() throws Exception {
            JournalStorage journal = open();
            put(journal, "a", "one");
            assertThat(journal.setAside("a")).startsWith("notes.mv#aside/a@");
            put(journal, "a", "two");
            journal.setAside("a");
            assertThat(journal.setAside("a")).isEqualTo("nothing");
            journal = open();
            assertThat(journal.keys()).isEmpty();
            List<String> kept = new ArrayList<>();
            for (String place : journal.placesAside()) {
                kept.add(new String(journal.readAside(place), StandardCharsets.UTF_8));
            }
            assertThat(kept).containsExactlyInAnyOrder("one", "two");
            assertThat(journal.readAside("no place")).isNull();
        }

        @Test
        void ofAClosedJournal_isRefused() {
            JournalStorage journal = open();
            close();
            assertThatThrownBy(journal::placesAside).hasMessageContaining("is closed");
            assertThatThrownBy(() -> journal.readAside("x")).hasMessageContaining("is closed");
        }
    }

    @Nested
    class Threads {

        @Test
        void manyReadersAndOneWriter_seeWholeWrites() throws Exception {
            JournalStorage journal = open();
            journal.write(Map.of("a", bytes("0"), "pad", random(30_000)));
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            AtomicBoolean done = new AtomicBoolean();
            List<Thread> readers = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                Thread reader = new Thread(() -> {
                    try {
                        int last = 0;
                        while (!done.get()) {
                            int now = Integer.parseInt(String.valueOf(text(journal, "a")));
                            if (now < last) {
                                throw new AssertionError(now + " after " + last);
                            }
                            last = now;
                            if (journal.read("pad").bytes() == null) {
                                throw new AssertionError("pad is missing");
                            }
                        }
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                });
                reader.start();
                readers.add(reader);
            }
            for (int n = 1; n <= 300; n++) {
                journal.write(Map.of("a", bytes("" + n), "pad", random(30_000 + n)));
            }
            done.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(failure.get()).isNull();
        }
    }

    /** Rewrites the two headers of a file. */
    private static final class HeaderOfMVStore {

        static byte[] withFormat(byte[] content, int format) throws IOException {
            Path copy = Files.createTempFile("header", ".mv");
            try {
                Files.write(copy, content);
                String header = new String(content, 0, 4096, StandardCharsets.ISO_8859_1);
                String text = header.substring(0, header.indexOf(",fletcher:"))
                        .replaceAll("format:[0-9a-f]+", "format:" + Integer.toHexString(format));
                byte[] plain = text.getBytes(StandardCharsets.ISO_8859_1);
                int checksum = org.h2.mvstore.DataUtils.getFletcher32(plain, 0, plain.length);
                byte[] whole = (text + ",fletcher:" + Integer.toHexString(checksum) + "\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
                try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
                    file.seek(0);
                    file.write(Arrays.copyOf(whole, 4096));
                    file.write(Arrays.copyOf(whole, 4096));
                }
                return Files.readAllBytes(copy);
            } finally {
                Files.delete(copy);
            }
        }
    }
}
