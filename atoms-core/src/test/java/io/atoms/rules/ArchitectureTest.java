package io.atoms.rules;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows between packages and the house rules of the main code. */
class ArchitectureTest {
    private static final String API = "io.atoms";
    private static final String GRAPH = "io.atoms.graph";
    private static final String INSPECT = "io.atoms.inspect";
    private static final String SLEEPERS = "java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit";

    private static final JavaClasses CLASSES = Production.classes();

    @Test
    void rules_haveClassesToCheck() {
        assertThat(CLASSES).isNotEmpty();
    }

    @Test
    void graph_knowsNothingOfTheApi() {
        check(noClasses()
                .that()
                .resideInAPackage(within(GRAPH))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(API, within(INSPECT)));
    }

    @Test
    void inspect_knowsNothingOfTheApiOrTheGraph() {
        check(noClasses()
                .that()
                .resideInAPackage(within(INSPECT))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(API, within(GRAPH)));
    }

    /** "io.(**)", not "io.atoms.(**)": the root package is a slice too. */
    @Test
    void packages_haveNoCycles() {
        check(slices().matching("io.(**)").should().beFreeOfCycles());
    }

    @Test
    void mainCode_neverSleeps() {
        check(noClasses()
                .should()
                .callMethodWhere(target(owner(nameMatching(SLEEPERS))).and(target(name("sleep")))));
    }

    @Test
    void mainCode_neverPrints() {
        check(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
    }

    private static String within(String root) {
        return root + "..";
    }

    /** A package may still be empty; {@link #rules_haveClassesToCheck} catches a wrong folder. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
