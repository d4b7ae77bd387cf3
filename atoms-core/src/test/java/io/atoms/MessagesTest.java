package io.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.atoms.fixtures.Garbage;
import io.atoms.fixtures.LogCapture;
import io.atoms.fixtures.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The catalogue of messages is complete: each has a code, a remedy, a section in the reference, and a way to see it. */
class MessagesTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs/reference/errors.md");

    private static final Pattern PLACEHOLDER = Pattern.compile("%[^%n]");

    @Nested
    class Catalogue {
        @Test
        void codes_areConsecutive() {
            List<String> codes =
                    Stream.of(Messages.values()).map(Messages::code).toList();
            List<String> expected = new ArrayList<>();
            for (int i = 1; i <= codes.size(); i++) {
                expected.add(String.format("ATOMS-%03d", i));
            }
            assertThat(codes).isEqualTo(expected);
        }

        @ParameterizedTest(name = "{0}")
        @EnumSource
        void message_hasARemedy_andEndsItsSentences(Messages message) {
            assertThat(message.remedy()).endsWith(".").doesNotContainPattern(PLACEHOLDER);
            assertThat(message.what()).matches("(?s).*(\\.|%s)");
        }

        @ParameterizedTest(name = "{0}")
        @EnumSource
        void message_hasASectionInTheReference_thatTellsWhenAndTheRemedy(Messages message) throws IOException {
            List<String> section = section(message.code());
            assertThat(section)
                    .as("the section of %s in %s", message.code(), REFERENCE)
                    .isNotEmpty()
                    .anyMatch(line -> line.startsWith("**When.** "))
                    .anyMatch(line -> line.startsWith("**Remedy.** "))
                    .anyMatch(line -> line.startsWith("<!-- snippet: ErrorCatalogue#"));
        }

        @Test
        void reference_hasNoSectionOfACodeThatIsGone() throws IOException {
            List<String> codes = Files.readAllLines(REFERENCE).stream()
                    .filter(line -> line.startsWith("## ATOMS-0")) // those of other modules are tested there
                    .map(line -> line.substring(3, 12))
                    .toList();
            assertThat(codes)
                    .isEqualTo(Stream.of(Messages.values()).map(Messages::code).toList());
        }

        private static List<String> section(String code) throws IOException {
            List<String> section = new ArrayList<>();
            boolean inside = false;
            for (String line : Files.readAllLines(REFERENCE)) {
                if (line.startsWith("## ")) {
                    inside = line.startsWith("## " + code);
                }
                if (inside) {
                    section.add(line);
                }
            }
            return section;
        }
    }

    /** Each message, provoked through the public API alone. */
    @Nested
    class Provoked {
        private final AtomStore store = AtomStore.builder().name("shop").build();
        private final PrimitiveAtom<Integer> price = Atom.of(20).named("price");

        /** What provokes a message, and what the message has to name beside the remedy. */
        private record Case(Supplier<String> message, List<String> names) {}

        private final Map<Messages, Case> cases = new EnumMap<>(Messages.class);

        Provoked() {
            thrown(Messages.CYCLE, AtomCycleException.class, this::readACycle, "net", "net -> gross -> net");
            thrown(Messages.WRITE_WHILE_COMPUTING, AtomUsageException.class, this::writeInAReadFunction, "net");
            thrown(Messages.READER_OUTSIDE_ITS_RUN, AtomUsageException.class, this::useALeakedSetter, "shop");
            thrown(Messages.LOCK_ORDER, AtomUsageException.class, this::writeAnOlderStore, "shop", "younger");
            thrown(Messages.UNSETTLED, AtomUnsettledException.class, this::chaseForEver, "chase", "price", "7");
            thrown(Messages.STORE_CLOSED, StoreClosedException.class, this::useAClosedStore, "shop");
            thrown(Messages.SNAPSHOT_CLOSED, AtomUsageException.class, this::useAClosedSnapshot, "shop");
            thrown(
                    Messages.SNAPSHOT_OF_ANOTHER_STORE,
                    AtomUsageException.class,
                    this::restoreIntoAnotherStore,
                    "shop",
                    "other");
            thrown(Messages.NOT_RESETTABLE, AtomUsageException.class, this::resetAWritable, "cents");
            thrown(
                    Messages.WRITE_REFUSED,
                    WriteRefusedException.class,
                    this::writeWhatIsRefused,
                    "checked",
                    "price",
                    "not below zero",
                    "-1");
            thrown(Messages.NULL_IN_FLUX, AtomUsageException.class, this::fluxOfNull, "nothing");
            thrown(Messages.NOT_SELF_WRITABLE, AtomUsageException.class, this::setSelfOfADerived, "net");
            thrown(Messages.FAMILY_MADE_NULL, AtomUsageException.class, this::familyOfNull, "stock", "apple");
            thrown(Messages.EMPTY, AtomUsageException.class, () -> rate(get -> Mono.empty()), "rate");
            thrown(Messages.LATE_READ_OF_OLD_RUN, AtomUsageException.class, this::readInAnOldRun, "rate");
            thrown(Messages.SEVERAL_FAILED, AtomLoadException.class, this::severalFailed, "2", "no route");
            thrown(Messages.SYNC_SUPPLIER_NULL, AtomUsageException.class, () -> rate(get -> null), "rate");
            thrown(Messages.COMPLETED, AtomUsageException.class, this::completeAStream, "rate");
            thrown(Messages.QUEUED_INSIDE_ITSELF, AtomUsageException.class, this::queueInsideItself, "countDown");
            cases.put(Messages.SNAPSHOT_LEAKED, new Case(this::logOfALeakedSnapshot, List.of("shop", "epoch")));
        }

        @ParameterizedTest(name = "{0}")
        @EnumSource
        void message_isProvoked_andNamesTheCodeTheAtomsAndTheRemedy(Messages message) {
            assertThat(cases).as("no test provokes it").containsKey(message);
            String text = cases.get(message).message().get();
            assertThat(text)
                    .startsWith(message.code() + ": ")
                    .endsWith(" " + message.remedy())
                    .contains(cases.get(message).names())
                    .doesNotContainPattern(PLACEHOLDER);
        }

        private void thrown(
                Messages message, Class<? extends AtomException> type, ThrowingCallable provoke, String... names) {
            Supplier<String> thrown = () -> {
                Throwable error = catchThrowable(provoke);
                assertThat(error).isInstanceOf(type);
                assertThat(((AtomException) error).code()).isEqualTo(message.code());
                return error.getMessage();
            };
            cases.put(message, new Case(thrown, List.of(names)));
        }

        private void readACycle() {
            List<Atom<Integer>> atoms = new ArrayList<>();
            Atom<Integer> net = Atom.derived(get -> get.get(atoms.get(0)) - 1).named("net");
            atoms.add(Atom.map(net, n -> n + 1).named("gross"));
            store.get(net);
        }

        private void writeInAReadFunction() {
            Atom<Integer> net = Atom.derived(get -> {
                        store.set(price, 1);
                        return get.get(price);
                    })
                    .named("net");
            store.get(net);
        }

        private void useALeakedSetter() {
            List<Setter> leaked = new ArrayList<>();
            store.transaction(leaked::add);
            leaked.get(0).set(price, 1);
        }

        private void writeAnOlderStore() {
            AtomStore younger = AtomStore.builder().name("younger").build();
            younger.transaction(tx -> store.set(price, 1));
        }

        private void chaseForEver() {
            AtomStore chase = AtomStore.builder().name("chase").maxRounds(7).build();
            chase.subscribe(price, value -> chase.set(price, value + 1));
            chase.set(price, 1);
        }

        private void useAClosedStore() {
            store.close();
            store.set(price, 1);
        }

        private void useAClosedSnapshot() {
            StoreSnapshot snapshot = store.snapshot();
            snapshot.close();
            snapshot.get(price);
        }

        private void restoreIntoAnotherStore() {
            AtomStore other = AtomStore.builder().name("other").build();
            try (StoreSnapshot snapshot = store.snapshot()) {
                other.restore(snapshot);
            }
        }

        private void resetAWritable() {
            store.reset(Atom.<Integer, Integer>writable(get -> get.get(price) * 100, (set, n) -> set.set(price, n))
                    .named("cents"));
        }

        private void writeWhatIsRefused() {
            AtomStore checked = AtomStore.builder()
                    .name("checked")
                    .validate(price, n -> n >= 0, "not below zero")
                    .build();
            checked.set(price, -1);
        }

        private void fluxOfNull() {
            store.flux(Atom.of(null).named("nothing")).blockFirst();
        }

        private void setSelfOfADerived() {
            Atom<Integer> net = Atom.map(price, n -> n).named("net").onMount(context -> {
                context.setSelf(1);
                return null;
            });
            store.subscribe(net, value -> {});
        }

        private void rate(Function<AsyncGetter, Mono<Integer>> read) {
            store.get(Atom.<Integer>async(read).named("rate")).orElseThrow();
        }

        private void readInAnOldRun() {
            List<AsyncGetter> getters = new ArrayList<>();
            AsyncAtom<Integer> rate = Atom.<Integer>async(get -> {
                        getters.add(get);
                        return Mono.just(get.get(price));
                    })
                    .named("rate");
            store.get(rate);
            store.set(price, 21);
            store.get(rate);
            getters.get(0).get(price);
        }

        private void severalFailed() {
            Loadable.all(List.of(
                            Loadable.failed(new IllegalStateException("no route")),
                            Loadable.failed(new IllegalStateException("refused"))))
                    .orElseThrow();
        }

        private void completeAStream() {
            StreamPolicy endless = StreamPolicy.ofDefaults().completed(StreamPolicy.Completed.FAIL);
            store.get(Atom.<Integer>stream(get -> Flux.just(1), endless).named("rate"))
                    .orElseThrow();
        }

        private void queueInsideItself() {
            List<AsyncActionAtom<Integer, Integer>> actions = new ArrayList<>();
            actions.add(Atom.<Integer, Integer>asyncAction((set, n) -> set.run(actions.get(0), n))
                    .concurrency(Concurrency.QUEUE)
                    .named("countDown"));
            store.run(actions.get(0), 3).block();
        }

        private void familyOfNull() {
            Atom.<String, Atom<Integer>>family(key -> null).named("stock").of("apple");
        }

        private String logOfALeakedSnapshot() {
            try (LogCapture log = LogCapture.of("io.atoms", System.Logger.Level.WARNING)) {
                store.snapshot();
                return awaitLeakOfShop(log);
            }
        }

        /** Other tests may leak snapshots of other stores. */
        private static String awaitLeakOfShop(LogCapture log) {
            await().atMost(Threads.LIMIT).until(() -> {
                Garbage.collect();
                return log.lines().stream().anyMatch(MessagesTest::isOfShop);
            });
            return log.lines().stream()
                    .filter(MessagesTest::isOfShop)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean isOfShop(String message) {
        return message.contains("store shop ");
    }
}
