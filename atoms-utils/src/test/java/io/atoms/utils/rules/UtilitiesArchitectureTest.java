package io.atoms.utils.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The house rules of this module. */
class UtilitiesArchitectureTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.atoms.utils");

    @Test
    void classesWereFound() {
        assertThat(classes).isNotEmpty();
    }

    @Test
    void theEngine_isNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.atoms.graph..")
                .check(classes);
    }

    /** JavaFX and java.desktop are optional: only the bridges to them may load their classes. */
    @Test
    void optionalModules_areUsedByTheirBridgesAlone() {
        noClasses()
                .that()
                .haveNameNotMatching("io\\.atoms\\.utils\\.Fx.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javafx..")
                .check(classes);
        noClasses()
                .that()
                .haveNameNotMatching("io\\.atoms\\.utils\\.Bean.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.beans..", "java.awt..", "javax.swing..")
                .check(classes);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.atoms.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void nothing_sleepsOrPrints() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(classes);
        noClasses().should().accessField(System.class, "out").check(classes);
        noClasses().should().accessField(System.class, "err").check(classes);
    }

    @Test
    void eachPublicClass_hasATestClass() {
        List<String> untested = new ArrayList<>();
        for (JavaClass each : classes) {
            boolean feature = each.getModifiers().contains(JavaModifier.PUBLIC)
                    && each.isTopLevelClass()
                    && !each.isInterface()
                    && !each.isRecord()
                    && !each.isEnum()
                    && !each.isAssignableTo(Throwable.class)
                    && !each.getSimpleName().equals("package-info");
            Path test = MODULE.resolve("src/test/java/" + each.getName().replace('.', '/') + "Test.java");
            if (feature && !Files.exists(test)) {
                untested.add(each.getName());
            }
        }
        assertThat(untested).isEmpty();
    }
}
