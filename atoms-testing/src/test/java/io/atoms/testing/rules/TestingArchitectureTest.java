package io.atoms.testing.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The house rules of this module. */
class TestingArchitectureTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(MODULE.resolve("target/classes"));

    @Test
    void classesWereFound() {
        assertThat(CLASSES).isNotEmpty();
    }

    @Test
    void theEngineAndTheUtilities_areNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.atoms.graph..", "io.atoms.utils..")
                .check(CLASSES);
    }

    /** Who has neither of them, or another test framework, can use the rest. */
    @Test
    void junitAndAssertj_areUsedByExtensionAndAssertionsAlone() {
        noClasses()
                .that()
                .doNotHaveSimpleName("AtomsExtension")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(CLASSES);
        noClasses()
                .that()
                .haveSimpleNameNotContaining("Assert")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.assertj..")
                .check(CLASSES);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothing_sleepsOrPrints() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
    }

    @Test
    void eachPublicClass_hasATestClass() {
        List<String> untested = new ArrayList<>();
        for (JavaClass each : CLASSES) {
            boolean feature = each.getModifiers().contains(JavaModifier.PUBLIC) && each.isTopLevelClass();
            Path test = MODULE.resolve("src/test/java/" + each.getName().replace('.', '/') + "Test.java");
            if (feature && !Files.exists(test)) {
                untested.add(each.getName());
            }
        }
        assertThat(untested).isEmpty();
    }

    @Test
    void module_exportsItsPackage() {
        Module module = getClass().getModule();

        assertThat(module.getName()).isEqualTo("io.atoms.testing");
        assertThat(module.getDescriptor().exports())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactly("io.atoms.testing");
    }
}
