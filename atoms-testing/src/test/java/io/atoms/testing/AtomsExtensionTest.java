package io.atoms.testing;

import static io.atoms.testing.AtomAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

/** Runs classes of tests that use the extension. The build does not run them: their names do not end in Test. */
class AtomsExtensionTest {
    private static final PrimitiveAtom<Integer> COUNT = Atom.of(0).named("count");

    /** What the classes below were given. Emptied before each run. */
    private static final List<TestStore> GIVEN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        GIVEN.clear();
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .selectors(selectClass(tests))
                .execute();
    }

    private static String failureOf(Class<?> tests) {
        EngineExecutionResults results = run(tests);
        results.testEvents().assertStatistics(events -> events.started(1).failed(1));
        return String.valueOf(results.testEvents().failed().stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage());
    }

    @ExtendWith(AtomsExtension.class)
    static class OneForEach {
        @BeforeEach
        void before(AtomStore store) {
            store.set(COUNT, 1);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
        void parameterized(int n, TestStore test, AtomStore store) {
            GIVEN.add(test);
            assertThat(test.store()).isSameAs(store);
            assertThat(store, COUNT).hasValue(1);
            store.update(COUNT, count -> count + n);
            assertThat(store, COUNT).hasValue(1 + n);
        }

        @Test
        void single(TestStore test) {
            GIVEN.add(test);
            assertThat(test.store(), COUNT).hasValue(1);
            assertThat(test.store().name()).isEqualTo("single(TestStore)");
        }

        @Nested
        class Inner {
            @Test
            void nested(TestStore test) {
                GIVEN.add(test);
                assertThat(test.store(), COUNT).hasValue(1);
            }
        }

        @Test
        void unused() {}

        @AfterEach
        void after(TestStore test) {
            assertThat(test.store().isClosed()).isFalse();
        }
    }

    @Test
    void eachTest_hasAStoreOfItsOwn_thatIsClosed() {
        run(OneForEach.class)
                .testEvents()
                .assertStatistics(events -> events.started(11).succeeded(11));

        Set<TestStore> distinct = ConcurrentHashMap.newKeySet();
        distinct.addAll(GIVEN);
        assertThat(distinct).hasSize(10);
        assertThat(GIVEN).allSatisfy(test -> assertThat(test.store().isClosed()).isTrue());
    }

    @ExtendWith(AtomsExtension.class)
    static class Unseen {
        @Test
        void listenerThrows(AtomStore store) {
            store.subscribe(COUNT, count -> {
                throw new IllegalStateException("boom");
            });
            store.set(COUNT, 1);
        }
    }

    @Test
    void failureThatTheTestDidNotSee_failsIt() {
        assertThat(failureOf(Unseen.class)).contains("listenerThrows(AtomStore)", "listener of count", "boom");
    }

    @ExtendWith(AtomsExtension.class)
    static class FailsItself {
        @Test
        void fails(TestStore test) {
            GIVEN.add(test);
            test.store().subscribe(COUNT, count -> {
                throw new IllegalStateException("a listener");
            });
            test.store().set(COUNT, 1);
            throw new IllegalStateException("the test");
        }
    }

    @Test
    void testThatFails_keepsItsError_andItsStoreIsClosed() {
        run(FailsItself.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        EventConditions.finishedWithFailure(
                                TestExecutionResultConditions.message("the test"),
                                TestExecutionResultConditions.suppressed(
                                        0, TestExecutionResultConditions.instanceOf(AssertionError.class))));
        assertThat(GIVEN)
                .singleElement()
                .satisfies(test -> assertThat(test.store().isClosed()).isTrue());
    }

    static class WithOptions {
        @RegisterExtension
        final AtomsExtension atoms = AtomsExtension.with(() -> TestStore.create(options -> options.name("mine")));

        @Test
        void named(AtomStore store) {
            assertThat(store.name()).isEqualTo("mine");
        }
    }

    @Test
    void registeredWithAFunction_usesIt() {
        run(WithOptions.class).testEvents().assertStatistics(events -> events.succeeded(1));
    }

    @ExtendWith(AtomsExtension.class)
    static class InAConstructor {
        InAConstructor(TestStore test) {}

        @Test
        void runs() {}
    }

    @Test
    void constructor_isRefused() {
        assertThat(failureOf(InAConstructor.class)).contains("belongs to one test", "@BeforeEach");
    }

    @ExtendWith(AtomsExtension.class)
    static class BeforeAllTests {
        @BeforeAll
        static void all(AtomStore store) {}

        @Test
        void runs() {}
    }

    @Test
    void beforeAll_isRefused() {
        run(BeforeAllTests.class)
                .containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        EventConditions.finishedWithFailure(
                                TestExecutionResultConditions.instanceOf(ParameterResolutionException.class)));
    }

    @ExtendWith(AtomsExtension.class)
    static class OtherParameter {
        @Test
        void runs(Runnable other) {}
    }

    @Test
    void otherParameters_areNotResolved() {
        assertThat(failureOf(OtherParameter.class)).contains("No ParameterResolver registered");
    }
}
