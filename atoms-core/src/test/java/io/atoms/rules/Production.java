package io.atoms.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/** The compiled main code of this module, which the rules read. */
final class Production {
    /** Surefire names the module's folder; an IDE starts tests in it. */
    static final Path CLASSES = Path.of(System.getProperty("basedir", ""), "target", "classes");

    private Production() {}

    static JavaClasses classes() {
        return new ClassFileImporter().importPath(CLASSES);
    }
}
