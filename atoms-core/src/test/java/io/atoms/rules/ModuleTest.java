package io.atoms.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The module descriptor, seen from inside: the build patches the tests into the module. */
class ModuleTest {
    private static final Set<String> PUBLIC_PACKAGES = Set.of("io.atoms", "io.atoms.inspect");

    private final Module module = ModuleTest.class.getModule();

    @Test
    void tests_runInTheNamedModule() {
        assertThat(module.getName()).isEqualTo("io.atoms.core");
    }

    /** A package that holds no type yet cannot be exported. */
    @Test
    void module_exportsExactlyThePublicPackagesThatHoldTypes() {
        Set<String> expected = Production.classes().stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(type -> type.getPackageName())
                .filter(PUBLIC_PACKAGES::contains)
                .collect(Collectors.toSet());
        Set<String> exported = module.getDescriptor().exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        assertThat(exported).isEqualTo(expected);
    }

    @Test
    void packages_areNullMarked() throws ClassNotFoundException {
        for (String name : Set.of("io.atoms", "io.atoms.graph", "io.atoms.inspect")) {
            Class<?> info = Class.forName(name + ".package-info");
            assertThat(info.isAnnotationPresent(org.jspecify.annotations.NullMarked.class))
                    .as(name)
                    .isTrue();
        }
    }
}
