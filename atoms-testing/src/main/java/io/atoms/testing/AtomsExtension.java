package io.atoms.testing;

import io.atoms.AtomStore;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each JUnit test a {@link TestStore} of its own, and closes it after the test.
 *
 * <pre>{@code
 * @ExtendWith(AtomsExtension.class)
 * class CartTest {
 *     @Test
 *     void total_followsThePrice(TestStore test) {
 *         test.store().set(price, 30);
 *         assertThat(test.store(), total).hasValue(60);
 *     }
 * }
 * }</pre>
 *
 * <p><b>Rules.</b> Parameters of type {@link TestStore} and {@link AtomStore}, of test methods and of methods annotated
 * {@code @BeforeEach} and {@code @AfterEach}, are the same one within a test, and another one in each other test, in each
 * invocation of a parameterized or repeated one, and in tests that run in parallel. It is closed after the methods
 * annotated {@code @AfterEach}, also if the test failed.
 *
 * <p>For a store with options register the extension with a function:
 *
 * <pre>{@code
 * @RegisterExtension
 * final AtomsExtension atoms = AtomsExtension.with(() -> TestStore.create(options -> options.validate(..)));
 * }</pre>
 */
public final class AtomsExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(AtomsExtension.class);

    private final @Nullable Supplier<TestStore> factory;

    /** For {@code @ExtendWith}: stores with the default options, named like the test. */
    public AtomsExtension() {
        this(null);
    }

    private AtomsExtension(@Nullable Supplier<TestStore> factory) {
        this.factory = factory;
    }

    /**
     * For {@code @RegisterExtension}: stores that the function makes.
     *
     * @param factory makes the store of each test
     * @return the extension
     */
    public static AtomsExtension with(Supplier<TestStore> factory) {
        return new AtomsExtension(Objects.requireNonNull(factory, "factory"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestStore.class || type == AtomStore.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("A " + TestStore.class.getSimpleName()
                    + " belongs to one test, so neither constructors nor @BeforeAll methods can have one. Ask for it in"
                    + " the test method or in a @BeforeEach method.");
        }
        TestStore test = testStore(context);
        return parameter.getParameter().getType() == TestStore.class ? test : test.store();
    }

    private TestStore testStore(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestStore.class, key -> create(context), TestStore.class);
    }

    private TestStore create(ExtensionContext context) {
        return factory == null ? TestStore.create(options -> options.name(context.getDisplayName())) : factory.get();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestStore test = context.getStore(NAMESPACE).get(TestStore.class, TestStore.class);
        if (test != null) {
            test.close();
        }
    }
}
