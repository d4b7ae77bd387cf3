import org.jspecify.annotations.NullMarked;

/** A kit for tests of code that uses atoms. */
@NullMarked
module io.atoms.testing {
    requires transitive io.atoms.core;
    requires reactor.test;
    requires static transitive org.jspecify;

    // For AtomsExtension and for the assertions alone: who uses them requires these, too.
    requires static transitive org.junit.jupiter.api;
    requires static transitive org.assertj.core;

    exports io.atoms.testing;
}
